#pragma once
// Text of any size: paints the rows that are seen, over a LineSource. Colours of terminals, marks for what cannot be shown,
// find, selection by mouse and keyboard, follows a text that grows. One row is at most 8 kB: a longer line goes on below.
// Positions are bytes of the source, so they stay true while it grows.
#include "base/terminal_text.h"
#include "itemmodels/line_search.h"
#include "itemmodels/text_rows.h"
#include "views/tokens.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <functional>
#include <list>
#include <memory>
#include <optional>

class QMenu;
class QTextLayout;

namespace rlmscope {

class FindBar;

class LineView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LineView(QWidget* parent = nullptr);
    ~LineView() override;

    void setSource(LineSource* source); ///< not owned; null = empty
    LineSource* source() const { return m_rows.source(); }
    const TextRows& rows() const { return m_rows; }

    void setLineNumbers(bool shown);
    /// Shown where there is no text.
    void setEmptyText(const QString& text);
    /// What was read, in a margin, and marked stretches. Not owned.
    void setMarks(LineMarks* marks);
    /// A bar at the left edge of rows, with a sentence about it; nothing for most.
    struct Bar {
        Token color = Token::Line;
        QString text;
    };
    void setBars(std::function<std::optional<Bar>(const TextRow&)> bars);
    /// A line between the byte before and the byte at `byte`, with words on it: "the model saw up to here".
    void setBoundary(std::optional<quint64> byte, const QString& words = {});
    /// As high as its text within limits, for stacks; `most` 0 = takes the room it gets.
    void setFitsRows(int least, int most);

    /// Stays at the end while the text grows. Scrolling up ends it, scrolling to the end begins it.
    void setFollows(bool follows);
    bool follows() const { return m_follows; }

    void goToByte(quint64 byte);
    void goToLine(quint64 line); ///< from 0
    void select(quint64 begin, quint64 end); ///< and shows it
    void selectAll();
    void clearSelection();
    quint64 selectionBegin() const { return std::min(m_anchor, m_caret); }
    quint64 selectionEnd() const { return std::max(m_anchor, m_caret); }
    bool hasSelection() const { return m_anchor != m_caret; }
    quint64 caret() const { return m_caret; }
    QString selectedText(QString* problem = nullptr) const;
    void copy();
    void saveAs();
    bool saveTo(const QString& path, QString* problem) const; ///< the bytes as they are
    void askLine();

    void openFind();
    void findNext();
    void findPrevious();
    const LineSearch& search() const { return m_search; }
    FindBar* findBar() const { return m_find; }

    quint64 firstVisibleRow() const;
    int visibleRows() const; ///< whole ones
    /// What is shown of a row, for the accessible interface and tests.
    QString textOfRow(quint64 row);
    std::pair<quint64, quint64> bytesOfRow(quint64 row) const; ///< [begin, begin of the next); empty when not known
    int unitOfByte(quint64 row, quint64 byte);
    quint64 byteOfUnit(quint64 row, int unit);
    int rowHeight() const { return m_rowHeight; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void copied(quint64 bytes);
    void problem(const QString& text);   ///< something could not be copied, saved or read
    void caretMoved(quint64 byte);
    void followsChanged(bool follows);
    void menuAboutToShow(QMenu* menu);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// A row ready to paint.
    struct Shown {
        quint64 row = 0;
        TextRow place;
        TerminalRow content;
        QString text; ///< content.text
        std::shared_ptr<QTextLayout> layout; ///< rows that are not plain
    };
    Shown* shown(quint64 row);
    void applyTheme();
    void onRows();
    void onReset();
    void updateBars();
    void fit();
    static constexpr int Pad = 8; ///< left of the text, and above the first row of a fitted view
    int gutter() const;
    int numberWidth() const;
    QRectF rowRect(quint64 row) const;
    double xOf(const Shown& row, int unit) const;
    int unitAt(const Shown& row, double x) const;
    static int unitOf(const Shown& row, quint64 byte);
    quint64 byteAt(const QPoint& at);
    void moveCaret(quint64 byte, bool extend, bool show = true);
    void moveRows(qint64 rows, bool extend);
    void moveUnits(int units, bool extend, bool words);
    void showByte(quint64 byte, bool centre);
    void selectWordAt(quint64 byte);
    bool keyMoves(QKeyEvent* event);
    void dragTo(const QPoint& at);

    void paintRow(QPainter& p, Shown& row, double top);
    void paintGutter(QPainter& p, const Shown& row, double top);
    void paintStretch(QPainter& p, const Shown& row, double top, quint64 begin, quint64 end, const QColor& fill, const QColor& edge);
    void paintText(QPainter& p, Shown& row, double left, double top);
    void paintBoundary(QPainter& p, const Shown& row, double top);

    void placeFind();
    void startSearch();
    void onSearch();
    void goToMatch(qsizetype index);

    mutable TextRows m_rows; ///< looking finds more
    LineSearch m_search;
    FindBar* m_find;
    QPointer<LineMarks> m_marks;
    std::function<std::optional<Bar>(const TextRow&)> m_bars;
    std::optional<quint64> m_boundary;
    QString m_boundaryWords, m_empty;
    std::list<Shown> m_cache; ///< newest use first
    bool m_numbers = false, m_follows = false, m_settingBar = false, m_dragging = false;
    quint64 m_anchor = 0, m_caret = 0;
    double m_caretX = -1; ///< where up and down keep to
    qsizetype m_match = -1;
    int m_rowHeight = 18, m_ascent = 13;
    double m_column = 7.2;
    double m_widest = 0;
    int m_least = 0, m_most = 0;
    QTimer m_searchSoon, m_dragScroll;
    QPoint m_dragAt;
    ulong m_lastDouble = 0;
};

void installLineViewAccessibility();

} // namespace rlmscope
