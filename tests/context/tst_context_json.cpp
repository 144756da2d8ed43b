// JSON and JSON Lines: what they become, and every way to be broken.
#include "base/text.h"
#include "context/files.h"
#include "context/json_reader.h"

#include <nlohmann/json.hpp>

using namespace rlmscope;

namespace {
Result<Context> loadAs(const Files& files, const std::string& name, const std::string& text) {
    return loadContext(requestOf({files.write(name, text)}));
}
} // namespace

class TestContextJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shapes_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("shape");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("items");
        QTest::addColumn<int>("documents");
        using Shape = Context::Shape;
        const auto row = [](const char* what, const char* name, const char* json, Shape shape, const char* type,
                            int items, int documents) {
            QTest::newRow(what) << name << QByteArray(json) << static_cast<int>(shape) << type << items << documents;
        };
        row("array of strings", "a.json", R"(["a", "b\n", "\u00e9\ud83d\ude00", ""])", Shape::List, "list", 4, 4);
        row("object of strings", "a.json", R"({"k": "v", "a": "w"})", Shape::Dict, "dict", 2, 2);
        row("string", "a.json", R"("all of it")", Shape::Text, "str", 1, 1);
        row("array of others", "a.json", R"(["a", 1, {"x": ["y"]}])", Shape::Json, "list", 3, 1);
        row("object of others", "A.JSON", R"({"k": "v", "n": null})", Shape::Json, "dict", 2, 1);
        row("nested strings", "a.json", R"([["a", "b"], ["c"]])", Shape::Json, "list", 2, 1);
        row("int", "a.json", "12", Shape::Json, "int", 1, 1);
        row("big int", "a.json", "123456789012345678901234567890", Shape::Json, "int", 1, 1);
        row("float", "a.json", "1.5e3", Shape::Json, "float", 1, 1);
        row("bool", "a.json", "true", Shape::Json, "bool", 1, 1);
        row("records", "a.jsonl", "{\"a\": 1}\n\n{\"a\": 2}\r\n", Shape::JsonLines, "list", 2, 1);
        row("no last newline", "a.ndjson", "{\"a\": 1}\n[2]", Shape::JsonLines, "list", 2, 1);
        row("strings by line", "a.jsonl", "\"x\"\n\"y\"\n", Shape::List, "list", 2, 2);
        row("mixed lines", "a.jsonl", "\"x\"\n5\n", Shape::JsonLines, "list", 2, 1);
        row("other extension", "a.txt", "[\"x\"]", Shape::Text, "str", 1, 1);
    }
    void shapes() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        Files files;
        const auto context = loadAs(files, name.toStdString(), text.toStdString());
        QVERIFY2(context.ok(), context.ok() ? "" : context.error().text().c_str());
        QTEST(static_cast<int>(context->shape), "shape");
        QTEST(QString::fromStdString(context->pythonType), "type");
        QTEST(static_cast<int>(context->items), "items");
        QTEST(static_cast<int>(context->documents.size()), "documents");
        if (context->shape == Context::Shape::Json || context->shape == Context::Shape::JsonLines)
            QCOMPARE(context->documents.front().text.string(), text.toStdString());
        TextStats total;
        for (const auto& document : context->documents) total += textStats(document.text);
        QCOMPARE(context->totals, total);
    }
    void stringsAreDecoded() {
        Files files;
        const auto list = loadAs(files, "l.json", R"(["a\tb", "\u00e9\ud83d\ude00", "c\u0000d"])");
        QCOMPARE(list->documents[0].text.string(), std::string("a\tb"));
        QCOMPARE(list->documents[1].text.string(), std::string("é😀"));
        QCOMPARE(list->documents[2].text.string(), std::string("c\0d", 3));
        const auto dict = loadAs(files, "d.json", R"({"z": "1", "a": "2", "z": "3"})");
        QCOMPARE(paths(*dict), (std::vector<std::string>{"z", "a"})); // the file's order
        QCOMPARE(text(*dict, "z"), std::string("3"));
        QCOMPARE(dict->report.notes.size(), std::size_t{1});
        QVERIFY(contains(dict->report.notes.front(), "\"z\""));
    }
    void otherEncodings() {
        Files files;
        const auto utf16 = loadAs(files, "u.json", std::string("\xFF\xFE[\0\"\0\xE9\0\"\0]\0", 12));
        QVERIFY(utf16.ok());
        QCOMPARE(utf16->documents.front().text.string(), std::string("é"));
        QCOMPARE(utf16->documents.front().encoding, std::string("UTF-16LE"));
    }
    void formatIsAChoice() {
        Files files;
        auto request = requestOf({files.write("a.json", "[1, broken")});
        QVERIFY(!loadContext(request).ok());
        request.format = ContextFormat::Text;
        QVERIFY(loadContext(request).ok());
        ContextRequest pasted;
        pasted.sources.push_back(ContextSource::ofText("[\"a\", \"b\"]"));
        QCOMPARE(loadContext(pasted)->shape, Context::Shape::Text);
        pasted.format = ContextFormat::Json;
        QCOMPARE(loadContext(pasted)->shape, Context::Shape::List);
    }
    void errors_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("open array") << "a.json" << QByteArray("[1,\n 2") << "a.json is not valid JSON at line 2, column 3: unexpected end of input";
        QTest::newRow("comma") << "a.json" << QByteArray("{\n  \"é\": 1,,\n}") << "at line 2, column 10: unexpected ','";
        QTest::newRow("second value") << "a.json" << QByteArray("1 2") << "line 1, column 3";
        QTest::newRow("words") << "a.json" << QByteArray("hello") << "line 1, column 1";
        QTest::newRow("single surrogate") << "a.json" << QByteArray("[\"\\ud800\"]") << "surrogate";
        QTest::newRow("broken line") << "a.jsonl" << QByteArray("{\"a\": 1}\n\n{\"a\": \n{\"a\": 3}\n") << "a.jsonl is not valid JSON at line 3, column 7";
        QTest::newRow("two on a line") << "a.jsonl" << QByteArray("1\n2 3\n") << "line 2, column 3";
        QTest::newRow("empty array") << "a.json" << QByteArray("[]") << "nothing in it";
        QTest::newRow("empty object") << "a.json" << QByteArray("{ }") << "nothing in it";
        QTest::newRow("null") << "a.json" << QByteArray("null") << "nothing in it";
        QTest::newRow("blank lines") << "a.jsonl" << QByteArray("\n \n") << "nothing in it";
        QTest::newRow("empty strings") << "a.json" << QByteArray("[\"\", \"\"]") << "empty texts";
        QTest::newRow("only spaces") << "a.json" << QByteArray("  \n") << "unexpected end of input";
        QTest::newRow("deep") << "a.json" << QByteArray(100'000, '[') << "nested more than 500 levels";
        QTest::newRow("deep line") << "a.jsonl" << "1\n" + QByteArray(100'000, '[') << "line 2";
    }
    void errors() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        Files files;
        const auto context = loadAs(files, name.toStdString(), text.toStdString());
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::BadInput);
        QVERIFY2(contains(context.error().message, says.toStdString()), context.error().message.c_str());
        QVERIFY(contains(context.error().message, name.toStdString()));
        QVERIFY(context.error().message.size() < 400);
    }
    void everyPrefix() {
        const std::string json =
            "{\"title\": \"A \\u00e9 \\\\ \\\"q\\\"\", \"n\": [1, -2.5e3, true, false, null, {}], "
            "\"deep\": {\"k\": [\"é語😀\"]}}"; // not a raw string: moc stumbles over this one
        const std::string lines = "{\"a\": \"é\"}\n\"text\"\n[1, 2]\n";
        for (std::size_t n = 0; n <= json.size(); ++n) {
            const auto reading = readJson(std::string_view(json).substr(0, n), "f", {});
            QCOMPARE(reading.ok(), n == json.size());
            if (!reading.ok()) QVERIFY(isValidUtf8(reading.error().message));
        }
        for (std::size_t n = 0; n <= lines.size(); ++n) {
            const auto reading = readJsonLines(std::string_view(lines).substr(0, n), "f", {});
            if (!reading.ok()) QVERIFY(isValidUtf8(reading.error().message));
        }
    }
    void everyByteChanged() {
        const std::string json = R"({"k": ["a\n", 1.5, {"x": null}], "l": "é"})";
        for (std::size_t at = 0; at < json.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                auto changed = json;
                changed[at] = static_cast<char>(byte);
                const auto ours = readJson(changed, "f", {});
                QCOMPARE(ours.ok(), nlohmann::json::accept(changed));
                if (!ours.ok()) QVERIFY(isValidUtf8(ours.error().message));
            }
        }
    }
    void manyStrings() {
        std::string json = "[";
        for (int i = 0; i < 200'000; ++i) json += (i ? ",\"item " : "\"item ") + std::to_string(i) + "\"";
        const auto reading = readJson(json + "]", "f", {});
        QVERIFY(reading.ok());
        QCOMPARE(reading->documents.size(), std::size_t{200'000});
        QCOMPARE(reading->documents.back().text.string(), std::string("item 199999"));
        CancelSource source;
        source.cancel();
        const auto cancelled = readJson(json + "]", "f", source.token());
        QVERIFY(!cancelled.ok());
        QVERIFY(cancelled.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestContextJson)
#include "tst_context_json.moc"
