#include "views/models_page.h"

#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/language_model_table.h"
#include "views/model_chooser.h"
#include "views/model_dialogs.h"
#include "views/price_update_dialog.h"
#include "views/provider_list.h"
#include "views/provider_panel.h"
#include "views/role_panel.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

QWidget* filled(QLayout* layout, QWidget* widget) {
    widget->setLayout(layout);
    return widget;
}

} // namespace

ModelsPage::ModelsPage(ModelSource* source, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_notice(new NoticeBar(this))
    , m_providers(new ProviderListModel(this))
    , m_table(new LanguageModelTable(this))
    , m_filter(new LanguageModelFilter(m_table, this))
    , m_roles(new RolePanel(this)) {
    setAccessibleName(tr("Models"));
    m_notice->setClosable(true);
    m_roles->setSource(source);
    m_roles->setFixedWidth(Theme::instance().px(300));
    auto* columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(makeLeft());
    columns->addWidget(new Hairline(Qt::Vertical, this));
    columns->addWidget(makeMiddle(), 1);
    columns->addWidget(new Hairline(Qt::Vertical, this));
    columns->addWidget(m_roles);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addLayout(columns, 1);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
        if (const auto* chosen = m_providers->at(now.row())) showProvider(chosen->word);
    });
    connect(m_panel, &ProviderPanel::testRequested, this, &ModelsPage::test);
    connect(m_panel, &ProviderPanel::cancelRequested, this, [this] { m_source->cancelTest(m_word); });
    connect(m_panel, &ProviderPanel::keyRequested, this, [this] { pasteKey(m_word); });
    connect(m_panel, &ProviderPanel::deleteKeyRequested, this, [this] { m_source->deleteKey(m_word); });
    connect(m_panel, &ProviderPanel::removeRequested, this, [this] {
        const auto name = current() ? current()->name : m_word;
        const auto error = m_source->removeProvider(m_word);
        error.isEmpty() ? tellUndo(tr("%1 is removed. A key in the keychain stays there.").arg(name)) : tell(error);
    });
    connect(m_roles, &RolePanel::aliasChosen, this, [this](const QString& alias, const QString& spec) { useAs(alias, spec); });
    connect(m_source, &ModelSource::changed, this, &ModelsPage::refresh);
    connect(m_source, &ModelSource::testChanged, this, [this](const QString& word) {
        if (word != m_word) return;
        m_panel->setTest(m_source->test(word));
    });
    connect(m_source, &ModelSource::keyAnswered, this, [this](const QString&, const QString& error) {
        if (!findChild<KeyDialog*>()) tell(error); // a dialog that is open says it itself
    });
    auto* undo = new QShortcut(QKeySequence::Undo, this);
    connect(undo, &QShortcut::activated, this, [this] {
        if (!m_source->undoText().isEmpty()) tell(m_source->undo());
    });
    auto* again = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_T), this);
    connect(again, &QShortcut::activated, this, &ModelsPage::test);
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, qOverload<>(&QWidget::setFocus));
    refresh();
    if (const auto* first = m_providers->at(0)) showProvider(first->word);
}

// ---- parts ----------------------------------------------------------------------------------------------------

QWidget* ModelsPage::makeLeft() {
    auto* title = new DockTitle(tr("Providers"), this);
    auto* add = title->addButton(QStringLiteral("plus"), tr("Add a provider"));
    add->setObjectName(QStringLiteral("addProvider"));
    connect(add, &QToolButton::clicked, this, &ModelsPage::addProvider);
    m_list = new ProviderListView(m_providers, this);
    m_foot = new ThemedLabel({}, FontRole::Small, Token::Tx3, this);
    m_foot->setWordWrap(true);
    m_lookAgain = new QPushButton(tr("Look again"), this);
    setLook(m_lookAgain, "small");
    connect(m_lookAgain, &QPushButton::clicked, m_source, &ModelSource::look);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(12, 10, 12, 10);
    foot->setSpacing(8);
    foot->addWidget(m_foot);
    foot->addWidget(m_lookAgain, 0, Qt::AlignLeft);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(m_list, 1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addLayout(foot);
    auto* left = filled(column, new QWidget(this));
    left->setFixedWidth(Theme::instance().px(264));
    return left;
}

QWidget* ModelsPage::makeModelsHead() {
    m_count = new ThemedLabel({}, FontRole::Small, Token::Tx3, this);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Filter models"));
    m_search->setAccessibleName(tr("Filter models"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(Theme::instance().px(90));
    m_search->setMaximumWidth(Theme::instance().px(190));
    m_search->setObjectName(QStringLiteral("modelFilter"));
    m_stars = quietButton(QStringLiteral("star"), tr("Only favourites"), this);
    m_stars->setCheckable(true);
    m_priceNote = new ThemedLabel({}, FontRole::Small, Token::Tx3, this);
    m_priceNote->setElided(true);
    m_priceNote->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_update = new QPushButton(tr("Update prices…"), this);
    setLook(m_update, "small");
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, 7, 14, 7);
    row->setSpacing(8);
    row->addWidget(new ThemedLabel(tr("Models"), FontRole::BaseStrong, Token::Tx, this));
    row->addWidget(m_count);
    row->addSpacing(6);
    row->addWidget(m_search, 3);
    row->addWidget(m_stars);
    row->addWidget(m_priceNote, 1);
    row->addWidget(m_update);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setText(text);
        refreshModels();
    });
    connect(m_stars, &QToolButton::toggled, this, [this](bool on) {
        m_filter->setFavouritesOnly(on);
        refreshModels();
    });
    connect(m_update, &QPushButton::clicked, this, &ModelsPage::updatePrices);
    return filled(row, new QWidget(this));
}

QWidget* ModelsPage::makeStrip() {
    m_stripName = new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this);
    m_stripName->setElided(true);
    m_stripPrice = new ThemedLabel({}, FontRole::Small, Token::Tx2, this);
    m_stripPrice->setWordWrap(true);
    m_price = new QPushButton(tr("Price…"), this);
    m_price->setObjectName(QStringLiteral("priceButton"));
    m_use = new QPushButton(tr("Use"), this);
    m_use->setObjectName(QStringLiteral("useButton"));
    m_use->setMinimumWidth(Theme::instance().px(84));
    auto* menu = new QMenu(m_use);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        modelMenu(menu);
    });
    m_use->setMenu(menu);
    connect(m_price, &QPushButton::clicked, this, &ModelsPage::editPrice);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_stripName);
    texts->addWidget(m_stripPrice);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, 10, 14, 10);
    row->setSpacing(8);
    row->addLayout(texts, 1);
    row->addWidget(m_price);
    row->addWidget(m_use);
    return m_strip = filled(row, new QWidget(this));
}

QWidget* ModelsPage::makeMiddle() {
    m_panel = new ProviderPanel(this);
    m_view = new LanguageModelView(this);
    m_view->setModel(m_filter);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsPage::refreshStrip);
    connect(m_table, &LanguageModelTable::favouriteRequested, this, [this](const QString& spec, bool on) { tell(m_source->setFavourite(spec, on)); });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (!m_view->indexAt(at).isValid()) return;
        QMenu menu;
        modelMenu(&menu);
        menu.exec(m_view->viewport()->mapToGlobal(at));
    });
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_panel);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(makeModelsHead());
    column->addWidget(m_view, 1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(makeStrip());
    return filled(column, new QWidget(this));
}

// ---- what is shown --------------------------------------------------------------------------------------------

const ProviderItem* ModelsPage::current() const { return m_providers->at(m_providers->rowOf(m_word)); }
QString ModelsPage::provider() const { return m_word; }
QString ModelsPage::model() const { return m_view->currentIndex().data(LanguageModelTable::SpecRole).toString(); }

void ModelsPage::showProvider(const QString& word) {
    const int row = m_providers->rowOf(word);
    if (row < 0) return;
    const bool other = m_word != word;
    m_word = word;
    if (m_list->currentIndex().row() != row) m_list->setCurrentIndex(m_providers->index(row));
    m_panel->setProvider(*m_providers->at(row));
    m_panel->setTest(m_source->test(word));
    if (other) m_view->scrollToTop();
    refreshModels();
}

void ModelsPage::showModel(const QString& provider, const QString& spec) {
    showProvider(provider);
    m_search->clear();
    selectModel(spec);
}

void ModelsPage::selectModel(const QString& spec) {
    const int row = m_table->rowOf(spec);
    const auto index = row < 0 ? QModelIndex() : m_filter->mapFromSource(m_table->index(row, LanguageModelTable::NameColumn));
    if (index.isValid()) m_view->setCurrentIndex(index);
    else if (m_filter->rowCount()) m_view->setCurrentIndex(m_filter->index(0, LanguageModelTable::NameColumn));
}

void ModelsPage::refresh() {
    const QString word = m_word;
    m_providers->setProviders(m_source->providers());
    const QString broken = m_source->setupProblem();
    m_readOnly = !broken.isEmpty();
    if (m_readOnly)
        m_notice->showNotice(NoticeBar::Tone::Error, tr("What is set up here cannot be changed now"), broken);
    else if (m_notice->property("broken").toBool())
        m_notice->hide();
    m_notice->setProperty("broken", m_readOnly);
    m_panel->setReadOnly(m_readOnly);
    m_roles->setReadOnly(m_readOnly);
    m_price->setEnabled(!m_readOnly);
    const auto keeper = m_source->keychain();
    m_foot->setText(tr("Servers on this computer are found by themselves.") + QLatin1Char(' ') +
                    (keeper.isEmpty() ? tr("No keychain answers, so keys come from environment variables.")
                                      : tr("Keys are kept by %1, never in a file or a trace.").arg(keeper)));
    m_foot->setToolTip(m_source->keychainProblem());
    m_lookAgain->setEnabled(!m_source->looking());
    m_lookAgain->setText(m_source->looking() ? tr("Looking…") : tr("Look again"));
    m_roles->refresh();
    const auto prices = m_source->prices();
    QString note = prices.updated.isEmpty() ? tr("prices of %1").arg(prices.date) : tr("prices of %1, updated %2").arg(prices.date, prices.updated);
    if (prices.overrides) note += tr(", %n of your own", nullptr, prices.overrides);
    m_priceNote->setText(prices.problem.isEmpty() ? note : prices.problem);
    m_priceNote->setToken(prices.problem.isEmpty() ? Token::Tx3 : Token::Warn);
    m_priceNote->setToolTip(prices.problem.isEmpty() ? tr("Table %1 with %n model(s)", nullptr, prices.models).arg(prices.hash) : prices.problem);
    const auto* first = m_providers->at(0);
    if (m_providers->rowOf(word) >= 0) showProvider(word);
    else if (first) showProvider(first->word);
}

void ModelsPage::refreshModels() {
    const QString chosen = model();
    const auto* provider = current();
    m_table->setModels(m_source->models(m_word));
    const int all = m_table->rowCount(), shown = m_filter->rowCount();
    m_count->setText(shown == all ? format::count(all) : format::nOfM(shown, all));
    if (all && !shown)
        m_view->setEmptyText(m_search->text().isEmpty() ? tr("No favourite here. Space or a click on the star makes one.")
                                                        : tr("Nothing matches \"%1\". Clear the filter (Esc).").arg(m_search->text()));
    else if (provider && provider->local)
        m_view->setEmptyText(provider->state == ProviderItem::State::NotFound
                                 ? tr("No server answers at %1. Start it, then look again.").arg(provider->origin)
                                 : tr("The server runs, but no model is loaded."));
    else
        m_view->setEmptyText(tr("No model is known yet. Test lists them; any other can be typed as %1:MODEL.").arg(m_word));
    selectModel(chosen);
    refreshStrip();
}

void ModelsPage::refreshStrip() {
    const auto* m = m_table->at(m_filter->mapToSource(m_view->currentIndex()).row());
    const auto* provider = current();
    m_strip->setVisible(m != nullptr);
    const QString example = provider && !provider->example.isEmpty() ? provider->word + QLatin1Char(':') + provider->example : QString();
    m_panel->setTestModel(m ? m->spec : example, m ? m->id : provider ? provider->example : QString());
    if (!m) return;
    m_stripName->setText(m->spec);
    m_stripName->setToolTip(m->spec);
    QString text = LanguageModelTable::priceText(*m);
    if (!m->rates) text += QLatin1Char(' ') + tr("A run with a limit in USD refuses it until you give one.");
    m_stripPrice->setText(text);
    m_stripPrice->setToken(m->rates ? Token::Tx2 : Token::Warn);
    m_price->setText(m->rates ? tr("Price…") : tr("Give a price…"));
    m_use->setAccessibleName(tr("Use %1").arg(m->id));
}

void ModelsPage::modelMenu(QMenu* menu) {
    const QString spec = model();
    if (spec.isEmpty()) return;
    menu->addAction(icon(QStringLiteral("run")), tr("New run with it…"), this, [this, spec] { Q_EMIT newRunRequested(spec); });
    menu->addSeparator();
    for (const auto& alias : m_source->aliases()) {
        auto* action = menu->addAction(tr("Use as %1").arg(alias.name), this, [this, name = alias.name, spec] { useAs(name, spec); });
        action->setToolTip(alias.purpose);
        action->setCheckable(true);
        action->setChecked(alias.spec == spec);
        action->setEnabled(!m_readOnly);
    }
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy %1").arg(spec), this, [spec] { QApplication::clipboard()->setText(spec); });
}

// ---- changes --------------------------------------------------------------------------------------------------

void ModelsPage::tell(const QString& error) {
    if (!error.isEmpty()) m_notice->showNotice(NoticeBar::Tone::Error, error);
}

void ModelsPage::tellUndo(const QString& done) {
    m_notice->showNotice(NoticeBar::Tone::Info, done);
    if (m_source->undoText().isEmpty()) return;
    auto* back = m_notice->addAction(tr("Undo"));
    back->setObjectName(QStringLiteral("undoButton"));
    connect(back, &QPushButton::clicked, this, [this] {
        m_notice->hide();
        tell(m_source->undo());
    });
}

void ModelsPage::useAs(const QString& alias, const QString& spec) {
    const auto error = m_source->setAlias(alias, spec);
    tell(error);
    if (!error.isEmpty()) m_roles->refresh(); // back to what holds
}

void ModelsPage::test() {
    const auto* provider = current();
    if (!provider || m_source->test(m_word).running()) return;
    const QString chosen = model();
    const QString spec = !chosen.isEmpty() ? chosen : provider->example.isEmpty() ? QString() : provider->word + QLatin1Char(':') + provider->example;
    if (!spec.isEmpty()) m_source->startTest(m_word, spec);
}

void ModelsPage::addProvider() {
    auto* dialog = new AddProviderDialog(m_source->templates(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AddProviderDialog::addRequested, this, [this, dialog](const NewProviderItem& provider) {
        const auto error = m_source->addProvider(provider);
        if (!error.isEmpty()) return dialog->setProblem(error);
        dialog->accept();
        showProvider(provider.word);
        if (const auto* added = current(); added && added->key == KeyHeld::None) pasteKey(added->word);
    });
    dialog->open();
}

void ModelsPage::pasteKey(const QString& word) {
    const auto* provider = m_providers->at(m_providers->rowOf(word));
    if (!provider || m_readOnly) return;
    auto* dialog = new KeyDialog(*provider, m_source->keychain(), m_source->keychainProblem(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &KeyDialog::keyEntered, this, [this, word](const QString& key) { m_source->storeKey(word, key); });
    connect(m_source, &ModelSource::keyAnswered, dialog, [dialog, word](const QString& of, const QString& error) {
        if (of == word) dialog->answered(error);
    });
    dialog->open();
}

void ModelsPage::updatePrices() {
    auto* dialog = new PriceUpdateDialog(m_source, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] { tellUndo(tr("The prices are updated. Recorded runs keep theirs.")); });
    dialog->open();
}

void ModelsPage::editPrice() {
    const auto* m = m_table->at(m_filter->mapToSource(m_view->currentIndex()).row());
    if (!m || m_readOnly) return;
    auto* dialog = new PriceDialog(*m, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PriceDialog::priceEntered, this, [this, dialog, spec = m->spec](const std::optional<TokenRates>& rates) {
        const auto error = m_source->setPrice(spec, rates);
        error.isEmpty() ? dialog->accept() : dialog->setProblem(error);
    });
    dialog->open();
}

} // namespace rlmscope
