#include "exchange/json_tape.h"
#include "support/json.h"

#include <QTest>

#include <random>

using namespace rlmscope;
using Json = nlohmann::json;

namespace {

Json random(std::mt19937& engine, int depth) {
    const auto pick = [&](int n) { return static_cast<int>(engine() % static_cast<unsigned>(n)); };
    switch (pick(depth > 0 ? 8 : 6)) {
    case 0: return nullptr;
    case 1: return pick(2) == 0;
    case 2: return pick(1000) - 500;
    case 3: return pick(1000) / 7.0;
    case 4: return std::string(static_cast<std::size_t>(pick(5)), static_cast<char>(' ' + pick(90))) + "\n\"\\\t";
    case 5: return "\xE6\x97\xA5 \xF0\x9F\x98\x80 \x01";
    case 6: {
        auto list = Json::array();
        for (int i = pick(5); i > 0; --i) list.push_back(random(engine, depth - 1));
        return list;
    }
    default: {
        auto object = Json::object();
        for (int i = pick(5); i > 0; --i) object["k\"" + std::to_string(pick(50))] = random(engine, depth - 1);
        return object;
    }
    }
}

Json read(JsonTape::Value value) {
    switch (value.type()) {
    case JsonTape::Type::Null: return nullptr;
    case JsonTape::Type::True: return true;
    case JsonTape::Type::False: return false;
    case JsonTape::Type::Number: return test::parsed(value.raw());
    case JsonTape::Type::String: return value.string();
    case JsonTape::Type::Array: {
        auto list = Json::array();
        for (const auto item : value) list.push_back(read(item));
        return list;
    }
    case JsonTape::Type::Object: {
        auto object = Json::object();
        for (auto it = value.begin(); it != value.end(); ++it) object[it.key()] = read(*it);
        return object;
    }
    }
    return {};
}

} // namespace

class TestJsonTape : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatNlohmannReads() {
        std::mt19937 engine(1);
        for (int i = 0; i < 500; ++i) {
            const auto json = random(engine, 4);
            for (const auto& text : {test::dumped(json), test::dumped(json, 2), test::dumped(json, -1, true)}) {
                const auto tape = JsonTape::parse(text);
                QVERIFY2(tape.ok(), text.c_str());
                QVERIFY2(read(tape->root()) == json, text.c_str());
            }
        }
    }
    void everyCutIsAnError() {
        const std::string text = R"({"a": [1, -2.5e3, "x\u00e9\ud83d\ude00\n", true, null], "b": {"c": {}}})";
        QVERIFY(JsonTape::parse(text).ok());
        for (std::size_t n = 0; n < text.size(); ++n) {
            QVERIFY2(!JsonTape::parse(std::string_view(text).substr(0, n)).ok(), text.substr(0, n).c_str());
            QVERIFY(!JsonTape::parse(std::string_view(text).substr(n + 1)).ok() || n + 1 >= text.size());
        }
    }
    void refusesWhatIsNoJson() {
        for (const auto* text : {"", " ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "[1 2]", "01x", "1.", "-", "1e", "tru", "'a'",
                                 "\"\\x\"", "\"\\u12\"", "\"\n\"", "[1]]", "1 2", "nan", "[}", "{]", "{\"a\":1]", "\"\\"})
            QVERIFY2(!JsonTape::parse(text).ok(), text);
    }
    void pythonsNumbers() {
        const auto tape = JsonTape::parse("[NaN, Infinity, -Infinity, 1e400, 12, -3, 2.5, 1e30]");
        QVERIFY(tape.ok());
        std::vector<JsonTape::Value> v;
        for (const auto item : tape->root()) v.push_back(item);
        for (int i = 0; i < 4; ++i) QVERIFY(!v[static_cast<std::size_t>(i)].number() && !v[static_cast<std::size_t>(i)].count());
        QCOMPARE(*v[4].count(), std::int64_t(12));
        QVERIFY(!v[5].count());
        QCOMPARE(*v[6].count(), std::int64_t(2));
        QCOMPARE(*v[7].count(), INT64_MAX);
    }
    void moneyIsExactOrRounded() {
        const auto tape = JsonTape::parse("[0.0012238, 0.004731999999999999, -1, 1e300, 0, \"1\"]");
        std::vector<JsonTape::Value> v;
        for (const auto item : tape->root()) v.push_back(item);
        QCOMPARE(v[0].usd()->value, std::int64_t(1'223'800'000));
        QCOMPARE(v[1].usd()->value, std::int64_t(4'732'000'000));
        QVERIFY(!v[2].usd() && !v[3].usd() && !v[5].usd());
        QCOMPARE(v[4].usd()->value, std::int64_t(0));
    }
    void surrogatesAndBadUtf8() {
        const auto tape = JsonTape::parse("[\"\\ud83d\\ude00\", \"\\ud83d\", \"\\ude00x\", \"\\ud83d\\u0041\", \"\xFF\xFE\", \"\\u0000\"]");
        QVERIFY(tape.ok());
        std::vector<std::string> s;
        for (const auto item : tape->root()) s.push_back(item.string());
        QCOMPARE(s[0], std::string("\xF0\x9F\x98\x80"));
        QCOMPARE(s[1], std::string("\xEF\xBF\xBD"));
        QCOMPARE(s[2], std::string("\xEF\xBF\xBDx"));
        QCOMPARE(s[3], std::string("\xEF\xBF\xBD" "A"));
        QCOMPARE(s[4], std::string("\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(s[5], std::string(1, '\0'));
    }
    void aMillionBrackets() {
        const std::size_t n = 1'000'000;
        const auto closed = JsonTape::parse(std::string(n, '[') + std::string(n, ']'));
        QVERIFY(closed.ok());
        QCOMPARE(closed->root().size(), std::size_t(1));
        QVERIFY(!JsonTape::parse(std::string(n, '[')).ok());
        std::string objects;
        for (std::size_t i = 0; i < n; ++i) objects += "{\"a\":";
        QVERIFY(!JsonTape::parse(objects).ok());
        QVERIFY(JsonTape::parse(objects + "1" + std::string(n, '}')).ok());
    }
    void nothingAnswersNothing() {
        const JsonTape::Value none;
        QVERIFY(!none && none.isNull() && none["a"].isNull() && none.string().empty() && none.size() == 0 && !none.count());
        const auto tape = JsonTape::parse(R"({"a": 1, "a": {"b": "x"}, "\u0062": 2})");
        QCOMPARE(tape->root()["a"]["b"].string(), std::string("x")); // the last one counts
        QCOMPARE(*tape->root()["b"].count(), std::int64_t(2));
        QVERIFY(!tape->root()["c"]);
        QCOMPARE(tape->root()["a"].text(), std::string(R"({"b": "x"})"));
    }
};

QTEST_APPLESS_MAIN(TestJsonTape)
#include "tst_json_tape.moc"
