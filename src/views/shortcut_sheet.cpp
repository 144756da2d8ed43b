#include "views/shortcut_sheet.h"

#include "views/command_list.h"
#include "views/dock_keys.h"
#include "views/icon.h"
#include "views/widgets.h"

#include <QAction>
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace rlmscope {

QList<ShortcutRow> shortcutsOf(QWidget* window) {
    QList<ShortcutRow> rows;
    for (const auto& command : commandsOf(window, true)) {
        if (command.shortcut.isEmpty()) continue;
        rows << ShortcutRow{command.menu.isEmpty() ? ShortcutSheet::tr("Window") : command.menu, command.shortcut, command.text};
    }
    for (auto* widget : window->findChildren<QWidget*>())
        for (const auto& key : dockKeys(widget)) // written for the line of the status bar; here each begins a line
            rows << ShortcutRow{dockName(widget), key.keys, key.what.left(1).toUpper() + key.what.mid(1)};
    // Groups in the order they came, each together.
    QStringList order;
    for (const auto& row : rows)
        if (!order.contains(row.group)) order << row.group;
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return order.indexOf(a.group) < order.indexOf(b.group); });
    return rows;
}

ShortcutSheet::ShortcutSheet(QWidget* window) : QDialog(window), m_rows(shortcutsOf(window)) {
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(760, 620);
    m_find = new QLineEdit(this);
    m_find->setPlaceholderText(tr("Find a key or what it does"));
    m_find->setAccessibleName(m_find->placeholderText());
    m_find->addAction(icon(QStringLiteral("find")), QLineEdit::LeadingPosition);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    m_body = new QWidget(area);
    m_body->setBackgroundRole(QPalette::Base);
    m_body->setAutoFillBackground(true);
    area->setWidget(m_body);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(18, 14, 18, 12);
    head->addWidget(m_find);
    column->addLayout(head);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(area, 1);
    connect(m_find, &QLineEdit::textChanged, this, &ShortcutSheet::fill);
    fill({});
}

void ShortcutSheet::fill(const QString& words) {
    qDeleteAll(m_body->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    delete m_body->layout();
    // Two columns, groups whole, about equally high.
    auto* columns = new QHBoxLayout(m_body);
    columns->setContentsMargins(18, 12, 18, 18);
    columns->setSpacing(36);
    QVBoxLayout* sides[2];
    for (auto*& side : sides) {
        side = new QVBoxLayout;
        side->setSpacing(4);
        columns->addLayout(side, 1);
    }
    QList<ShortcutRow> shown;
    for (const auto& row : m_rows)
        if (words.trimmed().isEmpty() || (row.keys + QLatin1Char(' ') + row.what + QLatin1Char(' ') + row.group).contains(words.trimmed(), Qt::CaseInsensitive)) shown << row;
    int heights[2] = {0, 0};
    for (qsizetype i = 0; i < shown.size();) {
        auto end = i;
        while (end < shown.size() && shown[end].group == shown[i].group) ++end;
        const int side = heights[0] <= heights[1] ? 0 : 1;
        heights[side] += static_cast<int>(end - i) + 2;
        if (heights[side] > end - i + 2) sides[side]->addSpacing(12);
        sides[side]->addWidget(new ThemedLabel(shown[i].group, FontRole::BaseStrong, Token::Tx, m_body));
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(14);
        grid->setVerticalSpacing(3);
        grid->setColumnMinimumWidth(0, Theme::instance().px(116));
        grid->setColumnStretch(1, 1);
        for (int line = 0; i < end; ++i, ++line) {
            grid->addWidget(new ThemedLabel(shown[i].keys, FontRole::Mono, Token::Tx2, m_body), line, 0);
            auto* what = new ThemedLabel(shown[i].what, FontRole::Base, Token::Tx, m_body);
            what->setElided(true);
            what->setToolTip(shown[i].what);
            grid->addWidget(what, line, 1);
        }
        sides[side]->addLayout(grid);
    }
    if (shown.isEmpty()) sides[0]->addWidget(new ThemedLabel(tr("No shortcut is called “%1”.").arg(words.trimmed()), FontRole::Base, Token::Tx3, m_body));
    for (auto* side : sides) side->addStretch(1);
}

} // namespace rlmscope
