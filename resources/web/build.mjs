// Makes the one-file report page: node build.mjs MODULES OUT
// MODULES: the folder that holds node_modules; OUT: gets report.html and NOTICES.txt. Needs no network.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(resolve(process.argv[2]), 'node_modules');
const out = resolve(process.argv[3]);
const esbuild = createRequire(join(modules, 'x.js'))('esbuild');

// KaTeX offers each font in three formats; every browser that can show this page reads the first.
const onlyWoff2 = {
    name: 'only-woff2',
    setup(build) {
        build.onLoad({filter: /katex[\\/]dist[\\/]katex\.css$/}, args => ({
            contents: readFileSync(args.path, 'utf8').replace(/,\s*url\([^)]*\)\s*format\(["'](woff|truetype)["']\)/g, ''),
            loader: 'css',
        }));
    },
};

const built = await esbuild.build({
    absWorkingDir: here,
    entryPoints: ['src/main.js'],
    outdir: out,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    charset: 'utf8',
    legalComments: 'none', // all licences stand in full in the notices
    target: ['chrome102', 'firefox102', 'safari15.4'],
    loader: {'.woff2': 'dataurl', '.svg': 'text'},
    nodePaths: [modules],
    plugins: [onlyWoff2],
    logLevel: 'warning',
});
const textOf = ending => built.outputFiles.find(file => file.path.endsWith(ending)).text;
// "<!--" and "<script" inside a script change how a browser looks for its end; they stand in strings and patterns only.
const script = textOf('.js').replace(/<(?=!--|script|\/script)/gi, '\\x3c');
const style = textOf('.css');

// Every package of which something is in the page, with its licence in full.
function notices() {
    const packages = new Set();
    for (const input of Object.keys(built.metafile.inputs)) {
        const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
        if (found) packages.add(found[1]);
    }
    const texts = [...packages].sort().map(name => {
        const folder = join(modules, name);
        const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const file = readdirSync(folder).filter(entry => /^licen[cs]e/i.test(entry)).sort()[0];
        if (!file) throw new Error(`${name} has no licence file`);
        return `${'='.repeat(78)}\n${name} ${about.version} (${about.license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    });
    return `The report page of RLMScope contains these packages and fonts.\n\n${texts.join('\n')}`;
}

const hash = text => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
const csp = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`;
const licences = notices();
const parts = {csp, style, script, notices: licences.replaceAll('&', '&amp;').replaceAll('<', '&lt;')};
const page = readFileSync(join(here, 'page.html'), 'utf8').replace(/@@(csp|style|script|notices)@@/g, (_, name) => parts[name]);

// What reportHtml() and every browser rely on.
if (/<\/?script|<!--/i.test(script) || /<\//.test(style)) throw new Error('the bundle would end its own element');
for (const mark of ['title', 'plain', 'data'])
    if (page.split(`@@rlmscope-${mark}@@`).length !== 2) throw new Error(`@@rlmscope-${mark}@@ must stand in the page once`);
if (/url\(\s*["']?(?!data:|#)/i.test(style)) throw new Error('the style sheet refers to another file');

mkdirSync(out, {recursive: true});
writeFileSync(join(out, 'report.html'), page);
writeFileSync(join(out, 'NOTICES.txt'), licences);
