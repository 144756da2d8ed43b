// The language of the page. A text in English is its own key: say() gives it in the language of the report, with %1, %2...
// filled in. A text that is said later, because it stands in a table, is marked. A test compares what is used with de.js
// and zh_CN.js.
import de from './de.js';
import zh_CN from './zh_CN.js';

const Languages = {
    en: {locale: 'en-US', day: 'en-GB', words: new Map()},
    de: {locale: 'de-DE', day: 'de-DE', words: new Map(Object.entries(de))},
    zh_CN: {locale: 'zh-CN', day: 'zh-CN', words: new Map(Object.entries(zh_CN))},
};
let language = Languages.en;

export function speak(code) {
    language = Object.hasOwn(Languages, code ?? '') ? Languages[code] : Languages.en;
    return language.locale;
}
export const locale = () => language.locale;
export const dayLocale = () => language.day;

const filled = (text, values) => text.replace(/%([1-9])/g, (_, at) => values[at - 1] ?? '');
export const say = (english, ...values) => filled(language.words.get(english) ?? english, values);
export const mark = english => english;
export const listed = items => items.filter(Boolean).join(say(', '));

const Strategies = {rlm: 'RLM', direct: mark('direct call'), 'call-return': mark('call and return')};
export const strategyName = name => Object.hasOwn(Strategies, name ?? '') ? say(Strategies[name]) : name;

// What report.cpp writes in whole sentences.
export const Sentences = [
    mark('The trace is damaged, and this report holds what could be read: %1'),
    mark('The trace does not hold how the run was started.'),
    mark('The run was still going on when this report was made.'),
    mark('The run was cut short: its end was never recorded.'),
    mark('Simulated models took part: their replies come from text processing and their prices are made up.'),
    mark('The cost of 1 call is not known; sums are of the known ones.'),
    mark('The cost of %1 calls is not known; sums are of the known ones.'),
    mark('The usage of 1 call is estimated; see below.'),
    mark('The usage of %1 calls is estimated; see below.'),
    mark('The provider did not report the usage of 1 call; it is estimated, at the most that had been reserved.'),
    mark('The provider did not report the usage of %1 calls; it is estimated, at the most that had been reserved.'),
    mark('1 reply comes from an earlier run and cost nothing again.'),
    mark('%1 replies come from an earlier run and cost nothing again.'),
    mark('The context was not stored to its end; its texts are incomplete in the trace.'),
    mark('1 file was left out of the context.'),
    mark('%1 files were left out of the context.'),
    mark('1 event makes no sense where it stands and was passed over.'),
    mark('%1 events make no sense where they stand and were passed over.'),
    mark('Imported from %1, %2.'),
    mark('Imported from %1.'),
    mark('Absent: %1'), mark('Estimated: %1'), mark('Inferred: %1'), mark('Skipped: %1'), mark('Damaged: %1'),
    mark("The run was imported from another tool's file."),
    mark('The trace holds %1 runs; this is one of them.'),
    mark('Spend of the run'), mark('Tokens in and out'), mark('Tokens in'), mark('Tokens out'), mark('Model calls'), mark('Frames'), mark('Run time'),
    mark('Turns of a frame'), mark('Spend of a child frame'), mark('Tokens of a child frame'), mark('Model calls of a child frame'),
    mark('Output of a cell that the model sees, characters'),
];

// Where a run came from, inside such a sentence.
const Sources = [mark('a JSON tree'), mark('a Pi session')];

const patterns = Sentences.filter(text => text.includes('%')).map(text => ({
    text, pattern: new RegExp('^' + text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%[1-9]/g, '(.+?)') + '$', 's'),
}));

// A sentence of the report's data; what is none of ours, a note of an engine say, stays as it was written.
export function sentence(text) {
    if (language.words.has(text)) return say(text);
    for (const {text: english, pattern} of patterns) {
        const found = pattern.exec(text);
        if (found) return say(english, ...found.slice(1).map(value => Sources.includes(value) ? say(value) : value));
    }
    return text;
}
