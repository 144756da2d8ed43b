#pragma once
// Beside the timeline: what the run time was made of, what would have shortened it, and the selection or the range.
#include "itemmodels/timeline.h"
#include "itemmodels/timeline_words.h"
#include "views/timeline_canvas.h"

#include <QAbstractButton>
#include <QScrollArea>

class QGridLayout;
class QVBoxLayout;

namespace rlmscope {

class DockTitle;
class IconLabel;
class ThemedLabel;

/// "Root model   27.1 s   43 %" over a bar; clicking it selects the longest such step.
class PathPartButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit PathPartButton(QWidget* parent = nullptr);
    void setPart(insight::PathKind kind, Nanos time, double share);
    insight::PathKind kind() const { return m_kind; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    insight::PathKind m_kind = insight::PathKind::Gap;
    Nanos m_time = 0;
    double m_share = 0;
};

/// "24 calls in flight, not 12   -5.4 s"; clicking it selects the cell that gains most.
class EstimateButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit EstimateButton(QWidget* parent = nullptr);
    void setEstimate(const insight::Estimate& estimate, const RunDocument& document);
    NodeIndex node() const { return m_estimate.node; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    insight::Estimate m_estimate;
    QString m_text;
};

class TimelinePanel : public QScrollArea {
    Q_OBJECT
public:
    TimelinePanel(Timeline* timeline, TimelineCanvas* canvas, QWidget* parent = nullptr);
    void refreshSelection();

Q_SIGNALS:
    void nodeChosen(quint32 node);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void refreshPath();
    void refreshEstimates();
    void chooseLongest(insight::PathKind kind);
    void setFacts(const QVector<words::Fact>& facts);
    static constexpr int MostFacts = 10, MostEstimates = 6;

    Timeline* m_timeline;
    TimelineCanvas* m_canvas;
    DockTitle* m_pathTitle;
    ThemedLabel* m_pathWhat;
    QVector<PathPartButton*> m_parts;
    ThemedLabel* m_total;
    QWidget* m_totalRow;
    DockTitle* m_fasterTitle;
    QVector<EstimateButton*> m_estimates;
    ThemedLabel* m_noEstimates;
    DockTitle* m_selectionTitle;
    IconLabel* m_icon;
    ThemedLabel* m_name;
    QVector<ThemedLabel*> m_factNames, m_factValues;
};

} // namespace rlmscope
