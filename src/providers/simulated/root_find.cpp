// Find one fact: search for the words of the question, let a sub-model read the best passages, check the answer in place.
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/root.h"
#include "providers/simulated/sub.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

constexpr auto Search = R"py(# Search: which lines hold the words of the question? A rare word says more than a common one.
question = @QUESTION@
words = @WORDS@
finder = re.compile(r"\b(" + "|".join(sorted(words, key=len, reverse=True)) + r")", re.I)
hits = {}                                   # (path, line) -> words on that line
for path, text in docs.items():
    in_path = {m.lower() for m in finder.findall(path)}
    line = at = 0
    for m in finder.finditer(text):
        line, at = line + text.count("\n", at, m.start()), m.start()
        hits.setdefault((path, line + 1), set(in_path)).add(m.group(1).lower())
found = Counter(word for on_line in hits.values() for word in on_line)
weight = {word: 1 / math.log(2 + n) for word, n in found.items()}

def score(spot):
    path, line = spot
    here = hits[spot]
    near = set().union(*(hits.get((path, line + d), ()) for d in (-3, -2, -1, 1, 2, 3))) - here
    return sum(weight[w] for w in here) + 0.5 * sum(weight[w] for w in near)

best = sorted(hits, key=lambda spot: (-score(spot), spot))[:200]
rows = {path: docs[path].split("\n") for path in {path for path, line in best}}
print(f"{len(hits):,} lines hold at least one of the words; by word:", dict(found.most_common()))
texts = {path for path, line in best[:3]}
print(f"the best places lie in {len(texts)} texts with {sum(len(docs[path]) for path in texts):,} characters")
for path, line in best[:8]:
    print(f"  {score((path, line)):.2f}  {where(path, line)}  {rows[path][line - 1].strip()[:150]}")
)py";

constexpr auto Ask = R"py(# Ask: a sub-model reads the best passages, a few per prompt.
def passage(path, line, around=3):
    return "\n".join(row[:600] for row in rows[path][max(0, line - 1 - around):line + around])

spots = []
for spot in best:                           # no passage twice
    if all(spot[0] != other[0] or abs(spot[1] - other[1]) > 4 for other in spots):
        spots.append(spot)
    if len(spots) == @COUNT@:
        break
def ask(numbers):
    return ("Answer the question from the numbered passages, in a few words, and name the passage: `answer [number]`. "
            "If none of them holds the answer, reply `not here`.\n\nQuestion: " + question + "\n\n"
            + "\n\n".join(f"[{n}] {where(*spots[n])}\n{passage(*spots[n])}" for n in numbers))

groups = [range(start, min(start + @GROUP@, len(spots))) for start in range(0, len(spots), @GROUP@)]
replies = llm_query_batched([ask(group) for group in groups])
failed = [n for n, reply in enumerate(replies) if not isinstance(reply, str)]
for n, reply in zip(failed, llm_query_batched([ask(groups[n]) for n in failed])):
    replies[n] = reply                      # once more
for group, reply in zip(groups, replies):
    if not isinstance(reply, str):
        print("failed twice:", repr(reply))
        continue
    number = re.search(r"\[(\d+)\]\s*$", reply.strip())
    spot = spots[int(number.group(1))] if number and int(number.group(1)) in group else spots[group[0]]
    if not re.match(r"\W*not here", reply, re.I):
        print(f"candidate: {score(spot):.2f} {where(*spot)} = {reply.strip()}")
print(f"{len(spots)} passages read in {len(groups)} prompts")
)py";

constexpr auto Children = R"py(# Delegate: each of the most promising texts gets a child of its own.
by_text = Counter()
for spot in best[:60]:
    by_text[spot[0]] += score(spot)
chosen = [path for path, _ in by_text.most_common(@CHILDREN@)]
if len(docs) == 1:                          # one long text: cut it around the best places
    text, lines = docs["context"], rows["context"]
    starts = sorted({max(0, (line - 1) // 400 * 400 - 40) for _, line in best[:@CHILDREN@]})
    parts = {f"lines {start + 1} to {min(start + 480, len(lines))}": "\n".join(lines[start:start + 480]) for start in starts}
else:
    parts = {path: docs[path] for path in chosen}
print("children for:", {path: len(text) for path, text in parts.items()})
replies = rlm_query_batched([question] * len(parts), contexts=list(parts.values()))
for path, reply in zip(parts, replies):
    print("child of", path, "says:", reply if isinstance(reply, str) else f"failed: {reply!r}")
)py";

constexpr auto CheckPlaces = R"py(# Check: does the text really say that, and does it say anything else?
value = @VALUE@
found_at = []
for path, text in docs.items():
    at = text.find(value)
    while at >= 0 and len(found_at) < 20:
        found_at.append((path, text.count("\n", 0, at) + 1))
        at = text.find(value, at + len(value))
if not found_at:
    print("not in the text as it stands:", value)
else:
    near = lambda spot: sum(len(hits.get((spot[0], spot[1] + d), ())) for d in range(-3, 4))
    spot = max(found_at, key=near)
    print(f"{len(found_at)} place(s); best: {where(*spot)}")
    for row in docs[spot[0]].split("\n")[max(0, spot[1] - 2):spot[1] + 1]:
        print("  |", row.strip()[:300])
)py";

constexpr auto ReadAll = R"py(# Read: no shortcut, so every part is read once by a sub-model.
question = @QUESTION@
parts = []
for path, text in docs.items():
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= @SIZE@ else text.rfind("\n", start, start + @SIZE@) + 1
        if end <= start: end = start + @SIZE@
        parts.append((path, text.count("\n", 0, start) + 1, text[start:end]))
        start = end
if len(parts) > 120:                        # too many to read all: spread the reading evenly
    print(f"{len(parts)} parts; 120 of them are read")
    parts = parts[::math.ceil(len(parts) / 120)]
prompt = ("Answer the question from the text, in a few words, followed by the sentence that says it in quotes. "
          "If the text does not hold the answer, reply `not here`.\n\nQuestion: " + question + "\n\nText:\n")
replies = llm_query_batched([prompt + text for path, line, text in parts])
hits = {}
for (path, line, text), reply in zip(parts, replies):
    if not isinstance(reply, str): print("failed:", where(path, line), repr(reply))
    elif not re.match(r"\W*not here", reply, re.I): print(f"candidate: 1.00 {where(path, line)} = {reply.strip()[:300]}")
print(f"{len(parts)} parts read")
)py";

struct Candidate {
    double score = 0;
    std::string where, answer;
};

std::vector<Candidate> candidates(std::string_view output) {
    std::vector<Candidate> out;
    for (const auto& line : linesAfter(output, "candidate: ")) {
        const auto equals = line.find(" = ");
        const auto space = line.find(' ');
        if (equals == std::string::npos || space == std::string::npos || space >= equals) continue;
        Candidate c{std::atof(line.c_str()), line.substr(space + 1, equals - space - 1), line.substr(equals + 3)};
        if (const auto mark = c.answer.rfind(" ["); mark != std::string::npos && c.answer.back() == ']') c.answer.resize(mark);
        if (!c.answer.empty()) out.push_back(std::move(c));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    return out;
}

/// What the children said, without those that found nothing.
std::vector<Candidate> childAnswers(std::string_view output) {
    std::vector<Candidate> out;
    for (const auto& line : linesAfter(output, "child of ")) {
        const auto says = line.find(" says: ");
        if (says == std::string::npos) continue;
        Candidate c{0, line.substr(0, says), line.substr(says + 7)};
        if (startsWith(c.answer, "failed:") || contains(c.answer, "does not say") || startsWith(c.answer, "not here")) continue;
        out.push_back(std::move(c));
    }
    return out;
}

/// The bare value of an answer such as `4417 — "the sentence"` or `4417 (line 12: ...)`.
std::string bareValue(std::string_view answer) {
    for (const auto* mark : {" — ", " (", " \""})
        if (const auto at = answer.find(mark); at != std::string_view::npos && at > 0) answer = answer.substr(0, at);
    while (!answer.empty() && (answer.back() == '.' || answer.back() == ' ')) answer.remove_suffix(1);
    return std::string(answer);
}

std::string nothingFound(const RootView& view) {
    return finishText(view, "I searched in more than one way and nothing in the input answers this, so I say so instead of guessing.",
                      "The input does not say. I searched all of it for " + join(view.question.keywords, ", ") +
                          " and for related words, and no passage answers the question.");
}

std::string search(const RootView& view, bool wide) {
    Strings words;
    for (const auto& w : view.question.keywords) {
        const auto s = searchForm(w);
        if (std::find(words.begin(), words.end(), s) == words.end()) words.push_back(s);
        if (wide)
            for (const auto& other : relatedWords(w))
                if (std::find(words.begin(), words.end(), other) == words.end()) words.push_back(other);
    }
    if (words.empty()) words = {"the"};
    const auto code = fill(Search, {{"QUESTION", pyString(view.question.text)}, {"WORDS", pyList(words)}});
    if (wide)
        return turn("That was too little to go on. The text may use other words for the same thing, so I widen the search with related ones.", code);
    auto random = view.random("search");
    return turn(random.pick({"Reading everything would be a waste. I search for the words of the question and rank the lines by how rare the words are.",
                             "The fact is probably said in one or two places, so I grep for the question's own words first.",
                             "Code can find the places, a model is only needed to read them. I rank the lines that share words with the question."}),
                code);
}

std::string ask(const RootView& view) {
    const bool thorough = view.style != SimulatedStyle::GrepFirst;
    return turn("These places look promising. I let the sub-model read the best " + std::string(thorough ? "24" : "12") +
                    " passages in one batch and take only answers that name their passage.",
                fill(Ask, {{"COUNT", thorough ? "24" : "12"}, {"GROUP", thorough ? "3" : "4"}}));
}

std::string check(const std::vector<Candidate>& found) {
    const auto value = bareValue(found.front().answer);
    bool differ = false;
    for (const auto& c : found) differ |= bareValue(c.answer) != value;
    const std::string thought = differ
        ? "The readers do not all say the same. The best-supported answer is \"" + value + "\"; before I trust it I look at the place myself."
        : "The answer seems to be \"" + value + "\". I check that the text really says so, and where.";
    return turn(thought, fill(CheckPlaces, {{"VALUE", pyString(value)}}));
}

/// Depth 0: no model to ask, so the root reads the passages itself.
std::string showPassages() {
    return turn("There is no sub-model here, so I read the best passages myself.",
                "# Show: the best passages, a screenful.\nshown = []\nfor path, line in best:\n"
                "    if any(path == p and abs(line - n) <= 4 for p, n in shown): continue\n"
                "    shown.append((path, line))\n    print(f\"[{where(path, line)}]\")\n"
                "    print(\"\\n\".join(row[:400] for row in rows[path][max(0, line - 4):line + 3]))\n"
                "    if len(shown) == 10: break");
}

std::string conclude(const RootView& view, const std::string& answer, const std::string& place, const std::string& evidence) {
    std::string text = answer;
    if (!place.empty() && !contains(answer, place)) text += " (" + place + (evidence.empty() ? "" : ": \"" + evidence + "\"") + ")";
    return finishText(view, "The passage says it plainly, so I can answer and name the place.", text);
}

std::string afterCheck(const RootView& view, const std::vector<Candidate>& found) {
    const auto& output = view.done("Check")->output;
    std::string place, evidence;
    if (const auto at = output.find("best: "); at != std::string::npos)
        place = std::string(trimmed(std::string_view(output).substr(at + 6, output.find('\n', at) - at - 6)));
    const auto value = bareValue(found.front().answer);
    for (const auto line : splitLines(output))
        if (trimmed(line).starts_with("| ") && contains(line, value)) evidence = oneLine(trimmed(trimmed(line).substr(2)), 240);
    if (place.empty()) place = found.front().where;
    return conclude(view, value, place, evidence);
}

std::string afterSearch(const RootView& view) {
    const auto& output = view.done("Search")->output;
    const auto hits = numberBefore(output, " lines hold");
    if (hits <= 0 && view.tries("Search") < 2) return search(view, true);
    if (!view.canQuery) {
        if (hits <= 0) return nothingFound(view);
        if (view.done("Show")) return nothingFound(view); // read, and nothing in it answers
        return showPassages();
    }
    if (hits <= 0 || (view.done("Ask") && candidates(view.done("Ask")->output).empty() && !view.done("Delegate"))) {
        if (hits > 0 && view.tries("Search") < 2) return search(view, true);
        if (view.tries("Read") == 0)
            return turn("Searching by words does not lead there. Then the parts have to be read, all of them, in one batch.",
                        fill(ReadAll, {{"QUESTION", pyString(view.question.text)}, {"SIZE", "12000"}}));
        return nothingFound(view);
    }
    const auto around = numberAfter(output.substr(std::min(output.size(), output.find("the best places"))), " texts with");
    if (worthChildren(view) && around >= 40'000 && view.tries("Delegate") == 0)
        return turn("The texts around the best places are long, " + std::to_string(around / 1000) + ",000 characters. I hand the most promising ones to children, "
                    "each with the same question, and compare what they find.",
                    fill(Children, {{"CHILDREN", view.style == SimulatedStyle::GrepFirst ? "2" : "3"}}));
    return ask(view);
}

} // namespace

std::string planFind(const RootView& view) {
    if (view.last().raised && view.tries(view.last().step) < 3) {
        const auto what = exceptionOf(view.last().output);
        if (view.tries("Read") == 0 && view.canQuery)
            return turn("That cell failed with `" + what + "`. I do it the plain way instead: no ranking, just read the parts.",
                        fill(ReadAll, {{"QUESTION", pyString(view.question.text)}, {"SIZE", "8000"}}));
    }
    std::vector<Candidate> found;
    if (const auto* t = view.done("Delegate")) found = childAnswers(t->output);
    if (found.empty())
        if (const auto* t = view.done("Ask")) found = candidates(t->output);
    if (found.empty())
        if (const auto* t = view.done("Read")) found = candidates(t->output);
    if (found.empty() && !view.canQuery)
        if (const auto* t = view.done("Show")) // depth 0: the root reads what it printed
            if (const auto read = answerFromText(view.question, t->output); !startsWith(read, "not here")) found = {{1, "", read}};
    if (!found.empty()) {
        if (view.tries("Check") == 0) return check(found);
        if (view.done("Check")) return afterCheck(view, found);
        return conclude(view, found.front().answer, found.front().where, "");
    }
    if (view.done("Read")) return nothingFound(view);
    if (!view.done("Search")) return search(view, view.tries("Search") > 0);
    // A widened search is a new start: ask again about what it found.
    const bool askedBefore = view.done("Ask") && &*view.done("Ask") < &*view.done("Search");
    if (askedBefore) return ask(view);
    return afterSearch(view);
}

} // namespace rlmscope::sim
