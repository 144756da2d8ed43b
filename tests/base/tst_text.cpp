// UTF-8: validity against a slow reader, cuts at every byte, streams against whole texts.
#include "base/text.h"

#include <QTest>

#include <random>

using namespace rlmscope;

namespace {

// Written another way on purpose: decodes to numbers, then checks the ranges.
bool slowValid(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        const auto lead = static_cast<unsigned char>(s[i]);
        const int length = lead < 0x80 ? 1 : (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
        if (length == 0 || i + static_cast<std::size_t>(length) > s.size()) return false;
        std::uint32_t c = length == 1 ? lead : lead & (0x7FU >> length);
        for (int k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(s[i + static_cast<std::size_t>(k)]);
            if ((next >> 6) != 2) return false;
            c = c << 6 | (next & 63);
        }
        constexpr std::uint32_t Least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (c < Least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return false;
        i += static_cast<std::size_t>(length);
    }
    return true;
}

const std::string Samples[] = {
    "", "a", "plain ascii text of more than sixteen bytes", "é", "naïve café", "語", "日本語テキスト", "😀", "a😀b語cé",
    std::string("zero\0byte", 9), "\xC3", "\xE8\xAA", "\xF0\x9F\x98", "a\x80z", "\xC0\xAF", "\xC1\x81", "\xE0\x9F\xBF",
    "\xED\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF", "\xF4\x90\x80\x80",
    "\xF5\x80\x80\x80", "\xFF\xFE", "x\xE8\xAA y", "\xE8\xAA\xE8\xAA\x9E", "\xF0\x9F\x98\xC3\xA9", "a\xE2\x82",
    "\xEF\xBF\xBD", "ok \x80\x80\x80\x80 ok"};

} // namespace

class TestText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void validity() {
        for (const auto& s : Samples) QCOMPARE(isValidUtf8(s), slowValid(s));
        // Every sequence of two bytes, and of three and four with the interesting bytes, at every alignment of the
        // block that skips plain ASCII.
        constexpr unsigned char Edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
                                           0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
        for (int a = 0; a < 256; ++a)
            for (int b = 0; b < 256; ++b) {
                const std::string s{static_cast<char>(a), static_cast<char>(b)};
                QCOMPARE(isValidUtf8(s), slowValid(s));
            }
        for (const auto a : Edges)
            for (const auto b : Edges)
                for (const auto c : Edges) {
                    const std::string three{static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)};
                    QCOMPARE(isValidUtf8(three), slowValid(three));
                    for (const auto d : Edges) {
                        const std::string four = three + static_cast<char>(d);
                        if (isValidUtf8(four) != slowValid(four)) QFAIL(QByteArray::fromStdString(four).toHex());
                    }
                }
        for (std::size_t before = 0; before < 20; ++before) {
            const auto text = std::string(before, 'x') + "é" + std::string(9, 'y') + "\xFF" + "z";
            QCOMPARE(firstInvalidUtf8(text), before + 11);
            QCOMPARE(firstInvalidUtf8(std::string(before, 'x')), std::string_view::npos);
        }
    }
    /// Blocks of sixteen, faults at and across their borders: what the shortest prefixes say.
    void faultsAnywhereInLongTexts() {
        const std::vector<std::string> good{"a", "é", "語", "😀", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF", "0123456789abcdef"};
        const std::vector<std::string> bad{"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                                           "\xF5\x80\x80\x80", "\xFF", "\xE8\xAA", "\xF0\x9F\x98", "\xC3"};
        std::mt19937 random(5);
        for (int round = 0; round < 20'000; ++round) {
            std::string text;
            for (auto n = random() % 30; n > 0; --n) text += good[random() % good.size()];
            QCOMPARE(firstInvalidUtf8(text), std::string_view::npos);
            const std::size_t boundary = text.size();
            text += bad[random() % bad.size()];
            if (random() % 2) text += "x";
            for (auto n = random() % 30; n > 0; --n) text += good[random() % good.size()];
            QCOMPARE(firstInvalidUtf8(text), boundary);
        }
    }
    void firstInvalidIsTheFirst() {
        for (const auto& s : Samples) {
            const auto bad = firstInvalidUtf8(s);
            if (bad == std::string_view::npos) continue;
            QVERIFY(slowValid(s.substr(0, bad)));
            for (std::size_t n = 1; n <= 4 && bad + n <= s.size(); ++n) QVERIFY(!slowValid(s.substr(bad, n)));
        }
    }
    void replacing_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray mark = "\xEF\xBF\xBD";
        QTest::newRow("valid") << QByteArray("é語😀") << QByteArray("é語😀");
        QTest::newRow("maximal part, cut") << QByteArray("a\xE8\xAA") << "a" + mark;
        QTest::newRow("maximal part, followed") << QByteArray("\xE8\xAA" "b") << mark + "b";
        QTest::newRow("four bytes, three there") << QByteArray("\xF0\x9F\x98" "b") << mark + "b";
        QTest::newRow("single continuations") << QByteArray("\x80\x80") << mark + mark;
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << mark + mark;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << mark + mark + mark;
        QTest::newRow("lead, then lead") << QByteArray("\xC3\xC3\xA9") << mark + "é";
    }
    void replacing() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(toValidUtf8(bytes.toStdString())), expected);
    }
    void streamEqualsWholeHoweverCut() {
        for (const auto& s : Samples) {
            const auto whole = toValidUtf8(s);
            for (std::size_t a = 0; a <= s.size(); ++a)
                for (std::size_t b = a; b <= s.size(); ++b) {
                    Utf8Stream stream;
                    const std::string_view view = s;
                    std::string out;
                    for (const auto piece : {view.substr(0, a), view.substr(a, b - a), view.substr(b)}) {
                        const auto ready = stream.push(piece);
                        QVERIFY(slowValid(ready));
                        out += ready;
                    }
                    out += stream.finish();
                    QCOMPARE(out, whole);
                }
            Utf8Stream bytewise;
            std::string out;
            for (const char c : s) out += bytewise.push({&c, 1});
            QCOMPARE(out + bytewise.finish(), whole);
        }
    }
    void randomStreams() {
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            std::string s;
            for (int i = 0; i < 12; ++i) s += Samples[random() % std::size(Samples)];
            Utf8Stream stream;
            std::string out;
            for (std::size_t at = 0; at < s.size();) {
                const auto n = random() % 7;
                out += stream.push(std::string_view(s).substr(at, n));
                at += n;
            }
            QCOMPARE(out + stream.finish(), toValidUtf8(s));
        }
    }
    void streamGivesWholeCharactersAtOnce() {
        Utf8Stream stream;
        QCOMPARE(stream.push("a\xE8\xAA"), std::string("a"));
        QCOMPARE(stream.push("\x9E" "b"), std::string("語b"));
        QCOMPARE(stream.finish(), std::string());
        QCOMPARE(stream.push("\xF0"), std::string());
        QCOMPARE(stream.finish(), std::string("\xEF\xBF\xBD"));
        QCOMPARE(stream.push("reused"), std::string("reused"));
    }
    void headsAndTails() {
        const std::string s = "aé語😀z";
        QCOMPARE(codePoints(s), std::size_t{5});
        const std::string heads[] = {"", "a", "aé", "aé語", "aé語😀", "aé語😀z", "aé語😀z"};
        const std::string tails[] = {"", "z", "😀z", "語😀z", "é語😀z", "aé語😀z", "aé語😀z"};
        for (std::size_t n = 0; n < 7; ++n) {
            QCOMPARE(std::string(headCodePoints(s, n)), heads[n]);
            QCOMPARE(std::string(tailCodePoints(s, n)), tails[n]);
        }
        QCOMPARE(std::string(headCodePoints(s, 1000)), s);
        QCOMPARE(std::string(tailCodePoints("", 3)), std::string());
    }
    void trimming() {
        QCOMPARE(std::string(trimmed(" \t\n a b \r\n")), std::string("a b"));
        QCOMPARE(std::string(trimmed(" \n")), std::string());
        QCOMPARE(std::string(trimmed("x")), std::string("x"));
    }
    void oneLine_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QString>("expected");
        QTest::newRow("as it is") << "abc" << 10 << "abc";
        QTest::newRow("just fits") << "abc" << 3 << "abc";
        QTest::newRow("cut") << "abcd" << 3 << "abc…";
        QTest::newRow("lines") << "a\n\n  b\tc" << 10 << "a b c";
        QTest::newRow("trimmed") << "  a  " << 10 << "a";
        QTest::newRow("wide") << "語語語語" << 2 << "語語…";
        QTest::newRow("cut at a space") << "ab cd" << 2 << "ab…";
        QTest::newRow("nothing") << "\n " << 5 << "";
        QTest::newRow("control") << "a\x01" "b" << 9 << "a b";
    }
    void oneLine() {
        QFETCH(QString, text);
        QFETCH(int, limit);
        QTEST(QString::fromStdString(rlmscope::oneLine(text.toStdString(), static_cast<std::size_t>(limit))), "expected");
    }
    void oneLineIsValid() {
        for (const auto& s : Samples)
            for (std::size_t n = 0; n < 6; ++n) {
                const auto line = rlmscope::oneLine(s, n);
                QVERIFY(slowValid(line));
                QVERIFY(codePoints(line) <= n + 1);
            }
    }
    void fencesAreNoWords() {
        QCOMPARE(withoutFence("```repl x = 1"), std::string_view("x = 1"));
        QCOMPARE(withoutFence("``` x = 1"), std::string_view("x = 1"));
        QCOMPARE(withoutFence("```repl x = 1 ```"), std::string_view("x = 1"));
        QCOMPARE(withoutFence("First ```repl x"), std::string_view("First ```repl x"));
        QCOMPARE(withoutFence("```"), std::string_view("```"));
        QCOMPARE(withoutFence(""), std::string_view());
    }
    void tokenEstimates() {
        QCOMPARE(estimateTokens(std::string_view()), std::int64_t{0});
        QCOMPARE(estimateTokens(std::string_view("a")), std::int64_t{1});
        QCOMPARE(estimateTokens(std::string_view("abcde")), std::int64_t{2});
        QCOMPARE(estimateTokens(std::uint64_t{4'000'000'000}), std::int64_t{1'000'000'000});
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
