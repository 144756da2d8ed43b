// Summarise: every text or part is summarised once (by children for whole folders), the summaries are put together.
#include "base/text.h"
#include "providers/simulated/root.h"

namespace rlmscope::sim {

namespace {

constexpr auto Plan = R"py(# Parts: cut what is long at paragraph borders, keep what is short whole.
parts = []
for path, text in docs.items():
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > 9000:
            end = text.rfind("\n\n", start + 3000, start + 9000)
            if end < 0: end = text.rfind("\n", start + 3000, start + 9000)
            if end < 0: end = start + 9000
        if text[start:end].strip():
            parts.append((path, text[start:end].strip()))
        start = end
folders = Counter(path.split("/")[0] if "/" in path else "" for path in docs)
print(f"{len(parts)} parts of {len(docs)} texts in {len(folders)} folders")
print(folders.most_common(12))
)py";

constexpr auto Map = R"py(# Map: two sentences per part, all in one batch.
ask = lambda text: "Summarise this text in two sentences. Keep names, numbers and decisions.\n\nText:\n" + text
replies = llm_query_batched([ask(text) for path, text in parts])
again = []
for attempt in range(3):
    failed = [n for n, reply in enumerate(replies) if not isinstance(reply, str)]
    again += failed
    for n, reply in zip(failed, llm_query_batched([ask(parts[n][1]) for n in failed])):
        replies[n] = reply
summaries = [(path, reply.strip()) for (path, text), reply in zip(parts, replies) if isinstance(reply, str)]
print(f"{len(summaries)} of {len(parts)} parts summarised, {len(again)} asked again")
for path, summary in summaries[:6]:
    print(f"  {path}: {summary[:160]}")
)py";

constexpr auto DelegateFolders = R"py(# Delegate: one child per folder reads its texts and reports.
by_folder = defaultdict(dict)
for path, text in docs.items():
    by_folder[path.split("/")[0] if "/" in path else "."][path] = text
task = "Summarise these texts: what happened, who did what, what was decided? Name every text."
names = list(by_folder)
print("children for:", {name: len(by_folder[name]) for name in names}, "texts")
summaries = []
for name, reply in zip(names, rlm_query_batched([task] * len(names), contexts=[by_folder[name] for name in names])):
    if isinstance(reply, str):
        summaries.append((name, reply.strip()))
    else:
        print("failed:", name, repr(reply))
print(f"{len(summaries)} of {len(names)} folders summarised")
for name, summary in summaries:
    print(f"  {name}: {summary[:200]}")
)py";

constexpr auto Reduce = R"py(# Reduce: one more call turns the summaries into an overview.
joined = "\n\n".join(summary for path, summary in summaries)
overview = llm_query("Summarise these notes in five sentences. Keep names, numbers and decisions.\n\nText:\n" + joined[:@LIMIT@])
print("overview:", overview)
)py";

constexpr auto CheckOverview = R"py(# Check: does every text appear, and do the names in the overview stand in the texts?
missing = sorted(set(docs) - {path for path, _ in summaries}) if len(summaries) >= len(docs) else []
names = set(re.findall(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", overview))
unknown = [name for name in names if not any(name in text for text in docs.values())]
print(f"{len(missing)} texts missing; {len(names) - len(unknown)} of {len(names)} names confirmed", unknown[:5])
content = overview + "\n\n" + "\n".join(f"- {path}: {summary}" for path, summary in summaries)
print(f"the answer has {len(content):,} characters")
)py";

} // namespace

std::string planSummary(const RootView& view) {
    if (!view.done("Parts")) {
        if (view.tries("Parts") >= 2) return planFind(view);
        return turn("A summary must rest on all of it, not on a sample. So I cut the input into parts that fit one prompt each.", Plan);
    }
    if (!view.canQuery) {
        if (view.done("Show")) {
            Strings heads;
            for (const auto& line : linesAfter(view.done("Show")->output, "head: ")) heads.push_back("- " + line);
            return finishText(view, "There is no sub-model here, so my summary rests on how each text begins.", "How the texts begin (not read whole):\n" + join(heads, "\n"));
        }
        return turn("There is no sub-model, so I read how each text begins.",
                    "# Show: the first sentence of each text.\nfor path, text in list(docs.items())[:60]:\n"
                    "    body = ' '.join(row for row in text.split('\\n') if row.strip() and not row.startswith('#'))\n"
                    "    print('head:', path, '-', re.split(r'(?<=[.!?]) ', body, maxsplit=1)[0][:200])");
    }
    const auto folders = numberBefore(view.done("Parts")->output, " folders");
    const bool children = view.canRecurse && folders > 1 && folders <= 12 && documentsOf(view) > folders;
    if (!view.done("Map") && !view.done("Delegate")) {
        if (view.tries("Map") + view.tries("Delegate") >= 2) return planFind(view);
        if (children && view.tries("Delegate") == 0)
            return turn("The texts lie in folders that belong together. One child per folder can read its texts in its own session and report to me.", DelegateFolders);
        return turn("Every part gets two sentences from the sub-model, all of them in one batch.", Map);
    }
    if (!view.done("Reduce")) return view.tries("Reduce") < 2 ? turn("Now the summaries themselves are short enough for one prompt.", fill(Reduce, {{"LIMIT", "40000"}})) : planFind(view);
    if (!view.done("Check") && view.tries("Check") == 0) return turn("Before I finish I check that no text is missing and that the names are real.", CheckOverview);
    return finish(view, "Nothing is missing and the names are in the texts. The overview comes first, then one line per text.",
                  view.done("Check") ? "content" : "overview");
}

} // namespace rlmscope::sim
