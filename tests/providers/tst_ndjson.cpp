#include "providers/ndjson.h"

#include <QTest>

using namespace rlmscope;

namespace {
using Lines = std::vector<std::string>;

Lines parse(const std::vector<std::string>& pieces) {
    Lines lines;
    NdjsonParser parser([&](std::string_view line) { lines.emplace_back(line); });
    for (const std::string& piece : pieces) parser.push(piece);
    parser.finish();
    return lines;
}
} // namespace

class TestNdjson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lines_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("plain") << QByteArray("{\"a\":1}\n{\"b\":2}\n") << QByteArrayList{"{\"a\":1}", "{\"b\":2}"};
        QTest::newRow("crlf") << QByteArray("1\r\n2\r\n") << QByteArrayList{"1", "2"};
        QTest::newRow("blank lines") << QByteArray("\n\r\n \n1\n\n2") << QByteArrayList{"1", "2"};
        QTest::newRow("no last line end") << QByteArray("1\n22") << QByteArrayList{"1", "22"};
        QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF" "1\n") << QByteArrayList{"1"};
        QTest::newRow("utf8") << QByteArray("\"ä€𝄞\"\n") << QByteArrayList{"\"ä€𝄞\""};
        QTest::newRow("broken utf8") << QByteArray("\"a\xC3\"\n") << QByteArrayList{"\"a\xEF\xBF\xBD\""};
        QTest::newRow("nothing") << QByteArray() << QByteArrayList{};
    }
    void lines() {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArrayList, lines);
        const std::string bytes = stream.toStdString();
        Lines expected;
        for (const QByteArray& line : lines) expected.push_back(line.toStdString());
        // Wherever the stream is cut, the lines are the same.
        for (std::size_t a = 0; a <= bytes.size(); ++a)
            for (std::size_t b = a; b <= bytes.size(); ++b)
                QVERIFY(parse({bytes.substr(0, a), bytes.substr(a, b - a), bytes.substr(b)}) == expected);
    }

    void aLinePastTheLimitStops() {
        Lines lines;
        NdjsonParser parser([&](std::string_view line) { lines.emplace_back(line); }, 100);
        QVERIFY(parser.push("ok\n"));
        for (int i = 0; i < 30; ++i) parser.push("12345");
        QVERIFY(!parser.push("\nafter\n"));
        parser.finish();
        QVERIFY(lines == Lines{"ok"});
    }

    void bigLines() {
        const std::string big(300'000, 'x');
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < big.size(); at += 999) pieces.push_back(big.substr(at, 999));
        pieces.push_back("\n");
        QVERIFY(parse(pieces) == Lines{big});
    }
};

QTEST_GUILESS_MAIN(TestNdjson)
#include "tst_ndjson.moc"
