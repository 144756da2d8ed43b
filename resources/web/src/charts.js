// Where the time went, and what had been spent by when: lanes and a step line over one time axis. Positions are
// percentages, so that the same picture fits a window and a sheet of paper.
import {h, svg} from './dom.js';
import {count, plural, time, tokens, usd} from './format.js';

const percent = (value, all) => `${Math.min(100, Math.max(0, value / all * 100))}%`;

function ticks(seconds) {
    const rough = seconds / 6;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(n => n * power).find(n => n >= rough);
    const marks = [];
    for (let at = 0; at <= seconds * 1.0001; at += step) marks.push(Number(at.toPrecision(6)));
    return marks;
}

const tick = at => at === 0 ? '0 s' : at < 1 ? `${Math.round(at * 1000)} ms` : at < 300 ? `${Number(at.toFixed(1))} s` : at < 7200 ? `${Number((at / 60).toFixed(1))} m` : `${Number((at / 3600).toFixed(1))} h`;

function bar(className, start, end, all, title) {
    return h('span', {class: `bar ${className}`, title, style: {left: percent(start, all), width: percent(end - start, all)}});
}

function frameLane(frame, all) {
    const bars = frame.spans.flatMap(span => {
        const title = `${span.kind === 'cell' ? 'Cell' : 'Model call'}, ${time(span.end - span.start)}, from ${time(span.start)}`;
        if (span.kind === 'cell') return [bar('cell', span.start, span.end, all, title)];
        const first = span.first ?? span.end;
        return [bar('model waiting', span.start, first, all, title), bar('model', first, span.end, all, title)];
    });
    const line = h('span', {class: 'frame-line', style: {left: percent(frame.start, all), width: percent(frame.end - frame.start, all)}});
    return [h('div', {class: 'lane-name', style: {'--depth': frame.depth}}, frame.depth === 0 ? 'root' : frame.label || `frame ${frame.id}`),
        h('div', {class: 'lane'}, line, bars)];
}

function subLanes(calls, all) {
    if (!calls.lanes.length) return [];
    const lanes = calls.lanes.map(spans => h('div', {class: 'lane thin'}, spans.map(([start, end]) => bar('sub', start, end, all, null))));
    return [h('div', {class: 'lane-name'}, 'sub-calls'), h('div', {class: 'sub-lanes'}, lanes)];
}

function spendLine(report, all) {
    const points = report.spend.map(([at, amount, used]) => ({at, usd: Number(amount), tokens: used}));
    const last = points[points.length - 1];
    const money = last.usd > 0;
    const value = point => money ? point.usd : point.tokens;
    const highest = value(last);
    if (!(highest > 0)) return [];
    let path = `M0 100`;
    for (const point of points) path += ` H${(point.at / all * 1000).toFixed(2)} V${(100 - value(point) / highest * 100).toFixed(2)}`;
    path += ' H1000';
    const drawing = svg('svg', {viewBox: '0 0 1000 100', preserveAspectRatio: 'none', class: 'spend-line', 'aria-hidden': 'true'},
        svg('path', {class: 'area', d: `${path} V100 Z`}), svg('path', {class: 'line', d: path, 'vector-effect': 'non-scaling-stroke'}));
    return [h('div', {class: 'lane-name spend-name'}, money ? 'spent' : 'tokens', h('span', {class: 'highest'}, money ? usd(String(highest)) : tokens(highest))),
        h('div', {class: 'lane spend'}, drawing)];
}

function summary(report) {
    const {timeline, figures} = report;
    const spent = report.spend[report.spend.length - 1];
    return `Over ${time(timeline.seconds)}: ${plural(figures.turns, 'turn', 'turns')}, ${plural(figures.cells, 'cell', 'cells')}, ` +
        `${plural(timeline.sub_calls.of, 'sub-call', 'sub-calls')}, ${plural(timeline.frames_of, 'frame', 'frames')}; ${usd(spent[1])} spent at the end.`;
}

const key = (className, text) => h('span', {class: 'key'}, h('span', {class: `swatch ${className}`}), text);

export function timeline(report) {
    const {timeline} = report;
    const all = Math.max(timeline.seconds, 1e-6);
    if (!timeline.frames.length) return null;
    const [root, ...children] = timeline.frames;
    const marks = ticks(all);
    const axis = h('div', {class: 'axis'}, marks.map(at => h('span', {style: {left: percent(at, all)}}, tick(at))));
    const grid = h('div', {class: 'gridlines'}, marks.map(at => h('span', {style: {left: percent(at, all)}})));
    const cut = [];
    if (timeline.frames_of > timeline.frames.length) cut.push(`${count(timeline.frames.length)} of ${plural(timeline.frames_of, 'frame', 'frames')}`);
    if (timeline.sub_calls.drawn < timeline.sub_calls.of) cut.push(`${count(timeline.sub_calls.drawn)} of ${plural(timeline.sub_calls.of, 'sub-call', 'sub-calls')} (16 at a time)`);
    return h('section', {'aria-labelledby': 'time'},
        h('div', {class: 'section-head'}, h('h2', {id: 'time'}, 'Where the time and the money went'),
            h('p', {class: 'legend', 'aria-hidden': 'true'}, key('model waiting', 'model, waiting'), key('model', 'model, writing'), key('cell', 'cell'),
                timeline.sub_calls.of ? key('sub', 'sub-call') : null)),
        h('div', {class: 'timeline', role: 'img', 'aria-label': summary(report)}, grid,
            h('div'), axis, frameLane(root, all), subLanes(timeline.sub_calls, all), children.map(frame => frameLane(frame, all)), spendLine(report, all)),
        cut.length ? h('p', {class: 'cut'}, `Drawn: ${cut.join(', ')}.`) : null);
}
