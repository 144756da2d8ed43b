// Texts of any size in parts: rows, pieces of a cell's output while it grows, what the model saw of it, copies.
#include "itemmodels/node_output.h"
#include "itemmodels/run_document.h"
#include "itemmodels/text_pieces.h"
#include "itemmodels/text_rows.h"
#include "support/live_trace.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QTest>

using namespace rlmscope;
using rlmscope::test::EventScript;
using rlmscope::test::LiveTrace;

namespace {

Text textOf(std::string bytes) { return Text(std::move(bytes)); }

QString shown(TextRows& rows, quint64 index) {
    const auto row = rows.row(index);
    if (!row) return QStringLiteral("(no row)");
    const auto bytes = rows.bytesOf(*row);
    return bytes ? QString::fromStdString(*bytes) : QStringLiteral("(no bytes)");
}

void output(EventScript& s, NodeId cell, const std::string& text, OutputStream stream) { s.add(CellOutput{stream, Text(text), false}, cell); }

} // namespace

class TestTexts : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

private Q_SLOTS:
    void aMillionLinesAreFound() {
        std::string bytes;
        for (int i = 0; i < 1'000'000; ++i) bytes += std::to_string(i) + '\n';
        TextPieces source;
        source.setPieces({}, {{textOf(bytes.substr(0, 3'000'001)), false}, {textOf(bytes.substr(3'000'001)), true}}, true);
        TextRows rows;
        QSignalSpy changed(&rows, &TextRows::changed);
        rows.setSource(&source);
        QTRY_VERIFY_WITH_TIMEOUT(!rows.isFinding(), 30000);
        QCOMPARE(rows.rowCount(), quint64(1'000'000));
        QCOMPARE(rows.lineCount(), quint64(1'000'000));
        for (const quint64 i : {0ULL, 31ULL, 32ULL, 777'777ULL, 999'999ULL}) QCOMPARE(shown(rows, i), QString::number(i));
        QCOMPARE(rows.rowOfLine(123'456).value(), quint64(123'456));
        QCOMPARE(rows.rowOfByte(bytes.size() - 1).value(), quint64(999'999));
        QVERIFY(rows.memory() < 8'000'000);
        QVERIFY(!source.isErrorAt(3'000'000));
        QVERIFY(source.isErrorAt(3'000'001));
    }

    void oneEndlessLineIsManyRows() {
        TextPieces source;
        source.setPieces({}, {{textOf(std::string(5'000'000, 'x') + "\nlast"), false}}, true);
        TextRows rows;
        rows.setSource(&source);
        QTRY_VERIFY_WITH_TIMEOUT(!rows.isFinding(), 30000);
        QVERIFY(rows.rowCount() > 600);
        QCOMPARE(rows.lineCount(), quint64(2));
        QCOMPARE(shown(rows, rows.rowOfLine(1).value()), QStringLiteral("last"));
        QVERIFY(rows.row(300)->start.continued);
        QVERIFY(static_cast<std::uint64_t>(shown(rows, 300).size()) <= RowSplitter::MaxRow);
        QString problem;
        QCOMPARE(rows.text(4'999'999, 5'000'003, &problem), QStringLiteral("x\nla"));
        QVERIFY(problem.isEmpty());
    }

    void aGrowingTextKeepsItsRows() {
        TextPieces source;
        source.setPieces({}, {}, false);
        TextRows rows;
        rows.setSource(&source);
        QCOMPARE(rows.rowCount(), quint64(0));
        source.append({textOf("first\nsec"), false});
        QCOMPARE(rows.rowCount(), quint64(2));
        QCOMPARE(shown(rows, 1), QStringLiteral("sec"));
        source.append({textOf("ond\n 10%\r"), false});
        QCOMPARE(shown(rows, 1), QStringLiteral("second"));
        QCOMPARE(shown(rows, 2), QStringLiteral(" 10%"));
        source.append({textOf(" 20%\r"), false});
        QCOMPARE(rows.rowCount(), quint64(3));
        QCOMPARE(shown(rows, 2), QStringLiteral(" 20%"));
        source.append({textOf("done\n"), false});
        QCOMPARE(shown(rows, 2), QStringLiteral("done"));
        QString problem;
        QCOMPARE(rows.text(0, source.byteSize(), &problem), QStringLiteral("first\nsecond\ndone\n"));
        source.setText("other");
        QCOMPARE(rows.rowCount(), quint64(1));
        QCOMPARE(shown(rows, 0), QStringLiteral("other"));
    }

    void aProgressBarOfMegabytesIsOneRow() {
        std::string bytes = "begin\n";
        for (int i = 0; i < 200'000; ++i) bytes += "\rstep " + std::to_string(i);
        bytes += "\nend\n";
        TextPieces source;
        source.setPieces({}, {{textOf(bytes), false}}, true);
        TextRows rows;
        rows.setSource(&source);
        QTRY_VERIFY_WITH_TIMEOUT(!rows.isFinding(), 30000);
        QCOMPARE(rows.rowCount(), quint64(3));
        QCOMPARE(shown(rows, 1), QStringLiteral("step 199999"));
        QCOMPARE(shown(rows, 2), QStringLiteral("end"));
        QVERIFY(rows.isHidden(1000));
    }

    void theOutputOfALiveCell() {
        LiveTrace trace(m_dir.filePath("live.rlmscope").toStdString());
        RunDocument document;
        document.beginLive(trace.path(), trace.run());
        EventScript s;
        s.begin();
        const NodeId frame = s.frame(), turn = s.turn(frame, 1), cell = s.cell(turn, 1);
        output(s, cell, "one\n", OutputStream::Stdout);
        output(s, cell, "problem\n", OutputStream::Stderr);
        QVERIFY(trace.write(s, &document));
        const NodeIndex index = document.tree().find(cell);
        NodeOutput out;
        out.setCell(&document, index);
        QVERIFY(out.facts().running && !out.facts().cut);
        QCOMPARE(out.facts().allBytes(), quint64(12));
        QCOMPARE(out.facts().errorBytes, quint64(8));
        TextRows rows;
        rows.setSource(out.source(NodeOutput::Both));
        QCOMPARE(shown(rows, 1), QStringLiteral("problem"));
        output(s, cell, std::string(300, 'y') + "\n" + std::string(900, 'z'), OutputStream::Stdout);
        QVERIFY(trace.write(s, &document));
        QTRY_COMPARE(rows.rowCount(), quint64(4));
        QCOMPARE(shown(rows, 2), QString(300, QLatin1Char('y')));
        CellEnded end;
        end.status = "ok";
        end.visible = Text("one\n" + std::string(200, 'y') + "\n[output cut: the first 204 of 1,205 characters are shown]\nproblem\n");
        end.truncated = true;
        end.droppedBytes = 77;
        s.add(end, cell);
        QVERIFY(trace.write(s, &document));
        out.setCell(&document, index);
        QCOMPARE(out.facts().seenCharacters, qint64(204));
        QCOMPARE(out.facts().allCharacters, qint64(1205));
        QCOMPARE(out.facts().droppedBytes, quint64(77));
        QCOMPARE(out.facts().boundary.value(), quint64(4 + 8 + 200)); // stderr lies between
        QCOMPARE(out.facts().boundaryInStream.value(), quint64(204));
        QVERIFY(out.source(NodeOutput::Seen)->byteSize() > 200);
        // A step back: what was not yet written is gone.
        document.setMoment(document.tree().node(index).id.seq + 1);
        QCOMPARE(out.facts().allBytes(), quint64(4));
        QCOMPARE(out.source(NodeOutput::Seen)->byteSize(), std::uint64_t(0));
        document.setMoment(0);
        QCOMPARE(out.facts().allBytes(), quint64(4 + 8 + 301 + 900));
    }

    void copiesAreClean() {
        TextPieces source;
        source.setPieces({}, {{textOf("\x1b[31mred\x1b[0m and\a\r\nnext"), false}}, true);
        TextRows rows;
        rows.setSource(&source);
        QCOMPARE(rows.text(0, source.byteSize(), nullptr), QStringLiteral("red and\nnext"));
    }
};

QTEST_GUILESS_MAIN(TestTexts)
#include "tst_texts.moc"
