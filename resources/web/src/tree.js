// The call tree: nested lists whose rows open and close. What a row shows when it is open is made when it opens first.
import {h} from './dom.js';
import {allTokens, bytes, cost, count, plural, time, usd} from './format.js';
import {icon} from './icons.js';
import {highlighted, markdown} from './markdown.js';
import {listed, mark, say, strategyName} from './words.js';

const Fans = {frame: mark('%1 child frames'), sub: mark('%1 sub-calls')};
const StatusWords = [mark('ok'), mark('failed'), mark('interrupted'), mark('stopped'), mark('running'), mark('queued'), mark('raised'), mark('killed'), mark('died')];
const Shown = {error: 'failed', cancelled: 'stopped'}; // as the window says it
const word = status => StatusWords.includes(Shown[status] ?? status) ? say(Shown[status] ?? status) : status;
const StatusIcons = {error: 'error', interrupted: 'interrupted', cancelled: 'interrupted', running: 'running', queued: 'queued'};

// eslint-disable-next-line no-control-regex
const plainOutput = text => text.replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)/g, '');

const cutNote = text => text?.cut ? h('p', {class: 'cut'}, say('Cut: the first %1 of %2.', bytes(new TextEncoder().encode(text.text).length), bytes(text.bytes))) : null;

function titled(title, ...content) {
    return h('div', {class: 'part'}, h('h4', null, title), content);
}
const plain = (text, className) => h('pre', {class: className, tabindex: 0}, plainOutput(text.text));

export function errorLine(error) {
    if (!error) return null;
    return h('p', {class: 'error-line'}, icon('error'), h('span', null, error.message, error.hint ? h('span', {class: 'hint-text'}, ` ${error.hint}`) : null));
}

function cellParts(row) {
    const parts = [];
    if (row.code) parts.push(titled(say('Code'), h('pre', {class: 'code', tabindex: 0}, highlighted(row.code.text, 'python')), cutNote(row.code)));
    const facts = [];
    if (row.stdout_bytes) facts.push(say('%1 written', bytes(row.stdout_bytes)));
    if (row.stderr_bytes) facts.push(say('%1 of errors', bytes(row.stderr_bytes)));
    if (row.dropped_bytes) facts.push(say('%1 dropped', bytes(row.dropped_bytes)));
    if (row.output_truncated) facts.push(say('the model saw a part of it'));
    if (row.output && (row.output.text || facts.length))
        parts.push(titled([say('Output'), facts.length ? h('span', {class: 'facts'}, listed(facts)) : null],
            row.output.text ? plain(row.output, row.cell_status === 'raised' ? 'output raised' : 'output') : null, cutNote(row.output)));
    else if (row.cell_status) parts.push(h('p', {class: 'cut'}, say('This cell wrote nothing.')));
    if (row.cause) parts.push(h('p', {class: 'error-line'}, icon('error'), row.cause));
    return parts;
}

function images(row) {
    return (row.images ?? []).map((image, at) => image.data
        ? h('img', {src: `data:${image.mime};base64,${image.data}`, alt: say('Picture %1, %2', at + 1, bytes(image.bytes))})
        : h('p', {class: 'cut'}, say('A picture (%1, %2) is in the trace and not in this report.', image.mime, bytes(image.bytes))));
}

function callParts(row) {
    const parts = [];
    if (row.depth_limited) parts.push(h('p', {class: 'cut'}, say('Asked for as a child frame; at the depth limit it became a plain call.')));
    if (row.prompt) parts.push(titled(say('Prompt'), plain(row.prompt, 'output'), cutNote(row.prompt)));
    for (const failed of row.failed_attempts ?? [])
        parts.push(h('p', {class: 'error-line'}, icon('warning'), say('Attempt %1 failed: %2', failed.number, (failed.http ? `${failed.http}, ` : '') + (failed.error?.message ?? '')),
            failed.wait ? ` ${say('Tried again after %1.', time(failed.wait))}` : null));
    if (row.reasoning) parts.push(titled(say('Reasoning'), plain(row.reasoning, 'output'), cutNote(row.reasoning)));
    if (row.reply?.text) parts.push(titled(say('Reply'), markdown(row.reply.text), cutNote(row.reply)));
    parts.push(...images(row));
    return parts;
}

function frameParts(row) {
    const parts = [];
    if (row.level > 0 && row.question?.text) parts.push(titled(say('Question'), h('p', {class: 'text'}, row.question.text), cutNote(row.question)));
    if (row.level > 0 && row.answer?.text) parts.push(titled(say('Answer'), markdown(row.answer.text), cutNote(row.answer)));
    return parts;
}

function groupParts(row) {
    const cells = [];
    if (row.each_seconds) cells.push([say('Time of one'), ...row.each_seconds.map(time)]);
    if (row.each_usd) cells.push([say('Cost of one'), ...row.each_usd.map(usd)]);
    if (!cells.length) return [];
    return [h('table', {class: 'distribution'},
        h('thead', null, h('tr', null, h('td'), [say('least'), say('median'), say('most')].map(word => h('th', {scope: 'col'}, word)))),
        h('tbody', null, cells.map(([name, ...values]) => h('tr', null, h('th', {scope: 'row'}, name), values.map(value => h('td', {class: 'number'}, value))))))];
}

function parts(row) {
    const made = row.kind === 'cell' ? cellParts(row) : row.kind === 'frame' ? frameParts(row) : row.kind === 'group' ? groupParts(row) : row.kind === 'turn' ? [] : callParts(row);
    if (row.error) made.push(errorLine(row.error));
    if (row.damage) made.push(h('p', {class: 'error-line'}, icon('error'), row.damage));
    return made;
}

function hasParts(row) {
    switch (row.kind) {
    case 'cell': return Boolean(row.code);
    case 'frame': return Boolean((row.level > 0 && (row.question?.text || row.answer?.text)) || row.error);
    case 'group': return true;
    case 'turn': return Boolean(row.error || row.damage);
    default: return Boolean(row.reply?.text || row.error || row.prompt || row.reasoning || row.failed_attempts || row.images || row.depth_limited || row.damage);
    }
}

function nameOf(row) {
    switch (row.kind) {
    case 'frame': return row.level === 0 ? say('root') : say('Frame');
    case 'turn': return say('Turn %1', row.number);
    case 'cell': return say('Cell %1', row.number);
    case 'model': return row.role === 'final' ? say('Last answer') : say('Model call');
    case 'sub': return say('Sub-call');
    case 'group': return say(Fans[row.of] ?? mark('%1 nodes'), count(row.count));
    default: return '';
    }
}

function hintOf(row) {
    switch (row.kind) {
    case 'frame': return row.level === 0 ? listed([strategyName(row.strategy), row.model]) : row.label;
    case 'turn': return row.did?.text ?? '';
    case 'cell': return row.label;
    case 'group': return listed([...Object.entries(row.by_status).map(([status, n]) => `${count(n)} ${word(status)}`), row.model]);
    case 'sub': return row.label || row.hint;
    default: return row.model;
    }
}

function badges(row) {
    const made = [];
    const badge = (name, text) => made.push(h('span', {class: `badge ${name}`}, icon(name), text));
    if (row.kind !== 'group' && StatusIcons[row.status]) badge(StatusIcons[row.status], row.cell_status && row.cell_status !== 'ok' ? row.exception || word(row.cell_status) : word(row.status));
    else if (row.errors > 0 && row.kind !== 'cell') badge('warning', plural(row.errors, '%1 error', '%1 errors'));
    if (row.forced) badge('hint', say('forced'));
    if (row.replayed) badge('replayed', say('replayed'));
    if (row.estimated) badge('estimated', say('estimated'));
    if (row.attempts > 1) badge('hint', say('%1 attempts', row.attempts));
    return made;
}

// Flat rows in reading order become a tree of {row, below}; without recursion, as levels may be many.
export function nested(rows) {
    const roots = [];
    const path = [];
    for (const row of rows) {
        const item = {row, below: []};
        path.length = Math.min(path.length, row.level);
        (path.length ? path[path.length - 1].below : roots).push(item);
        path.push(item);
    }
    return roots;
}

class Tree {
    constructor(report) {
        this.items = [];
        this.small = report.rows.length <= 60;
        this.list = h('ul', {class: 'tree', 'aria-label': say('Call tree')});
        const open = [[this.list, nested(report.rows)]];
        while (open.length) {
            const [list, entries] = open.pop();
            for (const entry of entries) {
                const made = this.#item(entry);
                list.append(made.element);
                if (made.list) open.push([made.list, entry.below]);
            }
        }
        this.list.addEventListener('keydown', event => this.#key(event));
    }

    #item({row, below}) {
        if (row.kind === 'more') return {element: h('li', {class: 'more'}, icon('more'), plural(row.count, '%1 node more, not in this report', '%1 nodes more, not in this report'))};
        const id = `n${this.items.length}`;
        const opens = below.length > 0 || hasParts(row);
        const list = below.length ? h('ul', {class: 'level'}) : null;
        const body = opens ? h('div', {id, class: 'body', hidden: true}) : null;
        const element = h('li', {class: `node ${row.kind} ${row.kind === 'group' ? row.of : ''} level-${Math.min(row.level, 20)}`});
        const label = [icon(row.kind, row.kind === 'group' ? row.of : row.kind), h('span', {class: 'name'}, nameOf(row)), h('span', {class: 'node-hint', title: hintOf(row)}, h('bdi', null, hintOf(row))), badges(row)];
        const numbers = [h('span', {class: 'number'}, row.calls ? cost(row.cost) : '–'), h('span', {class: 'number'}, row.calls ? allTokens(row) : '–'), h('span', {class: 'number'}, time(row.seconds))];
        const line = opens
            ? h('button', {type: 'button', class: 'row', 'aria-expanded': 'false', 'aria-controls': id}, h('span', {class: 'fold', 'aria-hidden': 'true'}, icon('chevron')), h('span', {class: 'what'}, label), numbers)
            : h('div', {class: 'row'}, h('span', {class: 'fold'}), h('span', {class: 'what'}, label), numbers);
        element.append(line);
        const item = {row, element, line, body, list, made: false, open: false};
        if (opens) {
            element.append(body);
            line.addEventListener('click', () => this.set(item, !item.open));
            this.items.push(item);
            if (list) body.append(list);
            if (row.level === 0 || (this.small && row.kind === 'turn')) this.set(item, true);
        }
        return {element, list};
    }

    set(item, open) {
        if (open && !item.made) {
            item.made = true;
            const content = parts(item.row);
            if (content.length) item.body.prepend(h('div', {class: 'parts'}, content));
        }
        item.open = open;
        item.body.hidden = !open;
        item.line.setAttribute('aria-expanded', String(open));
        item.element.classList.toggle('open', open);
    }

    setAll(open) { for (const item of this.items) this.set(item, open || item.row.level === 0); }

    // Arrows as in a tree: up and down through what is visible, right opens, left closes or goes to what is above.
    #key(event) {
        const line = event.target.closest('button.row');
        if (!line || event.ctrlKey || event.altKey || event.metaKey) return;
        const item = this.items.find(entry => entry.line === line);
        const visible = this.items.filter(entry => entry.line.offsetParent !== null);
        const at = visible.indexOf(item);
        const go = entry => entry?.line.focus();
        const actions = {
            ArrowDown: () => go(visible[at + 1]),
            ArrowUp: () => go(visible[at - 1]),
            Home: () => go(visible[0]),
            End: () => go(visible[visible.length - 1]),
            ArrowRight: () => item.open ? go(visible[at + 1]) : this.set(item, true),
            ArrowLeft: () => item.open ? this.set(item, false) : item.element.parentElement.closest('li.node')?.querySelector('button.row')?.focus(),
        };
        if (!actions[event.key]) return;
        event.preventDefault();
        actions[event.key]();
    }
}

const PrintedWhole = 400; // rows that are printed with code and output

export function callTree(report) {
    if (!report.rows.length) return null;
    const tree = new Tree(report);
    let before = null;
    const question = () => document.querySelector('details.whole');
    let questionOpen = false;
    addEventListener('beforeprint', () => {
        questionOpen = question()?.open ?? false;
        question()?.setAttribute('open', '');
        if (report.rows.length > PrintedWhole) return;
        before = tree.items.map(item => item.open);
        tree.setAll(true);
    });
    addEventListener('afterprint', () => {
        question()?.toggleAttribute('open', questionOpen);
        before?.forEach((open, at) => tree.set(tree.items[at], open));
        before = null;
    });
    const shown = report.rows_of === 1 ? say('%1 of 1 node', count(report.rows_shown)) : say('%1 of %2 nodes', count(report.rows_shown), count(report.rows_of));
    return h('section', {'aria-labelledby': 'tree'},
        h('div', {class: 'section-head'}, h('h2', {id: 'tree'}, say('Call tree')), h('p', {class: 'tools'}, h('span', {class: 'shown'}, shown),
            h('button', {type: 'button', onclick: () => tree.setAll(true)}, say('Open all')), h('button', {type: 'button', onclick: () => tree.setAll(false)}, say('Close all')))),
        h('div', {class: 'tree-head', 'aria-hidden': 'true'}, h('span'), h('span', null, say('Node')), h('span', null, say('Cost')), h('span', null, say('Tokens')), h('span', null, say('Time'))),
        tree.list);
}
export {cutNote};
