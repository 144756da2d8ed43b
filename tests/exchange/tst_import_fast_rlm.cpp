#include "exchange/import_support.h"
#include "support/json.h"

#include <QDir>

#include <set>

using namespace rlmscope;
using namespace rlmscope::test;
using Json = nlohmann::json;
using Kind = ImportRemark::Kind;

namespace {

Json row(const char* agent, const char* parent, int depth, int step, const char* type, const char* second, Json more = Json::object()) {
    Json out{{"level", 30}, {"time", std::string("2026-01-02T03:04:") + second + ".000Z"}, {"run_id", agent}, {"depth", depth}, {"event_type", type}};
    if (*parent) out["parent_run_id"] = parent;
    if (step >= 0) {
        out["step"] = step;
        out["code"] = "print(" + std::to_string(step) + ")";
        out["output"] = "[FULL OUTPUT SHOWN]... " + std::to_string(step);
        out["hasError"] = false;
        out["usage"] = {{"prompt_tokens", step ? 100 : 0}, {"completion_tokens", step ? 10 : 0}, {"cached_tokens", step ? 60 : 0}, {"reasoning_tokens", 0}, {"cost", step ? 0.001 : 0}};
    }
    out.update(more);
    return out;
}
QByteArray lines(const std::vector<Json>& records) {
    QByteArray out;
    for (const auto& record : records) out += QByteArray::fromStdString(test::dumped(record)) + "\n\n"; // blank lines occur
    return out;
}

} // namespace

class TestImportFastRlm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySharedFile() {
        NEEDS_SHARED_TRACES();
        QDir folder(sharedTraces() + "/fast-rlm");
        const auto files = folder.entryList({"*.jsonl"});
        QCOMPARE(files.size(), 4);
        for (const auto& name : files) {
            Imported got(folder.filePath(name));
            QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
            QCOMPARE(got.file.format, std::string("fast-rlm"));
            QCOMPARE(got.file.runs.size(), std::size_t(1));
            const auto& run = got.file.runs[0];
            // What the file itself says.
            std::set<std::string> agents;
            Tokens prompt = 0, cached = 0, output = 0;
            double cost = 0;
            std::uint64_t steps = 0, calls = 0, cells = 0;
            Json answer;
            for (const auto& line : bytesOf(folder.filePath(name)).split('\n')) {
                if (line.trimmed().isEmpty()) continue;
                const auto r = test::parsed(line.toStdString());
                agents.insert(r["run_id"].get<std::string>());
                if (r["event_type"] == "final_result" && r["depth"] == 0) answer = r["result"];
                if (!r.contains("step")) continue;
                ++steps;
                if (r["step"] != 0) ++calls;
                if (r["event_type"] == "execution_result" || !r["code"].get<std::string>().empty()) ++cells;
                prompt += r["usage"]["prompt_tokens"].get<Tokens>();
                cached += r["usage"]["cached_tokens"].get<Tokens>();
                output += r["usage"]["completion_tokens"].get<Tokens>();
                cost += r["usage"]["cost"].get<double>();
            }
            QCOMPARE(run.frames, std::uint64_t(agents.size()));
            QCOMPARE(run.turns, steps);
            QCOMPARE(run.modelCalls, calls);
            QCOMPARE(run.cells, cells);
            QCOMPARE(run.usage.input(), prompt);
            QCOMPARE(run.usage.cacheRead, cached);
            QCOMPARE(run.usage.output, output);
            QVERIFY(std::abs(run.cost.usd() - cost) < 1e-9 && !run.costUnknown);
            QCOMPARE(run.answered, !answer.is_null()); // one file stops in the middle of its run
            QCOMPARE(got.says(Kind::Absent, "The end:"), answer.is_null());
            if (run.answered) QVERIFY(test::parsed(got.tree().ended()->answer) == answer);
            QVERIFY(got.says(Kind::Absent, "The models"));
            for (const auto frame : got.nodes(NodeKind::Frame)) {
                const auto& node = got.tree().node(frame);
                QVERIFY(node.parent == NoNode || got.tree().node(node.parent).depth + 1 == node.depth);
            }
        }
    }

    void childrenStandInTheirStep() {
        Imported got(lines({row("r-1", "", 0, 0, "execution_result", "01"), row("r-1", "", 0, 1, "execution_result", "05"),
                            row("c-1", "r-1", 1, 1, "execution_result", "07"), row("g-1", "c-1", 2, 1, "execution_result", "08"),
                            row("g-1", "c-1", 2, -1, "final_result", "09", {{"result", 3}}), row("c-1", "r-1", 1, 2, "code_generated", "10"),
                            row("c-1", "r-1", 1, -1, "final_result", "11", {{"result", Json::array({1, 2})}}),
                            row("r-1", "", 0, 2, "execution_result", "12", {{"hasError", true}}), row("r-1", "", 0, -1, "final_result", "13", {{"result", "yes"}})}),
                     "f.jsonl");
        const auto frames = got.nodes(NodeKind::Frame);
        QCOMPARE(frames.size(), std::size_t(3));
        const auto& tree = got.tree();
        const auto cell = tree.node(frames[1]).parent;
        QVERIFY(tree.node(cell).kind == NodeKind::Cell);
        QCOMPARE(tree.node(tree.node(cell).parent).number, 2); // the second step of the root
        QVERIFY(tree.node(cell).status == NodeStatus::Error);
        QCOMPARE(std::string(tree.hint(frames[1])), std::string("[1,2]"));
        QCOMPARE(got.file.runs[0].answer, std::string("yes"));
        QCOMPARE(tree.node(frames[2]).depth, std::uint16_t(2));
        QCOMPARE(tree.node(frames[0]).totalUsage.cacheRead, Tokens(5 * 60));
        QVERIFY(got.says(Kind::Inferred, "Which step started a child agent"));
    }

    void missingEndsParentsAndCircles() {
        Imported open(lines({row("r-1", "", 0, 1, "execution_result", "05"), row("c-1", "r-1", 1, 1, "execution_result", "07")}), "f.jsonl");
        QVERIFY(!open.file.error && !open.file.runs[0].ended);
        QCOMPARE(open.file.runs[0].frames, std::uint64_t(2)); // never inside of a step: it belongs to the last
        QVERIFY(open.says(Kind::Absent, "The end:"));
        Imported lost(lines({row("c-1", "gone", 1, 1, "execution_result", "07"), row("r-1", "", 0, -1, "final_result", "09", {{"result", "a"}})}), "f.jsonl");
        QCOMPARE(lost.file.runs.size(), std::size_t(2));
        QVERIFY(lost.says(Kind::Absent, "The parents of some agents"));
        Imported circle(lines({row("a-1", "b-1", 1, 1, "execution_result", "07"), row("b-1", "a-1", 1, 1, "execution_result", "08"), row("s-1", "s-1", 1, 1, "execution_result", "08")}), "f.jsonl");
        QVERIFY(!circle.file.error);
        QCOMPARE(circle.file.runs.size(), std::size_t(2));
        QVERIFY(circle.says(Kind::Damaged, "their own ancestors"));
    }

    void damageAndCuts() {
        const auto whole = lines({row("r-1", "", 0, 1, "execution_result", "05"), row("c-1", "r-1", 1, 1, "execution_result", "07"),
                                  row("r-1", "", 0, 2, "execution_result", "08"), row("r-1", "", 0, -1, "final_result", "09", {{"result", nullptr}})});
        for (int n = 0; n < whole.size(); n += 61) Imported got(whole.left(n), "f.jsonl"); // checks itself
        Imported odd(lines({row("r-1", "", 0, 1, "execution_result", "05", {{"usage", "none"}, {"code", 7}, {"step", "x"}, {"time", Json::array()}, {"depth", -4}})}) + "{\n", "f.jsonl");
        QVERIFY(!odd.file.error);
        QVERIFY(odd.file.runs[0].costUnknown);
        QVERIFY(odd.says(Kind::Damaged, "could not be read"));
    }

    void deepChains() {
        std::vector<Json> records;
        for (int i = 0; i < 1000; ++i)
            records.push_back(row(("a-" + std::to_string(i)).c_str(), i ? ("a-" + std::to_string(i - 1)).c_str() : "", i, 1, "execution_result", "05"));
        Imported got(lines(records), "deep.jsonl");
        QCOMPARE(got.file.runs[0].frames, std::uint64_t(1000));
        QCOMPARE(int(got.tree().nodes().back().depth), 999);
    }
};

QTEST_APPLESS_MAIN(TestImportFastRlm)
#include "tst_import_fast_rlm.moc"
