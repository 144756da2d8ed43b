#pragma once
// The sub-calls and child frames of a cell as bars, one each: as high as it took long. For the inspector; follows the focus.
//   50 sub-calls   3,299 tokens in, 756 out on average
//   ||||||.|||||||||||||
//   In flight   Median   Slowest   Cost
//   12 max      3.14 s   4.10 s    $0.1169
#include "insight/distribution.h"
#include "itemmodels/run_document.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace rlmscope {

class FocusHolder;
class ThemedLabel;

/// The bars: clicked, or walked with left and right, a member is chosen.
class FanOutBars : public QWidget {
    Q_OBJECT
public:
    explicit FanOutBars(QWidget* parent = nullptr);
    struct Bar {
        NodeIndex node = NoNode;
        Nanos time = 0;
        NodeStatus status = NodeStatus::Ok;
        bool retried = false;
    };
    void setBars(std::vector<Bar> bars, NodeIndex chosen);
    const std::vector<Bar>& bars() const { return m_bars; }
    /// The member drawn at x; of several in a pixel the slowest. -1 = none.
    int barAt(double x) const;
    QRectF rectOf(int bar) const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void nodeChosen(quint32 node);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void choose(int bar);
    double barWidth() const;
    std::vector<Bar> m_bars;
    Nanos m_longest = 1;
    int m_chosen = -1;
};

class FanOutStrip : public QWidget {
    Q_OBJECT
public:
    explicit FanOutStrip(FocusHolder* focus, QWidget* parent = nullptr);
    FanOutBars* bars() const { return m_bars; }
    const insight::Distribution& distribution() const { return m_distribution; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();
    void refresh();
    /// The cell of the focus, or the cell that the focus was started from; its calls, in start order.
    std::vector<NodeIndex> membersOf(NodeIndex node) const;
    enum Figure { InFlight, Median, Slowest, Cost, FigureCount };

    FocusHolder* m_focus;
    QPointer<RunDocument> m_document;
    insight::Distribution m_distribution;
    ThemedLabel* m_title;
    ThemedLabel* m_average;
    FanOutBars* m_bars;
    QWidget* m_figures;
    ThemedLabel* m_values[FigureCount];
    ThemedLabel* m_states;
    ThemedLabel* m_costs;
    QTimer m_refresh;
};

} // namespace rlmscope
