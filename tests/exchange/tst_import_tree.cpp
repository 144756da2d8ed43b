#include "exchange/import_support.h"
#include "support/json.h"

#include <QDir>

#include <set>

using namespace rlmscope;
using namespace rlmscope::test;
using Json = nlohmann::ordered_json;
using Kind = ImportRemark::Kind;

namespace {

Json execution(const std::string& code, const std::string& out, double seconds = 1, const std::string& err = {}) {
    return {{"code", code}, {"stdout", out}, {"stderr", err}, {"execution_time", seconds}, {"execution_number", 1}};
}
Json turn(int n, double at, const std::string& response, Json executions = Json::array()) {
    return {{"iteration_number", n}, {"prompt", "Which?"}, {"response", response}, {"has_code", !executions.empty()},
            {"code_executions", executions}, {"sub_llm_calls", Json::array()}, {"timestamp", at}};
}
Json node(const char* id, Json parent, double start, Json end, Json turns, Json answer = nullptr, const char* status = "completed", int depth = 0) {
    return {{"node_id", id}, {"instance_name", std::string("Node ") + id}, {"depth", depth}, {"max_depth", 2}, {"parent_id", parent}, {"start_time", start},
            {"end_time", end}, {"duration", nullptr}, {"iterations", turns}, {"final_answer", answer}, {"status", status}};
}
QByteArray session(const std::vector<Json>& nodes, int indent = 2) {
    Json all = Json::object();
    for (const auto& n : nodes) all[n["node_id"].get<std::string>()] = n;
    const Json whole{{"session_id", "20260115_1"}, {"session_start", 1768459809.0}, {"session_end", 1768459900.0}, {"nodes", all}, {"tree_structure", {{"roots", Json::array()}}}};
    return QByteArray::fromStdString(test::dumped(whole, indent));
}
constexpr double T = 1768459809.0;

} // namespace

class TestImportTree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySharedFile() {
        NEEDS_SHARED_TRACES();
        QDir folder(sharedTraces() + "/tree-json");
        const auto files = folder.entryList({"*.json"});
        QCOMPARE(files.size(), 2);
        for (const auto& name : files) {
            Imported got(folder.filePath(name));
            QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
            QCOMPARE(got.file.format, std::string("tree-json"));
            QCOMPARE(got.file.runs.size(), std::size_t(1));
            const auto& run = got.file.runs[0];
            // What the file itself says.
            const auto bytes = bytesOf(folder.filePath(name));
            const auto file = test::parsed(bytes.toStdString());
            std::uint64_t turns = 0, cells = 0, raised = 0, open = 0;
            std::multiset<std::string> codes, replies, answers;
            std::map<std::string, int> below; // children by parent
            for (const auto& [id, n] : file["nodes"].items()) {
                if (!n["parent_id"].is_null()) ++below[n["parent_id"].get<std::string>()];
                if (n["final_answer"].is_null()) ++open;
                else answers.insert(n["final_answer"].get<std::string>());
                for (const auto& t : n["iterations"]) {
                    ++turns;
                    replies.insert(t["response"].get<std::string>());
                    for (const auto& c : t["code_executions"]) {
                        ++cells;
                        raised += !c["stderr"].get<std::string>().empty();
                        codes.insert(c["code"].get<std::string>());
                    }
                }
            }
            QCOMPARE(run.frames, std::uint64_t(file["nodes"].size()));
            QCOMPARE(run.turns, turns);
            QCOMPARE(run.modelCalls, turns);
            QCOMPARE(run.cells, cells);
            QCOMPARE(run.subCalls, std::uint64_t(0));
            QCOMPARE(run.answer, file["nodes"]["root"]["final_answer"].get<std::string>());
            QCOMPARE(run.question, file["nodes"]["root"]["iterations"][0]["prompt"].get<std::string>());
            QVERIFY(run.costUnknown && run.usage == Usage() && run.cost.value == 0); // unknown, not free
            std::multiset<std::string> ourCodes, ourReplies, ourAnswers;
            std::uint64_t interrupted = 0, ourRaised = 0;
            for (const auto& event : got.events.at(run.id)) {
                if (const auto* c = std::get_if<CellStarted>(&event.body)) ourCodes.insert(got.text(c->code));
                if (const auto* r = std::get_if<ModelCallEnded>(&event.body)) ourReplies.insert(got.text(r->reply.at(0).text));
                if (const auto* f = std::get_if<FrameEnded>(&event.body)) ourAnswers.insert(got.text(f->answerText));
                if (const auto* c = std::get_if<CellEnded>(&event.body)) ourRaised += c->status == "raised";
            }
            QVERIFY(ourCodes == codes && ourReplies == replies && ourAnswers == answers);
            QCOMPARE(ourRaised, raised);
            const auto& tree = got.tree();
            std::map<NodeIndex, int> ourChildren;
            for (const auto frame : got.nodes(NodeKind::Frame)) {
                interrupted += tree.node(frame).status == NodeStatus::Interrupted;
                if (tree.node(frame).parent == NoNode) continue;
                const auto cell = tree.node(frame).parent;
                QVERIFY(tree.node(cell).kind == NodeKind::Cell);
                // The cell that started it says so in its code.
                const auto started = std::get<CellStarted>((*got.reader->event(run.id, tree.node(cell).id.seq)).body);
                QVERIFY2(got.text(started.code).find("llm_") != std::string::npos, got.text(started.code).c_str());
                ++ourChildren[tree.node(tree.node(cell).parent).parent];
            }
            QCOMPARE(interrupted, open);
            QCOMPARE(ourChildren.size(), below.size());
            if (!below.empty()) QCOMPARE(ourChildren.begin()->second, below["root"]);
            // The run takes what the file says it took, to a hundredth of a second.
            const auto& root = file["nodes"]["root"];
            QVERIFY(std::abs(double(tree.now()) / 1e9 - root["duration"].get<double>()) < 0.01);
            QVERIFY(got.says(Kind::Absent, "The models") && got.says(Kind::Absent, "Plain sub-calls"));
            QCOMPARE(got.says(Kind::Absent, "The end of some nodes"), open > 0);
        }
        // The end of the first session was a call that is not in the file.
        Imported first(folder.filePath("trace_20260115_122009.json"));
        QVERIFY(first.says(Kind::Absent, "stand in no recorded reply"));
    }

    void childrenInTheirCells() {
        const auto parallel = Json::array({execution("x = 1", "", 0.5), execution("llm_query('a')", "A", 20)});
        Imported got(session({node("root", nullptr, T, T + 60, Json::array({turn(0, T, "look", Json::array({execution("print(context)", "c", 0.1)})), turn(1, T + 2, "ask", parallel), turn(2, T + 30, "FINAL(A)")}), "A"),
                              node("1-0", "root", T + 10, T + 25, Json::array({turn(0, T + 10, "A")}), "A", "completed", 1),
                              node("2-0", "1-0", T + 11, T + 12, Json::array(), "deep", "completed", 2),
                              node("1-1", "root", T + 9, T + 27, Json::array({turn(0, T + 9, "B")}), nullptr, "error", 1)}),
                     "t.json");
        QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
        const auto& tree = got.tree();
        const auto frames = got.nodes(NodeKind::Frame);
        QCOMPARE(frames.size(), std::size_t(4));
        for (const auto frame : {frames[1], frames[2]}) {
            const auto cell = tree.node(frame).parent;
            QCOMPARE(tree.node(cell).number, 2);
            QCOMPARE(tree.node(tree.node(cell).parent).number, 2);
        }
        QVERIFY(tree.node(frames[1]).status == NodeStatus::Error); // began first: 1-1
        QVERIFY(tree.node(frames[3]).depth == 2 && tree.node(tree.node(frames[3]).parent).kind == NodeKind::Turn);
        QVERIFY(got.says(Kind::Inferred, "Which turn and cell") && got.says(Kind::Estimated, "When a reply ended"));
    }

    void trapsOfTheFormat() {
        // Two roots, a node whose parent is gone, a circle, a node twice, a node that is no object.
        const auto many = session({node("root", nullptr, T, T + 1, Json::array({turn(0, T, "a")}), "a"), node("other", nullptr, T, T + 1, Json::array(), 12), node("lost", "gone", T, T + 1, Json::array()),
                                   node("a", "b", T, T + 1, Json::array()), node("b", "a", T, T + 1, Json::array())});
        Imported got(many, "t.json");
        QVERIFY(!got.file.error);
        QCOMPARE(got.file.runs.size(), std::size_t(4));
        QCOMPARE(got.file.runs[1].answer, std::string("12"));
        QVERIFY(got.says(Kind::Absent, "The parents of some nodes") && got.says(Kind::Damaged, "their own ancestors"));
        auto twice = session({node("root", nullptr, T, T + 1, Json::array(), "a")}, -1);
        twice.replace("\"nodes\":{", "\"nodes\":{\"root\":{\"final_answer\":\"b\"},\"no\":7,");
        Imported doubled(twice, "t.json");
        QVERIFY(doubled.says(Kind::Damaged, "of a name that another one has") && doubled.says(Kind::Damaged, "no objects"));
        // Wrong types and impossible times.
        Imported odd(session({node("root", 5, -3, "soon", Json::array({turn(0, 1e300, "r", Json::array({Json(3), execution("c", "o", 1e300)})), Json("turn"), turn(2, -1, "q", Json("code"))}), Json::array({1, 2}), "odd", -7)}), "t.json");
        QVERIFY(!odd.file.error);
        QVERIFY(test::parsed(odd.file.runs[0].answer) == Json::array({1, 2}));
        QVERIFY(odd.says(Kind::Absent, "The times of some turns"));
        // A file that is still being written, and one without a node.
        Imported running(session({node("root", nullptr, T, nullptr, Json::array({turn(0, T, "r", Json::array({execution("llm_query(1)", "")}))}), nullptr, "running")}), "t.json");
        QVERIFY(!running.file.runs[0].ended && running.says(Kind::Absent, "The end: the first node"));
        Imported none(session({}), "t.json");
        QVERIFY(none.file.error && none.file.error->message.find("no node") != std::string::npos);
    }

    void everyCut() {
        const auto whole = session({node("root", nullptr, T, T + 60, Json::array({turn(0, T, "ask", Json::array({execution("llm_query('a')", "A", 2)}))}), "A"),
                                    node("1-0", "root", T + 1, T + 2, Json::array({turn(0, T + 1, "A")}), "A", "completed", 1)}, -1);
        for (int n = 0; n < whole.size(); n += 23) {
            Imported got(whole.left(n), "cut.json");
            QVERIFY(got.file.error && got.file.runs.empty());
        }
        for (int n = 0; n < whole.size(); n += 41) { // a byte changed
            auto text = whole;
            text[n] = char(text[n] ^ 0x15);
            Imported got(text, "changed.json"); // checks itself
        }
    }

    void deepChains() {
        std::vector<Json> nodes;
        std::string parent;
        for (int i = 0; i < 1000; ++i) {
            const auto id = std::to_string(i);
            nodes.push_back(node(id.c_str(), parent.empty() ? Json(nullptr) : Json(parent), T + i, T + 5000, Json::array({turn(0, T + i, "r", Json::array({execution("llm_query(1)", "", 1)}))}), "a", "completed", i));
            parent = id;
        }
        Imported got(session(nodes, -1), "deep.json");
        QCOMPARE(got.file.runs[0].frames, std::uint64_t(1000));
        QCOMPARE(int(got.tree().node(got.nodes(NodeKind::Frame).back()).depth), 999);
        QVERIFY(!got.says(Kind::Inferred, "The depth"));
    }
};

QTEST_APPLESS_MAIN(TestImportTree)
#include "tst_import_tree.moc"
