// The call tree is a table that must behave like a tree: for the keyboard, for the mouse, for screen readers.
#include "sample_tree.h"
#include "views/call_tree_view.h"
#include "views/english.h"
#include "views/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest/QTest>

using namespace rlmscope;

class TestCallTreeView : public QObject {
    Q_OBJECT
    sample::TreeModel m_model;
    std::unique_ptr<CallTreeView> m_view;

    bool expanded(int row) const { return m_model.rows.at(static_cast<std::size_t>(row)).expanded; }
    int row() const { return m_view->currentIndex().row(); }

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }

    void init() {
        sample::fill(m_model);
        m_view = std::make_unique<CallTreeView>();
        m_view->setRows(&m_model, std::make_unique<sample::TreeRows>(&m_model));
        m_view->resize(800, 300);
        m_view->show();
        m_view->selectRow(3);
    }
    void cleanup() { m_view.reset(); }

    void leftFoldsThenGoesToTheParent() {
        QVERIFY(expanded(3));
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QVERIFY(!expanded(3));
        QCOMPARE(row(), 3);
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QCOMPARE(row(), 0);
    }

    void rightUnfoldsThenGoesToTheFirstChild() {
        m_view->selectRow(1);
        QVERIFY(!expanded(1));
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(expanded(1));
        QCOMPARE(row(), 1);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(row(), 2);
        m_view->selectRow(4); // a leaf
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(row(), 4);
    }

    void homeEndTypeAheadAndEnter() {
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QCOMPARE(row(), m_model.rowCount() - 1);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(row(), 0);
        QTest::keyClicks(m_view.get(), "24");
        QCOMPARE(m_view->currentIndex().data(CallTreeModel::NameRole).toString(), QString::fromUtf8("24 × llm_query"));
        QSignalSpy activated(m_view.get(), &CallTreeView::nodeActivated);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
    }

    void theArrowFoldsWithoutMovingTheSelection() {
        const QRect cell = m_view->visualRect(m_model.index(0, 0));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 9, cell.center().y()));
        QVERIFY(!expanded(0));
        QCOMPARE(row(), 3);
    }

    void scrollingUpSwitchesFollowingOff() {
        QSignalSpy changed(m_view.get(), &CallTreeView::followsLiveChanged);
        m_view->setFollowsLive(true);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
        QVERIFY(m_view->followsLive());
        const QPointF at(50, 50);
        QWheelEvent down(at, m_view->viewport()->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &down);
        QVERIFY(m_view->followsLive());
        QWheelEvent up(at, m_view->viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &up);
        QVERIFY(!m_view->followsLive());
        QCOMPARE(changed.count(), 2);
        m_view->setFollowsLive(false); // the same again says nothing
        QCOMPARE(changed.count(), 2);
    }

    void theEndOfARunShowsWhatWasChosen() {
        auto rows = std::make_unique<sample::TreeRows>(&m_model);
        auto* shape = rows.get();
        shape->live = true;
        m_view->setRows(&m_model, std::move(rows));
        m_view->selectRow(0);
        m_view->setFollowsLive(true);
        auto* bar = m_view->verticalScrollBar();
        QVERIFY(bar->maximum() > 0);
        QCOMPARE(bar->value(), bar->maximum());
        shape->live = false;
        m_view->showCurrentAgain();
        QCOMPARE(bar->value(), 0);
        m_view->resize(800, 200); // a panel opens below
        QCOMPARE(bar->value(), 0);
    }

    void screenReadersSeeATree() {
        QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(tree);
        QCOMPARE(tree->role(), QAccessible::Tree);
        QCOMPARE(tree->childCount(), m_model.rowCount());
        QAccessibleInterface* item = tree->child(3);
        QVERIFY(item && item->isValid());
        QCOMPARE(item->role(), QAccessible::TreeItem);
        QCOMPARE(tree->indexOfChild(item), 3);
        const QString name = item->text(QAccessible::Name);
        for (const char* part : {"Turn 3", "partition + map", "$0.1298", "207.8k", "21.6 s"})
            QVERIFY2(name.contains(QLatin1String(part)), qPrintable(name));
        QVERIFY(item->text(QAccessible::Description).contains("level 2"));
        QVERIFY2(item->text(QAccessible::Description).contains("3 of 5"), qPrintable(item->text(QAccessible::Description))); // Turn 3 of five
        QVERIFY(item->state().expanded);
        QVERIFY(item->state().selected);
        auto* actions = item->actionInterface();
        QVERIFY(actions);
        actions->doAction(QAccessibleActionInterface::toggleAction());
        QVERIFY(!expanded(3));
        QVERIFY(item->state().collapsed);
        QVERIFY(!tree->child(m_model.rowCount()));
    }

    void columnsAreChosenAndRemembered() {
        using M = CallTreeModel;
        QVERIFY(m_view->isColumnShown(M::CostColumn));
        QVERIFY(!m_view->isColumnShown(M::ModelColumn));
        m_view->setColumnShown(M::ModelColumn, true);
        m_view->setColumnShown(M::TokensColumn, false);
        m_view->setColumnShown(M::NameColumn, false); // the name stays
        QVERIFY(m_view->isColumnShown(M::NameColumn));
        const QByteArray state = m_view->saveColumns();
        CallTreeView other;
        other.setRows(&m_model, std::make_unique<sample::TreeRows>(&m_model));
        QVERIFY(other.restoreColumns(state));
        QVERIFY(other.isColumnShown(M::ModelColumn));
        QVERIFY(!other.isColumnShown(M::TokensColumn));
        QVERIFY(!other.restoreColumns("nonsense"));
        QVERIFY(!other.restoreColumns(state.left(7)));
        QVERIFY(other.isColumnShown(M::ModelColumn)); // what cannot be read changes nothing
        m_view->resetColumns();
        QVERIFY(!m_view->isColumnShown(M::ModelColumn));
        QVERIFY(m_view->isColumnShown(M::TokensColumn));
    }

    void theCriticalPathIsDrawnWhenItIsWanted() {
        m_view->resize(900, 700);
        const auto darkAt = [&](int row) {
            const QImage image = m_view->grab().toImage();
            const QRect cell = m_view->visualRect(m_model.index(row, CallTreeModel::BarColumn)).translated(m_view->viewport()->pos());
            int dark = 0;
            for (int x = cell.left(); x < cell.right(); ++x) dark += image.pixelColor(x, cell.bottom() - 3) == themed(Token::Tx);
            return dark;
        };
        m_view->setPathTest([](int row) { return row == 5; });
        QCOMPARE(darkAt(5), 0);
        m_view->setShowsPath(true);
        QVERIFY(darkAt(5) > 20);
        QCOMPARE(darkAt(4), 0);
    }

    void everyRowPaintsInEveryTheme() {
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::Light}) {
            Theme::instance().setChoice(choice);
            m_view->resize(900, 700);
            const QImage image = m_view->grab().toImage();
            QVERIFY(!image.isNull());
            // The selected row differs from the one below it over its whole height.
            const QRect a = m_view->visualRect(m_model.index(3, 2));
            const QRect b = m_view->visualRect(m_model.index(4, 2));
            const QPoint offset(2, m_view->viewport()->y() + 2);
            QVERIFY(image.pixelColor(a.topLeft() + offset) != image.pixelColor(b.topLeft() + offset));
        }
    }

    void englishHasPlurals() {
        EnglishPlurals english;
        QCOMPARE(english.translate("x", "%n line(s)", nullptr, 1), QStringLiteral("%n line"));
        QCOMPARE(english.translate("x", "%n line(s)", nullptr, 15), QStringLiteral("%n lines"));
        QVERIFY(english.translate("x", "plain", nullptr, -1).isNull());
    }
};

QTEST_MAIN(TestCallTreeView)
#include "tst_call_tree_view.moc"
