// Coverage of runs that another tool recorded: the same matching, from what its log holds.
#include "exchange/import_support.h"
#include "insight/coverage_profile.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using namespace rlmscope::insight;
using namespace rlmscope::test;
using Json = nlohmann::json;

namespace {

std::string line(int n) { return "entry " + std::to_string(n * 7919 % 10007) + ": ticket #" + std::to_string(n) + " about something that happened\n"; }
std::string lines(int from, int to) {
    std::string text;
    for (int n = from; n < to; ++n) text += line(n);
    return text;
}

/// The log of the reference implementation: one turn whose code prints the head of its context and asks about a part of it.
QByteArray log(const std::string& context, const std::string& printed, const std::string& prompt) {
    const Json metadata{{"type", "metadata"}, {"timestamp", "2026-01-02T03:04:05"}, {"root_model", "m-big"}, {"max_depth", 1}, {"max_iterations", 4}, {"backend", "openai"}};
    const Json call{{"root_model", "m-sub"}, {"prompt", prompt}, {"response", "two complaints"}, {"execution_time", 0.25},
                    {"usage_summary", {{"model_usage_summaries", {{"m-sub", {{"total_calls", 1}, {"total_input_tokens", 10}, {"total_output_tokens", 2}}}}}, {"total_cost", 0.1}}}};
    const Json block{{"code", "print(context[:400])\nr = llm_query('Classify:\\n' + part)"},
                     {"result", {{"stdout", printed}, {"stderr", ""}, {"locals", {{"context", context}}}, {"execution_time", 1.0}, {"rlm_calls", {call}}, {"final_answer", nullptr}}}};
    const auto turn = [](int n, Json blocks, Json answer) {
        return Json{{"type", "iteration"}, {"iteration", n}, {"timestamp", "2026-01-02T03:05:0" + std::to_string(n)},
                    {"prompt", {{{"role", "system"}, {"content", "S"}}, {{"role", "user"}, {"content", "Turn"}}}}, {"response", "r"}, {"code_blocks", blocks},
                    {"final_answer", answer}, {"iteration_time", 2.0}};
    };
    QByteArray text;
    for (const Json& record : {metadata, turn(1, Json::array({block}), nullptr), turn(2, Json::array(), "two")}) text += QByteArray::fromStdString(record.dump()) + '\n';
    return text;
}

struct Covered {
    std::shared_ptr<ContextText> text;
    std::shared_ptr<const CoverageProfile> profile;
};
Covered coverageOf(Imported& got) {
    const auto& run = got.file.runs.front().id;
    Covered covered;
    for (const auto& event : got.events.at(run)) {
        const auto* started = std::get_if<RunStarted>(&event.body);
        if (!started) continue;
        auto made = ContextText::make(started->context, *got.reader);
        if (!made) qFatal("%s", made.error().text().c_str());
        covered.text = *made;
    }
    if (!covered.text || !covered.text->fill(*got.reader, {})) return {};
    CoverageCollector collector(PassageIndex::make(covered.text), run);
    if (!collector.collect(*got.reader)) return {};
    covered.profile = CoverageProfile::make(covered.text, collector.reads());
    return covered;
}

} // namespace

class TestImportCoverage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentAndShownAreFound();
    void everySharedFile();
};

void TestImportCoverage::sentAndShownAreFound() {
    Imported got(log(lines(0, 100), lines(0, 5), "Classify:\n" + lines(20, 40)), "run.jsonl");
    QVERIFY(!got.file.error);
    const auto covered = coverageOf(got);
    QVERIFY(covered.profile);
    QCOMPARE(covered.text->lines(), 100U);
    const auto figures = covered.profile->lines();
    QCOMPARE(figures.all, 100U);
    QCOMPARE(figures.read, 25U); // 20 sent, 5 shown
    const auto at = [&](int n) { return *covered.text->byteOf(static_cast<std::uint64_t>(n)); };
    QCOMPARE(covered.profile->gaps().size(), 2U);
    QCOMPARE(covered.profile->gaps()[0], (Gap{at(5), at(20)}));
    QCOMPARE(covered.profile->gaps()[1], (Gap{at(40), at(100)}));
}

/// Whatever the log, what is called sent stands in a prompt of that call, letter by letter.
void TestImportCoverage::everySharedFile() {
    NEEDS_SHARED_TRACES();
    std::size_t looked = 0;
    for (const char* name : {"depth1_2026-11-20_11-14-21_1b4b858c.jsonl", "depth2.jsonl", "errors_2026-11-20_11-14-24_3495e7a5.jsonl", "maxiter.jsonl"}) {
        Imported got(sharedTraces() + "/rlm/" + name);
        const auto covered = coverageOf(got);
        QVERIFY2(covered.profile, name);
        const auto& reads = covered.profile->reads();
        for (const auto& read : reads.reads) {
            if (read.kind != ReadKind::Sent) continue;
            std::string prompt;
            const auto messages = got.reader->messagesOf(got.file.runs.front().id, read.node);
            QVERIFY(messages);
            for (const auto& message : *messages) prompt += message.plainText() + '\n';
            for (const auto* range = reads.begin(read); range != reads.end(read); ++range, ++looked)
                QVERIFY2(prompt.find(covered.text->bytes().substr(range->begin, range->end - range->begin)) != std::string::npos, name);
        }
    }
    QVERIFY(looked > 0);
}

QTEST_GUILESS_MAIN(TestImportCoverage)
#include "tst_import_coverage.moc"
