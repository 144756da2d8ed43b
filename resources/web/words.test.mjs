// The page's texts: every one that is used has its German and its Chinese, every sentence of report.cpp is known, and the
// colours are those of the window. node --test resources/web/words.test.mjs
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';
import de from './src/de.js';
import zh_CN from './src/zh_CN.js';
import {Sentences, listed, say, sentence, speak, strategyName} from './src/words.js';

const read = path => readFileSync(new URL(path, import.meta.url), 'utf8');
const sources = readdirSync(new URL('src', import.meta.url)).filter(name => name.endsWith('.js') && name !== 'de.js' && name !== 'zh_CN.js');
const dictionaries = {de, zh_CN};

function used() {
    const texts = new Set();
    for (const name of sources) {
        const source = read(`src/${name}`);
        for (const [, single, double] of source.matchAll(/\b(?:say|mark)\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g)) texts.add(single ?? double);
        for (const [, one, many] of source.matchAll(/\bplural\([^']*'([^']*)', '([^']*)'\)/g)) texts.add(one).add(many);
    }
    return texts;
}
const places = text => [...text.matchAll(/%[1-9]/g)].map(found => found[0]).sort().join();

test('every text that is used has its translations, and no others are kept', () => {
    const texts = used();
    assert.ok(texts.size > 200);
    for (const [language, words] of Object.entries(dictionaries)) {
        assert.deepEqual([...texts].filter(text => !words[text]), [], `${language} lacks`);
        assert.deepEqual(Object.keys(words).filter(text => !texts.has(text)), [], `${language} has too much`);
        for (const [english, text] of Object.entries(words)) assert.equal(places(text), places(english), `${language}: ${english}`);
    }
});

test('every sentence of the report is known', () => {
    const report = read('../../src/exchange/report.cpp');
    const limits = [...report.matchAll(/\badd\("([^"]+)"/g)].map(found => found[1]);
    assert.ok(limits.length > 8);
    assert.deepEqual(limits.filter(name => !Sentences.includes(name)), []);
    const said = report.slice(report.indexOf('Json integrityPart'), report.indexOf('Json notesPart'));
    const parts = [...said.matchAll(/"([^"\\\n]*)"/g)].map(found => found[1]).filter(part => part.length > 12 && part !== 'imported_from');
    assert.ok(parts.length > 15);
    assert.deepEqual(parts.filter(part => !Sentences.some(text => text.includes(part.trim()))), []);
});

test('sentences are found again with what stands in them', () => {
    assert.equal(speak('de'), 'de-DE');
    assert.equal(say('Turn %1', 3), 'Runde 3');
    assert.equal(sentence('The usage of 1 call is estimated; see below.'), 'Der Verbrauch von 1 Aufruf ist geschätzt; siehe unten.');
    assert.equal(sentence('The usage of 12 calls is estimated; see below.'), 'Der Verbrauch von 12 Aufrufen ist geschätzt; siehe unten.');
    assert.equal(sentence('Imported from a JSON tree, a.b (1).json.'), 'Importiert aus einem JSON-Baum, a.b (1).json.');
    assert.equal(sentence('A note of the engine.'), 'A note of the engine.');
    assert.deepEqual(['rlm', 'direct', 'my-own', ''].map(strategyName), ['RLM', 'direkter Aufruf', 'my-own', '']);
    assert.equal(speak('zh_CN'), 'zh-CN');
    assert.equal(listed(['a', '', 'b']), 'a，b');
    for (const other of ['en', undefined, 'xx', 'constructor']) {
        assert.equal(speak(other), 'en-US');
        assert.equal(sentence('The usage of 12 calls is estimated; see below.'), 'The usage of 12 calls is estimated; see below.');
    }
});

test('the colours are those of the window', () => {
    const rows = [...read('../../src/views/tokens.cpp').matchAll(/\{Token::(\w+), 0x(\w+), 0x(\w+), 0x(\w+)\}/g)];
    const name = token => token.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
    const schemes = [1, 2, 3].map(at => new Map(rows.map(row => [name(row[1]), `#${row[at + 1]}`])));
    const blocks = [...read('src/report.css').matchAll(/color-scheme: \w+;([^}]*)\}/g)].map(found => found[1]);
    assert.equal(blocks.length, 4);
    [0, 1, 1, 2].forEach((scheme, at) => {
        const colours = [...blocks[at].matchAll(/--([\w-]+): (#\w{6})/g)];
        assert.ok(colours.length > 30);
        for (const [, token, colour] of colours) assert.equal(colour, schemes[scheme].get(token), `${token} of block ${at}`);
    });
});
