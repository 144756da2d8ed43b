#include "views/log_view.h"

#include "itemmodels/format.h"
#include "views/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QScrollBar>
#include <QTextBlock>
#include <QWheelEvent>

#include <cmath>

namespace rlmscope {

LogView::LogView(QWidget* parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(MaxLines);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(8);
    connect(&Theme::instance(), &Theme::changed, this, &LogView::applyTheme);
    applyTheme();
}

void LogView::applyTheme() {
    setFont(themed(m_textFont ? FontRole::Base : FontRole::Mono));
    QPalette p = palette();
    p.setColor(QPalette::Base, themed(Token::Code));
    p.setColor(QPalette::Text, themed(Token::Tx));
    setPalette(p);
    fit();
}

QString LogView::broken(const QString& text) {
    QString out;
    out.reserve(text.size() + text.size() / MaxLine + 1);
    qsizetype from = 0;
    while (from < text.size()) {
        qsizetype end = text.indexOf(QLatin1Char('\n'), from);
        const bool newline = end >= 0;
        if (!newline)
            end = text.size();
        while (m_column + (end - from) > MaxLine) {
            qsizetype take = std::max<qsizetype>(0, MaxLine - m_column);
            if (take > 0 && text.at(from + take - 1).isHighSurrogate())
                --take; // never between the halves of a character
            out += QStringView(text).mid(from, take);
            out += QLatin1Char('\n');
            from += take;
            m_column = 0;
        }
        out += QStringView(text).mid(from, end - from);
        m_column += static_cast<int>(end - from);
        if (newline) {
            out += QLatin1Char('\n');
            m_column = 0;
            ++m_lines;
        }
        from = end + (newline ? 1 : 0);
    }
    return out;
}

void LogView::setLog(const QString& text, quint64 totalBytes) {
    m_lines = text.isEmpty() ? 0 : 1;
    m_column = 0;
    m_totalBytes = totalBytes;
    m_shownBytes = totalBytes ? static_cast<quint64>(text.toUtf8().size()) : 0;
    QString shown = broken(text);
    if (shown.endsWith(QLatin1Char('\n'))) {
        shown.chop(1);
        --m_lines;
    }
    setPlainText(shown);
    fit();
    Q_EMIT remarkChanged();
}

void LogView::appendLog(const QString& text) {
    if (text.isEmpty())
        return;
    if (m_lines == 0)
        m_lines = 1;
    const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(broken(text));
    fit();
    if (atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    Q_EMIT remarkChanged();
}

QString LogView::remark() const {
    if (m_totalBytes > m_shownBytes)
        return tr("showing the first %1 of %2").arg(format::bytes(m_shownBytes), format::bytes(m_totalBytes));
    if (blockCount() >= MaxLines && m_lines > blockCount())
        return tr("showing the last %1 lines").arg(format::nOfM(blockCount(), m_lines));
    return {};
}

void LogView::setProse(bool prose, bool inTextFont) {
    m_textFont = inTextFont;
    applyTheme();
    setLineWrapMode(prose ? WidgetWidth : NoWrap);
}

void LogView::setFitsText(int minLines, int maxLines) {
    m_minLines = minLines;
    m_maxLines = maxLines;
    setSizePolicy(QSizePolicy::Expanding, maxLines > 0 ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    setVerticalScrollBarPolicy(maxLines == AllLines ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    fit();
}

void LogView::fit() {
    if (m_maxLines <= 0)
        return;
    int lines = 0;
    double all = 0;
    for (auto block = document()->begin(); block.isValid() && lines < m_maxLines; block = block.next()) {
        all += document()->documentLayout()->blockBoundingRect(block).height(); // wraps it; one that was never painted counts as one line
        lines += block.lineCount();
    }
    const int wanted = std::clamp(lines, m_minLines, m_maxLines);
    const int height = 18 + (m_maxLines == AllLines ? std::max(static_cast<int>(std::ceil(all)), fontMetrics().lineSpacing()) : wanted * fontMetrics().lineSpacing());
    if (height != minimumHeight() || height != maximumHeight())
        setFixedHeight(height);
}

QSize LogView::sizeHint() const { return {400, m_maxLines > 0 ? minimumHeight() : 120}; }
QSize LogView::minimumSizeHint() const { return {80, m_maxLines > 0 ? minimumHeight() : 36}; }

void LogView::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fit();
}

void LogView::wheelEvent(QWheelEvent* event) {
    // In a stack, a text that shows everything lets the stack scroll.
    if (m_maxLines == AllLines || (m_maxLines > 0 && verticalScrollBar()->maximum() == 0))
        event->ignore();
    else
        QPlainTextEdit::wheelEvent(event);
}

} // namespace rlmscope
