#include "views/home_page.h"

#include "ui_home_page.h"
#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/label_roles.h"
#include "views/provider_list.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rlmscope {
namespace {

constexpr int LeastRecent = 2; // shown even where they make the page scroll

QLabel* roleLabel(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setProperty("role", role);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

HomePage::HomePage(QWidget* parent) : QWidget(parent), m_ui(std::make_unique<Ui::HomePage>()) {
    m_ui->setupUi(this);
    m_ui->firstButton->setIcon(icon(QStringLiteral("run"), Token::OnAcc));
    m_ui->newRunButton->setIcon(icon(QStringLiteral("plus")));
    m_ui->openButton->setIcon(icon(QStringLiteral("folder")));
    m_ui->recentEmpty->setContentsMargins(14, 10, 14, 12);
    for (auto* card : {m_ui->examplesCard, m_ui->modelsCard, m_ui->recentCard}) { // rows stay off the border
        auto* column = static_cast<QVBoxLayout*>(card->layout());
        column->setContentsMargins(1, 1, 1, card == m_ui->recentCard ? 5 : 1);
        column->insertWidget(1, new Hairline(Qt::Horizontal, card)); // below the head
        card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    }
    makeDropCard();
    m_ui->scroll->setAccessibleName(tr("Home"));
    m_ui->page->setAutoFillBackground(false);
    m_ui->scroll->viewport()->setAutoFillBackground(false);
    setTabOrder(m_ui->firstButton, m_ui->newRunButton);
    followLabelRoles(this);
    connect(&Theme::instance(), &Theme::changed, this, [this] { // pictures in rows are pixmaps
        setExamples(m_examples);
        showModels();
        fit();
    });

    connect(m_ui->firstButton, &QPushButton::clicked, this, [this] {
        if (!m_first.isEmpty()) Q_EMIT runExampleRequested(m_first);
    });
    connect(m_ui->newRunButton, &QPushButton::clicked, this, &HomePage::newRunRequested);
    connect(m_ui->openButton, &QPushButton::clicked, this, &HomePage::openRequested);
    connect(m_ui->examplesList, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        Q_EMIT runExampleRequested(item->data(Qt::UserRole).toString());
    });
    connect(m_ui->recentList, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        Q_EMIT openTraceRequested(item->data(Qt::UserRole).toString(), item->data(Qt::UserRole + 1).toString());
    });
    connect(m_ui->recentList, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
        Q_EMIT openTraceRequested(item->data(Qt::UserRole).toString(), item->data(Qt::UserRole + 1).toString());
    });
    setRecent({});
}

HomePage::~HomePage() = default;

/// Says that the window takes files, before somebody looks for a way to give it some.
void HomePage::makeDropCard() {
    auto* card = new QFrame(m_ui->page);
    setLook(card, "card");
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* title = roleLabel(tr("Have files, or a trace?"), "head");
    title->setContentsMargins(14, 9, 14, 9);
    auto* text = roleLabel(tr("Drop them on the window: traces are opened, logs of other tools imported, other files and folders become the context of a new run. You see which before you drop."), "hint2");
    text->setWordWrap(true);
    text->setContentsMargins(14, 9, 14, 11);
    column->addWidget(title);
    column->addWidget(new Hairline(Qt::Horizontal, card));
    column->addWidget(text);
    m_ui->rightCol->insertWidget(1, card);
}

// A list inside a scrolled page is as tall as its rows.
void HomePage::fitList(QListWidget* list) const {
    int height = 2 * list->frameWidth();
    for (int i = 0; i < list->count(); ++i)
        if (!list->item(i)->isHidden()) height += list->item(i)->sizeHint().height();
    list->setFixedHeight(height);
    list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QWidget* HomePage::exampleRow(const ExampleItem& example) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 7, 14, 7);
    layout->setSpacing(12);
    auto* picture = new QLabel;
    picture->setPixmap(icon(hasIcon(example.icon) ? example.icon : QStringLiteral("run"), Token::Cell).pixmap(20, 20));
    picture->setFixedWidth(22);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(roleLabel(example.title, "strong"));
    auto* summary = new ThemedLabel(example.summary, FontRole::Small, Token::Tx3);
    summary->setElided(true);
    summary->setToolTip(example.tip.isEmpty() ? example.summary : example.tip);
    texts->addWidget(summary);
    auto* run = new QPushButton(tr("Run"));
    setLook(run, "small");
    run->setAccessibleName(tr("Run the example %1").arg(example.title));
    connect(run, &QPushButton::clicked, this, [this, name = example.name] { Q_EMIT runExampleRequested(name); });
    layout->addWidget(picture);
    layout->addLayout(texts, 1);
    layout->addWidget(roleLabel(example.duration, "mono"));
    layout->addWidget(run);
    return row;
}

void HomePage::setExamples(const QVector<ExampleItem>& examples) {
    m_examples = examples;
    auto* list = m_ui->examplesList;
    list->clear();
    m_first = examples.isEmpty() ? QString() : examples.first().name;
    m_ui->firstButton->setEnabled(!m_first.isEmpty());
    for (const auto& example : examples) {
        auto* item = new QListWidgetItem(list);
        item->setData(Qt::UserRole, example.name);
        item->setData(Qt::AccessibleTextRole, example.title + QStringLiteral(". ") + example.summary);
        item->setSizeHint(QSize(0, Theme::instance().px(50)));
        list->setItemWidget(item, exampleRow(example));
    }
    if (list->count()) list->setCurrentRow(0);
    fitList(list);
    m_ui->examplesHint->setText(tr("%n, all offline", nullptr, static_cast<int>(examples.size())));
    applyLabelRoles(list);
}

void HomePage::setModels(ModelSource* source) {
    m_source = source;
    connect(source, &ModelSource::changed, this, &HomePage::showModels);
    showModels();
}

QWidget* HomePage::providerRow(const ProviderItem& provider) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 6, 14, 6);
    layout->setSpacing(6);
    auto* name = roleLabel(provider.name, "strong");
    name->setFixedWidth(Theme::instance().px(120));
    layout->addWidget(name);
    auto* detail = new ThemedLabel(ProviderListModel::detail(provider), FontRole::Small, Token::Tx3);
    detail->setElided(true);
    layout->addWidget(detail, 1);
    if (provider.state == ProviderItem::State::NoKey && !provider.origin.isEmpty()) {
        auto* add = new QPushButton(icon(QStringLiteral("key")), tr("Add key…"));
        setLook(add, "small");
        add->setAccessibleName(tr("Add a key for %1").arg(provider.name));
        connect(add, &QPushButton::clicked, this, [this, word = provider.word] { Q_EMIT keyRequested(word); });
        layout->addWidget(add);
        return row;
    }
    const bool ready = provider.state == ProviderItem::State::Ready || provider.state == ProviderItem::State::Found;
    if (ready) layout->addWidget(new IconLabel(QStringLiteral("ok"), Token::Ok));
    layout->addWidget(roleLabel(ProviderListModel::stateWord(provider), ready ? "hint2" : "hint"));
    return row;
}

// What works, and what most people have a key for; the rest is on the Models page.
void HomePage::showModels() {
    if (!m_source) return;
    m_ui->modelsHint->setText(m_source->looking() ? tr("looking…") : tr("checked just now"));
    auto* rows = m_ui->modelsRows;
    while (auto* old = rows->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    static const QStringList usual{QStringLiteral("openai"), QStringLiteral("anthropic"), QStringLiteral("ollama")};
    int hidden = 0;
    for (const auto& provider : m_source->providers()) {
        const bool ready = provider.state == ProviderItem::State::Ready || provider.state == ProviderItem::State::Found;
        if (ready || provider.own || usual.contains(provider.word)) rows->addWidget(providerRow(provider));
        else ++hidden;
    }
    auto* more = new QPushButton(hidden ? tr("%n more provider(s), prices and roles…", nullptr, hidden) : tr("Prices and roles…"));
    more->setObjectName(QStringLiteral("allModels"));
    setLook(more, "link");
    connect(more, &QPushButton::clicked, this, &HomePage::modelsRequested);
    auto* foot = new QWidget;
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(14, 2, 14, 6);
    layout->addWidget(more);
    layout->addStretch(1);
    rows->addWidget(foot);
    applyLabelRoles(m_ui->modelsBody);
    fitRecent();
}

/// As many recent runs as the window has room for; the rest is in the library, one click away.
void HomePage::fitRecent() {
    if (!isVisible()) return; // done when it is shown
    auto* list = m_ui->recentList;
    const auto show = [&](int rows) { // gives the height of the page
        for (int i = 0; i < list->count(); ++i) list->item(i)->setHidden(i >= rows);
        fitList(list);
        m_ui->recentCard->layout()->activate(); // the layouts in it forget what they were only now
        m_ui->recentCard->updateGeometry();
        auto* layout = m_ui->page->layout();
        layout->activate();
        return layout->totalHeightForWidth(width());
    };
    int rows = std::min(LeastRecent, list->count());
    const int room = std::max(height(), show(rows));
    while (rows < list->count() && show(rows + 1) <= room) ++rows;
    if (rows < list->count()) show(rows);
}

void HomePage::setRecent(const QVector<RecentItem>& recent) {
    auto* list = m_ui->recentList;
    list->clear();
    for (const auto& trace : recent) {
        auto* item = new QListWidgetItem(list);
        item->setData(Qt::UserRole, trace.path);
        item->setData(Qt::UserRole + 1, trace.run);
        item->setData(Qt::AccessibleTextRole, trace.title + format::comma() + trace.detail);
        item->setToolTip(trace.path);
        item->setSizeHint(QSize(0, Theme::instance().px(42)));
        auto* row = new QWidget;
        auto* layout = new QVBoxLayout(row);
        layout->setContentsMargins(14, 4, 14, 4);
        layout->setSpacing(0);
        auto* title = new ThemedLabel(trace.title, FontRole::BaseStrong, Token::Tx);
        auto* detail = new ThemedLabel(trace.detail, FontRole::Small, Token::Tx3);
        title->setElided(true);
        detail->setElided(true);
        layout->addWidget(title);
        layout->addWidget(detail);
        list->setItemWidget(item, row);
    }
    list->setVisible(!recent.isEmpty());
    m_ui->recentEmpty->setVisible(recent.isEmpty());
    applyLabelRoles(list);
    fitRecent();
}

/// Where the words need the room, the picture gives way: nobody scrolls sideways.
void HomePage::fit() {
    m_ui->page->layout()->activate();
    const int needed = m_ui->heroTexts->minimumSize().width() + m_ui->sketch->minimumWidth() + 48 + 48 + 20;
    m_ui->sketch->setVisible(width() >= needed);
    fitRecent();
}

void HomePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void HomePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fit(); // buttons have their size only now
}

void HomePage::setAllRuns(int count) {
    if (!m_allRuns) {
        m_allRuns = new QPushButton(m_ui->recentCard);
        setLook(m_allRuns, "link");
        auto* foot = new QHBoxLayout;
        foot->setContentsMargins(14, 2, 14, 6);
        foot->addWidget(m_allRuns);
        foot->addStretch(1);
        static_cast<QVBoxLayout*>(m_ui->recentCard->layout())->addLayout(foot);
        connect(m_allRuns, &QPushButton::clicked, this, &HomePage::libraryRequested);
    }
    m_allRuns->setText(tr("All runs (%1)…").arg(count));
    m_allRuns->setVisible(count > 0);
    fitRecent();
}

void HomePage::setCanRun(bool canRun) {
    m_ui->firstButton->setVisible(canRun);
    m_ui->newRunButton->setVisible(canRun);
    m_ui->firstHint->setVisible(canRun);
    m_ui->examplesCard->setVisible(canRun);
    m_ui->modelsCard->setVisible(canRun);
    if (!canRun) setLook(m_ui->openButton, "primary");
}

} // namespace rlmscope
