// Markdown of a model, which is untrusted: HTML in it is text, links and pictures lead nowhere, what markdown-it makes is
// sanitised, and mathematics and code are drawn afterwards into what is left. The page's policy stands behind all of it.
import DOMPurify from 'dompurify';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import diff from 'highlight.js/lib/languages/diff';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import markdownCode from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import katex from 'katex';
import MarkdownIt from 'markdown-it';
import {h} from './dom.js';
import {addMath} from './math.js';
import {say} from './words.js';

for (const [name, language] of Object.entries({bash, cpp, diff, javascript, json, markdown: markdownCode, python, sql, xml, yaml}))
    hljs.registerLanguage(name, language);
hljs.registerAliases(['repl', 'py', 'python3'], {languageName: 'python'});

const Longest = 300_000; // characters that are rendered; a longer text is shown as it is
const LongestCode = 60_000, LongestFormula = 5_000, MostFormulas = 500;

const parser = new MarkdownIt({html: false, linkify: false, typographer: false});
addMath(parser);

const escape = parser.utils.escapeHtml;
// The address stays visible, so that nobody is led anywhere and nothing is lost.
parser.renderer.rules.link_open = () => '<span class="link">';
parser.renderer.rules.link_close = (tokens, at) => {
    let open = at;
    for (let level = tokens[at].level; open > 0 && !(tokens[open].type === 'link_open' && tokens[open].level === level); --open);
    const address = tokens[open].attrGet('href') ?? '';
    const text = tokens.slice(open + 1, at).map(token => token.content).join('');
    return '</span>' + (address && address !== text ? ` <span class="address">${escape(address)}</span>` : '');
};
parser.renderer.rules.image = (tokens, at) =>
    `<span class="no-picture">[${escape(say('picture “%1” is not loaded: %2', tokens[at].content, (tokens[at].attrGet('src') ?? '').slice(0, 200)))}]</span>`;
// No style attributes: the policy forbids them.
for (const cell of ['th_open', 'td_open'])
    parser.renderer.rules[cell] = (tokens, at) => {
        const align = /text-align:(\w+)/.exec(tokens[at].attrGet('style') ?? '');
        const tag = cell.slice(0, 2);
        return `<${tag}${align ? ` class="align-${align[1]}"` : ''}${tag === 'th' ? ' scope="col"' : ''}>`;
    };
// The page's own headings stand above those of a text.
for (const rule of ['heading_open', 'heading_close'])
    parser.renderer.rules[rule] = (tokens, at) => `<${rule === 'heading_close' ? '/' : ''}h${Math.min(6, Number(tokens[at].tag[1]) + 2)}>`;

const Allowed = {
    ALLOWED_TAGS: ['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 's', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead',
        'tbody', 'tr', 'th', 'td', 'span'],
    ALLOWED_ATTR: ['class', 'scope', 'start'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
};

function formulas(root) {
    for (const place of [...root.querySelectorAll('code.math')].slice(0, MostFormulas)) {
        const source = place.textContent;
        if (source.length > LongestFormula) continue;
        const block = place.classList.contains('block');
        const drawn = h('span', {class: block ? 'formula block' : 'formula'});
        try {
            katex.render(source, drawn, {displayMode: block, throwOnError: true, trust: false, strict: 'ignore', maxSize: 20, maxExpand: 200});
        } catch {
            continue; // what is no formula stays as it was written
        }
        place.replaceWith(drawn);
    }
}

export function highlighted(source, language) {
    const code = h('code', {class: language ? `language-${language}` : null});
    if (!language || source.length > LongestCode || !hljs.getLanguage(language)) {
        code.textContent = source;
        return code;
    }
    const {value} = hljs.highlight(source, {language, ignoreIllegals: true});
    code.append(DOMPurify.sanitize(value, {ALLOWED_TAGS: ['span'], ALLOWED_ATTR: ['class'], RETURN_DOM_FRAGMENT: true}));
    return code;
}

function codeBlocks(root) {
    for (const place of root.querySelectorAll('pre > code')) {
        const language = /(?:^| )language-([\w+#-]+)/.exec(place.className)?.[1];
        if (language) place.replaceWith(highlighted(place.textContent, language));
    }
}

// An element with the text rendered.
export function markdown(text) {
    const place = h('div', {class: 'markdown'});
    if (text.length > Longest) return place.append(h('pre', {class: 'plain'}, text)), place;
    place.append(DOMPurify.sanitize(parser.render(text), Allowed));
    for (const table of place.querySelectorAll('table')) {
        const scroller = h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say('Table')});
        table.replaceWith(scroller);
        scroller.append(table);
    }
    codeBlocks(place);
    formulas(place);
    return place;
}
