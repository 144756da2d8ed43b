#include "views/diff_lines.h"

#include "views/paint.h"
#include "views/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

namespace rlmscope {

namespace {

using LineKind = library::DiffLine::Kind;

QString markOf(LineKind kind) { return kind == LineKind::Removed ? QStringLiteral("−") : kind == LineKind::Added ? QStringLiteral("+") : QStringLiteral(" "); }

} // namespace

DiffLines::DiffLines(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("First difference"));
    setFocusPolicy(Qt::StrongFocus);
    connect(&Theme::instance(), &Theme::changed, this, &DiffLines::layoutLines);
}

void DiffLines::setLines(const std::vector<library::DiffLine>& lines) {
    m_lines = lines;
    m_message.clear();
    setAccessibleDescription(plainText());
    layoutLines();
}

void DiffLines::setMessage(const QString& text) {
    m_lines.clear();
    m_message = text;
    setAccessibleDescription(text);
    layoutLines();
}

QString DiffLines::plainText() const {
    QString all;
    for (const auto& line : m_lines) all += markOf(line.kind) + QLatin1Char(' ') + QString::fromStdString(line.text) + QLatin1Char('\n');
    return all;
}

void DiffLines::layoutLines() {
    const int height = Theme::instance().px(20);
    double width = 0;
    const QFontMetricsF metrics(themed(FontRole::Mono));
    for (const auto& line : m_lines) width = std::max(width, metrics.horizontalAdvance(QString::fromStdString(line.text)));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_lines.size()) * height + 16 - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(height);
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(width) + 44 - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    viewport()->update();
}

void DiffLines::resizeEvent(QResizeEvent*) { layoutLines(); }

void DiffLines::keyPressEvent(QKeyEvent* event) {
    if (event == QKeySequence::Copy) return QGuiApplication::clipboard()->setText(plainText());
    QAbstractScrollArea::keyPressEvent(event);
}

void DiffLines::paintEvent(QPaintEvent*) {
    QPainter p(viewport());
    p.fillRect(viewport()->rect(), themed(m_lines.empty() ? Token::Base : Token::Code));
    if (m_lines.empty()) {
        p.setFont(themed(FontRole::Base));
        p.setPen(themed(Token::Tx3));
        p.drawText(viewport()->rect().adjusted(14, 12, -14, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_message);
        return;
    }
    const int height = Theme::instance().px(20);
    double y = 8 - verticalScrollBar()->value();
    for (const auto& line : m_lines) {
        const QRectF row(0, y, viewport()->width(), height);
        y += height;
        const bool removed = line.kind == LineKind::Removed, added = line.kind == LineKind::Added;
        const bool filled = !Theme::instance().isHighContrast(); // there the mark alone tells
        if (removed && filled) p.fillRect(row, themed(Token::ErrFill));
        if (added && filled) p.fillRect(row, themed(Token::TintFrame));
        p.setFont(themed(FontRole::Mono));
        p.setPen(themed(removed || added ? Token::Tx : Token::Tx2));
        p.drawText(row.adjusted(14, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, markOf(line.kind));
        const QRectF room = row.adjusted(30 - horizontalScrollBar()->value(), 0, 4096, 0);
        p.save();
        p.setClipRect(row.adjusted(28, 0, 0, 0));
        p.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, QString::fromStdString(line.text));
        p.restore();
    }
}

} // namespace rlmscope
