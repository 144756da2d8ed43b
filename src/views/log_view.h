#pragma once
// Monospaced text of any size that never freezes the window: very long lines are broken, at most MaxLines lines are
// kept, and remark() says what is not shown. Copying the whole text is the owner's business, from the trace.
#include <QPlainTextEdit>

#include <limits>

namespace rlmscope {

class LogView : public QPlainTextEdit {
    Q_OBJECT
public:
    static constexpr int MaxLines = 20'000;
    static constexpr int MaxLine = 4'000; ///< characters; a 1 MB line would take Qt seconds to lay out

    explicit LogView(QWidget* parent = nullptr);

    /// Replaces the text. `totalBytes` is the size of all there is when `text` is only its beginning, else 0.
    void setLog(const QString& text, quint64 totalBytes = 0);
    /// Adds to the end while a cell or reply streams in; stays at the bottom when it was there.
    void appendLog(const QString& text);
    /// "showing the last 20,000 of 131,072 lines", or empty when everything is shown.
    QString remark() const;
    /// Wraps prose at the width of the view; off for program output. `inTextFont`: words for people, not code.
    void setProse(bool prose, bool inTextFont = false);
    /// As high as its text, within limits, for stacks of texts. AllLines: the stack alone scrolls.
    static constexpr int AllLines = std::numeric_limits<int>::max();
    void setFitsText(int minLines, int maxLines = AllLines);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void remarkChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void applyTheme();
    void fit();
    QString broken(const QString& text);

    qint64 m_lines = 0;       ///< of everything that came
    quint64 m_totalBytes = 0; ///< see setLog
    quint64 m_shownBytes = 0;
    int m_column = 0;         ///< of the last line, so that pieces are broken where the whole would be
    bool m_textFont = false;
    int m_minLines = 0, m_maxLines = 0;
};

} // namespace rlmscope
