// Numbers as the window writes them. An amount is a decimal text; nothing is added up here.
export const count = n => Number(n).toLocaleString('en-US');

export function tokens(n) {
    if (n < 1000) return String(n);
    const [value, unit] = n < 999_950 ? [n / 1e3, 'k'] : n < 999_950_000 ? [n / 1e6, 'M'] : [n / 1e9, 'G'];
    return (value < 9.995 && unit !== 'k' ? value.toFixed(2) : value.toFixed(1)) + unit;
}

// Of something with usage and cost: a log that counts nothing does not say 0.
export const uncounted = ({usage, cost}) => cost.unknown && !usage.input && !usage.output;
export const allTokens = entry => uncounted(entry) ? '–' : tokens(entry.usage.input + entry.usage.output);

export function usd(text) {
    const value = Number(text);
    if (value === 0) return '$0';
    if (value < 0.00005) return '< $0.0001';
    return '$' + (value < 1 ? value.toFixed(4) : value.toLocaleString('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 2}));
}

// A cost of which not all is known.
export function cost(cost) {
    if (!cost.unknown) return usd(cost.usd);
    return Number(cost.usd) === 0 ? 'unknown' : '≥ ' + usd(cost.usd);
}

export function time(seconds) {
    if (seconds === null || seconds === undefined) return 'open';
    if (seconds === 0) return '0 s';
    if (seconds < 0.001) return '< 1 ms';
    if (seconds < 0.9995) return Math.round(seconds * 1000) + ' ms';
    if (seconds < 9.995) return seconds.toFixed(2) + ' s';
    if (seconds < 59.95) return seconds.toFixed(1) + ' s';
    const whole = Math.round(seconds);
    if (whole < 3600) return `${Math.floor(whole / 60)} m ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} m`;
}

export function bytes(n) {
    if (n < 1_000_000) return count(n) + ' B';
    return n < 1e9 ? (n / 1e6).toFixed(1) + ' MB' : (n / 1e9).toFixed(2) + ' GB';
}

export function date(iso) {
    if (!iso) return 'date unknown';
    const at = new Date(iso);
    if (Number.isNaN(at.getTime())) return 'date unknown';
    const day = at.toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'});
    return `${day}, ${at.toISOString().slice(11, 16)} UTC`;
}

export const plural = (n, one, many) => `${count(n)} ${Number(n) === 1 ? one : many}`;
