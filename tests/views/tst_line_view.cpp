// The view of big texts: keyboard, mouse, selection, find, growing, a million lines.
#include "itemmodels/text_pieces.h"
#include "views/find_bar.h"
#include "views/line_view.h"
#include "views/terminal_colors.h"
#include "views/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QTest>

using namespace rlmscope;

namespace {

struct Shown {
    TextPieces source;
    LineView view;

    explicit Shown(const std::string& bytes, bool complete = true) {
        source.setPieces({}, {{Text(bytes), false}}, complete);
        view.resize(400, 200);
        view.setLineNumbers(true);
        view.setSource(&source);
        view.show();
        view.setFocus();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    void add(const std::string& bytes) { source.append({Text(bytes), false}); }
};

std::string numbered(int lines) {
    std::string bytes;
    for (int i = 0; i < lines; ++i) bytes += "line " + std::to_string(i) + '\n';
    return bytes;
}

} // namespace

class TestLineView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }

    void keysMoveAndSelect() {
        Shown s("alpha beta\ngamma\n\nlast");
        s.key(Qt::Key_Right);
        QCOMPARE(s.view.caret(), quint64(1));
        s.key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(s.view.caret(), quint64(5));
        s.key(Qt::Key_Down);
        QCOMPARE(s.view.caret(), quint64(16)); // the end of "gamma"
        s.key(Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(s.view.selectedText(), QStringLiteral("gamma"));
        s.key(Qt::Key_Escape);
        QVERIFY(!s.view.hasSelection());
        s.key(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(s.view.caret(), quint64(22));
        s.key(Qt::Key_Left);
        s.key(Qt::Key_Home);
        s.key(Qt::Key_Left);
        QCOMPARE(s.view.caret(), quint64(17)); // the empty line
        s.key(Qt::Key_Home, Qt::ControlModifier);
        s.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(s.view.selectedText(), QStringLiteral("alpha beta\n"));
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("alpha beta\ngamma\n\nlast"));
    }

    void theMouseSelects() {
        Shown s("alpha beta\ngamma");
        QWidget* port = s.view.viewport();
        const int row = s.view.rowHeight();
        QTest::mouseDClick(port, Qt::LeftButton, {}, QPoint(70, row / 2 + 4));
        const QString word = s.view.selectedText();
        QVERIFY2(word == "alpha" || word == "beta", qPrintable(word));
        QTest::mousePress(port, Qt::LeftButton, {}, QPoint(400, row / 2 + 4));
        QTest::mouseMove(port, QPoint(400, row + row / 2 + 4));
        QTest::mouseRelease(port, Qt::LeftButton, {}, QPoint(400, row + row / 2 + 4));
        QTest::mouseClick(port, Qt::LeftButton, Qt::ShiftModifier, QPoint(398, row + row / 2 + 4));
        QCOMPARE(s.view.selectedText(), QStringLiteral("\ngamma"));
    }

    void marksAndColours() {
        Shown s("a\tb\x1b[31mred\x1b[0m\x1b]0;t\a\xe2\x80\xae\n");
        QCOMPARE(s.view.textOfRow(0), QString::fromUtf8("a       bred␛[RLO]"));
        s.view.grab(); // paints
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast}) {
            Theme::instance().setChoice(choice);
            for (int ground = 0; ground < 256; ground += 5)
                for (int text = 0; text < 256; ++text) {
                    TerminalStyle style;
                    style.text = {TerminalColor::Kind::Palette, static_cast<std::uint8_t>(text), 0, 0};
                    if (ground > 0) style.ground = {TerminalColor::Kind::Palette, static_cast<std::uint8_t>(ground), 0, 0};
                    const TerminalLook look = terminalLook(style);
                    const double ratio = contrastRatio(look.text, look.ground.isValid() ? look.ground : themed(Token::Code));
                    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3").arg(text).arg(ground).arg(ratio)));
                }
        }
        Theme::instance().setChoice(ThemeChoice::Light);
    }

    void aMillionLinesScrollAndFind() {
        Shown s(numbered(1'000'000));
        QTRY_COMPARE_WITH_TIMEOUT(s.view.rows().rowCount(), quint64(1'000'000), 30000);
        s.view.goToLine(765'432);
        QCOMPARE(s.view.textOfRow(s.view.rows().rowCount() - 1), QStringLiteral("line 999999"));
        QVERIFY(s.view.firstVisibleRow() <= 765'432 && s.view.firstVisibleRow() + static_cast<quint64>(s.view.visibleRows()) > 765'432);
        s.key(Qt::Key_F, Qt::ControlModifier);
        QVERIFY(s.view.findBar()->isVisible());
        s.view.findBar()->findChild<QLineEdit*>()->setText("LINE 99999");
        QTRY_COMPARE_WITH_TIMEOUT(s.view.search().count(), std::uint64_t(11), 30000);
        QTRY_VERIFY(!s.view.search().isRunning());
        QTRY_VERIFY(s.view.hasSelection());
        const quint64 first = s.view.selectionBegin();
        s.view.findNext();
        QVERIFY(s.view.selectionBegin() > first);
        s.view.findPrevious();
        QCOMPARE(s.view.selectionBegin(), first);
        QCOMPARE(s.view.selectedText(), QStringLiteral("line 99999"));
        QTest::keyClick(s.view.findBar()->findChild<QLineEdit*>(), Qt::Key_Escape);
        QVERIFY(!s.view.findBar()->isVisible());
    }

    void aTextThatGrowsKeepsPlaceUnlessFollowed() {
        Shown s(numbered(200), false);
        s.view.goToLine(50);
        s.view.select(4, 9);
        const quint64 before = s.view.firstVisibleRow();
        s.add(numbered(300));
        QCOMPARE(s.view.rows().rowCount(), quint64(500));
        QCOMPARE(s.view.firstVisibleRow(), before);
        QCOMPARE(s.view.selectionEnd(), quint64(9));
        QVERIFY(!s.view.follows());
        s.key(Qt::Key_End, Qt::ControlModifier);
        QVERIFY(s.view.follows());
        s.add("tail\n");
        QCOMPARE(s.view.firstVisibleRow() + static_cast<quint64>(s.view.visibleRows()), s.view.rows().rowCount());
        s.view.verticalScrollBar()->setValue(3);
        QVERIFY(!s.view.follows());
    }

    void aFoundTextIsFoundInWhatCame() {
        Shown s(numbered(20), false);
        s.view.openFind();
        s.view.findBar()->findChild<QLineEdit*>()->setText("needle");
        QTRY_VERIFY(!s.view.search().isRunning());
        s.add("a needle\n");
        QTRY_COMPARE(s.view.search().count(), std::uint64_t(1));
    }

    void anEndlessLineDoesNotFreeze() {
        Shown s(std::string(20'000'000, 'x'));
        QTRY_VERIFY_WITH_TIMEOUT(!s.view.rows().isFinding(), 30000);
        s.key(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(s.view.caret(), quint64(20'000'000));
        s.view.grab();
        QVERIFY(s.view.rows().rowCount() > 2000);
    }

    void savingWritesTheBytes() {
        QTemporaryDir dir;
        const std::string bytes = "\x1b[31mred\x1b[0m\r\n\xff";
        Shown s(bytes);
        QString problem;
        QVERIFY2(s.view.saveTo(dir.filePath("out.txt"), &problem), qPrintable(problem));
        QFile file(dir.filePath("out.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), bytes);
        QVERIFY(!s.view.saveTo(dir.filePath("no/such/folder"), &problem));
        QVERIFY(!problem.isEmpty());
    }

    void aScreenReaderGetsWhatIsSeen() {
        Shown s("one\ntwo\nthree");
        auto* face = QAccessible::queryAccessibleInterface(&s.view);
        QVERIFY(face && face->textInterface());
        QCOMPARE(face->text(QAccessible::Value), QStringLiteral("one\ntwo\nthree"));
        auto* text = face->textInterface();
        text->setCursorPosition(5);
        QCOMPARE(s.view.caret(), quint64(5));
        QCOMPARE(text->cursorPosition(), 5);
        text->addSelection(0, 7);
        QCOMPARE(s.view.selectedText(), QStringLiteral("one\ntwo"));
    }

    void aSourceThatGoesLeavesAnEmptyView() {
        LineView view;
        auto source = std::make_unique<TextPieces>();
        source->setText("x");
        view.setSource(source.get());
        QCOMPARE(view.rows().rowCount(), quint64(1));
        source.reset();
        QTRY_COMPARE(view.rows().rowCount(), quint64(0));
        view.grab();
    }
};

QTEST_MAIN(TestLineView)
#include "tst_line_view.moc"
