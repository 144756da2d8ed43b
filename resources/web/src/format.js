// Numbers as the window writes them, in the language of the report. An amount is a decimal text; nothing is added up here.
import {dayLocale, locale, say} from './words.js';

export const count = n => Number(n).toLocaleString(locale());
const fixed = (value, places) => value.toLocaleString(locale(), {minimumFractionDigits: places, maximumFractionDigits: places});

export function tokens(n) {
    if (n < 1000) return String(n);
    const [value, unit] = n < 999_950 ? [n / 1e3, 'k'] : n < 999_950_000 ? [n / 1e6, 'M'] : [n / 1e9, 'G'];
    return fixed(value, value < 9.995 && unit !== 'k' ? 2 : 1) + unit;
}

// Of something with usage and cost: a log that counts nothing does not say 0.
export const uncounted = ({usage, cost}) => cost.unknown && !usage.input && !usage.output;
export const allTokens = entry => uncounted(entry) ? '–' : tokens(entry.usage.input + entry.usage.output);

export function usd(text) {
    const value = Number(text);
    if (value === 0) return '$0';
    if (value < 0.00005) return '< $' + fixed(0.0001, 4);
    return '$' + fixed(value, value < 1 ? 4 : 2);
}

// A cost of which not all is known.
export function cost(cost) {
    if (!cost.unknown) return usd(cost.usd);
    return Number(cost.usd) === 0 ? say('unknown') : '≥ ' + usd(cost.usd);
}

export function time(seconds) {
    if (seconds === null || seconds === undefined) return say('open');
    if (seconds === 0) return say('%1 s', 0);
    if (seconds < 0.001) return say('< 1 ms');
    if (seconds < 0.9995) return say('%1 ms', Math.round(seconds * 1000));
    if (seconds < 9.995) return say('%1 s', fixed(seconds, 2));
    if (seconds < 59.95) return say('%1 s', fixed(seconds, 1));
    const whole = Math.round(seconds);
    if (whole < 3600) return say('%1 m %2 s', Math.floor(whole / 60), whole % 60);
    return say('%1 h %2 m', Math.floor(whole / 3600), Math.floor(whole % 3600 / 60));
}

// A mark of a time axis: whole numbers where the step is whole.
export function tick(at) {
    const short = value => Number(value.toFixed(1)).toLocaleString(locale());
    if (at === 0) return say('%1 s', 0);
    if (at < 1) return say('%1 ms', Math.round(at * 1000));
    if (at < 300) return say('%1 s', short(at));
    return at < 7200 ? say('%1 m', short(at / 60)) : say('%1 h', short(at / 3600));
}

export function bytes(n) {
    if (n < 1_000_000) return say('%1 B', count(n));
    return n < 1e9 ? say('%1 MB', fixed(n / 1e6, 1)) : say('%1 GB', fixed(n / 1e9, 2));
}

export function date(iso) {
    const at = new Date(iso ?? NaN);
    if (Number.isNaN(at.getTime())) return say('date unknown');
    const day = at.toLocaleDateString(dayLocale(), {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'});
    return say('%1, %2 UTC', day, at.toISOString().slice(11, 16));
}

export const plural = (n, one, many) => say(Number(n) === 1 ? one : many, count(n));
