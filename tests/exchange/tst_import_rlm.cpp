#include "exchange/import_support.h"
#include "support/json.h"


using namespace rlmscope;
using namespace rlmscope::test;
using Json = nlohmann::json;
using Kind = ImportRemark::Kind;

namespace {

Json message(const char* role, const std::string& text) { return {{"role", role}, {"content", text}}; }
Json metadata(int depth = 1) {
    return {{"type", "metadata"}, {"timestamp", "2026-01-02T03:04:05"}, {"root_model", "m-big"}, {"max_depth", depth}, {"max_iterations", 4},
            {"backend", "openai"}};
}
Json block(const std::string& code, const std::string& out, Json calls = Json::array(), Json locals = {{"context", "abc"}}) {
    return {{"code", code}, {"result", {{"stdout", out}, {"stderr", ""}, {"locals", locals}, {"execution_time", 1.0}, {"rlm_calls", calls}, {"final_answer", nullptr}}}};
}
Json iteration(int n, Json blocks = Json::array(), Json answer = nullptr, const std::string& response = "r") {
    return {{"type", "iteration"}, {"iteration", n}, {"timestamp", "2026-01-02T03:05:0" + std::to_string(n)}, {"prompt", Json::array({message("system", "S"), message("user", "Turn 1/4:")})},
            {"response", response}, {"code_blocks", blocks}, {"final_answer", answer}, {"iteration_time", 2.0}};
}
Json call(const char* prompt, const char* response, int in, int out, double cost) {
    return {{"root_model", "m-sub"}, {"prompt", prompt}, {"response", response}, {"execution_time", 0.25},
            {"usage_summary", {{"model_usage_summaries", {{"m-sub", {{"total_calls", 1}, {"total_input_tokens", in}, {"total_output_tokens", out}}}}}, {"total_cost", cost}}}};
}
QByteArray lines(const std::vector<Json>& records) {
    QByteArray out;
    for (const auto& record : records) out += QByteArray::fromStdString(test::dumped(record)) + "\n";
    return out;
}

} // namespace

class TestImportRlm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySharedFile();
    void childrenAndTheirUsage();
    void promptsOfChildren();
    void errorTextsAreFailures();
    void severalRunsInOneFile();
    void olderFinalAnswers();
    void damagedLines();
    void everyCut();
    void deepNesting();
    void refusals();
};

void TestImportRlm::everySharedFile() {
    NEEDS_SHARED_TRACES();
    const std::map<QString, std::array<std::uint64_t, 5>> expected = { // frames, turns, cells, model calls, sub-calls
        {"depth1_2026-11-20_11-14-21_1b4b858c.jsonl", {1, 4, 4, 7, 3}},
        {"depth2.jsonl", {3, 7, 7, 8, 1}},
        {"errors_2026-11-20_11-14-24_3495e7a5.jsonl", {1, 1, 1, 1, 0}},
        {"maxiter.jsonl", {1, 4, 2, 4, 0}},
    };
    for (const auto& [name, counts] : expected) {
        Imported got(sharedTraces() + "/rlm/" + name);
        QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
        QCOMPARE(got.file.format, std::string("rlm"));
        QCOMPARE(got.file.runs.size(), std::size_t(1));
        const auto& run = got.file.runs[0];
        QVERIFY2((std::array<std::uint64_t, 5>{run.frames, run.turns, run.cells, run.modelCalls, run.subCalls}) == counts, qPrintable(name));
        QVERIFY(run.costUnknown); // the root's own calls
        // What the file itself says.
        std::vector<Json> records;
        for (const auto& line : bytesOf(sharedTraces() + "/rlm/" + name).split('\n'))
            if (!line.trimmed().isEmpty()) records.push_back(test::parsed(line.toStdString()));
        Tokens in = 0, out = 0;
        double cost = 0;
        for (const auto& record : records)
            if (record.contains("code_blocks"))
                for (const auto& b : record["code_blocks"])
                    for (const auto& c : b["result"]["rlm_calls"]) {
                        for (const auto& [model, usage] : c["usage_summary"]["model_usage_summaries"].items()) {
                            in += usage["total_input_tokens"].get<Tokens>();
                            out += usage["total_output_tokens"].get<Tokens>();
                        }
                        cost += c["usage_summary"]["total_cost"].get<double>();
                    }
        QCOMPARE(run.usage.input(), in);
        QCOMPARE(run.usage.output, out);
        QVERIFY(std::abs(run.cost.usd() - cost) < 1e-11);
        const auto& last = records.back()["final_answer"];
        QCOMPARE(run.answered, !last.is_null());
        if (!last.is_null()) QCOMPARE(run.answer, last.get<std::string>());
        QCOMPARE(run.ended, run.answered);
        QCOMPARE(got.says(Kind::Absent, "The end:"), !run.answered);
        // Every turn's messages are as the log has them; the context is there once.
        const auto calls = got.nodes(NodeKind::ModelCall);
        std::size_t root = 0;
        for (const auto index : calls) {
            if (got.tree().node(index).depth > 0) continue;
            const auto& prompt = records[++root]["prompt"];
            const auto messages = got.messages(index);
            QCOMPARE(messages.size(), prompt.size());
            for (std::size_t i = 0; i < messages.size(); ++i)
                QCOMPARE(messages[i], prompt[i]["role"].get<std::string>() + ":" + prompt[i]["content"].get<std::string>());
        }
        QCOMPARE(root, records.size() - 1);
        const auto& context = got.tree().started()->context;
        QCOMPARE(context.documents.size(), std::size_t(1));
        QCOMPARE(got.text(context.documents[0].text), records[1]["code_blocks"][0]["result"]["locals"]["context"].get<std::string>());
        QVERIFY(got.tree().contextStored());
    }
}

void TestImportRlm::childrenAndTheirUsage() {
    auto inner = call("count", "3", 10, 5, 0.001);
    auto child = call("a child's context", "done", 1000, 77, 0.5);
    child["metadata"] = {{"run_metadata", {{"root_model", "m-child"}}},
                         {"iterations", Json::array({iteration(1, Json::array({block("x", "o", Json::array({inner}))})), iteration(2), iteration(3, Json::array(), "done")})}};
    Imported got(lines({metadata(2), iteration(1, Json::array({block("rlm_query(c)", "done\n", Json::array({child, call("p", "q", 7, 1, 0.25)}))}), "42")}), "a.jsonl");
    QVERIFY(!got.file.error);
    const auto& run = got.file.runs[0];
    QCOMPARE(run.frames, std::uint64_t(2));
    QCOMPARE(run.usage.input(), Tokens(1007)); // the child's sum holds its own sub-call
    QCOMPARE(run.usage.output, Tokens(78));
    QCOMPARE(run.cost.value, std::int64_t(750'000'000'000));
    const auto frames = got.nodes(NodeKind::Frame);
    QCOMPARE(got.tree().node(frames[1]).totalUsage.input(), Tokens(1000));
    QCOMPARE(got.tree().node(frames[1]).totalCost.value, std::int64_t(500'000'000'000));
    QCOMPARE(std::string(got.tree().model(frames[1])), std::string("m-child"));
    QVERIFY(got.tree().node(got.nodes(NodeKind::ModelCall)[1]).usageEstimated);
    QVERIFY(got.says(Kind::Estimated, "Tokens and cost of each turn of a child"));
    QCOMPARE(std::string(got.tree().hint(frames[1])), std::string("done"));
}

void TestImportRlm::promptsOfChildren() {
    // All turns of a child show its last prompt.
    const Json last = Json::array({message("system", "S"), message("user", "T1"), message("assistant", "r1"), message("user", "o1"), message("user", "T2")});
    auto first = iteration(1, Json::array(), nullptr, "r1"), second = iteration(2, Json::array(), "a", "r2");
    first["prompt"] = second["prompt"] = last;
    auto child = call("c", "a", 1, 1, 0);
    child["metadata"] = {{"iterations", Json::array({first, second})}};
    Imported got(lines({metadata(2), iteration(1, Json::array({block("x", "", Json::array({child}))}), "a")}), "a.jsonl");
    const auto calls = got.nodes(NodeKind::ModelCall);
    QCOMPARE(calls.size(), std::size_t(3));
    QCOMPARE(got.messages(calls[1]), (std::vector<std::string>{"system:S", "user:T1"}));
    QCOMPARE(got.messages(calls[2]).size(), std::size_t(5));
}

/// A failed sub-call is a text that says so and has no usage; passed off as an answer it would be aggregated as data.
void TestImportRlm::errorTextsAreFailures() {
    auto failed = call("p", "Error: 429 too many requests", 0, 0, 0), honest = call("p", "Error: is what the text says", 10, 3, 0.001), child = call("c", "Error: child ran out of turns", 0, 0, 0);
    failed["usage_summary"] = Json::object();
    child["metadata"] = {{"run_metadata", Json::object()}, {"iterations", Json::array()}};
    Imported got(lines({metadata(2), iteration(1, Json::array({block("x", "", Json::array({failed, honest, child}))}), "42")}), "a.jsonl");
    const auto subCalls = got.nodes(NodeKind::SubCall), frames = got.nodes(NodeKind::Frame);
    QVERIFY(got.tree().node(subCalls[0]).status == NodeStatus::Error && got.tree().node(subCalls[1]).status == NodeStatus::Ok);
    QVERIFY(got.tree().node(frames[1]).status == NodeStatus::Error);
    QVERIFY(got.says(Kind::Absent, "Tokens of some sub-calls"));
    QVERIFY(got.tree().totals().errors == 2);
}

void TestImportRlm::severalRunsInOneFile() {
    Imported got(lines({metadata(), iteration(1), iteration(2, Json::array(), "one"), iteration(1, Json::array(), "two"), iteration(1)}), "a.jsonl");
    QCOMPARE(got.file.runs.size(), std::size_t(3));
    QCOMPARE(got.file.runs[0].answer, std::string("one"));
    QCOMPARE(got.file.runs[0].turns, std::uint64_t(2));
    QCOMPARE(got.file.runs[1].answer, std::string("two"));
    QVERIFY(!got.file.runs[2].ended);
    QVERIFY(got.file.runs[0].id != got.file.runs[1].id);
}

void TestImportRlm::olderFinalAnswers() {
    Imported got(lines({metadata(), iteration(1, Json::array(), Json::array({"FINAL_VAR", "result"}))}), "a.jsonl");
    QCOMPARE(got.file.runs[0].answer, std::string("result"));
    Imported number(lines({metadata(), iteration(1, Json::array(), 12)}), "a.jsonl");
    QCOMPARE(number.file.runs[0].answer, std::string("12"));
}

void TestImportRlm::damagedLines() {
    Imported got(lines({metadata(), iteration(1)}) + "{\"type\": \"iter\n\n" + lines({iteration(2, Json::array(), "ok")}) + "garbage\n[1]\n", "a.jsonl");
    QVERIFY(!got.file.error);
    QCOMPARE(got.file.runs[0].answer, std::string("ok"));
    QVERIFY(got.says(Kind::Damaged, "Line 3 could not be read"));
    QVERIFY(got.says(Kind::Damaged, "More lines"));
    QVERIFY(got.says(Kind::Skipped, "unknown type"));
    // Fields of the wrong type are as good as absent.
    auto odd = iteration(1, Json::array({Json(3), Json{{"code", Json::array()}, {"result", "x"}}, block("c", "o", Json::array({Json("call")}), Json("none"))}), "fine");
    odd["prompt"] = Json::array({Json(1), Json{{"role", 5}, {"content", Json::object()}}});
    odd["iteration_time"] = "long";
    odd["timestamp"] = 12;
    Imported wrong(lines({odd}), "b.jsonl");
    QCOMPARE(wrong.file.runs[0].answer, std::string("fine"));
}

void TestImportRlm::everyCut() {
    auto child = call("c", "a", 5, 1, 0.1);
    child["metadata"] = {{"iterations", Json::array({iteration(1, Json::array(), "a")})}};
    const auto whole = lines({metadata(2), iteration(1, Json::array({block("x", "o", Json::array({child}))})), iteration(2, Json::array(), "end")});
    const auto first = whole.indexOf('\n') + 1;
    for (int n = 0; n < whole.size(); n += n < 12 ? 1 : 53) {
        Imported got(whole.left(n), "cut.jsonl"); // checks the trace against what it said
        if (n < first - 1) QVERIFY(got.file.error);
        if (got.file.runs.empty()) QVERIFY(got.file.error);
    }
}

void TestImportRlm::deepNesting() {
    constexpr int Depth = 1000;
    std::string open, close;
    const auto escaped = test::dumped(iteration(1));
    for (int i = 0; i < Depth; ++i) {
        open += R"({"type":"iteration","iteration":1,"timestamp":"2026-01-02T03:05:00","prompt":[],"response":"r","iteration_time":1,"code_blocks":[{"code":"c","result":{"stdout":"","stderr":"","locals":{},"execution_time":1,"rlm_calls":[{"root_model":"m","prompt":"p","response":"deep","execution_time":1,"usage_summary":{},"metadata":{"iterations":[)";
        close += "]}}]}}]}";
    }
    Imported got(QByteArray::fromStdString(test::dumped(metadata(2)) + "\n" + open + escaped + close + "\n"), "deep.jsonl");
    QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
    QCOMPARE(got.file.runs[0].frames, std::uint64_t(Depth + 1));
    QCOMPARE(int(got.tree().nodes().back().depth), Depth);
}

void TestImportRlm::refusals() {
    for (const auto& [text, words] : std::vector<std::pair<QByteArray, const char*>>{
             {"", "empty"}, {"hello\nworld\n", "neither JSON"}, {"{\"a\": 1}\n", "begins with a"}, {"[1, 2]", "no format"},
             {QByteArray(2'000'000, '['), "not JSON"}, {lines({metadata()}), "before its first turn"}, {QByteArray(300, '\xFF'), "JSON"}}) {
        Imported got(text, "x.log");
        QVERIFY(got.file.error && got.file.runs.empty());
        QVERIFY2(got.file.error->message.find(words) != std::string::npos, got.file.error->message.c_str());
        QVERIFY(got.file.error->message.find("x.log") != std::string::npos);
    }
    QTemporaryDir folder;
    auto importer = *TraceImporter::open(folder.filePath("t.rlmscope").toStdString());
    QVERIFY(importer->add(folder.filePath("absent.jsonl").toStdString()).error);
    QVERIFY(importer->add(folder.path().toStdString()).error);
}

QTEST_APPLESS_MAIN(TestImportRlm)
#include "tst_import_rlm.moc"
