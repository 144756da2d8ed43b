// What a worker says, before anybody believes it: frames and messages, whole, split, cut and damaged.
#include "context/context.h"
#include "repl/messages.h"
#include "support/json.h"

#include <QTest>

#include <random>

using namespace rlmscope;
using namespace rlmscope::repl;
using nlohmann::json;

namespace {

std::vector<Frame> readAll(FrameReader& reader) {
    std::vector<Frame> frames;
    Frame frame;
    while (reader.next(frame) == FrameReader::State::Ready) frames.push_back(frame);
    return frames;
}

std::string u32(std::uint32_t value) {
    return {static_cast<char>(value), static_cast<char>(value >> 8), static_cast<char>(value >> 16), static_cast<char>(value >> 24)};
}

Frame frameOf(const json& header, const std::vector<std::string_view>& parts = {}) {
    FrameReader reader;
    reader.push(encodeFrame(header, parts));
    Frame frame;
    if (reader.next(frame) != FrameReader::State::Ready) qFatal("own frame not read");
    return frame;
}

const json Done{{"op", "done"}, {"cell", 3}, {"status", "ok"}, {"interrupted", false}, {"exception", ""}, {"message", ""},
                {"final", true}, {"imported", json::array({"numpy", 1})},
                {"variables", json::array({json::array({"x", "ndarray", 3, "1", true, "3 x 4", 2})})}};
const json Value{{"op", "value"}, {"form", "table"}, {"type", "list"}, {"shape", "9 x 300"}, {"size", 9}, {"first", 2},
                 {"columns", json::array({"a", "b"})}, {"columnsTotal", 300}, {"matches", json::array({4, 7})},
                 {"matchesTotal", 5000}, {"items", json::array({json::array({"k", "int", "1", -1})})},
                 {"rows", json::array({json::array({"0", "x", "y"}), json::array({"1", "", "z"})})}};
const json Ready{{"op", "ready"}, {"python", "3.11.2"},
                 {"tools", json::array({{{"name", "f"}, {"signature", "(a)"}, {"doc", "Does."}}})}};
const json Call{{"op", "call"}, {"call", 1}, {"kind", "rlm"}, {"batched", true}, {"model", "m"},
                {"items", json::array({nullptr, {{"shape", "dict"}, {"parts", 2}}, {{"shape", "json"}, {"parts", 1}}})}};

} // namespace

class TestReplFrames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySplit() {
        const std::string bytes = encodeFrame({{"op", "a"}}) + encodeFrame({{"op", "b"}}, {"part one", "", "ä"}) + encodeFrame({{"op", "c"}});
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            FrameReader reader;
            reader.push(std::string_view(bytes).substr(0, cut));
            auto frames = readAll(reader);
            reader.push(std::string_view(bytes).substr(cut));
            for (auto& frame : readAll(reader)) frames.push_back(frame);
            QCOMPARE(frames.size(), std::size_t{3});
            std::vector<std::string_view> parts;
            QVERIFY(splitParts(test::parsed(frames[1].header), frames[1].body, parts));
            QVERIFY(parts == (std::vector<std::string_view>{"part one", "", "ä"}));
            QCOMPARE(reader.pending(), std::size_t{0});
        }
        FrameReader single;
        std::size_t count = 0;
        for (const char byte : bytes) {
            single.push({&byte, 1});
            count += readAll(single).size();
        }
        QCOMPARE(count, std::size_t{3});
    }

    void manyFramesKeepTheBufferSmall() {
        FrameReader reader;
        const std::string frame = encodeFrame({{"op", "a"}}, {std::string(1000, 'x')});
        for (int i = 0; i < 2000; ++i) {
            reader.push(frame);
            reader.push(std::string_view(frame).substr(0, 1));
            QCOMPARE(readAll(reader).size(), std::size_t{1});
            reader.push(std::string_view(frame).substr(1));
            QCOMPARE(readAll(reader).size(), std::size_t{1});
        }
    }

    void broken_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) { QTest::newRow(name) << QByteArray::fromStdString(bytes); };
        row("no room for the header length", u32(3) + u32(0));
        row("zero", u32(0) + u32(0));
        row("beyond the cap", u32(FrameCap + 1) + u32(2));
        row("largest", u32(0xFFFFFFFF) + u32(2));
        row("header beyond the frame", u32(10) + u32(7) + "{}");
        row("header beyond the cap", u32(FrameCap) + u32(HeaderCap + 1));
    }
    void broken() {
        QFETCH(QByteArray, bytes);
        FrameReader reader;
        Frame frame;
        reader.push(bytes.toStdString());
        QVERIFY(reader.next(frame) == FrameReader::State::Broken);
        QVERIFY(!reader.error().empty());
        reader.push(encodeFrame({{"op", "a"}}));
        QVERIFY(reader.next(frame) == FrameReader::State::Broken); // for ever
    }

    void partsMustAddUp() {
        std::vector<std::string_view> parts;
        QVERIFY(splitParts(test::parsed(R"({"parts":[1,2]})"), "abc", parts));
        for (const char* bad : {R"({"parts":[1,1]})", R"({"parts":[4]})", R"({"parts":[-1,4]})", R"({"parts":"3"})", R"({"parts":[3.0]})",
                                R"({"parts":[18446744073709551615,4]})", R"({})", R"({"parts":[[3]]})"})
            QVERIFY2(!splitParts(test::parsed(bad), "abc", parts), bad);
    }

    void goodMessages() {
        auto parsed = parseWorkerMessage(frameOf(Done, {"trace", "[1]", "one"}));
        QVERIFY(parsed.ok());
        const auto& done = std::get<DoneMessage>(*parsed);
        QCOMPARE(done.cell, std::uint64_t{3});
        QVERIFY(done.final->json == "[1]" && done.final->text == "one" && done.traceback == "trace");
        QVERIFY(done.variables.at(0) == (Variable{"x", "ndarray", 3, "1", true, "3 x 4", 2}));
        QVERIFY(done.imported == std::vector<std::string>{"numpy"});

        parsed = parseWorkerMessage(frameOf(Call, {"p0", "p1", "key", "value", "p2", "{\"a\":[1]}"}));
        QVERIFY(parsed.ok());
        const auto& call = std::get<CallMessage>(*parsed).request;
        QCOMPARE(call.items.size(), std::size_t{3});
        QVERIFY(!call.items[0].context && call.items[0].prompt == "p0");
        QVERIFY(call.items[1].context->documents.at(0).path == "key");
        QVERIFY(call.items[2].context->pythonType == "dict");
        QVERIFY(call.model == "m");

        const json tool{{"op", "call"}, {"call", 1}, {"kind", "tool"}, {"batched", false}, {"tool", "weather"}};
        parsed = parseWorkerMessage(frameOf(tool, {R"({"args":["Bonn"],"kwargs":{}})"}));
        QVERIFY(parsed.ok());
        const auto& asked = std::get<CallMessage>(*parsed).request;
        QVERIFY(asked.kind == HostCallKind::Tool && asked.tool == "weather");
        QVERIFY(asked.items.at(0).prompt == R"({"args":["Bonn"],"kwargs":{}})");

        parsed = parseWorkerMessage(frameOf(Ready, {}));
        QVERIFY(parsed.ok());
        QVERIFY(std::get<ReadyMessage>(*parsed).tools == (std::vector<ToolInfo>{{"f", "(a)", "Does."}}));
    }

    void values() {
        auto parsed = parseWorkerMessage(frameOf(Value, {"text", "out\xFF"}));
        QVERIFY(parsed.ok());
        const auto& page = *std::get<ValueMessage>(*parsed).page;
        QVERIFY(page.form == ValuePage::Form::Table && page.type == "list" && page.shape == "9 x 300" && page.size == 9);
        QVERIFY(page.first == 2 && page.text == "text" && page.output == "out\xEF\xBF\xBD");
        QVERIFY(page.columns == (std::vector<std::string>{"a", "b"}) && page.columnsTotal == 300);
        QVERIFY(page.rows.at(1) == (std::vector<std::string>{"1", "", "z"}));
        QVERIFY(page.items.at(0).key == "k" && page.items.at(0).preview == "1" && page.items.at(0).size == -1);
        QVERIFY(page.matches == (std::vector<std::int64_t>{4, 7}) && page.matchesTotal == 5000);

        const auto framed = [](const json& e) {
            return std::get<ValueMessage>(*parseWorkerMessage(frameOf({{"op", "value"}, {"error", e}}, {"", ""}))).page.error();
        };
        QVERIFY(framed({{"kind", "code"}, {"message", "NameError: x"}}) == makeError(ErrorKind::Code, "NameError: x"));
        QVERIFY(framed({{"kind", "cancelled"}, {"message", "m"}}).kind == ErrorKind::Cancelled);
        QVERIFY(framed({{"kind", "auth"}, {"message", 7}}) == makeError(ErrorKind::Code, "")); // not its business
    }

    void aPageIsBounded() {
        const auto refused = [](const char* key, json value) {
            json header = Value;
            header[key] = std::move(value);
            return !parseWorkerMessage(frameOf(header, {"", ""})).ok();
        };
        const auto many = [](std::size_t n, const json& one) { return json(std::vector<json>(n, one)); };
        QVERIFY(refused("matches", many(1001, 1)));
        QVERIFY(refused("items", many(1001, json::array({"k", "t", "p", 1}))));
        QVERIFY(!refused("items", many(1000, json::array({"k", "t", "p", 1}))));
        QVERIFY(refused("rows", many(1001, json::array({"0", "x", "y"}))));
        QVERIFY(refused("columns", many(201, "c")));
        QVERIFY(refused("rows", json::array({json::array({"0", "x"})}))); // a cell is missing
        QVERIFY(refused("first", -1));
        QVERIFY(refused("form", "picture"));
    }

    void everyHeaderFieldOfTheWrongType() {
        // Every field of the big messages replaced by every other type: refused or harmless, never a crash.
        const std::vector<json> values{nullptr, true, -1, 1.5, "text", json::array(), json::object(), json::array({1, {}, "x"}),
                                       18446744073709551615u};
        for (const auto& [header, parts] : {std::pair{Done, std::vector<std::string_view>{"t", "1", "1"}},
                                            std::pair{Value, std::vector<std::string_view>{"t", "o"}},
                                           std::pair{Ready, std::vector<std::string_view>{}},
                                           std::pair{Call, std::vector<std::string_view>{"p", "p", "k", "v", "p", "1"}}}) {
            for (const auto& [key, ignored] : header.items()) {
                for (const auto& value : values) {
                    json changed = header;
                    changed[key] = value;
                    (void)parseWorkerMessage(frameOf(changed, parts));
                    changed.erase(key);
                    (void)parseWorkerMessage(frameOf(changed, parts));
                }
            }
        }
    }

    void lies_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArrayList>("parts");
        const auto row = [](const char* name, const QByteArray& header, const QByteArrayList& parts) { QTest::newRow(name) << header << parts; };
        row("not an object", "[]", {});
        row("not json", "{", {});
        row("deep", QByteArray(1'000'000, '['), {});
        row("invalid utf-8", "{\"op\":\"\xff\"}", {});
        row("no op", "{}", {});
        row("call without texts", R"({"op":"call","call":1,"kind":"llm","batched":true,"parts":[]})", {});
        row("two texts, not batched", R"({"op":"call","call":1,"kind":"llm","batched":false,"parts":[1,1]})", {"a", "b"});
        row("call 0", R"({"op":"call","call":0,"kind":"llm","batched":false,"parts":[1]})", {"a"});
        row("context with more parts than there are", R"({"op":"call","call":1,"kind":"rlm","batched":false,"items":[{"shape":"list","parts":99}],"parts":[1]})", {"a"});
        row("context of odd dict", R"({"op":"call","call":1,"kind":"rlm","batched":false,"items":[{"shape":"dict","parts":1}],"parts":[1,1]})", {"a", "b"});
        row("context that is no json", R"({"op":"call","call":1,"kind":"rlm","batched":false,"items":[{"shape":"json","parts":1}],"parts":[1,1]})", {"a", "{"});
        row("too few items", R"({"op":"call","call":1,"kind":"rlm","batched":true,"items":[],"parts":[1]})", {"a"});
        row("done without traceback", R"({"op":"done","cell":1,"status":"ok"})", {});
        row("final without texts", R"({"op":"done","cell":1,"status":"ok","final":true,"parts":[1]})", {"a"});
        row("status", R"({"op":"done","cell":1,"status":"great","parts":[1]})", {"a"});
        row("variable", R"({"op":"done","cell":1,"status":"ok","variables":[["x"]],"parts":[1]})", {"a"});
        row("variable of a negative cell", R"({"op":"done","cell":1,"status":"ok","variables":[["x","int",1,"",true,"",-1]],"parts":[1]})", {"a"});
        row("variable of a giant cell", R"({"op":"done","cell":1,"status":"ok","variables":[["x","int",1,"",true,"",4294967297]],"parts":[1]})", {"a"});
        row("variable without a shape", R"({"op":"done","cell":1,"status":"ok","variables":[["x","int",1,"",true,null,1]],"parts":[1]})", {"a"});
        row("tool call without a name", R"({"op":"call","call":1,"kind":"tool","batched":false,"parts":[2]})", {"{}"});
        row("tool call without json", R"({"op":"call","call":1,"kind":"tool","tool":"f","batched":false,"parts":[1]})", {"{"});
        row("batched tool call", R"({"op":"call","call":1,"kind":"tool","tool":"f","batched":true,"parts":[2]})", {"{}"});
        row("tool without a name", R"({"op":"ready","tools":[{"signature":"x"}],"parts":[]})", {});
        row("value without texts", R"({"op":"value","form":"text","parts":[1]})", {"a"});
        row("error that is none", R"({"op":"value","error":"x","parts":[0,0]})", {});
        row("item of a wrong size", R"({"op":"value","form":"items","items":[["k","t","p"]],"parts":[0,0]})", {});
        row("column that is no text", R"({"op":"value","form":"table","columns":[1],"parts":[0,0]})", {});
        row("match that is no number", R"({"op":"value","form":"text","matches":["1"],"parts":[0,0]})", {});
    }
    void lies() {
        QFETCH(QByteArray, header);
        QFETCH(QByteArrayList, parts);
        const auto parsed = parseWorkerMessage({header.toStdString(), parts.join().toStdString()});
        QVERIFY(!parsed.ok());
        QVERIFY(parsed.error().kind == ErrorKind::Worker);
    }

    void textsAreMadeWellFormed() {
        auto parsed = parseWorkerMessage(frameOf(Done, {"\xFF", "\"\xFF\"", "\xC3"}));
        QVERIFY(parsed.ok());
        const auto& done = std::get<DoneMessage>(*parsed);
        QVERIFY(done.traceback == "\xEF\xBF\xBD" && done.final->text == "\xEF\xBF\xBD");
        QVERIFY(test::isJson(done.final->json));
        // JSON deeper than code behind us may recurse, and what is no JSON, become text.
        const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
        parsed = parseWorkerMessage(frameOf(Done, {"", deep, "deep"}));
        QVERIFY(std::get<DoneMessage>(*parsed).final->json == "\"deep\"");
        QVERIFY(isShallowJson("[[\"[[[[\\\"[[\"]]", 2));
        QVERIFY(!isShallowJson("[[1]]", 1));
        QVERIFY(!isShallowJson("[1", 5));
    }

    void answers() {
        std::vector<Result<std::string>> list{std::string("a\xFF"), makeError(ErrorKind::Budget, "no money", "Pay."), std::string()};
        const auto frame = frameOf(json::object());
        FrameReader reader;
        reader.push(answerMessage(9, list));
        Frame answer;
        QVERIFY(reader.next(answer) == FrameReader::State::Ready);
        const auto header = test::parsed(answer.header);
        std::vector<std::string_view> parts;
        QVERIFY(splitParts(header, answer.body, parts));
        QVERIFY(parts == (std::vector<std::string_view>{"a\xEF\xBF\xBD", "no money Pay.", ""}));
        QVERIFY(header["call"] == 9 && header["failed"] == json({{"1", "budget"}}));
    }

    void randomBytes() {
        std::mt19937 random(1);
        for (int round = 0; round < 3000; ++round) {
            std::string bytes = encodeFrame(Done, {"t", "1", "1"}) + encodeFrame(Call, {"p", "p", "k", "v", "p", "1"}) +
                                encodeFrame(Value, {"t", "o"}) + encodeFrame(Ready);
            for (int i = 0; i < 4; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
            FrameReader reader;
            reader.push(bytes);
            for (const auto& frame : readAll(reader)) (void)parseWorkerMessage(frame);
        }
    }
};

QTEST_GUILESS_MAIN(TestReplFrames)
#include "tst_repl_frames.moc"
