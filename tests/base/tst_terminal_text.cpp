// Text of terminals: what each sequence becomes, and rows that are the same however their bytes arrive.
#include "base/line_index.h"

#include <QtTest/QTest>

#include <random>

using namespace rlmscope;

namespace {

QString seen(std::string_view bytes) {
    const TerminalRow row = terminalRow(bytes, {});
    return QString::fromUtf16(row.text.data(), static_cast<qsizetype>(row.text.size()));
}

struct Cut {
    std::vector<TextRow> rows;
    std::vector<std::string> texts;
    bool hasOpen = false;
    TextRow open;
    bool operator==(const Cut&) const = default;
};

/// Fed in pieces that end at `ends`.
Cut cut(const std::string& bytes, const std::vector<std::size_t>& ends) {
    Cut out;
    RowSplitter splitter;
    const auto row = [&](const TextRow& r) {
        out.rows.push_back(r);
        out.texts.push_back(bytes.substr(r.shown, r.end - r.shown));
        return true;
    };
    std::size_t at = 0;
    for (const std::size_t end : ends) {
        splitter.feed(std::string_view(bytes).substr(at, end - at), row);
        at = end;
    }
    splitter.feed(std::string_view(bytes).substr(at), row);
    splitter.finish(row);
    out.hasOpen = splitter.hasOpen();
    out.open = splitter.open();
    if (out.hasOpen) out.texts.push_back(bytes.substr(out.open.shown, out.open.end - out.open.shown));
    return out;
}

const std::string Sample = "plain\n\x1b[1;31mred \x1b[0mdone\r\n 10%\r 50%\r100%\nname \x1b]0;title\a after\n\xd7\xa9\xe2\x80\xae\xf0\x9f\x98\x80\n"
                           "bad \xff\xc3 \x1b[99 x\x1b\n\n\ttab\x07\r\rend\r";

} // namespace

class TestTerminalText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shows_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("abc") << "abc";
        QTest::newRow("colours go") << QByteArray("\x1b[31ma\x1b[0mb") << "ab";
        QTest::newRow("erase goes") << QByteArray("a\x1b[Kb\x1b[2J\x1b[?25l") << "ab";
        QTest::newRow("cursor leaves a mark") << QByteArray("a\x1b[2Ab") << QString::fromUtf8("a␛b");
        QTest::newRow("title leaves a mark") << QByteArray("a\x1b]0;evil\ab") << QString::fromUtf8("a␛b");
        QTest::newRow("link ended by ST") << QByteArray("\x1b]8;;http://x\x1b\\t") << QString::fromUtf8("␛t");
        QTest::newRow("unfinished is text") << QByteArray("\x1b[31") << QString::fromUtf8("␛[31");
        QTest::newRow("unfinished title is text") << QByteArray("\x1b]0;t") << QString::fromUtf8("␛]0;t");
        QTest::newRow("lone escape") << QByteArray("\x1b") << QString::fromUtf8("␛");
        QTest::newRow("bell") << QByteArray("a\ab") << QString::fromUtf8("a␇b");
        QTest::newRow("delete") << QByteArray("\x7f") << QString::fromUtf8("␡");
        QTest::newRow("zero") << QByteArray("a\0b", 3) << QString::fromUtf8("a␀b");
        QTest::newRow("tab") << QByteArray("a\tb") << "a       b";
        QTest::newRow("override named") << QByteArray("a\xe2\x80\xae" "b") << "a[RLO]b";
        QTest::newRow("isolate named") << QByteArray("\xe2\x81\xa6") << "[LRI]";
        QTest::newRow("umlaut") << QByteArray("\xc3\xa4") << QString::fromUtf8("ä");
        QTest::newRow("emoji") << QByteArray("\xf0\x9f\x98\x80") << QString::fromUtf8("😀");
        QTest::newRow("bad bytes") << QByteArray("\xff\xc3(\xe2\x82") << QString::fromUtf8("\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QString::fromUtf8("\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("half a pair") << QByteArray("\xed\xa0\x80") << QString::fromUtf8("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    }
    void shows() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        const TerminalRow row = terminalRow({bytes.data(), static_cast<std::size_t>(bytes.size())}, {});
        QCOMPARE(seen({bytes.data(), static_cast<std::size_t>(bytes.size())}), text);
        QCOMPARE(row.at.size(), row.text.size() + 1);
        QCOMPARE(row.at.back(), static_cast<std::uint32_t>(bytes.size()));
        QVERIFY(std::is_sorted(row.at.begin(), row.at.end()));
        std::uint32_t end = 0;
        for (const auto& span : row.spans) {
            QCOMPARE(span.begin, end);
            QVERIFY(span.end > span.begin);
            end = span.end;
        }
        QCOMPARE(end, static_cast<std::uint32_t>(row.text.size()));
    }

    void styles() {
        const auto style = [](const char* sequence) {
            TerminalStyle s;
            s.bold = true;
            applyTerminalStyle(sequence, s);
            return s;
        };
        QCOMPARE(style("\x1b[m"), TerminalStyle());
        QVERIFY(style("\x1b[4m").bold && style("\x1b[4m").underline);
        QCOMPARE(style("\x1b[31m").text, (TerminalColor{TerminalColor::Kind::Palette, 1, 0, 0}));
        QCOMPARE(style("\x1b[95m").text, (TerminalColor{TerminalColor::Kind::Palette, 13, 0, 0}));
        QCOMPARE(style("\x1b[38;5;200m").text, (TerminalColor{TerminalColor::Kind::Palette, 200, 0, 0}));
        QCOMPARE(style("\x1b[48;2;1;2;300m").ground, (TerminalColor{TerminalColor::Kind::Rgb, 1, 2, 255}));
        QVERIFY(style("\x1b[38;2;1;2;3;4m").underline);
        QVERIFY(!style("\x1b[38;7;4m").underline); // not understood: what follows cannot be trusted
        QVERIFY(!style("\x1b[22m").bold);
        QCOMPARE(style("\x1b[99999999999999;0m"), TerminalStyle());
    }

    void copiesWithoutEscapes() {
        QCOMPARE(withoutEscapes("a\x1b[31mb\x1b[0m\tc\n\ad"), std::string("ab\tc\nd"));
    }

    void rowsOfSample() {
        const Cut whole = cut(Sample, {});
        QCOMPARE(whole.texts.at(0), std::string("plain"));
        QCOMPARE(whole.texts.at(1), std::string("\x1b[1;31mred \x1b[0mdone"));
        QCOMPARE(whole.texts.at(2), std::string("100%"));
        QCOMPARE(whole.rows.at(2).start.line, std::uint64_t(2));
        QCOMPARE(whole.texts.back(), std::string("end"));
        QVERIFY(whole.hasOpen);
    }

    /// Where bytes are cut changes nothing: at every byte, and at every pair of bytes.
    void everySplit() {
        const Cut whole = cut(Sample, {});
        for (std::size_t i = 0; i <= Sample.size(); ++i) {
            QVERIFY2(cut(Sample, {i}) == whole, qPrintable(QString::number(i)));
            for (std::size_t j = i; j <= Sample.size(); j += 3) QVERIFY(cut(Sample, {i, j}) == whole);
        }
        std::vector<std::size_t> every;
        for (std::size_t i = 1; i < Sample.size(); ++i) every.push_back(i);
        QVERIFY(cut(Sample, every) == whole);
    }

    void longLinesAreCutBetweenCharacters() {
        std::string bytes;
        while (bytes.size() < 3 * RowSplitter::MaxRow) bytes += "\xe2\x82\xac";
        const Cut whole = cut(bytes, {});
        QCOMPARE(whole.rows.size(), std::size_t(2));
        for (const auto& row : whole.rows) {
            QVERIFY(row.end - row.shown <= RowSplitter::MaxRow + 3);
            QCOMPARE((row.end - row.shown) % 3, std::uint64_t(0));
            QCOMPARE(row.start.line, std::uint64_t(0));
        }
        QVERIFY(whole.rows.at(1).start.continued);
        QVERIFY(cut(bytes, {5000, 8191, 8192, 8193, 8194}) == whole);
    }

    void styleGoesOnInTheNextRow() {
        const Cut whole = cut("\x1b[32mgreen\nstill\x1b[0m\nno more\n", {});
        QCOMPARE(whole.rows.at(1).style.text.r, std::uint8_t(2));
        QCOMPARE(whole.rows.at(2).style, TerminalStyle());
    }

    /// Any row can be found again from the nearest remembered one.
    void tableRemembers() {
        std::mt19937 random(7);
        std::string bytes;
        for (int line = 0; line < 3000; ++line) {
            if (random() % 20 == 0) bytes += "\x1b[3" + std::to_string(random() % 8) + "m";
            if (random() % 50 == 0) bytes += std::string(random() % 20'000, 'x');
            if (random() % 30 == 0) bytes += "state 1\rstate 2\r";
            bytes += std::to_string(line) + "\n";
        }
        std::vector<TextRow> rows;
        RowSplitter splitter;
        splitter.feed(bytes, [&](const TextRow& row) {
            rows.push_back(row);
            return true;
        });
        LineIndexer indexer;
        LineTable table;
        for (std::size_t at = 0; at < bytes.size(); at += 10'007) {
            indexer.feed(std::string_view(bytes).substr(at, 10'007));
            table.add(indexer.take());
        }
        QCOMPARE(table.rows(), std::uint64_t(rows.size()));
        QCOMPARE(table.lines(), std::uint64_t(3000));
        for (std::size_t i = 0; i < rows.size(); i += 7) {
            const auto place = table.before(i);
            QVERIFY(place.row <= i && i - place.row < LineTable::Step);
            QCOMPARE(place.start, rows[place.row].start);
            const auto byByte = table.beforeOffset(rows[i].start.offset);
            QCOMPARE(byByte.row, place.row);
            const auto byLine = table.beforeLine(rows[i].start.line);
            QVERIFY(byLine.start.line < rows[i].start.line || !byLine.start.continued);
            const bool hidden = rows[i].shown > rows[i].start.offset;
            QCOMPARE(table.hiddenAt(rows[i].start.offset) != nullptr, hidden);
            if (hidden) {
                QVERIFY(table.isHidden(rows[i].start.offset));
                QVERIFY(!table.isHidden(rows[i].shown));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTerminalText)
#include "tst_terminal_text.moc"
