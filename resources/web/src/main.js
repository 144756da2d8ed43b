import 'katex/dist/katex.css';
import './report.css';
import {timeline} from './charts.js';
import {h} from './dom.js';
import * as section from './sections.js';
import {callTree} from './tree.js';
import {say, speak} from './words.js';

const unescape = text => text.replaceAll('&lt;', '<').replaceAll('&amp;', '&');

function draw() {
    const place = document.getElementById('report');
    const report = JSON.parse(document.getElementById('report-data').textContent);
    if (report.format !== 'rlmscope-report' || report.version !== 1) throw new Error(`this page shows reports of version 1, not ${report.format} ${report.version}`);
    document.documentElement.lang = speak(report.language); // earlier reports do not say one: English
    document.title = document.title.replace(/RLMScope report$/, say('RLMScope report'));
    const notices = unescape(document.getElementById('notices').textContent);
    const content = [section.header(report), section.answer(report), section.figures(report), timeline(report),
        h('div', {class: 'columns'}, section.costs(report), h('div', null, section.notes(report), section.limits(report))),
        section.turns(report), callTree(report), section.context(report)];
    place.replaceChildren(...content.filter(Boolean));
    place.after(section.about(report, notices));
    document.documentElement.classList.add('drawn');
}

// The window has its own theme; elsewhere the reader's system decides.
const theme = new URLSearchParams(location.search).get('theme');
if (['light', 'dark', 'high-contrast'].includes(theme)) document.documentElement.dataset.theme = theme;
try {
    draw();
} catch (error) {
    // What stands in the page without scripts stays; it is the answer.
    document.getElementById('report').prepend(h('p', {class: 'error-line'}, say('The report cannot be drawn: %1', error.message)));
}
