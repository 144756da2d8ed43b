// Count items by category: split into items, label them in numbered batches, check the gaps, label a sample again.
// The categories must be judged by reading, so each item is read by a sub-model; the counting is done by code.
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/root.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

constexpr auto Split = R"py(# Split: one item per line; headings and blank lines are not items.
labels = @LABELS@
item_line = re.compile(@ITEM@)
items = [(path, number, row.strip()) for path, text in docs.items()
         for number, row in enumerate(text.split("\n"), 1) if row.strip() and item_line.match(row)]
named = re.compile(r"[|,=:;\t]\s*(" + "|".join(map(re.escape, labels)) + r")\s*(?:[|,;\t]|$)", re.I)
written = [found[-1].lower() for found in (named.findall(row) for _, _, row in items) if found]
print(f"{len(items):,} items in {len(docs)} texts; {len(written):,} of them have a label written in a field")
print("left out:", sum(text.count(chr(10)) + 1 for text in docs.values()) - len(items), "lines")
for path, number, row in items[:2] + items[len(items) // 2:len(items) // 2 + 2]:
    print("  ", where(path, number), row[:160])
)py";

constexpr auto Classify = R"py(# Classify: @SIZE@ items per prompt, numbered; the reply is one `number: label` line per item.
def ask(numbers):
    return ("Give each numbered item exactly one of these labels: " + ", ".join(labels) + ".\n"
            + @GUIDE@ + "Reply with one line per item, `number: label`, and nothing else.\n\n"
            + "\n".join(f"{n}: {items[n][2][:500]}" for n in numbers))

def read(reply, numbers, into):
    for number, label in re.findall(r"^\W*(\d+)\s*:\s*(.+?)\s*$", reply, re.M):
        if int(number) in numbers and label.lower() in labels:
            into[int(number)] = label.lower()

def classify(numbers, size):
    """Labels of the given items; batches that failed are simply missing."""
    into = {}
    batches = [numbers[start:start + size] for start in range(0, len(numbers), size)]
    for batch, reply in zip(batches, llm_query_batched([ask(batch) for batch in batches])):
        if isinstance(reply, str):
            read(reply, set(batch), into)
        else:
            print("failed batch:", repr(reply))
    return into

label_of = classify(list(range(len(items))), @SIZE@)
missing = [n for n in range(len(items)) if n not in label_of]
print(f"{len(label_of):,} labelled, {len(missing):,} missing")
print(Counter(label_of.values()).most_common())
)py";

constexpr auto RetryItems = R"py(# Retry: the items without a label, in smaller batches.
label_of.update(classify(missing, @SIZE@))
missing = [n for n in range(len(items)) if n not in label_of]
print(f"{len(label_of):,} labelled, {len(missing):,} missing")
)py";

constexpr auto VerifySample = R"py(# Verify: label a random sample again, a few items per prompt, and compare.
sample_numbers = random.Random(7).sample(sorted(label_of), min(@SAMPLE@, len(label_of)))
again = classify(sample_numbers, 10)
different = [n for n in again if again[n] != label_of[n]]
print(f"{len(again) - len(different)} of {len(again)} agree, {len(different)} differ")
for n in different[:5]:
    print("  ", label_of[n], "->", again[n], "|", items[n][2][:120])
counts = Counter(label_of.values())
print("result:", ", ".join(f"{label}: {counts[label]}" for label in labels), "| items:", len(items))
)py";

constexpr auto Redo = R"py(# Redo: long prompts cost accuracy here, so label everything again, 12 items per prompt.
label_of.update(classify(list(range(len(items))), 12))
sample_numbers = random.Random(11).sample(sorted(label_of), min(60, len(label_of)))
again = classify(sample_numbers, 4)
different = [n for n in again if again[n] != label_of[n]]
print(f"{len(again) - len(different)} of {len(again)} agree, {len(different)} differ")
counts = Counter(label_of.values())
print("result:", ", ".join(f"{label}: {counts[label]}" for label in labels), "| items:", len(items))
)py";

constexpr auto Written = R"py(# Count: every line names its label in a field, so code can count alone.
counts = Counter(written)
print("result:", ", ".join(f"{label}: {counts[label]}" for label in labels), "| items:", len(items))
)py";

constexpr auto DelegateParts = R"py(# Delegate: one child per part counts its own part; the sums are made here.
parts = {}
if len(docs) > 1:
    parts = {path: docs[path] for path in docs if any(p == path for p, _, _ in items)}
    while len(parts) > 8:                   # join the smallest ones
        a, b = sorted(parts, key=lambda path: len(parts[path]))[:2]
        parts[a + " + " + b] = parts.pop(a) + "\n" + parts.pop(b)
else:
    quarter = math.ceil(len(items) / 4)
    for start in range(0, len(items), quarter):
        parts[f"items {start + 1} to {min(start + quarter, len(items))}"] = "\n".join(row for _, _, row in items[start:start + quarter])
task = ("How many items belong to each category? Categories: " + ", ".join(labels) + ". "
        "Answer with the count of every category as `category: number`, separated by commas.")
print("children for:", {name: text.count("\n") + 1 for name, text in parts.items()}, "lines")

def read_counts(reply):
    if not isinstance(reply, str):
        return None
    got = {label: re.search(re.escape(label) + r"\W{0,3}:\s*([\d,]+)", reply, re.I) for label in labels}
    return {label: int(m.group(1).replace(",", "")) for label, m in got.items() if m} if any(got.values()) else None

part_counts = {}
for name, reply in zip(parts, rlm_query_batched([task] * len(parts), contexts=list(parts.values()))):
    part_counts[name] = read_counts(reply)
    print("child of", name, "says:", reply if isinstance(reply, str) else f"failed: {reply!r}")
counts = Counter()
for name, got in part_counts.items():
    counts.update(got or {})
failed = [name for name in parts if not part_counts[name]]
print("failed parts:", failed)
print(f"sum of the parts: {sum(counts.values()):,} of {len(items):,} items")
print("result:", ", ".join(f"{label}: {counts[label]}" for label in labels), "| items:", len(items))
)py";

constexpr auto Sample = R"py(# Sample: label some of the items here as well, all over the input, and compare the shares.
def ask(numbers):
    return ("Give each numbered item exactly one of these labels: " + ", ".join(labels) + ".\n"
            "Reply with one line per item, `number: label`, and nothing else.\n\n" + "\n".join(f"{n}: {items[n][2][:500]}" for n in numbers))

numbers = sorted(random.Random(5).sample(range(len(items)), min(240, len(items))))
batches = [numbers[start:start + 20] for start in range(0, len(numbers), 20)]
shares = Counter()
for reply in llm_query_batched([ask(batch) for batch in batches]):
    if isinstance(reply, str):
        shares.update(label.lower() for _, label in re.findall(r"^\W*(\d+)\s*:\s*(.+?)\s*$", reply, re.M) if label.lower() in labels)
for label in labels:
    print(f"  {label:<14} children {100 * counts[label] / len(items):5.1f} %   sample {100 * shares[label] / max(1, sum(shares.values())):5.1f} %")
far = max(abs(counts[label] / len(items) - shares[label] / max(1, sum(shares.values()))) for label in labels)
print(f"{sum(shares.values())} sampled; largest difference {100 * far:.0f} points")
)py";

constexpr auto Again = R"py(# Repeat: the parts whose child gave no usable count, once more.
for name, reply in zip(failed, rlm_query_batched([task] * len(failed), contexts=[parts[name] for name in failed])):
    part_counts[name] = read_counts(reply)
    print("child of", name, "says:", reply if isinstance(reply, str) else f"failed: {reply!r}")
counts = Counter()
for got in part_counts.values():
    counts.update(got or {})
print(f"sum of the parts: {sum(counts.values()):,} of {len(items):,} items")
print("result:", ", ".join(f"{label}: {counts[label]}" for label in labels), "| items:", len(items))
)py";

constexpr auto Keywords = R"py(# Count: without a sub-model, words must do. Each label gets the words that it is usually said with.
cues = @CUES@
def judge(row):
    score = {label: sum(len(re.findall(r"\b" + cue, row, re.I)) for cue in cues[label]) for label in labels}
    top = max(score, key=score.get)
    return top if score[top] else labels[-1]
counts = Counter(judge(row) for _, _, row in items)
print("result:", ", ".join(f"{label}: {counts[label]}" for label in labels), "| items:", len(items))
print("no cue word at all:", sum(not any(re.search(r"\b" + cue, row, re.I) for label in labels for cue in cues[label]) for _, _, row in items))
)py";

/// A pattern that most of the sample lines start with, so that headings are not counted as items.
std::string itemPattern(const std::string& output) {
    int total = 0, dated = 0, numbered = 0, dashed = 0, barred = 0;
    for (const auto line : splitLines(output)) {
        if (!line.starts_with("  | ")) continue;
        const auto row = trimmed(line.substr(4));
        if (row.empty() || row[0] == '#') continue;
        ++total;
        const auto isDigit = [&](std::size_t i) { return i < row.size() && row[i] >= '0' && row[i] <= '9'; };
        dated += isDigit(0) && isDigit(1) && isDigit(2) && isDigit(3) && row.size() > 4 && row[4] == '-';
        numbered += isDigit(0) || (row[0] == '[' && isDigit(1));
        dashed += row.starts_with("- ") || row.starts_with("* ");
        barred += row.find("||") != std::string_view::npos;
    }
    const auto most = [&](int n) { return total >= 4 && n * 10 >= total * 6; };
    if (most(dated)) return R"(r"\s*\d{4}-\d\d")";
    if (most(numbered)) return R"(r"\s*\[?\d")";
    if (most(dashed)) return R"(r"\s*[-*] ")";
    if (most(barred)) return R"(r".*\|\|")";
    return R"x(r"(?!\s*(#|---|===))")x";
}

struct Counted {
    std::string label;
    std::int64_t n = 0;
};

/// Reads "result: billing: 12, delivery: 30 | items: 42".
std::vector<Counted> readResult(const std::string& line, const Strings& labels, std::int64_t& items) {
    std::vector<Counted> out;
    items = numberAfter(line, "| items:");
    for (const auto& label : labels) {
        const auto n = numberAfter(", " + line, ", " + label + ":");
        out.push_back({label, std::max<std::int64_t>(n, 0)});
    }
    return out;
}

std::string grouped(std::int64_t n) {
    auto s = std::to_string(n);
    for (int i = static_cast<int>(s.size()) - 3; i > 0; i -= 3) s.insert(static_cast<std::size_t>(i), 1, ',');
    return s;
}

std::string conclude(const RootView& view, const std::string& result) {
    const auto& q = view.question;
    std::int64_t items = 0;
    auto counts = readResult(result, q.labels, items);
    std::string table;
    for (const auto& c : counts) table += (table.empty() ? "" : ", ") + c.label + ": " + std::to_string(c.n);
    std::string text = table;
    const auto byCount = [](const Counted& a, const Counted& b) { return a.n < b.n; };
    if (!q.order.empty()) {
        const auto it = q.order == "most" ? std::max_element(counts.begin(), counts.end(), byCount)
                                          : std::min_element(counts.begin(), counts.end(), byCount);
        text = it->label + " is the " + q.order + " common, with " + std::to_string(it->n) + " of " + grouped(items) + " items (" + table + ")";
    } else if (!q.target.empty()) {
        for (const auto& c : counts)
            if (c.label == q.target) text = std::to_string(c.n) + " of " + grouped(items) + " items are about " + c.label + (counts.size() > 2 ? " (" + table + ")" : "");
    }
    std::int64_t labelled = 0;
    for (const auto& c : counts) labelled += c.n;
    if (labelled < items) // said, never hidden: failed calls leave gaps
        return finishText(view, "Some items could not be labelled even after several tries. I answer with what there is and say what is missing.",
                          text + ". " + grouped(items - labelled) + " of " + grouped(items) + " items could not be labelled and are not counted.");
    return finishText(view, "Every item has one label, the counts add up to the number of items, and the sample agrees. That is the answer.", text);
}

std::string classifyStep(const RootView& view, bool simple) {
    const auto size = simple ? "20" : view.style == SimulatedStyle::Verify ? "50" : "100";
    std::string guide = "\"\"";
    if (view.question.labels.size() == 2 && view.question.labels[1] == "other")
        guide = "\"Use " + view.question.labels[0] + " only for items that are about that.\\n\"";
    auto random = view.random("classify");
    const std::string thought = simple ? "That failed with `" + exceptionOf(view.last().output) + "`. I try again with much smaller prompts."
        : random.pick({"The category is not written anywhere, it has to be read. Many short items fit in one prompt, so I number them, "
                       "send all prompts as one batch, and parse the replies.",
                       "Which category an item belongs to needs judgement, so the sub-model labels them in numbered batches. The counting stays in code."});
    return turn(thought, fill(Classify, {{"SIZE", size}, {"GUIDE", guide}}));
}

std::string splitStep(const RootView& view) {
    return turn(view.last().raised ? "That failed with `" + exceptionOf(view.last().output) + "`; I take every line that is not blank as an item."
                                   : "The input is a list of items, one per line. I split it, leave out what is not an item, and look whether the "
                                     "category is written down somewhere.",
                fill(Split, {{"LABELS", pyList(view.question.labels)},
                             {"ITEM", view.last().raised ? R"(r".")" : itemPattern(view.done("Peek")->output)}}));
}

/// The latest "result:" line of any turn; empty when there is none.
std::string latestResult(const RootView& view) {
    for (auto it = view.past.rbegin(); it != view.past.rend(); ++it)
        if (const auto found = linesAfter(it->output, "result: "); !found.empty() && !it->raised) return found.back();
    return {};
}

std::string afterClassify(const RootView& view) {
    const auto& last = view.last();
    const auto missing = numberBefore(last.output, " missing");
    if ((last.step == "Classify" || last.step == "Retry") && missing > 0 && view.tries("Retry") < 6)
        return turn(grouped(missing) + " items came back without a usable label. I ask for those again, in smaller batches.",
                    fill(RetryItems, {{"SIZE", view.tries("Retry") ? "5" : "20"}}));
    if (!view.done("Verify"))
        return turn("Before I trust the counts I have a random sample labelled a second time, in small prompts, and compare.",
                    fill(VerifySample, {{"SAMPLE", view.style == SimulatedStyle::GrepFirst ? "40" : "80"}}));
    const auto differ = numberBefore(last.output, " differ"), sample = numberBefore(last.output, " agree");
    if (last.step == "Verify" && differ * 30 > sample && view.tries("Redo") == 0)
        return turn("Too many of the second readings differ from the first. Long prompts seem to cost accuracy, so I label everything again in short ones.", Redo);
    return conclude(view, latestResult(view));
}

} // namespace

std::string planCountLabels(const RootView& view) {
    const auto& last = view.last();
    if (!view.done("Split") || (last.raised && last.step == "Split")) return view.tries("Split") < 3 ? splitStep(view) : planFind(view);
    const auto items = numberBefore(view.done("Split")->output, " items in");
    const auto written = numberBefore(view.done("Split")->output, " of them have");
    if (items > 0 && written * 100 >= items * 98)
        return view.done("Count") ? conclude(view, latestResult(view))
                                  : turn("Every line already names its category in a field of its own. Then this is a job for code alone.", Written);
    if (!view.canQuery) {
        if (view.done("Count")) return conclude(view, latestResult(view));
        std::string cues = "{";
        for (const auto& label : view.question.labels) cues += (cues.size() > 1 ? ", " : "") + pyString(label) + ": " + pyList(labelCues(label));
        return turn("There is no sub-model to judge the items, so I count by the words that each category is usually said with. That is an estimate.",
                    fill(Keywords, {{"CUES", cues + "}"}}));
    }
    if (view.canRecurse && items >= 800 && view.tries("Delegate") < 2 && !view.done("Delegate"))
        return turn(grouped(items) + " items are too many for one look, and the parts are independent. I give each part to a child with its own "
                                     "session, and add up what they count.", DelegateParts);
    if (const auto* delegated = view.done("Delegate")) {
        const auto& output = view.done("Repeat") ? view.done("Repeat")->output : delegated->output;
        const auto sum = numberAfter(output, "sum of the parts:");
        if (sum == items) {
            if (view.tries("Sample") == 0)
                return turn("The parts add up to all " + grouped(items) + " items. Still, I want evidence of my own: I have a sample from everywhere labelled "
                            "here and compare the shares.", Sample);
            return conclude(view, latestResult(view));
        }
        if (view.tries("Repeat") == 0 && !contains(output, "failed parts: []"))
            return turn("Some parts gave no usable count, so I start those children again.", Again);
        if (!view.done("Classify") && view.tries("Classify") == 0)
            return turn("The sums do not add up to the number of items, so I do not trust them. I label everything from here, in one batch.",
                        fill(Classify, {{"SIZE", "100"}, {"GUIDE", "\"\""}}));
    }
    if (!view.done("Classify")) return view.tries("Classify") < 3 ? classifyStep(view, last.raised) : planFind(view);
    return afterClassify(view);
}

} // namespace rlmscope::sim
