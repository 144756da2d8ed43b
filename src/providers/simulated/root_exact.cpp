// Counting that code does exactly: files, lines or occurrences of a word, and definitions in a file. No sub-call is
// needed, and a good root knows that.
#include "base/text.h"
#include "providers/simulated/root.h"

namespace rlmscope::sim {

namespace {

constexpr auto Count = R"py(# Count: exact work for code; once as it is written, once in any case.
term = @TERM@
exact, folded = {}, {}
pattern = re.compile(re.escape(term), re.I)
for path, text in docs.items():
    if n := text.count(term):
        exact[path] = n
    if n := sum(1 for _ in pattern.finditer(text)):
        folded[path] = n
lines = sum(1 for path in folded for row in docs[path].split("\n") if pattern.search(row))
print(f"any case: {len(folded)} files, {lines} lines, {sum(folded.values())} times")
print(f"as written: {len(exact)} files, {sum(exact.values())} times")
for path in sorted(folded, key=folded.get, reverse=True)[:6]:
    print(f"  {folded[path]:>6}  {path}")
)py";

constexpr auto VerifyLines = R"py(# Verify: count again in another way, line by line, and look at a few of the places.
again = [path for path, text in docs.items() if any(term.lower() in row.lower() for row in text.split("\n"))]
print(f"second count: {len(again)} files")
for path in sorted(again)[:3]:
    row = next(row for row in docs[path].split("\n") if term.lower() in row.lower())
    print(f"  {path}: {row.strip()[:120]}")
)py";

constexpr auto Define = R"py(# Count: find the file, then what it defines, by its syntax when it is Python and by its shape otherwise.
import ast
asked, unit = @PATH@, @UNIT@
paths = [path for path in docs if not asked or path == asked or path.endswith("/" + asked)] or [path for path in docs if asked.lower() in path.lower()]
paths.sort(key=lambda path: (path.count("/"), path))
print("files:", paths[:5], f"({len(paths)})")
def defined(path):
    text = docs[path]
    if path.endswith((".py", ".pyi")) or (path == "context" and re.search(r"^def \w+\(", text, re.M)):
        kinds = (ast.ClassDef,) if unit == "class" else (ast.FunctionDef, ast.AsyncFunctionDef)
        tree = ast.parse(text)
        inside = {id(node) for owner in ast.walk(tree) if isinstance(owner, ast.ClassDef) for node in owner.body}
        found = [(node.lineno, node.name, id(node) in inside) for node in ast.walk(tree) if isinstance(node, kinds)]
        return sorted(found)
    if unit == "macro":
        pattern = r"^[ \t]*#[ \t]*define[ \t]+(\w+)"
    elif unit in ("class", "struct"):
        pattern = rf"^[ \t]*(?:typedef )?{unit}\s+(\w+)[^;(){{}}]*\{{"
    else:
        pattern = r"^(?!else|return)[A-Za-z_][\w \t*&:<>,~]*?[ *&:~](\w+)\([^;{}]*\)[^;{}()]*\{"
    return [(text.count("\n", 0, m.start()) + 1, m.group(1), False) for m in re.finditer(pattern, text, re.M)
            if m.group(1) not in ("if", "for", "while", "switch")]
found = {path: defined(path) for path in (paths[:1] if asked else paths)}
for path, names in list(found.items())[:5]:
    methods = sum(is_method for _, _, is_method in names)
    print(f"{path}: {len(names)} in all, {len(names) - methods} outside classes, {methods} as methods")
    print("  ", [f"{name}:{line}" for line, name, _ in names][:40])
print(f"total: {sum(map(len, found.values()))} in {len(found)} files")
)py";

constexpr auto Recount = R"py(# Verify: a plain search for the keyword should give the same number, or I should know why not.
path = paths[0]
keyword = {"class": r"^\s*class\s+\w", "struct": r"^\s*(?:typedef )?struct\s+\w+[^;]*\{", "macro": r"^\s*#\s*define\s"}.get(unit, r"^\s*(?:async )?def\s+\w|^\w[^;=]*\)\s*(?:const)?\s*\{")
rows = [(n, row) for n, row in enumerate(docs[path].split("\n"), 1) if re.search(keyword, row)]
print(f"plain search: {len(rows)} lines")
for n, row in rows[:4]:
    print(f"  {n}: {row.strip()[:100]}")
)py";

} // namespace

std::string planCountExact(const RootView& view) {
    const auto& q = view.question;
    if (!view.done("Count")) {
        if (view.tries("Count") >= 2) return planFind(view);
        return turn("Counting where a word stands is exact work for code; a model would only be slower and less sure.", fill(Count, {{"TERM", pyString(q.target)}}));
    }
    if (!view.done("Verify") && view.tries("Verify") == 0) return turn("I count once more in a different way and look at a few of the places.", VerifyLines);
    const auto& output = view.done("Count")->output;
    const auto files = numberAfter(output, "any case:"), lines = numberBefore(output, " lines,"), times = numberBefore(output, " times");
    const auto exactFiles = numberAfter(output, "as written:");
    const auto exact = output.find("as written:");
    const auto exactTimes = numberBefore(std::string_view(output).substr(exact == std::string::npos ? 0 : exact), " times");
    std::string text;
    if (q.unit == "files") {
        text = std::to_string(files) + " of " + std::to_string(documentsOf(view)) + " files mention " + q.target;
        if (exactFiles != files) text += " in any case; " + std::to_string(exactFiles) + " write it exactly like that";
    } else if (q.unit == "lines") text = std::to_string(lines) + " lines hold \"" + q.target + "\" (" + std::to_string(times) + " times in all)";
    else {
        text = "\"" + q.target + "\" occurs " + std::to_string(times) + " times, in " + std::to_string(files) + " files";
        if (exactTimes != times) text += "; " + std::to_string(exactTimes) + " times with exactly this spelling";
    }
    return finishText(view, "Both counts agree, so this is exact.", text);
}

std::string planCountDefinitions(const RootView& view) {
    const auto& q = view.question;
    if (!view.done("Count")) {
        if (view.tries("Count") >= 2) return planFind(view);
        return turn(view.last().raised ? "That failed with `" + exceptionOf(view.last().output) + "`. I try once more." : "A parser or a pattern counts definitions exactly, so I let code do it.",
                    fill(Define, {{"PATH", pyString(q.path)}, {"UNIT", pyString(q.unit)}}));
    }
    if (!view.done("Verify") && view.tries("Verify") == 0) return turn("A second, cruder count shows whether the first one is plausible.", Recount);
    const auto& output = view.done("Count")->output;
    const auto total = numberAfter(output, "total:");
    if (total < 0) return planFind(view);
    std::string text = std::to_string(total) + " " + q.unit + (total == 1 ? "" : q.unit.ends_with("s") ? "es" : "s");
    if (!q.path.empty()) {
        for (const auto line : splitLines(output))
            if (const auto at = line.find(": "); at != std::string_view::npos && line.find(" in all, ") != std::string_view::npos)
                text = std::string(line.substr(0, at)) + " defines " + text + " (" + std::string(line.substr(line.find(" in all, ") + 9)) + ")";
    } else text += " in all";
    return finishText(view, "The counts fit together.", text);
}

} // namespace rlmscope::sim
