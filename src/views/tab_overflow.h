#pragma once
// Beside a tab bar that has no room for all its tabs: a button whose menu has those that are out of sight. Not there while
// all fit. Tabs keep their words; none is squeezed, and one that the edge of the bar would cut is not shown.
#include <QToolButton>

class QTabBar;

namespace rlmscope {

class TabOverflow : public QToolButton {
    Q_OBJECT
public:
    /// Put it into the layout right behind the bar.
    explicit TabOverflow(QTabBar* bar, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void showCurrent();
    void hideCutTabs();
    void showMenu();
    bool isInSight(int tab) const;

    QTabBar* m_bar;
    bool m_scrolling = false;
};

} // namespace rlmscope
