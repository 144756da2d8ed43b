#include "providers/simulated/root.h"
#include "base/text.h"
#include "providers/simulated/sub.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

std::string plan(const RootView& view) {
    switch (view.question.family) {
    case Family::CountLabels: return planCountLabels(view);
    case Family::CountExact: return planCountExact(view);
    case Family::CountDefinitions: return planCountDefinitions(view);
    case Family::CodeSearch: return planCodeSearch(view);
    case Family::Pairs: return planPairs(view);
    case Family::Summary: return planSummary(view);
    case Family::Aggregate: return planAggregate(view);
    case Family::Find: break;
    }
    return planFind(view);
}

/// A child whose prompt is its context learns its question by looking at it.
bool questionInContext(const RootView& view) {
    return startsWith(view.question.text, "The input is a task");
}

/// What the peek showed of a task that is its own context: its first or last paragraph that asks something.
std::string questionFromSample(std::string_view output) {
    std::string best;
    for (const auto line : splitLines(output)) {
        auto text = trimmed(line);
        if (startsWith(text, "| ")) text = trimmed(text.substr(2));
        if (startsWith(text, "Question:")) return std::string(trimmed(text.substr(9)));
        if (text.ends_with("?") && best.empty()) best = text;
    }
    if (!best.empty()) return best;
    for (const auto line : splitLines(output))
        if (startsWith(trimmed(line), "| ") && trimmed(line).size() > 12) return std::string(trimmed(trimmed(line).substr(2)));
    return {};
}

bool asksForPlace(const std::string& question) {
    for (const auto* start : {"where ", "in which ", "which file", "which function", "which module", "what file", "what function"})
        if (startsWith(question, start)) return true;
    return false;
}

/// Whether the largest texts that the peek lists are program sources, by their names.
bool looksLikeCode(const std::string& output) {
    int code = 0, all = 0;
    for (const auto line : splitLines(output)) {
        const auto name = trimmed(line);
        const auto dot = name.rfind('.');
        if (!line.starts_with("  ") || name.empty() || name[0] < '0' || name[0] > '9') continue;
        ++all;
        if (dot == std::string_view::npos) continue;
        const auto extension = name.substr(dot + 1);
        for (const auto* known : {"py", "pyi", "c", "h", "cc", "cpp", "hpp", "cxx", "js", "ts", "java", "go", "rs", "rb", "php", "cs", "swift", "kt", "lua", "pl", "sh"})
            code += extension == known;
    }
    return code * 2 > all;
}

constexpr auto PeekDict = R"py(docs = {str(path): text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for path, text in context.items()}
)py";
constexpr auto PeekList = R"py(rows = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in context]
if sum(map(len, rows)) > 400 * len(rows):
    docs = {str(number): row for number, row in enumerate(rows)}
else:
    docs = {"context": "\n".join(row.replace("\n", " ") for row in rows)}   # short records: one per line
)py";
constexpr auto PeekStr = R"py(docs = {"context": context if isinstance(context, str) else json.dumps(context, ensure_ascii=False, indent=0)}
)py";
constexpr auto PeekRest = R"py(def where(path, line):
    return f"line {line}" if len(docs) == 1 and path == "context" else f"{path}:{line}"

def sample(text, start, size=240):
    start = text.rfind("\n", 0, start) + 1
    return "\n".join("  | " + row[:200] for row in text[start:start + size].split("\n"))

print(f"{type(context).__name__}: {len(docs):,} texts, {sum(map(len, docs.values())):,} characters, "
      f"{sum(text.count(chr(10)) + 1 for text in docs.values()):,} lines")
by_size = sorted(docs, key=lambda path: len(docs[path]), reverse=True)
for path in by_size[:5]:
    print(f"  {len(docs[path]):>10,}  {path}")
)py";
constexpr auto PeekSample = R"py(for path in by_size[:2]:
    text = docs[path]
    print("head of", path)
    print(sample(text, 0, @HEAD@))
    if len(text) > 2000:
        print("middle")
        print(sample(text, len(text) // 2, 300))
)py";
constexpr auto PeekTypes = R"py(print(Counter(path.rsplit(".", 1)[-1] if "." in path.rsplit("/", 1)[-1] else "(none)" for path in docs).most_common(8))
)py";

} // namespace

std::string turn(std::string_view thought, std::string_view code) {
    return std::string(thought) + "\n\n```repl\n" + std::string(trimmed(code)) + "\n```";
}

std::string finish(const RootView& view, std::string_view thought, std::string_view value, std::string_view before) {
    std::string code = "# Finish: everything checks out.\n" + std::string(before);
    if (!before.empty() && code.back() != '\n') code += '\n';
    switch (view.protocol) {
    case FinalProtocol::Answer: code += "answer[\"content\"] = " + std::string(value) + "\nanswer[\"ready\"] = True"; break;
    case FinalProtocol::Final: code += "FINAL(" + std::string(value) + ")"; break;
    case FinalProtocol::Submit: code += "SUBMIT(" + std::string(value) + ")"; break;
    }
    return turn(thought, code);
}

std::string finishText(const RootView& view, std::string_view thought, std::string_view text) {
    return finish(view, thought, pyString(text));
}

std::string peek(const RootView& view) {
    auto random = view.random("peek");
    const std::string thought = random.pick({
        "I have not seen any of the input yet, so first I look at its shape, its size and a little of its text.",
        "Before I plan anything I want to know what `context` is: type, number of texts, sizes, and a few lines.",
        "First a look around: how large is the input, how is it divided, and what does it look like?"});
    std::string code = "# Peek: what is it, how large, what does a little of it look like?\nimport json, math, random, re\nfrom collections import Counter, defaultdict\n\n";
    code += view.isDict() ? PeekDict : view.isList() ? PeekList : PeekStr;
    code += '\n';
    code += PeekRest;
    if (view.question.family == Family::CodeSearch || view.question.family == Family::CountDefinitions) code += PeekTypes;
    else code += fill(PeekSample, {{"HEAD", questionInContext(view) ? "1500" : "600"}});
    return turn(thought, code);
}

std::int64_t charactersOf(const RootView& view) {
    const auto* t = view.done("Peek");
    return t ? numberBefore(t->output, " characters") : 0;
}
std::int64_t documentsOf(const RootView& view) {
    const auto* t = view.done("Peek");
    return t ? numberBefore(t->output, " texts") : 1;
}
bool worthChildren(const RootView& view) {
    return view.canRecurse && charactersOf(view) >= 60'000;
}

std::string exceptionOf(std::string_view output) {
    std::string last;
    for (const auto line : splitLines(output)) {
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos || colon == 0 || line[0] == ' ') continue;
        const auto name = line.substr(0, colon);
        if (name.ends_with("Error") || name.ends_with("Exception") || name.ends_with("Interrupt")) last = oneLine(line, 160);
    }
    return last.empty() ? "an exception" : last;
}

Strings linesAfter(std::string_view output, std::string_view prefix) {
    Strings out;
    for (const auto line : splitLines(output))
        if (line.starts_with(prefix)) out.emplace_back(trimmed(line.substr(prefix.size())));
    return out;
}

std::string forcedReply(const RootView& view) {
    for (auto it = view.past.rbegin(); it != view.past.rend(); ++it)
        for (const auto* mark : {"result: ", "best: ", "reply: "})
            if (const auto found = linesAfter(it->output, mark); !found.empty())
                return found.front() + " (from what I had read when the turns ran out)";
    std::string seen;
    for (const auto& t : view.past) seen += t.output + "\n";
    return answerFromText(view.question, seen) + " (from what I had read when the turns ran out)";
}

std::string rootReply(const RootView& given) {
    RootView view = given;
    if (!view.done("Peek")) {
        if (view.tries("Peek") == 0) return peek(view);
        return turn("The first look failed with `" + exceptionOf(view.last().output) + "`. I make the simplest possible one.",
                    "# Peek: only the plain facts.\nimport json, math, random, re\nfrom collections import Counter, defaultdict\n"
                    "docs = {\"context\": context if isinstance(context, str) else json.dumps(context, ensure_ascii=False)}\n"
                    "def where(path, line): return f\"line {line}\"\n"
                    "print(f\"{type(context).__name__}: {len(docs)} texts, {len(docs['context']):,} characters, \"\n"
                    "      f\"{docs['context'].count(chr(10)) + 1:,} lines\")\nprint(docs[\"context\"][:600])");
    }
    if (questionInContext(view)) {
        const auto asked = questionFromSample(view.done("Peek")->output);
        if (!asked.empty()) view.question = readQuestion(asked);
    }
    if (view.question.family == Family::Find && asksForPlace(view.question.text) && looksLikeCode(view.done("Peek")->output)) view.question.family = Family::CodeSearch;
    if (view.lastTurn()) return finishText(view, "This is my last turn, so I answer with the best that I have.", forcedReply(view));
    return plan(view);
}

} // namespace rlmscope::sim
