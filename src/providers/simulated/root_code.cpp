// Code search: "where is X defined?" is exact work for code; "where is this done?" ranks files and definitions, lets a
// sub-model judge the best of them, gives large files to children, and ends with a path and a line.
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/root.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

constexpr auto FindName = R"py(# Search: where is @NAME@ defined rather than used? The patterns go from a full definition to a mere declaration.
name = @PYNAME@
kinds = [
    ("definition", rf"^[ \t]*(?:(?:export|public|private|protected|abstract|final|static|inline|constexpr|default|pub|async|template\s*<[^>]*>)\s+)*"
                   rf"(?:def|class|struct|union|enum(?:\s+class)?|interface|trait|fn|func|function|module|namespace)\s+(?:[A-Z_]+\s+)?{name}\b"
                   rf"(?=\s*(?:[{{(:<]|final\b|extends\b|implements\b|$))|^type\s+{name}\b"),
    ("macro", rf"^[ \t]*#[ \t]*define[ \t]+{name}\b"),
    ("function body", rf"^[A-Za-z_][\w \t*&:<>,]*?[\s*&:]{name}[ \t]*\([^;{{}}]*\)[^;{{}}()]*\{{"),
    ("type name", rf"^(?:typedef\b[^;{{}}]*\b{name}|\}}[ \t]*{name})\s*;"),
    ("declaration", rf"^[A-Za-z_][\w \t*&:()]*?\b{name}[ \t]*\([^;{{}}]*\)[^;{{}}]*;"),
    ("assignment", rf"^[ \t]*(?:const |let |var |static |final )*(?:[A-Za-z_][\w<>*& ]* )?{name}[ \t]*(?::[^=\n]*)?=(?!=)"),
]
@ORDER@uses, found, seen = Counter(), [], set()
for path, text in docs.items():
    if name not in text:
        continue
    uses[path] = text.count(name)
    for rank, (kind, pattern) in enumerate(kinds):
        for m in re.finditer(pattern, text, re.M):
            start = m.start() + len(m.group()) - len(m.group().lstrip())
            end = text.find("\n", start)
            if (path, start) in seen:
                continue
            seen.add((path, start))
            found.append((rank, path, text.count("\n", 0, start) + 1, kind, text[start:end if end >= 0 else None].strip()))
found.sort(key=lambda hit: (hit[0], hit[1].count("/"), hit[1], hit[2]))
print(f"{name} is named in {len(uses)} files, {sum(uses.values())} times; {len(found)} places define or declare it")
for rank, path, line, kind, row in found[:10]:
    print(f"place: {where(path, line)} [{kind}] {row[:160]}")
if not found:
    print("named most in:", uses.most_common(5))
)py";

constexpr auto ShowName = R"py(# Check: read the place itself.
rank, path, line, kind, row = found[0]
for number, text_line in enumerate(docs[path].split("\n")[max(0, line - 3):line + 6], max(1, line - 2)):
    print(f"{number:>6}: {text_line[:160]}")
)py";

constexpr auto Rank = R"py(# Search: rank the files by what they are called and how much they speak of it, then look at what the best ones define.
question = @QUESTION@
words = @WORDS@
lowered = {path: text.lower() for path, text in docs.items()}
files_with = {word: sum(word in text for text in lowered.values()) for word in words}
weight = {word: math.log((len(docs) + 1) / (n + 0.5)) + 0.3 for word, n in files_with.items()}
print("files that hold each word:", files_with)

def file_score(path):
    base, text = path.lower(), lowered[path]
    score = sum(weight[w] * (min(math.log2(1 + text.count(w)), 5) + 4 * (w in base)) for w in words)
    return score * (0.5 if re.search(r"(^|[/_.])tests?([/_.]|$)|\.(md|txt|rst|html|json|po|csv)$", base) else 1)

ranked = sorted(docs, key=file_score, reverse=True)[:25]
definition = re.compile(r"^[ \t]*(?:(?:export|public|private|static|inline|async|pub|virtual|constexpr) +)*"
                        r"(?:def|class|struct|fn|func|function|interface|enum|trait) +(\w+)[^;\n]*$"
                        r"|^[A-Za-z_][\w \t*&:<>,]*?[ *&:](\w+)\([^;{}]*\)[^;{}()]*\{", re.M)
places = []
for path in ranked:
    text, at, line = docs[path], 0, 1
    for m in definition.finditer(text):
        line, at = line + text.count("\n", at, m.start()), m.start()
        name = m.group(1) or m.group(2)
        if name in ("if", "for", "while", "switch", "return"):
            continue
        around = lowered[path][max(0, m.start() - 250):m.start() + 900]
        score = sum(weight[w] * (3 * (w in name.lower()) + (w in around) + 1.5 * (w in path.lower())) for w in words)
        places.append((score * (0.5 if "test" in path.lower() else 1), path, line, name))
places.sort(key=lambda place: -place[0])
for path in ranked[:5]:
    print(f"  {file_score(path):6.2f}  {path}")
print(f"{len(places)} definitions in the {len(ranked)} best files")
for score, path, line, name in places[:8]:
    print(f"place: {score:.2f} {where(path, line)} {name}")
)py";

constexpr auto Judge = R"py(# Judge: a sub-model reads the best definitions, with their line numbers, and says which one it is.
def excerpt(path, line, size=14):
    text_lines = docs[path].split("\n")
    first = max(0, line - 5)
    return "\n".join(f"{number:>5}: {row[:160]}" for number, row in enumerate(text_lines[first:line + size], first + 1))

groups = [range(start, min(start + 3, len(places), 15)) for start in range(0, min(len(places), 15), 3)]
prompts = ["Which of these places in a program implements what is asked? Reply with the name, its line, and the number of the place in brackets, "
           "or `none`.\n\nQuestion: " + question + "\n\nCode:\n"
           + "\n\n".join(f"[{n}] {places[n][1]}\n{excerpt(places[n][1], places[n][2])}" for n in group) for group in groups]
for group, reply in zip(groups, llm_query_batched(prompts)):
    number = re.search(r"\[(\d+)\]", reply) if isinstance(reply, str) else None
    if number and int(number.group(1)) in group:
        score, path, line, name = places[int(number.group(1))]
        print(f"judged: {score:.2f} {where(path, line)} {name} | {reply.strip()[:120]}")
    else:
        print("none in", [places[n][3] for n in group], "" if isinstance(reply, str) else f"failed: {reply!r}")
)py";

constexpr auto DelegateFiles = R"py(# Delegate: the best files are long, so a child reads each of them with the same question.
chosen = list(dict.fromkeys(path for score, path, line, name in places[:12]))[:@CHILDREN@]
print("children for:", {path: docs[path].count("\n") + 1 for path in chosen}, "lines")
for path, reply in zip(chosen, rlm_query_batched([question] * len(chosen), contexts=[docs[path] for path in chosen])):
    print("child of", path, "says:", reply if isinstance(reply, str) else f"failed: {reply!r}")
)py";

constexpr auto Show = R"py(# Check: read the place itself before answering.
path, line = @PATH@, @LINE@
path = path if path in docs else next(iter(docs))
for number, row in enumerate(docs[path].split("\n")[max(0, line - 4):line + 10], max(1, line - 3)):
    print(f"{number:>6}: {row[:160]}")
)py";

struct CodePlace {
    double score = 0;
    std::string path, name;
    std::int64_t line = 0;
};

/// "5.21 src/a.cpp:88 matches | ..." or, in a single text, "5.21 line 88 matches".
std::optional<CodePlace> readPlace(const std::string& text) {
    CodePlace place;
    place.score = std::atof(text.c_str());
    auto rest = std::string_view(text).substr(std::min(text.size(), text.find(' ') + 1));
    rest = rest.substr(0, rest.find(" | "));
    const auto space = rest.rfind(' ');
    if (space == std::string_view::npos) return std::nullopt;
    place.name = std::string(rest.substr(space + 1));
    const auto spot = rest.substr(0, space);
    if (spot.starts_with("line ")) {
        place.path = "context";
        place.line = std::atoll(std::string(spot.substr(5)).c_str());
    } else {
        const auto colon = spot.rfind(':');
        if (colon == std::string_view::npos) return std::nullopt;
        place.path = std::string(spot.substr(0, colon));
        place.line = std::atoll(std::string(spot.substr(colon + 1)).c_str());
    }
    return place.line > 0 ? std::optional(place) : std::nullopt;
}

std::vector<CodePlace> readPlaces(const std::string& output, const char* prefix) {
    std::vector<CodePlace> out;
    for (const auto& line : linesAfter(output, prefix))
        if (const auto place = readPlace(line)) out.push_back(*place);
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    return out;
}

std::string spotOf(const CodePlace& p) { return p.path == "context" ? "line " + std::to_string(p.line) : p.path + ":" + std::to_string(p.line); }

std::string planName(const RootView& view) {
    const auto& q = view.question;
    const auto name = !q.identifiers.empty() ? q.identifiers.front() : q.quoted.front();
    if (!view.done("Search")) {
        if (view.tries("Search") >= 2) return planFind(view);
        return turn("The question names " + name + ", and a definition has a form that code can recognise exactly. No model is needed to find it.",
                    fill(FindName, {{"NAME", name}, {"PYNAME", pyString(name)},
                                    {"ORDER", contains(q.text, "declar") ? "kinds.insert(0, kinds.pop(4))         # a declaration is asked for\n" : ""}}));
    }
    const auto places = linesAfter(view.done("Search")->output, "place: ");
    if (places.empty()) {
        const auto most = linesAfter(view.done("Search")->output, "named most in: ");
        return finishText(view, "The name is not defined anywhere in this input, so I say what I did find.",
                          name + " is not defined in this input." + (most.empty() || most.front() == "[]" ? "" : " It is used most in " + most.front() + "."));
    }
    if (!view.done("Check") && view.tries("Check") == 0) return turn("That looks like it. I read the place itself before I answer.", ShowName);
    const auto spot = [](const std::string& p) { return p.substr(0, p.find(" [")); };
    const auto kind = [](const std::string& p) { return p.substr(p.find(" [") + 2, p.find(']') - p.find(" [") - 2); };
    const auto row = [](const std::string& p) { return p.substr(std::min(p.size(), p.find("] ") + 2)); };
    const bool declared = kind(places[0]) == "declaration";
    std::string text = name + " is " + (declared ? "declared" : "defined") + " at " + spot(places[0]) + ": `" + row(places[0]) + "`";
    Strings more;
    for (std::size_t i = 1; i < places.size() && more.size() < 4; ++i) more.push_back(spot(places[i]) + " (" + kind(places[i]) + ")");
    if (!more.empty()) text += ". Also: " + join(more, ", ");
    if (declared) text += ". Its body is not in this input.";
    return finishText(view, "The line is the " + std::string(declared ? "declaration" : "definition") + " itself, so this is the answer.", text);
}

std::string rank(const RootView& view) {
    Strings words;
    const auto add = [&](const std::string& w) {
        if (w.size() >= 3 && std::find(words.begin(), words.end(), w) == words.end()) words.push_back(w);
    };
    for (const auto& w : view.question.keywords) {
        const auto s = stem(w);
        if (s != "implement" && s != "defin" && s != "declar" && s != "function" && s != "class" && s != "method" && s != "handl" && s != "codebas" && s != "sourc" && s != "lin" && s != "plac")
            add(s);
    }
    if (view.tries("Search") > 0 || words.size() == 1)
        for (const auto& w : Strings(words))
            for (const auto& other : relatedWords(w)) add(stem(other));
    if (words.empty()) words = {"main"};
    const std::string thought = view.tries("Search") > 0 ? "That did not lead to a definition, so I search once more with words that mean the same."
        : "Nobody reads a whole source tree. I rank the files by their names and words, then the definitions inside the best of them.";
    return turn(thought, fill(Rank, {{"QUESTION", pyString(view.question.text)}, {"WORDS", pyList(words)}}));
}

std::string conclude(const RootView& view, const CodePlace& best, const std::vector<CodePlace>& all) {
    const auto* shown = view.done("Check");
    std::string row;
    if (shown)
        for (const auto line : splitLines(shown->output))
            if (startsWith(trimmed(line), std::to_string(best.line) + ":")) row = std::string(trimmed(trimmed(line).substr(std::to_string(best.line).size() + 1)));
    std::string text = "In " + spotOf(best) + ": `" + best.name + "`" + (row.empty() ? "" : " (`" + oneLine(row, 120) + "`)");
    Strings more;
    const double places0 = all.empty() ? 0 : all.front().score;
    for (const auto& p : all)
        if ((p.path != best.path || p.line != best.line) && p.score * 10 >= places0 * 5 && more.size() < 3) more.push_back(spotOf(p) + " " + p.name);
    if (!more.empty()) text += ". Nearby: " + join(more, ", ");
    return finishText(view, "The code at that line does what the question asks about.", text);
}

std::string planTopic(const RootView& view) {
    if (!view.done("Search")) return view.tries("Search") < 2 ? rank(view) : planFind(view);
    auto places = readPlaces(view.done("Search")->output, "place: ");
    if (places.empty()) return view.tries("Search") < 2 ? rank(view) : finishText(view, "Two searches found no definition for this.", "I found no definition for this in the input; I searched for " + join(view.question.keywords, ", ") + ".");
    if (view.canQuery && view.tries("Judge") == 0)
        return turn("Names alone can mislead. I let the sub-model read the best definitions, three per prompt, in one batch.", Judge);
    if (const auto* judged = view.done("Judge"))
        if (auto better = readPlaces(judged->output, "judged: "); !better.empty()) places = std::move(better);
    const bool single = documentsOf(view) <= 1;
    if (view.canRecurse && !single && view.tries("Delegate") == 0 && charactersOf(view) > 60'000)
        return turn("The best files are long. A child with its own session reads each of them, so that I do not rest on an excerpt.",
                    fill(DelegateFiles, {{"CHILDREN", view.style == SimulatedStyle::GrepFirst ? "2" : "3"}}));
    auto best = places.front();
    if (const auto* delegated = view.done("Delegate"))
        for (const auto& said : linesAfter(delegated->output, "child of ")) { // the child knows the line inside the best file
            const auto says = said.find(" says: ");
            const auto line = numberAfter(said, " line ");
            if (says == std::string::npos || said.substr(0, says) != best.path || line <= 0) continue;
            const auto open = said.find('`'), close = said.find('`', open + 1);
            best.line = line;
            if (close != std::string::npos) best.name = said.substr(open + 1, close - open - 1);
        }
    if (view.tries("Check") == 0)
        return turn("The best candidate is `" + best.name + "` at " + spotOf(best) + ". I read it before I answer.",
                    fill(Show, {{"PATH", pyString(best.path)}, {"LINE", std::to_string(best.line)}}));
    return conclude(view, best, places);
}

} // namespace

std::string planCodeSearch(const RootView& view) {
    const auto& q = view.question;
    const bool named = !q.identifiers.empty() || (!q.quoted.empty() && splitWords(q.quoted.front()).size() == 1);
    return named ? planName(view) : planTopic(view);
}

} // namespace rlmscope::sim
