#include "exchange/import_support.h"
#include "support/json.h"

#include <QDir>

using namespace rlmscope;
using namespace rlmscope::test;
using Json = nlohmann::json;
using Kind = ImportRemark::Kind;

namespace {

constexpr std::int64_t T0 = 1767323045000; // 2026-01-02T03:04:05Z

Json head(const char* second = "00") {
    return {{"type", "session"}, {"id", "s"}, {"timestamp", std::string("2026-01-02T03:04:") + second + ".000Z"}, {"cwd", "/home/x"}, {"provider", "p"}, {"modelId", "m"}};
}
Json line(int second, Json message) {
    const auto two = (second < 10 ? "0" : "") + std::to_string(second);
    message["timestamp"] = T0 + (second - 5) * 1000 - 400;
    return {{"type", "message"}, {"timestamp", "2026-01-02T03:04:" + two + ".000Z"}, {"message", message}};
}
Json user(int second, const char* text) { return line(second, {{"role", "user"}, {"content", Json::array({{{"type", "text"}, {"text", text}}})}}); }
Json call(const char* id, const char* name, Json arguments) { return {{"type", "toolCall"}, {"id", id}, {"name", name}, {"arguments", arguments}}; }
Json reply(int second, const char* text, Json calls = Json::array(), const char* stop = nullptr) {
    auto content = Json::array();
    if (*text) content.push_back({{"type", "text"}, {"text", text}});
    for (auto& c : calls) content.push_back(c);
    return line(second, {{"role", "assistant"}, {"content", content}, {"provider", "p"}, {"model", "m"}, {"stopReason", stop ? stop : calls.empty() ? "stop" : "toolUse"},
                         {"usage", {{"input", 10}, {"output", 5}, {"cacheRead", 100}, {"cacheWrite", 7}, {"totalTokens", 122}, {"cost", {{"total", 0.25}}}}}});
}
Json result(int second, const char* id, const char* text, bool error = false) {
    return line(second, {{"role", "toolResult"}, {"toolCallId", id}, {"toolName", "bash"}, {"content", Json::array({{{"type", "text"}, {"text", text}}})}, {"isError", error}});
}
QByteArray lines(const std::vector<Json>& records) {
    QByteArray out;
    for (const auto& record : records) out += QByteArray::fromStdString(test::dumped(record)) + "\n";
    return out;
}
/// As since version 2: each line has a name and says which it follows.
std::vector<Json> named(std::vector<Json> records) {
    Json before = nullptr;
    int n = 0;
    for (auto& record : records) {
        if (record["type"] == "session") continue;
        record["id"] = "e" + std::to_string(++n);
        if (!record.contains("parentId")) record["parentId"] = before;
        before = record["id"];
    }
    return records;
}

} // namespace

class TestImportPi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySharedFile() {
        NEEDS_SHARED_TRACES();
        QDir folder(sharedTraces() + "/pi-session");
        const auto files = folder.entryList({"*.jsonl"});
        QCOMPARE(files.size(), 1);
        for (const auto& name : files) {
            Imported got(folder.filePath(name));
            QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
            QCOMPARE(got.file.format, std::string("pi-session"));
            const auto& run = got.file.runs.at(0);
            // What the file itself says.
            Tokens input = 0, read = 0, write = 0, output = 0;
            double cost = 0;
            std::uint64_t replies = 0, toolCalls = 0, raised = 0;
            std::string first;
            std::vector<std::string> said; // all messages in order
            std::vector<std::size_t> before; // how many of them each reply was asked with
            for (const auto& text : bytesOf(folder.filePath(name)).split('\n')) {
                if (text.trimmed().isEmpty()) continue;
                const auto r = test::parsed(text.toStdString());
                if (r["type"] != "message") continue;
                const auto& m = r["message"];
                std::string words;
                for (const auto& part : m["content"])
                    if (part["type"] == "text") words += (words.empty() ? "" : "\n") + part["text"].get<std::string>();
                if (m["role"] == "user" && first.empty()) first = words;
                if (m["role"] == "assistant") {
                    ++replies;
                    before.push_back(said.size());
                    for (const auto& part : m["content"]) toolCalls += part["type"] == "toolCall";
                    input += m["usage"]["input"].get<Tokens>();
                    read += m["usage"]["cacheRead"].get<Tokens>();
                    write += m["usage"]["cacheWrite"].get<Tokens>();
                    output += m["usage"]["output"].get<Tokens>();
                    cost += m["usage"]["cost"]["total"].get<double>();
                }
                if (m["role"] == "toolResult") raised += m["isError"].get<bool>();
                said.push_back(m["role"] == "toolResult" ? "[" + m["toolName"].get<std::string>() + "] " + words : words);
            }
            QCOMPARE(run.frames, std::uint64_t(1));
            QCOMPARE(run.turns, replies);
            QCOMPARE(run.modelCalls, replies);
            QCOMPARE(run.cells, toolCalls);
            QCOMPARE(run.usage.freshInput, input);
            QCOMPARE(run.usage.cacheRead, read);
            QCOMPARE(run.usage.cacheWrite, write);
            QCOMPARE(run.usage.output, output);
            QVERIFY(std::abs(run.cost.usd() - cost) < 1e-9 && !run.costUnknown);
            QCOMPARE(run.question, first);
            QVERIFY(!run.answered && got.says(Kind::Absent, "The end:")); // the first 60 lines of a longer one
            QVERIFY(got.says(Kind::Inferred, "Replies older than the session")); // it was branched from another one
            // Each reply was asked with everything that was said before it.
            const auto calls = got.nodes(NodeKind::ModelCall);
            QCOMPARE(calls.size(), before.size());
            for (std::size_t i = 0; i < calls.size(); ++i) {
                const auto messages = got.messages(calls[i]);
                QCOMPARE(messages.size(), before[i]);
                for (std::size_t k = 0; k < messages.size(); ++k) {
                    const auto colon = messages[k].find(':');
                    QCOMPARE(messages[k].substr(colon + 1), said[k]);
                }
            }
            std::uint64_t ourRaised = 0;
            for (const auto& event : got.events.at(run.id))
                if (const auto* cell = std::get_if<CellEnded>(&event.body)) ourRaised += cell->status == "raised";
            QCOMPARE(ourRaised, raised);
        }
    }

    void repliesToolsAndAnswer() {
        Imported got(lines({head(), user(5, "How many?"), reply(7, "Let me look", Json::array({call("t1", "bash", {{"command", "ls | wc -l"}}), call("t2", "read", {{"path", "../../etc/passwd"}})})),
                            result(8, "t1", "42"), result(9, "t2", "no such file", true), reply(12, "42 files")}), "s.jsonl");
        QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
        const auto& run = got.file.runs[0];
        QCOMPARE(run.answer, std::string("42 files"));
        QCOMPARE(run.cells, std::uint64_t(2));
        QCOMPARE(run.usage.input(), Tokens(2 * 117));
        QCOMPARE(run.cost.value, std::int64_t(500'000'000'000));
        const auto cells = got.nodes(NodeKind::Cell), calls = got.nodes(NodeKind::ModelCall);
        QCOMPARE(std::string(got.tree().label(cells[0])), std::string("ls | wc -l"));
        QVERIFY(std::string(got.tree().label(cells[1])).rfind("read({", 0) == 0);
        QVERIFY(got.tree().node(cells[1]).status == NodeStatus::Error);
        QCOMPARE(got.tree().node(cells[0]).end - got.tree().node(cells[0]).start, Nanos(1'000'000'000));
        QCOMPARE(std::string(got.tree().model(calls[0])), std::string("p:m"));
        QCOMPARE(got.tree().node(calls[0]).end - got.tree().node(calls[0]).start, Nanos(400'000'000));
        QCOMPARE(got.messages(calls[1]), (std::vector<std::string>{"user:How many?", "assistant:Let me look", "user:[bash] 42", "user:[bash] no such file"}));
        QVERIFY(got.says(Kind::Estimated, "Costs: worked out by Pi") && got.says(Kind::Inferred, "The answer: the last reply"));
    }

    void branchesAndCompactions() {
        auto records = named({head(), user(5, "one"), reply(6, "first"), user(7, "two"), reply(8, "second"), user(9, "instead"), reply(10, "third")});
        records[5]["parentId"] = "e2"; // goes on from the first reply
        Imported got(lines(records), "s.jsonl");
        const auto calls = got.nodes(NodeKind::ModelCall);
        QCOMPARE(calls.size(), std::size_t(3));
        QCOMPARE(got.messages(calls[2]), (std::vector<std::string>{"user:one", "assistant:first", "user:instead"}));
        QCOMPARE(got.file.runs[0].usage.output, Tokens(15)); // what was spent on the branch counts
        QVERIFY(got.says(Kind::Inferred, "Branches:"));

        auto compacted = named({head(), user(5, "one"), reply(6, "first"), user(7, "two"), reply(8, "second"), Json{{"type", "compaction"}, {"timestamp", "2026-01-02T03:04:09.000Z"}, {"summary", "all of it"}, {"firstKeptEntryId", "e3"}, {"tokensBefore", 900}},
                                user(10, "three"), reply(11, "third"), user(12, "four"), reply(13, "fourth")});
        Imported after(lines(compacted), "s.jsonl");
        const auto later = after.nodes(NodeKind::ModelCall);
        QCOMPARE(after.messages(later[2]), (std::vector<std::string>{"user:[Summary of what came before] all of it", "user:two", "assistant:second", "user:three"}));
        QCOMPARE(after.messages(later[3]).size(), std::size_t(6));
        QVERIFY(after.says(Kind::Inferred, "after a compaction"));
    }

    void trapsOfTheFormat() {
        // Copied from an older session, cut off in a tool call, a child started in a shell, an aborted reply.
        auto aborted = reply(6, "wai", Json::array(), "aborted");
        aborted["message"]["errorMessage"] = "Request was aborted.";
        Imported got(lines({head("30"), user(5, "q"), aborted, user(31, "again"), reply(33, "", Json::array({call("t", "bash", {{"command", "rlm_query 'sum' < part"}})}))}), "s.jsonl");
        QVERIFY(!got.file.error && !got.file.runs[0].ended);
        QVERIFY(got.says(Kind::Inferred, "Replies older than the session") && got.says(Kind::Absent, "Results of some tool calls") && got.says(Kind::Absent, "Children that rlm_query started"));
        QVERIFY(got.tree().node(got.nodes(NodeKind::ModelCall)[0]).status == NodeStatus::Cancelled);
        QVERIFY(got.tree().node(got.nodes(NodeKind::Cell)[0]).status == NodeStatus::Interrupted);
        // Circles, lost parents, no usage, wrong types.
        auto circle = named({head(), user(5, "q"), reply(6, "a"), user(7, "r"), reply(8, "b")});
        circle[1]["parentId"] = "e4";
        circle[3]["parentId"] = "nowhere";
        circle[4]["message"].erase("usage");
        circle[2]["message"]["content"] = 7;
        circle[2]["message"]["usage"] = {{"input", -5}, {"output", 1e30}, {"cost", "much"}};
        Imported odd(lines(circle), "s.jsonl");
        QVERIFY(!odd.file.error);
        QVERIFY(odd.file.runs[0].costUnknown && odd.says(Kind::Absent, "Lines that others say they follow") && odd.says(Kind::Absent, "Tokens and cost of some replies"));
        Imported none(lines({head(), user(5, "q")}), "s.jsonl");
        QVERIFY(none.file.error && none.file.error->message.find("no reply") != std::string::npos);
    }

    void everyCut() {
        const auto whole = lines(named({head(), user(5, "q"), reply(6, "look", Json::array({call("t", "bash", {{"command", "ls"}})})), result(7, "t", "out"), reply(8, "done")}));
        for (int n = 0; n < whole.size(); n += n < 200 ? 5 : 29) {
            Imported got(whole.left(n), "cut.jsonl"); // checks itself
            if (got.file.runs.empty()) QVERIFY(got.file.error);
        }
    }
};

QTEST_APPLESS_MAIN(TestImportPi)
#include "tst_import_pi.moc"
