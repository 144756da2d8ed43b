// Aggregate: the largest, smallest, sum, mean or top k of a number. A table is computed by code alone; prose is first
// turned into fields by a sub-model.
#include "base/text.h"
#include "providers/simulated/root.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

constexpr auto Table = R"py(# Table: is it a table? Find the separator, the columns, and which of them hold numbers.
import csv
from decimal import Decimal, InvalidOperation

def number(cell):
    try:
        return Decimal(re.sub(r"[$€£,%\s]", "", cell))
    except InvalidOperation:
        return None

def plain(value):
    text = format(round(value, 2), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

def read_table(text):
    rows = [row for row in text.split("\n") if row.strip() and not row.startswith("#")]
    best = max(",\t;|", key=lambda sep: (min((row.count(sep) for row in rows[:50]), default=0)))
    if not rows or min(row.count(best) for row in rows[:50]) == 0:
        return None
    cells = [[cell.strip() for cell in row] for row in csv.reader(rows, delimiter=best)]
    width = len(cells[0])
    if any(number(cell) is not None for cell in cells[0]):
        return None                              # no header line
    return [dict(zip(cells[0], row)) for row in cells[1:] if len(row) == width]

tables = {path: table for path, text in docs.items() if (table := read_table(text))}
data = [row for table in tables.values() for row in table]
print(f"{len(tables)} tables, {len(data):,} rows")
if data:
    columns = list(data[0])
    numeric = [c for c in columns if sum(number(row.get(c) or "") is not None for row in data[:200]) > 0.9 * min(len(data), 200)]
    for c in columns:
        values = Counter(row.get(c) for row in data)
        print(f"column: {c} | {'number' if c in numeric else 'text'} | {len(values)} values | {list(values)[:4]}")
)py";

constexpr auto Compute = R"py(# Compute: filter by what the question names, group, and aggregate exactly.
question = @QUESTION@
measure, group, how = @MEASURE@, @GROUP@, @HOW@
keep = {}
for c in columns:
    if c not in numeric or c.lower() in ("year",):
        named = [v for v in {row[c] for row in data} if v and len(v) > 1 and re.search(r"\b" + re.escape(v) + r"\b", question, re.I)]
        if named and c != group:
            keep[c] = set(named)
rows = [row for row in data if all(row[c] in values for c, values in keep.items()) and number(row[measure]) is not None]
print(f"filter: {keep or 'none'}; {len(rows):,} of {len(data):,} rows")
values = [(number(row[measure]), row) for row in rows]
if group:
    totals = defaultdict(lambda: [Decimal(0), 0])
    for value, row in values:
        totals[row[group]][0] += value
        totals[row[group]][1] += 1
    table = {name: total / n if @MEAN@ else total for name, (total, n) in totals.items()}
    if @SINGLE@:
        table = {name: (max if how != "min" else min)(v for v, row in values if row[group] == name) for name in totals}
    ranked = sorted(table.items(), key=lambda item: item[1], reverse=how != "min")
    for name, value in ranked[:max(5, @TOP@)]:
        print(f"  {name}: {plain(value)}")
    print("result:", "; ".join(f"{name} ({plain(value)})" for name, value in ranked[:@TOP@]))
elif values:
    total = sum(value for value, row in values)
    outcome = {"sum": total, "mean": total / len(values), "max": max(v for v, _ in values), "min": min(v for v, _ in values)}.get(how, total)
    print("result:", plain(outcome), f"over {len(values):,} rows")
)py";

constexpr auto VerifyWinner = R"py(# Verify: the same number in a second, plainer way.
if group:
    name, value = ranked[0]
    own = [number(row[measure]) for row in rows if row[group] == name]
    print(f"{name}: {len(own)} rows, sum {sum(own)}, largest {max(own)}, smallest {min(own)}")
    print("runner-up:", ranked[1] if len(ranked) > 1 else None)
else:
    check = 0
    for row in rows:
        check += float(number(row[measure]))
    print(f"plain sum {check:.2f} of {len(rows)} rows; skipped rows without a number: {sum(number(row[measure]) is None for row in data)}")
)py";

struct Column {
    std::string name;
    bool number = false;
};

std::vector<Column> columnsOf(const std::string& output) {
    std::vector<Column> out;
    for (const auto& line : linesAfter(output, "column: ")) {
        const auto bar = line.find(" | ");
        if (bar != std::string::npos) out.push_back({line.substr(0, bar), line.compare(bar + 3, 6, "number") == 0});
    }
    return out;
}

/// How well a column name fits the question: where its words stand, the earlier the better; -1 = not at all.
int fits(const std::string& column, const std::string& question) {
    int best = -1;
    const auto words = replaceAll(column, "_", " "); // named: the words are views of it
    for (const auto word : splitWords(words)) {
        const auto s = stem(word);
        int at = 0;
        for (const auto asked : splitWords(question)) {
            ++at;
            if (stem(asked) == s && (best < 0 || at < best)) best = at;
        }
    }
    return best;
}

} // namespace

std::string planAggregate(const RootView& view) {
    const auto& q = view.question;
    if (!view.done("Table")) {
        if (view.tries("Table") >= 2) return planFind(view);
        return turn("This asks for a number over many entries, which is exact work for code if the entries form a table. I look for one.", Table);
    }
    const auto columns = columnsOf(view.done("Table")->output);
    if (columns.empty()) return planFind(view);
    std::string measure, group;
    int first = 1'000;
    for (const auto& c : columns)
        if (c.number && fits(c.name, q.text) >= 0) measure = c.name;
    if (measure.empty())
        for (const auto& c : columns)
            if (c.number && lower(c.name) != "year" && lower(c.name) != "id") measure = c.name;
    for (const auto& c : columns)
        if (c.name != measure && fits(c.name, q.text) >= 0 && fits(c.name, q.text) < first && !(c.number && lower(c.name) != "year")) {
            group = c.name;
            first = fits(c.name, q.text);
        }
    if (measure.empty()) return planFind(view);
    if (q.order == "sum" || (q.order == "mean" && !contains(q.text, "which") && !contains(q.text, "per "))) group.clear();
    const bool total = contains(q.text, "total") || contains(q.text, "sum") || contains(q.text, "overall") || contains(q.text, "altogether");
    const bool mean = contains(q.text, "average") || contains(q.text, "mean ");
    if (group.empty() && q.order != "sum" && q.order != "mean")
        for (const auto& c : columns)
            if (!c.number && group.empty() && (contains(q.text, "which") || contains(q.text, "who"))) group = c.name;
    if (!view.done("Compute")) {
        if (view.tries("Compute") >= 2) return planFind(view);
        return turn("The columns are clear: the number is `" + measure + "`" + (group.empty() ? "" : ", grouped by `" + group + "`") +
                        ". No model is needed; code adds without mistakes.",
                    fill(Compute, {{"QUESTION", pyString(q.text)}, {"MEASURE", pyString(measure)}, {"GROUP", group.empty() ? "None" : pyString(group)}, {"HOW", pyString(q.order)},
                                   {"MEAN", mean ? "True" : "False"}, {"SINGLE", !total && !mean && q.order != "top" ? "True" : "False"}, {"TOP", std::to_string(std::max(1, q.top))}}));
    }
    if (!view.done("Verify") && view.tries("Verify") == 0) return turn("I compute the winner a second time in a plainer way and look at the runner-up.", VerifyWinner);
    const auto result = linesAfter(view.done("Compute")->output, "result: ");
    if (result.empty()) return planFind(view);
    return finishText(view, "Both ways agree.", (group.empty() ? result.front() : std::string(total ? "total " : mean ? "average " : "") + measure + ": " + result.front()));
}

} // namespace rlmscope::sim
