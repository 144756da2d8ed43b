#pragma once
// Bars over time: lanes, or a flame. Zooms, pans, selects nodes and ranges.
//   W S  zoom    A D  pan    F  centre the selection, then fit it, then everything    Home  everything
//   . ,  or right and left: next and previous bar of the lane    up, down: the lane above, below
//   R    the selection becomes the range    Esc  no range
//   Ctrl+wheel, pinch: zoom    Shift+drag, middle button: pan    drag: a range    double click: fit the bar
#include "itemmodels/timeline.h"
#include "views/timeline_painter.h"
#include "views/timeline_rows.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QPointer>

#include <optional>

namespace rlmscope {

struct TimelineRange {
    Nanos from = 0, to = 0;
    bool operator==(const TimelineRange&) const = default;
};

class TimelineCanvas : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TimelineCanvas(Timeline* timeline, bool compact, QWidget* parent = nullptr);
    ~TimelineCanvas() override;

    void setMode(TimelineMode mode);
    TimelineMode mode() const { return m_mode; }
    void setShowsPath(bool shows);
    bool showsPath() const { return m_showsPath; }
    /// The selected node; shown, and brought into sight. Says nothing.
    void setNode(NodeIndex node);
    NodeIndex node() const { return m_node; }
    void setRange(std::optional<TimelineRange> range);
    const std::optional<TimelineRange>& range() const { return m_range; }

    void fit();               ///< everything
    void showSelection();     ///< what F does
    void zoom(double factor, double x); ///< below 1 = closer; x stays where it is
    void pan(double pixels);
    void step(int direction); ///< next or previous bar of the lane
    void selectionToRange();

    TimelineScale scale() const;
    bool isFitted() const { return m_fitted; }
    const insight::BarRows& bars() const;
    const TimelineRows& rows() const { return m_rows; }
    Timeline* timeline() const { return m_timeline; }
    /// Where a bar is, in the viewport.
    QRect rectOf(std::uint32_t bar) const;
    /// The bar at a point of the viewport; NoBar = none.
    std::uint32_t barAt(const QPoint& point) const;
    int axisHeight() const;
    int gutter() const;
    int contentHeight() const; ///< axis included
    QString labelOf(const TimelineLabel& label) const;
    /// Paints into an image of the viewport's size, as paintEvent() does; for measurements.
    QImage render();
    int nowX() const; ///< where the moment is drawn, in pixels
    /// The present has left where it was drawn, and long enough ago.
    bool isBehind(int drawnNow, const QElapsedTimer& drawn) const;

Q_SIGNALS:
    void nodeChosen(quint32 node);
    void scaleChanged();
    void rangeChanged();
    void contentChanged(); ///< other rows

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Press {
        QPoint at;
        bool pans = false, moved = false, active = false;
        double from = 0, to = 0; ///< of the scale
    };
    void onFacts();
    void onNow();
    void relayout();
    void animate();
    bool isOutgrown() const;
    void placeScrollBar();
    void setView(double from, double to, bool fitted);
    double fullEnd() const;
    insight::SpansAt shownRun() const;
    void choose(NodeIndex node);
    void ensureVisible(std::uint32_t bar);
    void stepRow(int direction);
    double zoomCentre() const;
    NodeIndex labelNodeAt(const QPoint& point) const;
    void paintBack(QPainter& p, const QRect& area) const;
    void paintAxis(QPainter& p) const;
    void paintGutter(QPainter& p) const;
    void paintWords(QPainter& p, const std::vector<TimelinePainter::Word>& words) const;
    void paintOver(QPainter& p) const;
    void paintEmpty(QPainter& p) const;
    QString axisText(std::int64_t at, std::int64_t step) const;
    std::int64_t axisStep() const;
    QImage paintBars(std::vector<TimelinePainter::Word>* words) const;

    QPointer<Timeline> m_timeline;
    QPointer<RunDocument> m_document; ///< what the view was chosen for
    bool m_compact;
    TimelineMode m_mode = TimelineMode::Lanes;
    bool m_showsPath = true;
    NodeIndex m_node = NoNode;
    std::optional<TimelineRange> m_range;
    std::shared_ptr<const TimelineFacts> m_facts; ///< what m_rows stands for
    TimelineRows m_rows;
    double m_from = 0, m_to = 1;
    bool m_fitted = true;
    int m_paintedNow = -1; ///< nowX() of the picture
    QElapsedTimer m_painted, m_sinceNews;
    bool m_wasLive = false;
    int m_shownTimes = 0; ///< F was pressed for this selection
    Press m_press;
};

} // namespace rlmscope
