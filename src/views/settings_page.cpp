#include "views/settings_page.h"

#include "views/plain_list.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFontDatabase>
#include <QScopedValueRollback>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace rlmscope {
namespace {

/// The least number that has a word ("no limit", "like the desktop") stands for nothing, which is 0.
QVariant chosenNumber(const SettingItem& item, const QVariant& value) {
    return !item.special.isEmpty() && value.toDouble() <= item.least ? QVariant(item.kind == SettingItem::Kind::Money ? QVariant(0.0) : QVariant(0)) : value;
}

} // namespace

SettingsPage::SettingsPage(QWidget* parent) : QWidget(parent), m_search(new QLineEdit(this)), m_list(new PlainList(this)), m_scroll(new QScrollArea(this)) {
    setAccessibleName(tr("Settings"));
    m_search->setPlaceholderText(tr("Search settings"));
    m_search->setAccessibleName(tr("Search settings"));
    m_search->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Sections of the settings"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* left = new QWidget(this);
    left->setFixedWidth(Theme::instance().px(220));
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(new DockTitle(tr("Settings"), left));
    auto* searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(10, 10, 10, 10);
    searchRow->addWidget(m_search);
    leftColumn->addLayout(searchRow);
    leftColumn->addWidget(m_list, 1);
    m_nothing = new QWidget(this);
    auto* nothing = new QVBoxLayout(m_nothing);
    nothing->setContentsMargins(32, 24, 32, 24);
    nothing->setSpacing(8);
    m_nothingText = new ThemedLabel({}, FontRole::Base, Token::Tx3, m_nothing);
    auto* clear = new QPushButton(tr("Clear search (Esc)"), m_nothing);
    setLook(clear, "small");
    connect(clear, &QPushButton::clicked, m_search, &QLineEdit::clear);
    nothing->addWidget(m_nothingText);
    nothing->addWidget(clear, 0, Qt::AlignLeft);
    nothing->addStretch(1);
    m_nothing->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(left);
    layout->addWidget(new Hairline(Qt::Vertical, this));
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_nothing, 1);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::filter);
    connect(m_list, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { showSection(item->data(Qt::UserRole).toString()); });
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { showSection(item->data(Qt::UserRole).toString()); });
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item && m_list->hasFocus()) showSection(item->data(Qt::UserRole).toString());
    });
}

void SettingsPage::setSections(const QVector<SettingSection>& sections) {
    m_rows.clear();
    m_heads.clear();
    m_list->clear();
    std::size_t count = 0;
    for (const auto& section : sections) count += static_cast<std::size_t>(section.items.size());
    m_rows.reserve(count); // controls remember their row
    m_body = new QWidget;
    m_body->setBackgroundRole(QPalette::Base);
    m_body->setAutoFillBackground(true);
    auto* page = new QHBoxLayout(m_body);
    page->setContentsMargins(32, 20, 32, 32);
    auto* column = new QWidget(m_body);
    column->setMaximumWidth(Theme::instance().px(860));
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const auto& section : sections) {
        m_list->addText(section.title, section.id);
        auto* box = new QWidget(column);
        auto* rows = new QVBoxLayout(box);
        rows->setContentsMargins(0, 0, 0, 26);
        rows->setSpacing(0);
        auto* head = new ThemedLabel(section.title, FontRole::Title, Token::Tx, box);
        head->setContentsMargins(0, 8, 0, 8);
        rows->addWidget(head);
        rows->addWidget(new Hairline(Qt::Horizontal, box));
        for (const auto& setting : section.items) rows->addWidget(makeRow(setting, section.id));
        layout->addWidget(box);
        m_heads.push_back({section.id, box});
    }
    layout->addStretch(1);
    page->addWidget(column, 1);
    page->addStretch(0);
    m_scroll->setWidget(m_body);
    m_list->setCurrentRow(0);
    filter(m_search->text());
}

QWidget* SettingsPage::makeRow(const SettingItem& item, const QString& section) {
    auto& row = m_rows.emplace_back();
    row.item = item;
    row.section = section;
    row.box = new QWidget;
    auto* layout = new QVBoxLayout(row.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 11, 0, 11);
    line->setSpacing(16);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto* name = new ThemedLabel(item.name, FontRole::BaseMedium, Token::Tx, row.box);
    texts->addWidget(name);
    row.detail = new ThemedLabel(item.detail, FontRole::Small, item.warning ? Token::Warn : Token::Tx3, row.box);
    row.detail->setWordWrap(true);
    row.detail->setTextInteractionFlags(item.kind == SettingItem::Kind::Fact ? Qt::TextSelectableByMouse : Qt::NoTextInteraction);
    row.detail->setVisible(!item.detail.isEmpty());
    texts->addWidget(row.detail);
    texts->addStretch(1);
    line->addLayout(texts, 1);
    if (auto* control = makeControl(row, row.box)) {
        row.control = control;
        control->setAccessibleName(item.name);
        control->setAccessibleDescription(item.detail);
        control->setObjectName(item.key);
        name->setBuddy(control);
    }
    if (!item.action.isEmpty()) {
        auto* button = new QPushButton(item.action, row.box);
        button->setObjectName(item.key + QStringLiteral("/action"));
        button->setAccessibleName(QStringLiteral("%1: %2").arg(item.name, item.action));
        connect(button, &QPushButton::clicked, this, [this, key = item.key] { Q_EMIT actionRequested(key); });
        row.action = button;
    }
    row.reset = quietButton(QStringLiteral("step-back"), tr("Back to the default of “%1”").arg(item.name), row.box);
    connect(row.reset, &QToolButton::clicked, this, [this, key = item.key] {
        auto* of = rowOf(key);
        setValue(key, of->item.standard);
        Q_EMIT changed(key, of->item.standard);
    });
    auto policy = row.reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    row.reset->setSizePolicy(policy);
    for (QWidget* widget : {static_cast<QWidget*>(row.reset), row.control, static_cast<QWidget*>(row.action)}) // what is always there ends where the lines do
        if (widget) line->addWidget(widget, 0, Qt::AlignTop);
    layout->addLayout(line);
    layout->addWidget(new Hairline(Qt::Horizontal, row.box));
    showReset(row);
    return row.box;
}

QWidget* SettingsPage::makeControl(Row& row, QWidget* parent) {
    QWidget* made = nullptr;
    switch (row.item.kind) {
    case SettingItem::Kind::Choice: made = makeChoice(row, parent); break;
    case SettingItem::Kind::Toggle: return makeToggle(row, parent);
    case SettingItem::Kind::Whole:
    case SettingItem::Kind::Money: made = makeNumber(row, parent); break;
    case SettingItem::Kind::Font: made = makeFont(row, parent); break;
    case SettingItem::Kind::Fact: return nullptr;
    }
    made->setFixedWidth(Theme::instance().px(260));
    return made;
}

QWidget* SettingsPage::makeChoice(Row& row, QWidget* parent) {
    auto* box = new QComboBox(parent);
    for (const auto& [value, text] : row.item.choices) box->addItem(text, value);
    row.show = [box](const QVariant& value) { box->setCurrentIndex(std::max(0, box->findData(value))); };
    row.show(row.item.value);
    connect(box, &QComboBox::currentIndexChanged, this, [this, box, key = row.item.key] { take(key, box->currentData()); });
    return box;
}

QWidget* SettingsPage::makeToggle(Row& row, QWidget* parent) {
    auto* box = new QCheckBox(parent);
    row.show = [box](const QVariant& value) { box->setChecked(value.toBool()); };
    row.show(row.item.value);
    connect(box, &QCheckBox::toggled, this, [this, key = row.item.key](bool on) { take(key, on); });
    return box;
}

QWidget* SettingsPage::makeNumber(Row& row, QWidget* parent) {
    const auto& item = row.item;
    if (item.kind == SettingItem::Kind::Money) {
        auto* box = new QDoubleSpinBox(parent);
        box->setRange(item.least, item.most);
        box->setDecimals(2);
        box->setSingleStep(0.1);
        box->setPrefix(QStringLiteral("$"));
        box->setSpecialValueText(item.special);
        box->setKeyboardTracking(false);
        row.show = [box](const QVariant& value) { box->setValue(value.toDouble()); };
        row.show(item.value);
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, key = item.key, item](double value) { take(key, chosenNumber(item, value)); });
        return box;
    }
    auto* box = new QSpinBox(parent);
    box->setRange(static_cast<int>(item.least), static_cast<int>(item.most));
    box->setSuffix(item.suffix);
    box->setSpecialValueText(item.special);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    row.show = [box](const QVariant& value) { box->setValue(value.toInt()); };
    row.show(item.value);
    connect(box, &QSpinBox::valueChanged, this, [this, key = item.key, item](int value) { take(key, chosenNumber(item, value)); });
    return box;
}

QWidget* SettingsPage::makeFont(Row& row, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->addItem(row.item.special, QString());
    row.show = [this, box](const QVariant& value) {
        if (!m_fontsListed && !value.toString().isEmpty() && box->findData(value) < 0) box->addItem(value.toString(), value);
        box->setCurrentIndex(std::max(0, box->findData(value)));
    };
    row.show(row.item.value);
    connect(box, &QComboBox::currentIndexChanged, this, [this, box, key = row.item.key] { take(key, box->currentData()); });
    return box;
}

/// To ask the font database about every family takes longer than to make all of the window: it waits until the page is shown.
void SettingsPage::listFonts() {
    if (std::exchange(m_fontsListed, true)) return;
    QStringList all, fixed;
    for (const auto& family : QFontDatabase::families()) {
        if (QFontDatabase::isPrivateFamily(family) || !QFontDatabase::isSmoothlyScalable(family)) continue;
        all << family;
        if (QFontDatabase::isFixedPitch(family)) fixed << family;
    }
    for (auto& row : m_rows) {
        if (row.item.kind != SettingItem::Kind::Font) continue;
        auto* box = row.box->findChild<QComboBox*>();
        if (!box) continue;
        const QScopedValueRollback showing(m_showing, true);
        while (box->count() > 1) box->removeItem(1);
        for (const auto& family : row.item.fixedPitch ? fixed : all) box->addItem(family, family);
        row.show(row.item.value);
    }
}

void SettingsPage::showEvent(QShowEvent* event) {
    listFonts();
    QWidget::showEvent(event);
}

// ---- values ---------------------------------------------------------------------------------------------------

SettingsPage::Row* SettingsPage::rowOf(const QString& key) {
    for (auto& row : m_rows)
        if (row.item.key == key) return &row;
    return nullptr;
}
const SettingsPage::Row* SettingsPage::rowOf(const QString& key) const { return const_cast<SettingsPage*>(this)->rowOf(key); }

void SettingsPage::take(const QString& key, const QVariant& value) {
    auto* row = rowOf(key);
    if (m_showing || !row || row->item.value == value) return;
    row->item.value = value;
    showReset(*row);
    Q_EMIT changed(key, value);
}

void SettingsPage::showReset(Row& row) {
    row.reset->setVisible(row.item.kind != SettingItem::Kind::Fact && row.item.value != row.item.standard);
}

void SettingsPage::setValue(const QString& key, const QVariant& value) {
    auto* row = rowOf(key);
    if (!row || !row->show) return;
    m_showing = true;
    row->item.value = value;
    row->show(value);
    m_showing = false;
    showReset(*row);
}

QVariant SettingsPage::value(const QString& key) const {
    const auto* row = rowOf(key);
    return row ? row->item.value : QVariant();
}

void SettingsPage::setDetail(const QString& key, const QString& detail, bool warning) {
    auto* row = rowOf(key);
    if (!row) return;
    row->item.detail = detail;
    row->detail->setText(detail);
    row->detail->setToken(warning ? Token::Warn : Token::Tx3);
    row->detail->setVisible(!detail.isEmpty());
    if (row->control) row->control->setAccessibleDescription(detail);
}

void SettingsPage::setControlEnabled(const QString& key, bool enabled) {
    auto* row = rowOf(key);
    if (row && row->control) row->control->setEnabled(enabled);
}

void SettingsPage::setActionEnabled(const QString& key, bool enabled, const QString& why) {
    auto* row = rowOf(key);
    if (!row || !row->action) return;
    row->action->setEnabled(enabled);
    row->action->setToolTip(why);
}

// ---- finding --------------------------------------------------------------------------------------------------

void SettingsPage::showSection(const QString& id) {
    for (int i = 0; i < m_heads.size(); ++i) {
        if (m_heads[i].first != id) continue;
        m_list->setCurrentRow(i);
        m_scroll->widget()->layout()->activate();
        m_scroll->verticalScrollBar()->setValue(m_heads[i].second->y());
    }
}

void SettingsPage::filter(const QString& words) {
    const auto wanted = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool any = false;
    for (int i = 0; i < m_heads.size(); ++i) {
        bool some = false;
        for (auto& row : m_rows) {
            if (row.section != m_heads[i].first) continue;
            const auto text = m_list->item(i)->text() + QLatin1Char(' ') + row.item.name + QLatin1Char(' ') + row.item.detail;
            const bool shown = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
            row.box->setVisible(shown);
            some |= shown;
        }
        m_heads[i].second->setVisible(some);
        m_list->item(i)->setHidden(!some);
        any |= some;
    }
    m_scroll->setVisible(any);
    m_nothing->setVisible(!any && !m_heads.isEmpty());
    m_nothingText->setText(tr("No setting matches “%1”.").arg(words));
}

QStringList SettingsPage::shownKeys() const {
    QStringList keys;
    for (const auto& row : m_rows)
        if (!row.box->isHidden()) keys << row.item.key;
    return keys;
}

void SettingsPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_search->text().isEmpty()) return m_search->clear();
    if (event->matches(QKeySequence::Find)) {
        m_search->setFocus();
        m_search->selectAll();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace rlmscope
