#include "base/text.h"
#include "support/json.h"
#include "trace/random_event.h"

#include <QTest>

using namespace rlmscope;
using nlohmann::json;

class TraceJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindSurvivesTheRoundTrip_data();
    void everyKindSurvivesTheRoundTrip();
    void shortTextsAreInlineAndLongOnesReferences();
    void badUtf8NeverThrows();
    void unknownKindsAreKept();
    void damagedFieldsAreErrors_data();
    void damagedFieldsAreErrors();
    void runSpecRoundTrip();
    void runSpecIgnoresUnknownFields();
    void runSpecNamesTheWrongField();
    void runSpecReportsEveryProblem();
    void runSpecChecksTools_data();
    void runSpecChecksTools();
    void callKeys();
    void texts();
};

namespace {

/// Texts written out of line, found again by name.
struct Shelf {
    std::vector<Text> texts;
    TextLoader loader() const {
        return [this](const Text& wanted) -> Result<std::string> {
            for (const auto& text : texts)
                if (text.id == wanted.id) return std::string(text.view());
            return makeError(ErrorKind::Corrupt, "not there");
        };
    }
};

} // namespace

void TraceJsonTest::everyKindSurvivesTheRoundTrip_data() {
    QTest::addColumn<int>("kind");
    for (std::size_t i = 0; i < std::variant_size_v<EventBody>; ++i)
        QTest::newRow(std::string(kindNameAt(i)).c_str()) << static_cast<int>(i);
}

// Everything that a body holds is in its JSON, and the JSON of what was read is the JSON that was read.
void TraceJsonTest::everyKindSurvivesTheRoundTrip() {
    QFETCH(int, kind);
    RandomEvents random(static_cast<std::uint64_t>(kind) + 1);
    for (int round = 0; round < 300; ++round) {
        const auto body = random.body(static_cast<std::size_t>(kind));
        Shelf shelf;
        const auto written = bodyToJson(body, &shelf.texts);
        const auto parsed = test::parsed(test::dumped(written));
        QCOMPARE(test::dumped(parsed), test::dumped(written));
        const auto back = bodyFromJson(kindName(body), parsed, shelf.loader());
        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
        QCOMPARE(back->index(), body.index());
        std::vector<Text> none;
        const auto again = test::dumped(bodyToJson(*back, &none));
        if (again != test::dumped(written)) qWarning("%s\n%s", test::dumped(written).c_str(), again.c_str());
        QCOMPARE(again, test::dumped(written));
    }
}

void TraceJsonTest::shortTextsAreInlineAndLongOnesReferences() {
    std::vector<Text> texts;
    const std::string exact(InlineTextBytes, 'x'), longer(InlineTextBytes + 1, 'y');
    auto written = bodyToJson(CellOutput{OutputStream::Stdout, exact, false}, &texts);
    QCOMPARE(written["text"].get<std::string>(), exact);
    QVERIFY(texts.empty());

    written = bodyToJson(CellOutput{OutputStream::Stderr, longer, false}, &texts);
    QCOMPARE(texts.size(), std::size_t(1));
    QCOMPARE(texts[0].view(), std::string_view(longer));
    QCOMPARE(written["text"]["b"].get<std::string>(), BlobId::of(longer).text());
    QCOMPARE(written["text"]["n"].get<std::size_t>(), longer.size());

    const auto back = bodyFromJson("cell_output", written);
    QVERIFY(back.ok());
    const auto& text = std::get<CellOutput>(*back).text;
    QVERIFY(!text.loaded());
    QVERIFY(text == Text(longer));
    QCOMPARE(text.firstWords(), Text(longer).firstWords());

    texts.clear();
    bodyToJson(*back, &texts); // what is stored already is not handed out again
    QVERIFY(texts.empty());
}

void TraceJsonTest::badUtf8NeverThrows() {
    const std::string bad = "a\xff\xc3(\xed\xa0\x80";
    std::vector<Text> texts;
    const auto output = bodyToJson(CellOutput{OutputStream::Stdout, bad, false}, &texts);
    (void)test::dumped(output);
    QCOMPARE(texts.size(), std::size_t(1)); // kept byte for byte
    QCOMPARE(texts[0].view(), std::string_view(bad));
    const auto note = test::dumped(bodyToJson(Note{bad, bad}, nullptr));
    QVERIFY(isValidUtf8(note));
    QVERIFY(!test::dumped(bodyToJson(RunEnded{bad, bad, bad, bad, Error{ErrorKind::Io, bad, bad}}, nullptr)).empty());
    RunSpec spec;
    spec.question = bad;
    spec.prompts[bad] = bad;
    QVERIFY(isValidUtf8(test::dumped(toJson(spec))));
    CallKey key{bad, 1, 1, "llm_query", BlobId::of("x"), 0};
    FrameStarted frame;
    frame.key = key;
    frame.path = bad;
    QVERIFY(isValidUtf8(test::dumped(bodyToJson(frame, nullptr))));
}

void TraceJsonTest::unknownKindsAreKept() {
    const auto future = test::parsed(R"({"temperature":0.25,"list":[1,2,{"n":9007199254740993}]})");
    const auto read = bodyFromJson("thermometer", future);
    QVERIFY(read.ok());
    QCOMPARE(std::get<Custom>(*read).kind, std::string("thermometer"));
    QCOMPARE(test::dumped(bodyToJson(*read, nullptr)), test::dumped(future));
    QCOMPARE(kindName(*read), std::string_view("thermometer"));
    QCOMPARE(kindName(Custom{"note", "{}"}), std::string_view("custom"));
    // JSON that nests deeper than we allow is text to us.
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    std::vector<Text> texts;
    const auto written = bodyToJson(Custom{"deep", deep}, &texts);
    QVERIFY(written["data"].is_object());
    QCOMPARE(texts.size(), std::size_t(1));
}

void TraceJsonTest::damagedFieldsAreErrors_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("not an object") << QByteArray("note") << QByteArray("[]") << QByteArray("object");
    QTest::newRow("wrong type") << QByteArray("note") << QByteArray(R"({"text":1})") << QByteArray("\"text\"");
    QTest::newRow("too big") << QByteArray("turn_started") << QByteArray(R"({"number":3000000000})") << QByteArray("\"number\"");
    QTest::newRow("negative size") << QByteArray("cell_output") << QByteArray(R"({"text":{"b":"00","n":-1}})") << QByteArray("text.n");
    QTest::newRow("bad blob name") << QByteArray("cell_output") << QByteArray(R"({"text":{"b":"00","n":1}})") << QByteArray("text.b");
    QTest::newRow("bad role") << QByteArray("model_call_started") << QByteArray(R"({"added":[{"role":"pope"}]})") << QByteArray("role");
    QTest::newRow("fraction") << QByteArray("attempt_started") << QByteArray(R"({"reserved":1.5})") << QByteArray("reserved");
    QTest::newRow("bad key") << QByteArray("frame_started") << QByteArray(R"({"key":"nonsense"})") << QByteArray("key");
    QTest::newRow("bad spec") << QByteArray("run_started") << QByteArray(R"({"spec":{"limits":{"usd":"much"}}})") << QByteArray("limits.usd");
    QTest::newRow("stored elsewhere") << QByteArray("run_ended") << QByteArray(R"({"answer":{"b":"00000000000000000000000000000000","n":9}})") << QByteArray("answer");
    QTest::newRow("null") << QByteArray("gate") << QByteArray("null") << QByteArray("object");
}

void TraceJsonTest::damagedFieldsAreErrors() {
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, named);
    const auto read = bodyFromJson(kind.toStdString(), test::parsed(text.toStdString()));
    QVERIFY(!read.ok());
    QVERIFY2(read.error().message.find(named.toStdString()) != std::string::npos, read.error().message.c_str());
}

void TraceJsonTest::runSpecRoundTrip() {
    RandomEvents random(7);
    for (int i = 0; i < 500; ++i) {
        const auto spec = random.spec();
        const auto written = toJson(spec);
        const auto back = runSpecFromJson(test::parsed(test::dumped(written)));
        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
        QVERIFY(*back == spec);
        QCOMPARE(test::dumped(toJson(*back)), test::dumped(written)); // one text per specification
    }
    QVERIFY(RunSpec() == *runSpecFromJson(json::object()));
}

void TraceJsonTest::runSpecIgnoresUnknownFields() {
    const auto spec = runSpecFromJson(test::parsed(R"({"question":"Why?","gadgets":["hammer"],"limits":{"usd":0.5,"patience":3}})"));
    QVERIFY(spec.ok());
    QCOMPARE(spec->question, std::string("Why?"));
    QCOMPARE(spec->limits.usd->value, std::int64_t(500'000'000'000));
    QCOMPARE(spec->models, RunSpec().models);
}

void TraceJsonTest::runSpecNamesTheWrongField() {
    const auto spec = runSpecFromJson(test::parsed(R"({"limits":{"turns":"many"}})"));
    QVERIFY(!spec.ok());
    QVERIFY(spec.error().message.find("limits.turns") != std::string::npos);
    QVERIFY(spec.error().kind == ErrorKind::BadInput);
    QVERIFY(!runSpecFromJson(test::parsed("[1]")).ok());
    QVERIFY(!runSpecFromJson(test::parsed(R"({"protocol":"telepathy"})")).ok());
}

void TraceJsonTest::runSpecReportsEveryProblem() {
    RunSpec good;
    good.question = "What?";
    QVERIFY(good.validate().empty());
    RunSpec bad;
    bad.strategy = "magic";
    bad.models = {"sim", " "};
    bad.prices["sim"].output = -1;
    bad.limits.turns = 0;
    bad.limits.usd = PicoUsd{0};
    bad.limits.seconds = -2;
    bad.limits.inFlight = 0;
    std::vector<std::string> fields;
    for (const auto& problem : bad.validate()) {
        fields.push_back(problem.field);
        QVERIFY(problem.message.size() > 10 && problem.message.back() == '.');
    }
    const std::vector<std::string> expected = {"question",     "strategy",   "models[1]",      "prices[\"sim\"]",
                                               "limits.turns", "limits.usd", "limits.seconds", "limits.in_flight"};
    QCOMPARE(fields, expected);
    good.depth = 4;
    QCOMPARE(good.validate().size(), std::size_t(1));
    good.strategy = "call-return";
    QVERIFY(good.validate().empty());
}

void TraceJsonTest::runSpecChecksTools_data() {
    QTest::addColumn<QString>("spec");
    QTest::addColumn<QString>("field"); // empty = no problem
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* spec, const char* field, const char* words) {
        QTest::newRow(name) << QString(spec) << QString(field) << QString(words);
    };
    row("good", R"({"tools":{"name":"t.py","source":"def f(): pass"},"trusted_tools":[{"name":"fetch_1"}],"packages":["lib"],"required_sandbox":"full"})", "", "");
    row("other script", R"({"trusted_tools":[{"name":"suche_\u00fc"}]})", "", "");
    row("path", R"({"tools":{"name":"/home/x/t.py","source":"x=1"}})", "tools", "without folders");
    row("no name", R"({"tools":{"source":"x=1"}})", "tools", "needs a name");
    row("empty", R"({"tools":{"name":"t.py","source":" \n"}})", "tools", "t.py is empty");
    row("zero byte", R"({"tools":{"name":"t.py","source":"x=1\u0000"}})", "tools", "not Python source");
    row("no python", R"({"strategy":"direct","tools":{"name":"t.py","source":"x=1"}})", "tools", "runs no Python");
    row("keyword", R"({"trusted_tools":[{"name":"import"}]})", "trusted_tools", "keyword");
    row("injected", R"({"trusted_tools":[{"name":"llm_query"}]})", "trusted_tools", "every REPL has already");
    row("not a name", R"({"trusted_tools":[{"name":"a b"}]})", "trusted_tools", "not a Python name");
    row("digit", R"({"trusted_tools":[{"name":"1a"}]})", "trusted_tools", "not a Python name");
    row("twice", R"({"trusted_tools":[{"name":"a"},{"name":"a"}]})", "trusted_tools", "Two trusted tools");
    row("package path", R"({"packages":["/usr/lib"]})", "packages", "not the name of a folder");
}

void TraceJsonTest::runSpecChecksTools() {
    QFETCH(QString, spec);
    QFETCH(QString, field);
    QFETCH(QString, words);
    auto read = runSpecFromJson(test::parsed(spec.toStdString()));
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
    read->question = "What?";
    const auto problems = read->validate();
    QCOMPARE(problems.size(), std::size_t(field.isEmpty() ? 0 : 1));
    if (field.isEmpty()) return;
    QCOMPARE(QString::fromStdString(problems[0].field), field);
    QVERIFY2(QString::fromStdString(problems[0].message).contains(words), problems[0].message.c_str());
}

void TraceJsonTest::callKeys() {
    const auto hash = BlobId::of("request");
    const CallKey own{"", 3, 0, "frame", {}, 0};
    QCOMPARE(own.text(), std::string("/t3"));
    QVERIFY(CallKey::parse("/t3") == own);
    const CallKey forced{"", 30, 0, "final", {}, 0};
    QCOMPARE(forced.text(), std::string("/t30.final"));
    QVERIFY(CallKey::parse(forced.text()) == forced);
    const CallKey sub{"", 3, 1, "rlm_query", hash, 2};
    QCOMPARE(sub.text(), "/t3.c1.rlm_query." + hash.text() + ".2");
    QVERIFY(CallKey::parse(sub.text()) == sub);
    const CallKey below{sub.childPath(), 1, 2, "llm_query", hash, 0};
    QVERIFY(CallKey::parse(below.text()) == below);
    QCOMPARE(CallKey{}.text(), std::string());
    for (const char* wrong : {"", "t3", "/", "/t", "/t03", "/t-1", "/t3.", "/t3.c1", "/t3.c1.x", "/t3.final.", "/t3.c1.llm_query.zz.0",
                              "/t99999999999", "/t1.c1.frame.00000000000000000000000000000000.0"})
        QVERIFY2(!CallKey::parse(wrong), wrong);
    // Whatever a shortened or changed text parses as, it is the text of that key: one spelling per key.
    const auto text = below.text();
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const auto parsed = CallKey::parse(std::string_view(text).substr(0, i));
        if (parsed) QCOMPARE(parsed->text(), text.substr(0, i));
    }
}

void TraceJsonTest::texts() {
    QVERIFY(Text() == Text(""));
    QVERIFY(Text("a") == Text("a"));
    QVERIFY(!(Text("a") == Text("b")));
    QVERIFY(Text("abc") == Text::stored(BlobId::of("abc"), 3));
    QVERIFY(!(Text("abc") == Text::stored(BlobId::of("abd"), 3)));
    QVERIFY(Text::stored(BlobId::of("abc"), 3) == Text::stored(BlobId::of("abc"), 3));
    auto message = Message::text(Role::User, "one");
    message.parts.push_back({PartKind::Image, Text("png"), "image/png"});
    message.parts.push_back({PartKind::Text, Text(" two"), {}});
    QCOMPARE(message.plainText(), std::string("one two"));
}

QTEST_GUILESS_MAIN(TraceJsonTest)
#include "tst_trace_json.moc"
