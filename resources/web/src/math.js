// Formulas in markdown: \( \), \[ \], $$ $$ and $ $. A dollar sign opens one only when no blank follows it, and closes it only
// when no blank stands before and no digit after it: "$0.41 to $0.52" is money.
function closing(source, from, max, dollars) {
    for (let at = from; at < max; ++at) {
        if (source[at] === '\\') { ++at; continue; }
        if (source[at] === '\n' && source[at + 1] === '\n') return -1;
        if (!source.startsWith(dollars, at)) continue;
        if (dollars === '$' && (/\s/.test(source[at - 1]) || /\d/.test(source[at + 1] ?? ''))) return -1;
        return at;
    }
    return -1;
}

function inline(state, silent) {
    const {src, pos, posMax} = state;
    let open, from, end;
    if (src.startsWith('\\(', pos) || src.startsWith('\\[', pos)) {
        open = src[pos + 1] === '(' ? '\\)' : '\\]';
        from = pos + 2;
        end = src.indexOf(open, from);
        if (end >= posMax) end = -1;
    } else if (src[pos] === '$') {
        open = src[pos + 1] === '$' ? '$$' : '$';
        from = pos + open.length;
        if (open === '$' && /\s/.test(src[from] ?? ' ')) return false;
        end = closing(src, from, posMax, open);
    } else {
        return false;
    }
    if (end <= from) return false;
    if (!silent) {
        const token = state.push(open === '$$' || open === '\\]' ? 'math_block' : 'math_inline', 'math', 0);
        token.content = src.slice(from, end);
    }
    state.pos = end + open.length;
    return true;
}

// $$ or \[ at the start of a line, up to the line that ends it.
function block(state, startLine, endLine, silent) {
    const start = state.bMarks[startLine] + state.tShift[startLine];
    const first = state.src.slice(start, state.eMarks[startLine]);
    const open = first.startsWith('$$') ? '$$' : first.startsWith('\\[') ? '\\[' : null;
    if (!open || state.sCount[startLine] - state.blkIndent >= 4) return false;
    const close = open === '$$' ? '$$' : '\\]';
    const lines = [];
    let line = startLine;
    let text = first.slice(2);
    for (;;) {
        const stripped = text.trimEnd();
        if (stripped.endsWith(close)) { lines.push(stripped.slice(0, -2)); break; }
        if (stripped.includes(close)) return false;
        lines.push(text);
        if (++line >= endLine || line - startLine > 200) return false;
        text = state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
        if (state.isEmpty(line) && line > startLine + 1 && lines.length > 100) return false;
    }
    const source = lines.join('\n').trim();
    if (!source) return false;
    if (silent) return true;
    const token = state.push('math_block', 'math', 0);
    token.block = true;
    token.content = source;
    token.map = [startLine, line + 1];
    state.line = line + 1;
    return true;
}

export function addMath(parser) {
    const {escapeHtml} = parser.utils;
    parser.inline.ruler.before('escape', 'math', inline);
    parser.block.ruler.before('fence', 'math', block, {alt: ['paragraph', 'blockquote', 'list']});
    parser.renderer.rules.math_inline = (tokens, at) => `<code class="math">${escapeHtml(tokens[at].content)}</code>`;
    parser.renderer.rules.math_block = (tokens, at) =>
        tokens[at].block ? `<p><code class="math block">${escapeHtml(tokens[at].content)}</code></p>\n` : `<code class="math block">${escapeHtml(tokens[at].content)}</code>`;
}
