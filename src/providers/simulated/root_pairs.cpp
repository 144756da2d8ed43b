// Pairs: extract the attributes of each record with a sub-model, compare all records in code, check every pair found.
#include "base/text.h"
#include "providers/simulated/root.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

constexpr auto Extract = R"py(# Extract: each record is prose, so a sub-model reads the attributes; numbered, so that code can put them back.
fields = @FIELDS@
records = [row.strip() for text in docs.values() for row in text.split("\n") if len(row.split()) >= 4 and not row.startswith("#")]
print(f"{len(records)} records, for instance: {records[0][:160]}")
def ask(numbers):
    return ("Extract from each numbered record a JSON object with the fields " + ", ".join(fields) + ". Use null for what a record does not say. "
            "Reply with one line per record, `number: {...}`.\n\n" + "\n".join(f"{n}: {records[n]}" for n in numbers))

attributes = {}
def extract(numbers, size):
    batches = [numbers[start:start + size] for start in range(0, len(numbers), size)]
    for batch, reply in zip(batches, llm_query_batched([ask(batch) for batch in batches])):
        if not isinstance(reply, str):
            print("failed batch:", repr(reply))
            continue
        for number, body in re.findall(r"^(\d+): (\{.*\})\s*$", reply, re.M):
            got = json.loads(body)
            if int(number) in batch and all(got.get(field) for field in fields):
                attributes[int(number)] = got

extract(list(range(len(records))), 25)
missing = [n for n in range(len(records)) if n not in attributes]
print(f"{len(attributes)} records read, {len(missing)} missing")
for n in list(attributes)[:3]:
    print("  ", attributes[n])
)py";

constexpr auto RetryRecords = R"py(# Retry: the records without all attributes, a few at a time.
extract(missing, 5)
missing = [n for n in range(len(records)) if n not in attributes]
print(f"{len(attributes)} records read, {len(missing)} missing")
for n in missing[:5]:
    print("  ", records[n][:160])
)py";

constexpr auto Compare = R"py(# Compare: every record against every other, in code. Same key, same pair.
from itertools import combinations
same = fields[1:]
groups = defaultdict(list)
for n, got in attributes.items():
    groups[tuple(str(got[field]).strip().lower() for field in same)].append(n)
pairs = sorted(tuple(sorted((attributes[a][fields[0]], attributes[b][fields[0]]))) for group in groups.values() for a, b in combinations(group, 2))
by_name = {got[fields[0]]: n for n, got in attributes.items()}
print(f"{len(records) * (len(records) - 1) // 2:,} possible pairs, {len(pairs)} agree in", " and ".join(same))
for a, b in pairs[:20]:
    print("pair:", a, "+", b, [attributes[by_name[a]][field] for field in same])
)py";

constexpr auto VerifyPairs = R"py(# Verify: do both records of every pair really say it? Every value must stand in both lines.
wrong = [(a, b) for a, b in pairs for field in same
         if str(attributes[by_name[a]][field]).lower() not in records[by_name[a]].lower()
         or str(attributes[by_name[a]][field]).lower() not in records[by_name[b]].lower()]
print(f"{len(pairs) - len(set(wrong))} of {len(pairs)} pairs confirmed")
for a, b in pairs[:2]:
    print("  |", records[by_name[a]][:200])
    print("  |", records[by_name[b]][:200])
pairs = [pair for pair in pairs if pair not in wrong]
print("result:", "; ".join(f"{a} and {b}" for a, b in pairs) or "no pair")
)py";

/// "the same town and the same hobby" -> town, hobby.
Strings sameFields(const std::string& question) {
    Strings out;
    for (auto at = findIgnoringCase(question, "same "); at != std::string::npos; at = findIgnoringCase(question, "same ", at + 1)) {
        auto rest = std::string_view(question).substr(at + 5);
        rest = rest.substr(0, rest.find_first_of("?.;:"));
        for (const auto word : splitWords(rest)) {
            const auto w = lower(word);
            if (w == "and" || w == "or" || w == "the" || w == "a") continue;
            if (w == "same" || w == "both" || isStopWord(w)) break;
            if (std::find(out.begin(), out.end(), w) == out.end()) out.push_back(w);
            if (!contains(rest, std::string(word) + " and ") || contains(rest, std::string(word) + " and the same")) break;
        }
    }
    return out;
}

} // namespace

std::string planPairs(const RootView& view) {
    const auto same = sameFields(view.question.text);
    if (same.empty()) return planFind(view);
    if (!view.canQuery)
        return finishText(view, "The attributes are hidden in prose and there is no sub-model to read them for me.",
                          "I cannot answer this without sub-calls: " + join(same, " and ") + " must be read from prose, record by record. Run it at paper depth 1 or more.");
    if (!view.done("Extract")) {
        if (view.tries("Extract") >= 2) return planFind(view);
        Strings fields{"name"};
        fields.insert(fields.end(), same.begin(), same.end());
        return turn("Comparing is exact work for code, but " + join(same, " and ") + " stand in prose. So a sub-model first turns every record into "
                    "fields, in numbered batches; then all pairs can be compared in code.", fill(Extract, {{"FIELDS", pyList(fields)}}));
    }
    const auto& last = view.last();
    if ((last.step == "Extract" || last.step == "Retry") && numberBefore(last.output, " missing") > 0 && view.tries("Retry") < 2)
        return turn("Some records did not come back complete. I ask for those again, a few at a time.", RetryRecords);
    if (!view.done("Compare")) return view.tries("Compare") < 2 ? turn("Now the comparison, without any model: records with the same key form the pairs.", Compare) : planFind(view);
    if (!view.done("Verify")) return view.tries("Verify") < 2 ? turn("Before I answer, I check each pair against the two records themselves.", VerifyPairs) : planFind(view);
    const auto result = linesAfter(view.done("Verify")->output, "result: ");
    if (view.done("Verify")->truncated || result.empty())
        return finish(view, "Every pair is confirmed by both records.", "\"; \".join(f\"{a} and {b}\" for a, b in pairs)");
    return finishText(view, "Every pair is confirmed by both records.",
                      result.front() == "no pair" ? "No two records agree in " + join(same, " and ") + "." : result.front());
}

} // namespace rlmscope::sim
