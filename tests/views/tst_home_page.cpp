#include "views/home_page.h"
#include "views/theme.h"

#include <QApplication>
#include <QListWidget>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

namespace rlmscope {

class HomePageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }
    void recentRunsTakeTheRoomThereIs();
    void recentRunsThatComeLaterFitToo();
    void nobodyScrollsSideways();
};

void HomePageTest::recentRunsTakeTheRoomThereIs() {
    HomePage page;
    QVector<RecentItem> recent;
    for (int i = 0; i < 20; ++i) recent.push_back({QStringLiteral("/t.rlmscope"), QStringLiteral("run %1").arg(i), QStringLiteral("answered")});
    page.setRecent(recent);
    page.setAllRuns(20);
    auto* list = page.findChild<QListWidget*>(QStringLiteral("recentList"));
    const auto* bar = page.findChild<QScrollArea*>(QStringLiteral("scroll"))->verticalScrollBar();
    const auto shown = [list] {
        int rows = 0;
        for (int i = 0; i < list->count(); ++i) rows += !list->item(i)->isHidden();
        return rows;
    };
    page.resize(1300, 800);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QTRY_COMPARE(bar->maximum(), 0);
    const int some = shown();
    QVERIFY(some >= 2 && some < 20);
    page.resize(1300, 900);
    QTRY_VERIFY(shown() > some);
    QTRY_COMPARE(bar->maximum(), 0);
    page.resize(1300, 3000);
    QTRY_COMPARE(shown(), 20);
    page.resize(1300, 200); // nothing helps here: the page scrolls, and some runs are still to be seen
    QTRY_COMPARE(shown(), 2);
}

/// The library knows its runs only when Home has been on the screen for a while.
void HomePageTest::recentRunsThatComeLaterFitToo() {
    HomePage page;
    page.resize(1300, 800);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QTest::qWait(50);
    QVector<RecentItem> recent;
    for (int i = 0; i < 20; ++i) recent.push_back({QStringLiteral("/t.rlmscope"), QStringLiteral("run %1").arg(i), QStringLiteral("answered")});
    page.setRecent(recent);
    QTest::qWait(50); // nothing else moves it to fit
    QCOMPARE(page.findChild<QScrollArea*>(QStringLiteral("scroll"))->verticalScrollBar()->maximum(), 0);
}

void HomePageTest::nobodyScrollsSideways() {
    HomePage page;
    page.resize(1011, 600); // before it is shown, buttons do not have their size yet
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const auto* bar = page.findChild<QScrollArea*>(QStringLiteral("scroll"))->horizontalScrollBar();
    for (int width = 960; width <= 1160; width += 20) {
        page.resize(width, 600);
        QTRY_COMPARE(bar->maximum(), 0);
    }
}

} // namespace rlmscope

QTEST_MAIN(rlmscope::HomePageTest)
#include "tst_home_page.moc"
