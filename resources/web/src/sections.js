// The parts of the report besides its charts and its tree. Each gives an element, or null when it has nothing to say.
import {h} from './dom.js';
import {allTokens, bytes, cost, count, date, plural, time, tokens, uncounted, usd} from './format.js';
import {icon} from './icons.js';
import {highlighted, markdown} from './markdown.js';
import {cutNote, errorLine} from './tree.js';

const Ends = {
    answer: 'answer marked ready', forced: 'best answer at the end, forced', usd: 'the spend limit was reached', calls: 'the limit of calls was reached',
    tokens: 'the token limit was reached', seconds: 'the time limit was reached', turns: 'out of turns', model_error: 'a model failed', worker: 'the Python worker failed', user: 'stopped by its user',
};
const StatusLooks = {answered: ['ok', 'finished'], limit: ['warning', 'stopped by a limit'], failed: ['error', 'failed'], cancelled: ['interrupted', 'cancelled'], interrupted: ['interrupted', 'cut short'], running: ['running', 'still running']};

export function header(report) {
    const {run} = report;
    const [look, word] = StatusLooks[run.status] ?? ['hint', run.status];
    const end = Ends[run.stop_reason] ?? run.stop_reason;
    const question = run.title || run.question.text;
    const long = question.length > 220 || question.trim().includes('\n');
    const title = long ? question.trim().split('\n')[0].slice(0, 200) + ' …' : question;
    return h('header', {class: 'top'},
        h('div', {class: 'headline'},
            h('p', {class: 'facts'}, h('strong', null, 'RLMScope report'), h('span', null, `${run.strategy || 'unknown strategy'}, paper depth ${run.depth}`),
                h('span', null, run.models.join(', ')), h('span', null, date(run.started))),
            h('p', {class: `status ${look}`}, icon(look), h('span', null, end ? `${word}, ${end}` : word))),
        h('h1', null, h('bdi', null, title || 'A run without a question')),
        (long || run.title) && run.question.text ? h('details', {class: 'whole'}, h('summary', null, 'The whole question'), h('pre', {class: 'text'}, run.question.text), cutNote(run.question)) : null,
        run.simulated ? h('p', {class: 'label-line'}, icon('simulated'), h('span', null, 'Simulated models: replies come from text processing, prices are made up.')) : null);
}

export function answer(report) {
    const {answer, run} = report;
    const nothing = run.status === 'running' ? 'The run is still going on; there is no answer yet.' : 'This run has no answer.';
    const content = answer === null ? h('p', {class: 'empty'}, nothing)
        : answer.json ? h('pre', {class: 'code'}, highlighted(answer.text.text, 'json')) : markdown(answer.text.text);
    return h('section', {'aria-label': 'Answer', class: 'answer'}, content, answer ? cutNote(answer.text) : null, errorLine(run.error));
}

function figure(value, ...about) {
    return h('div', null, h('dd', null, value), h('dt', null, about));
}

const usageCells = entry => ['input', 'cached', 'output'].map(part => uncounted(entry) ? number('–') : number(tokens(entry.usage[part]), count(entry.usage[part])));

export function figures(report) {
    const {figures, run, limits} = report;
    const limit = limits.find(entry => entry.unit === 'usd' && entry.name === 'Spend of the run');
    const about = [limit ? `spent of ${usd(limit.limit)}` : 'spent'];
    if (figures.estimated_calls) about.push(', in part estimated');
    if (run.simulated) about.push(', made-up price');
    const all = figures.usage.input + figures.usage.output;
    const made = [
        figure((figures.estimated_calls ? '≈ ' : '') + cost(figures.cost), ...about),
        uncounted(figures) && figures.model_calls ? figure('unknown', 'tokens') : figure(tokens(all), `tokens, ${tokens(figures.usage.input)} in, ${tokens(figures.usage.output)} out`),
        figure(count(figures.model_calls), Number(figures.model_calls) === 1 ? 'model call' : 'model calls'),
        figure(count(figures.frames), `${figures.frames === 1 ? 'frame' : 'frames'}, deepest ${figures.deepest}`),
        figure(`${count(figures.turns)} / ${count(figures.cells)}`, 'turns / cells'),
        figure(time(run.seconds), 'run time'),
    ];
    if (figures.errors) made.push(figure(count(figures.errors), figures.errors === 1 ? 'error' : 'errors'));
    if (figures.replayed_calls) made.push(figure(usd(figures.saved_usd), `saved by ${plural(figures.replayed_calls, 'recorded reply', 'recorded replies')}`));
    return h('section', {'aria-label': 'Key figures'}, h('dl', {class: 'figures'}, made));
}

const number = (text, title) => h('td', {class: 'number', title}, text);
const head = (...names) => h('thead', null, h('tr', null, names.map(([name, right]) => h('th', {scope: 'col', class: right ? 'right' : null}, name))));

export function costs(report) {
    const {models, figures} = report;
    if (!models.length) return null;
    const rows = models.map(entry => h('tr', null,
        h('th', {scope: 'row'}, h('span', {class: 'model-name'}, icon(entry.role === 'sub' ? 'sub' : 'model'), h('bdi', null, entry.model)),
            h('span', {class: 'under'}, `${entry.role === 'sub' ? 'sub-calls' : 'frame calls'}, depth ${entry.depth}` + (entry.errors ? `, ${count(entry.errors)} failed` : '') + (entry.estimated ? ', in part estimated' : '') + (entry.simulated ? ', simulated' : ''))),
        number(count(entry.calls)), usageCells(entry), number((entry.estimated ? '≈ ' : '') + cost(entry.cost), `$${entry.cost.usd}`)));
    const total = h('tr', {class: 'total'}, h('th', {scope: 'row'}, 'Total'), number(count(figures.model_calls)), usageCells(figures), number(cost(figures.cost), `$${figures.cost.usd}`));
    return h('section', {'aria-labelledby': 'cost'}, h('h2', {id: 'cost'}, 'What it cost'),
        h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'cost'}, h('table', {class: 'costs'}, head(['Model'], ['Calls', 1], ['In', 1], ['Cached', 1], ['Out', 1], ['Cost', 1]), h('tbody', null, rows), h('tfoot', null, total))));
}

const limitValue = (value, unit) => value === null ? '–' : unit === 'usd' ? usd(value) : unit === 'seconds' ? time(Number(value)) : unit === 'tokens' ? tokens(value) : count(value);

export function limits(report) {
    if (!report.limits.length) return null;
    return h('section', {'aria-labelledby': 'limits'}, h('h2', {id: 'limits'}, 'Limits'),
        h('table', null, head(['Limit'], ['Used', 1], ['Of', 1]),
            h('tbody', null, report.limits.map(entry => h('tr', null, h('th', {scope: 'row'}, entry.name), number(limitValue(entry.used, entry.unit)), number(limitValue(entry.limit, entry.unit)))))));
}

const SeverityIcons = {info: 'hint', warning: 'warning', error: 'error'};
const remark = (entry, where) => h('li', {class: entry.severity}, icon(SeverityIcons[entry.severity] ?? 'hint'), h('span', null, h('span', {class: 'sr'}, `${entry.severity}: `), entry.text, where ? h('span', {class: 'where'}, ` ${where}`) : null));

export function notes(report) {
    const entries = [...report.integrity.map(entry => remark(entry)), ...report.notes.map(entry => remark(entry, `at ${time(entry.seconds)}`))];
    if (!entries.length) return null;
    return h('section', {'aria-labelledby': 'notes'}, h('h2', {id: 'notes'}, 'What to know'), h('ul', {class: 'remarks'}, entries),
        report.notes_of > report.notes.length ? h('p', {class: 'cut'}, `${count(report.notes.length)} of ${plural(report.notes_of, 'note', 'notes')}.`) : null);
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
    return h('section', {'aria-labelledby': 'turns'}, h('h2', {id: 'turns'}, 'Turn by turn'),
        h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'turns'},
            h('table', {class: 'turns'}, head(['Turn'], ['What the root did'], ['Sub-calls', 1], ['Tokens', 1], ['Cost', 1], ['Time', 1]),
                h('tbody', null, rows.map(({row, own}) => h('tr', null, h('th', {scope: 'row'}, icon('turn'), `Turn ${row.number}`),
                    h('td', {class: row.did?.code ? 'did code' : 'did'}, h('bdi', null, row.did?.text || '–')), number(row.calls > own ? count(row.calls - own) : '–'), number(allTokens(row)), number(cost(row.cost)), number(time(row.seconds))))))));
}

const Shapes = {text: 'one text', list: 'a list of documents', dict: 'documents by name', json: 'JSON'};

export function context(report) {
    const {context} = report;
    if (!context.documents && !context.bytes) return null;
    const facts = [Shapes[context.shape] ?? context.shape, plural(context.documents, 'document', 'documents'), bytes(context.bytes), `${plural(context.characters, 'character', 'characters')}`, context.lines ? plural(context.lines, 'line', 'lines') : ''].filter(Boolean);
    const named = context.list.some(entry => entry.path);
    const list = context.list.map(entry => h('tr', null, h('th', {scope: 'row'}, h('bdi', null, entry.path || 'text')), number(count(entry.characters)), number(bytes(entry.bytes))));
    const texts = report.context_text ? context.list.filter(entry => entry.text).map(entry => h('details', {class: 'document'}, h('summary', null, entry.path || 'The text'), h('pre', {class: 'output', tabindex: 0}, entry.text.text), cutNote(entry.text))) : [];
    return h('section', {'aria-labelledby': 'context'}, h('h2', {id: 'context'}, 'The context'),
        h('p', null, context.source ? h('strong', null, h('bdi', null, context.source), ': ') : null, facts.join(', ') + '.'),
        h('p', {class: 'quiet'}, report.context_text ? 'Its texts and the prompts are in this report, as it was asked for.' : 'Its texts are not in this report. Output, replies and questions of sub-calls may quote them.'),
        named && list.length > 1 ? h('details', {class: 'documents', open: list.length <= 8}, h('summary', null, `${plural(list.length, 'document', 'documents')}` + (context.listed < context.documents ? ` of ${count(context.documents)}` : '')),
            h('table', null, head(['Document'], ['Characters', 1], ['Size', 1]), h('tbody', null, list))) : null,
        texts);
}

export function about(report, notices) {
    const {run} = report;
    const facts = [['Run', run.id], ['Trace', report.trace], ['Recorded by', run.program || 'unknown'], ['Report by', report.program], ['Protocol', run.protocol], ['Seed', String(run.seed)]];
    for (const relation of run.relations.filter(entry => entry.run)) facts.push([relation.type.replaceAll('_', ' '), relation.run + (relation.node ? `, node ${relation.node}` : '')]);
    if (report.tags.length) facts.push(['Tags', report.tags.join(', ')]);
    for (const score of report.scores) facts.push([`Score ${score.name}`, String(score.value)]);
    return h('footer', null, h('h2', null, 'About this report'),
        h('dl', {class: 'about'}, facts.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, h('bdi', null, value))))),
        h('p', {class: 'quiet'}, 'One file: it reads nothing else and sends nothing. Links in texts are shown as text.'),
        h('details', {class: 'licences'}, h('summary', null, 'Licences of what this page contains'), h('pre', null, notices)));
}
