// The parts of the report besides its charts and its tree. Each gives an element, or null when it has nothing to say.
import {h} from './dom.js';
import {allTokens, bytes, cost, count, date, plural, time, tokens, uncounted, usd} from './format.js';
import {icon} from './icons.js';
import {highlighted, markdown} from './markdown.js';
import {cutNote, errorLine} from './tree.js';
import {listed, mark, say, sentence, strategyName} from './words.js';

const Ends = {
    answer: mark('answer marked ready'), forced: mark('best answer at the end, forced'), usd: mark('the spend limit was reached'),
    calls: mark('the limit of calls was reached'), tokens: mark('the token limit was reached'), seconds: mark('the time limit was reached'),
    turns: mark('out of turns'), model_error: mark('a model failed'), worker: mark('the Python worker failed'), user: mark('by its user'),
};
const StatusLooks = {answered: ['ok', mark('finished')], limit: ['warning', mark('stopped by a limit')], failed: ['error', mark('failed')],
    cancelled: ['interrupted', mark('stopped')], interrupted: ['interrupted', mark('cut short')], running: ['running', mark('still running')]};
// A word of the trace that may be any other one.
const known = (table, name) => Object.hasOwn(table, name ?? '') ? say(table[name]) : name;

// As the window writes it.
const strategy = run => listed([strategyName(run.strategy) || say('unknown strategy'), run.strategy === 'direct' ? '' : say('depth %1', run.depth)]);

export function header(report) {
    const {run} = report;
    const [look, word] = Object.hasOwn(StatusLooks, run.status) ? StatusLooks[run.status] : ['hint', run.status];
    const end = known(Ends, run.stop_reason);
    const question = run.title || run.question.text;
    const long = question.length > 220 || question.trim().includes('\n');
    const title = long ? question.trim().split('\n')[0].slice(0, 200) + ' …' : question;
    return h('header', {class: 'top'},
        h('div', {class: 'headline'},
            h('p', {class: 'facts'}, h('strong', null, say('RLMScope report')), h('span', null, strategy(run)),
                h('span', null, run.models.join(', ')), h('span', null, date(run.started))),
            h('p', {class: `status ${look}`}, icon(look), h('span', null, listed([say(word), end])))),
        h('h1', null, h('bdi', null, title || say('A run without a question'))),
        (long || run.title) && run.question.text ? h('details', {class: 'whole'}, h('summary', null, say('The whole question')), h('pre', {class: 'text'}, run.question.text), cutNote(run.question)) : null,
        run.simulated ? h('p', {class: 'label-line'}, icon('simulated'), h('span', null, say('Simulated models: replies come from text processing, prices are made up.'))) : null);
}

export function answer(report) {
    const {answer, run} = report;
    const nothing = run.status === 'running' ? say('The run is still going on; there is no answer yet.') : say('This run has no answer.');
    const content = answer === null ? h('p', {class: 'empty'}, nothing)
        : answer.json ? h('pre', {class: 'code'}, highlighted(answer.text.text, 'json')) : markdown(answer.text.text);
    return h('section', {'aria-label': say('Answer'), class: 'answer'}, content, answer ? cutNote(answer.text) : null, errorLine(run.error));
}

function figure(value, ...about) {
    return h('div', null, h('dd', null, value), h('dt', null, about));
}

const usageCells = entry => ['input', 'cached', 'output'].map(part => uncounted(entry) ? number('–') : number(tokens(entry.usage[part]), count(entry.usage[part])));

export function figures(report) {
    const {figures, run, limits} = report;
    const limit = limits.find(entry => entry.unit === 'usd' && entry.name === 'Spend of the run');
    const about = [limit ? say('spent of %1', usd(limit.limit)) : say('spent')];
    if (figures.estimated_calls) about.push(say('in part estimated'));
    if (run.simulated) about.push(say('made-up price'));
    const all = figures.usage.input + figures.usage.output;
    const made = [
        figure((figures.estimated_calls ? '≈ ' : '') + cost(figures.cost), listed(about)),
        uncounted(figures) && figures.model_calls ? figure(say('unknown'), say('tokens')) : figure(tokens(all), say('tokens, %1 in, %2 out', tokens(figures.usage.input), tokens(figures.usage.output))),
        figure(count(figures.model_calls), Number(figures.model_calls) === 1 ? say('model call') : say('model calls')),
        figure(count(figures.frames), figures.frames === 1 ? say('frame, calls down to depth %1', figures.deepest) : say('frames, calls down to depth %1', figures.deepest)),
        figure(`${count(figures.turns)} / ${count(figures.cells)}`, say('turns / cells')),
        figure(time(run.seconds), say('run time')),
    ];
    if (figures.errors) made.push(figure(count(figures.errors), figures.errors === 1 ? say('error') : say('errors')));
    if (figures.replayed_calls) made.push(figure(usd(figures.saved_usd), plural(figures.replayed_calls, 'saved by %1 recorded reply', 'saved by %1 recorded replies')));
    return h('section', {'aria-label': say('Key figures')}, h('dl', {class: 'figures'}, made));
}

const number = (text, title) => h('td', {class: 'number', title}, text);
const head = (...names) => h('thead', null, h('tr', null, names.map(([name, right]) => h('th', {scope: 'col', class: right ? 'right' : null}, name))));

export function costs(report) {
    const {models, figures} = report;
    if (!models.length) return null;
    const rows = models.map(entry => h('tr', null,
        h('th', {scope: 'row'}, h('span', {class: 'model-name'}, icon(entry.role === 'sub' ? 'sub' : 'model'), h('bdi', null, entry.model)),
            h('span', {class: 'under'}, listed([entry.role === 'sub' ? say('sub-calls') : say('frame calls'), say('depth %1', entry.depth), entry.errors ? say('%1 failed', count(entry.errors)) : '',
                entry.estimated ? say('in part estimated') : '', entry.simulated ? say('simulated') : '']))),
        number(count(entry.calls)), usageCells(entry), number((entry.estimated ? '≈ ' : '') + cost(entry.cost), `$${entry.cost.usd}`)));
    const total = h('tr', {class: 'total'}, h('th', {scope: 'row'}, say('Total')), number(count(figures.model_calls)), usageCells(figures), number(cost(figures.cost), `$${figures.cost.usd}`));
    return h('section', {'aria-labelledby': 'cost'}, h('h2', {id: 'cost'}, say('What it cost')),
        h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'cost'}, h('table', {class: 'costs'}, head([say('Model')], [say('Calls'), 1], [say('In'), 1], [say('Cached'), 1], [say('Out'), 1], [say('Cost'), 1]), h('tbody', null, rows), h('tfoot', null, total))));
}

const limitValue = (value, unit) => value === null ? '–' : unit === 'usd' ? usd(value) : unit === 'seconds' ? time(Number(value)) : unit === 'tokens' ? tokens(value) : count(value);

export function limits(report) {
    if (!report.limits.length) return null;
    return h('section', {'aria-labelledby': 'limits'}, h('h2', {id: 'limits'}, say('Limits')),
        h('table', null, head([say('Limit')], [say('Used'), 1], [say('Of'), 1]),
            h('tbody', null, report.limits.map(entry => h('tr', null, h('th', {scope: 'row'}, sentence(entry.name)), number(limitValue(entry.used, entry.unit)), number(limitValue(entry.limit, entry.unit)))))));
}

const SeverityIcons = {info: 'hint', warning: 'warning', error: 'error'};
const SeverityWords = {info: mark('info'), warning: mark('warning'), error: mark('error')};
const remark = (entry, where) => h('li', {class: entry.severity}, icon(SeverityIcons[entry.severity] ?? 'hint'), h('span', null, h('span', {class: 'sr'}, `${known(SeverityWords, entry.severity)}: `), sentence(entry.text), where ? h('span', {class: 'where'}, ` ${where}`) : null));

export function notes(report) {
    const entries = [...report.integrity.map(entry => remark(entry)), ...report.notes.map(entry => remark(entry, say('at %1', time(entry.seconds))))];
    if (!entries.length) return null;
    return h('section', {'aria-labelledby': 'notes'}, h('h2', {id: 'notes'}, say('What to know')), h('ul', {class: 'remarks'}, entries),
        report.notes_of > report.notes.length ? h('p', {class: 'cut'}, say('%1 of %2 notes.', count(report.notes.length), count(report.notes_of))) : null);
}

export function turns(report) {
    const rows = [];
    let inRoot = false;
    let last = null;
    for (const row of report.rows) {
        if (row.level === 0) inRoot = row.kind === 'frame';
        else if (inRoot && row.level === 1 && row.kind === 'turn') rows.push(last = {row, own: 0});
        else if (row.level === 2 && row.kind === 'model' && last) last.own += 1;
    }
    if (!rows.length) return null;
    return h('section', {'aria-labelledby': 'turns'}, h('h2', {id: 'turns'}, say('Turn by turn')),
        h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'turns'},
            h('table', {class: 'turns'}, head([say('Turn')], [say('What the root did')], [say('Sub-calls'), 1], [say('Tokens'), 1], [say('Cost'), 1], [say('Time'), 1]),
                h('tbody', null, rows.map(({row, own}) => h('tr', null, h('th', {scope: 'row'}, icon('turn'), say('Turn %1', row.number)),
                    h('td', {class: row.did?.code ? 'did code' : 'did'}, h('bdi', null, row.did?.text || '–')), number(row.calls > own ? count(row.calls - own) : '–'), number(allTokens(row)), number(cost(row.cost)), number(time(row.seconds))))))));
}

const Shapes = {text: mark('one text'), list: mark('a list of documents'), dict: mark('documents by name'), json: mark('JSON')};

export function context(report) {
    const {context} = report;
    if (!context.documents && !context.bytes) return null;
    const facts = [known(Shapes, context.shape), plural(context.documents, '%1 document', '%1 documents'), bytes(context.bytes),
        plural(context.characters, '%1 character', '%1 characters'), context.lines ? plural(context.lines, '%1 line', '%1 lines') : ''];
    const named = context.list.some(entry => entry.path);
    const list = context.list.map(entry => h('tr', null, h('th', {scope: 'row'}, h('bdi', null, entry.path || say('text'))), number(count(entry.characters)), number(bytes(entry.bytes))));
    const texts = report.context_text ? context.list.filter(entry => entry.text).map(entry => h('details', {class: 'document'}, h('summary', null, entry.path || say('The text')), h('pre', {class: 'output', tabindex: 0}, entry.text.text), cutNote(entry.text))) : [];
    return h('section', {'aria-labelledby': 'context'}, h('h2', {id: 'context'}, say('The context')),
        h('p', null, context.source ? h('strong', null, h('bdi', null, context.source), ': ') : null, say('%1.', listed(facts))),
        h('p', {class: 'quiet'}, report.context_text ? say('Its texts and the prompts are in this report, as it was asked for.') : say('Its texts are not in this report. Output, replies and questions of sub-calls may quote them.')),
        named && list.length > 1 ? h('details', {class: 'documents', open: list.length <= 8}, h('summary', null, context.listed < context.documents ? say('%1 documents of %2', count(list.length), count(context.documents)) : plural(list.length, '%1 document', '%1 documents')),
            h('table', null, head([say('Document')], [say('Characters'), 1], [say('Size'), 1]), h('tbody', null, list))) : null,
        texts);
}

const Relations = {replay_of: mark('Replay of'), resume_of: mark('Resumed from'), fork_of: mark('Fork of')};

export function about(report, notices) {
    const {run} = report;
    const facts = [[say('Run'), run.id], [say('Trace'), report.trace], [say('Recorded by'), run.program || say('unknown')], [say('Report by'), report.program],
        [say('Protocol'), run.protocol], [say('Seed'), String(run.seed)]];
    for (const relation of run.relations.filter(entry => entry.run)) facts.push([known(Relations, relation.type), relation.run + (relation.node ? `, ${say('node %1', relation.node)}` : '')]);
    if (report.tags.length) facts.push([say('Tags'), report.tags.join(', ')]);
    for (const score of report.scores) facts.push([say('Score %1', score.name), String(score.value)]);
    return h('footer', null, h('h2', null, say('About this report')),
        h('dl', {class: 'about'}, facts.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, h('bdi', null, value))))),
        h('p', {class: 'quiet'}, say('One file: it reads nothing else and sends nothing. Links in texts are shown as text.')),
        h('details', {class: 'licences'}, h('summary', null, say('Licences of what this page contains')), h('pre', null, notices)));
}
