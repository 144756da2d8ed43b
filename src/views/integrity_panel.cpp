#include "views/integrity_panel.h"

#include "exchange/import_note.h"
#include "itemmodels/format.h"
#include "itemmodels/import_results_model.h"
#include "views/icon.h"
#include "views/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

using RemarkKind = ImportRemark::Kind;

/// What the word of a kind means, said once.
QString explained(RemarkKind kind) {
    switch (kind) {
    case RemarkKind::Damaged: return IntegrityPanel::tr("The log holds it, but it could not be read.");
    case RemarkKind::Estimated: return IntegrityPanel::tr("Worked out from other figures; marked with ≈ where it is shown.");
    case RemarkKind::Inferred: return IntegrityPanel::tr("The log does not say it, but it follows, or nearly so.");
    case RemarkKind::Absent: return IntegrityPanel::tr("The log does not say it, and neither does the trace.");
    case RemarkKind::Skipped: return IntegrityPanel::tr("The log says it, but it was not taken over.");
    }
    return {};
}
QString heading(RemarkKind kind) {
    switch (kind) {
    case RemarkKind::Damaged: return IntegrityPanel::tr("Damaged");
    case RemarkKind::Estimated: return IntegrityPanel::tr("Estimated");
    case RemarkKind::Inferred: return IntegrityPanel::tr("Inferred");
    case RemarkKind::Absent: return IntegrityPanel::tr("Absent");
    case RemarkKind::Skipped: return IntegrityPanel::tr("Skipped");
    }
    return {};
}

} // namespace

IntegrityLine::IntegrityLine(QWidget* parent) : QToolButton(parent) {
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Show what was absent, estimated or inferred"));
}

QString IntegrityLine::textOf(const ImportNote* note, bool imported) {
    if (!imported) return {};
    if (!note) return tr("Imported");
    const auto from = tr("Imported from %1").arg(importFormatText(note->format));
    const int damaged = static_cast<int>(note->causes(RemarkKind::Damaged)), estimated = static_cast<int>(note->causes(RemarkKind::Estimated));
    if (damaged > 0) return from + QStringLiteral("; ") + tr("%n thing(s) damaged", nullptr, damaged);
    if (estimated > 0) return from + QStringLiteral("; ") + tr("%n thing(s) estimated", nullptr, estimated);
    if (const int absent = static_cast<int>(note->causes(RemarkKind::Absent)); absent > 0) return from + QStringLiteral("; ") + tr("%n thing(s) absent", nullptr, absent);
    return from;
}

void IntegrityLine::setText(const QString& text) {
    QToolButton::setText(text);
    setAccessibleName(text);
    updateGeometry();
}

QSize IntegrityLine::sizeHint() const {
    const QFontMetrics metrics(Theme::instance().font(FontRole::Small));
    return {16 + 5 + metrics.horizontalAdvance(text()) + 2, std::max(18, metrics.height() + 2)};
}

void IntegrityLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto token = underMouse() || hasFocus() ? Token::Acc : Token::Tx2;
    rlmscope::icon(QStringLiteral("import"), token).paint(&painter, QRect(0, (height() - 16) / 2, 16, 16));
    auto font = Theme::instance().font(FontRole::Small);
    font.setUnderline(underMouse());
    painter.setFont(font);
    painter.setPen(themed(token));
    const QRect room(21, 0, width() - 21, height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(text(), Qt::ElideRight, room.width()));
    if (hasFocus()) {
        painter.setPen(QPen(themed(Token::Acc), 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

IntegrityPanel::IntegrityPanel(const ImportNote& note, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("What the import knows"));
    auto* list = new QWidget;
    auto* grid = new QGridLayout(list);
    grid->setContentsMargins(18, 14, 18, 14);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    int row = 0;
    m_plain = tr("Imported from %1, %2").arg(importFormatText(note.format), QString::fromStdString(note.file)) + QLatin1Char('\n');
    for (const auto kind : {RemarkKind::Damaged, RemarkKind::Estimated, RemarkKind::Inferred, RemarkKind::Absent, RemarkKind::Skipped}) {
        if (note.causes(kind) == 0) continue;
        auto* title = new ThemedLabel(heading(kind), FontRole::BaseStrong, kind == RemarkKind::Damaged ? Token::Err : Token::Tx, list);
        auto* hint = new ThemedLabel(explained(kind), FontRole::Small, Token::Tx3, list);
        auto* line = new QHBoxLayout;
        line->setSpacing(10);
        line->addWidget(title);
        line->addWidget(hint, 1);
        if (row > 0) grid->setRowMinimumHeight(row++, 8);
        grid->addLayout(line, row++, 0, 1, 3);
        m_plain += QLatin1Char('\n') + heading(kind) + QLatin1Char('\n');
        for (const auto& remark : note.report.remarks) {
            if (remark.kind != kind) continue;
            auto* text = new ThemedLabel(QString::fromStdString(remark.text), FontRole::Base, Token::Tx, list);
            text->setWordWrap(true);
            text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            const auto times = remark.count > 1 ? tr("%n time(s)", nullptr, static_cast<int>(std::min<std::uint64_t>(remark.count, INT_MAX))) : QString();
            auto* count = new ThemedLabel(times, FontRole::Small, Token::Tx3, list);
            grid->addWidget(text, row, 0, 1, 2);
            grid->addWidget(count, row++, 2, Qt::AlignTop | Qt::AlignRight);
            m_plain += QStringLiteral("- ") + QString::fromStdString(remark.text) + (times.isEmpty() ? QString() : QStringLiteral(" (") + times + QLatin1Char(')')) + QLatin1Char('\n');
        }
    }
    grid->setRowStretch(row, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(list);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(windowTitle());
    auto* head = new ThemedLabel(tr("Imported from %1").arg(importFormatText(note.format)), FontRole::Title, Token::Tx, this);
    auto* file = new ThemedLabel(QString::fromStdString(note.file), FontRole::Small, Token::Tx2, this);
    file->setElided(true);
    auto* copy = new QPushButton(tr("Copy"), this);
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 14, 0, 14);
    column->setSpacing(0);
    auto* texts = new QVBoxLayout;
    texts->setContentsMargins(18, 0, 18, 10);
    texts->setSpacing(2);
    texts->addWidget(head);
    texts->addWidget(file);
    column->addLayout(texts);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(scroll, 1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    buttons->setContentsMargins(18, 12, 18, 0);
    column->addLayout(buttons);
    resize(620, 460);
    setAttribute(Qt::WA_DeleteOnClose);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_plain); });
}

} // namespace rlmscope
