// Where the time went, and what had been spent by when: lanes and a step line over one time axis. Positions are
// percentages, so that the same picture fits a window and a sheet of paper.
import {h, svg} from './dom.js';
import {count, plural, tick, time, tokens, usd} from './format.js';
import {listed, say} from './words.js';

const percent = (value, all) => `${Math.min(100, Math.max(0, value / all * 100))}%`;

function ticks(seconds) {
    const rough = seconds / 6;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(n => n * power).find(n => n >= rough);
    const marks = [];
    for (let at = 0; at <= seconds * 1.0001; at += step) marks.push(Number(at.toPrecision(6)));
    return marks;
}

function bar(className, start, end, all, title) {
    return h('span', {class: `bar ${className}`, title, style: {left: percent(start, all), width: percent(end - start, all)}});
}

function frameLane(frame, all) {
    const bars = frame.spans.flatMap(span => {
        const [took, from] = [time(span.end - span.start), time(span.start)];
        const title = span.kind === 'cell' ? say('Cell, %1, from %2', took, from) : say('Model call, %1, from %2', took, from);
        if (span.kind === 'cell') return [bar('cell', span.start, span.end, all, title)];
        const first = span.first ?? span.end;
        return [bar('model waiting', span.start, first, all, title), bar('model', first, span.end, all, title)];
    });
    const line = h('span', {class: 'frame-line', style: {left: percent(frame.start, all), width: percent(frame.end - frame.start, all)}});
    return [h('div', {class: 'lane-name', style: {'--depth': frame.depth}}, frame.depth === 0 ? say('root') : frame.label || say('frame %1', frame.id)),
        h('div', {class: 'lane'}, line, bars)];
}

function subLanes(calls, all) {
    if (!calls.lanes.length) return [];
    const lanes = calls.lanes.map(spans => h('div', {class: 'lane thin'}, spans.map(([start, end]) => bar('sub', start, end, all, null))));
    return [h('div', {class: 'lane-name'}, say('sub-calls')), h('div', {class: 'sub-lanes'}, lanes)];
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
    return [h('div', {class: 'lane-name spend-name'}, money ? say('spent') : say('tokens'), h('span', {class: 'highest'}, money ? usd(String(highest)) : tokens(highest))),
        h('div', {class: 'lane spend'}, drawing)];
}

function summary(report) {
    const {timeline, figures} = report;
    const spent = report.spend[report.spend.length - 1];
    const made = listed([plural(figures.turns, '%1 turn', '%1 turns'), plural(figures.cells, '%1 cell', '%1 cells'),
        plural(timeline.sub_calls.of, '%1 sub-call', '%1 sub-calls'), plural(timeline.frames_of, '%1 frame', '%1 frames')]);
    return say('Over %1: %2; %3 spent at the end.', time(timeline.seconds), made, usd(spent[1]));
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
    if (timeline.frames_of > timeline.frames.length) cut.push(say('%1 of %2 frames', count(timeline.frames.length), count(timeline.frames_of)));
    if (timeline.sub_calls.drawn < timeline.sub_calls.of) cut.push(say('%1 of %2 sub-calls (16 at a time)', count(timeline.sub_calls.drawn), count(timeline.sub_calls.of)));
    return h('section', {'aria-labelledby': 'time'},
        h('div', {class: 'section-head'}, h('h2', {id: 'time'}, say('Where the time and the money went')),
            h('p', {class: 'legend', 'aria-hidden': 'true'}, key('model waiting', say('model, waiting')), key('model', say('model, writing')), key('cell', say('cell')),
                timeline.sub_calls.of ? key('sub', say('sub-call')) : null)),
        h('div', {class: 'timeline', role: 'img', 'aria-label': summary(report)}, grid,
            h('div'), axis, frameLane(root, all), subLanes(timeline.sub_calls, all), children.map(frame => frameLane(frame, all)), spendLine(report, all)),
        cut.length ? h('p', {class: 'cut'}, say('Drawn: %1.', listed(cut))) : null);
}
