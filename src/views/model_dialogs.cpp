#include "views/model_dialogs.h"

#include "views/language_model_table.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QUrl>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

QVBoxLayout* dialogLayout(QDialog* dialog, int width) {
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(18, 16, 18, 16);
    layout->setSpacing(10);
    dialog->setMinimumWidth(Theme::instance().px(width));
    return layout;
}

/// Label above the field, a grey remark under it.
QLabel* addField(QVBoxLayout* layout, const QString& name, QWidget* field, ThemedLabel* remark = nullptr) {
    auto* box = new QVBoxLayout;
    box->setSpacing(3);
    auto* label = new ThemedLabel(name, FontRole::Small, Token::Tx2);
    label->setBuddy(field);
    field->setAccessibleName(QString(name).remove(QLatin1Char('&')));
    box->addWidget(label);
    box->addWidget(field);
    if (remark) {
        remark->setWordWrap(true);
        box->addWidget(remark);
    }
    layout->addLayout(box);
    return label;
}

QHBoxLayout* buttonRow(QDialog* dialog, QPushButton* main) {
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    auto* cancel = new QPushButton(QDialog::tr("Cancel"), dialog);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    row->addWidget(cancel);
    row->addWidget(main);
    setLook(main, "primary");
    main->setDefault(true);
    return row;
}

ThemedLabel* problemLabel(QWidget* parent) {
    auto* label = new ThemedLabel({}, FontRole::Small, Token::Err, parent);
    label->setWordWrap(true);
    label->setObjectName(QStringLiteral("problem"));
    label->hide();
    return label;
}

} // namespace

// ---- a provider -----------------------------------------------------------------------------------------------

AddProviderDialog::AddProviderDialog(const QVector<ProviderTemplateItem>& templates, QWidget* parent)
    : QDialog(parent)
    , m_templates(templates)
    , m_template(new QComboBox(this))
    , m_word(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_address(new QLineEdit(this))
    , m_keyName(new QLineEdit(this))
    , m_version(new QLineEdit(this))
    , m_needsKey(new QCheckBox(tr("Needs a &key"), this))
    , m_plainKey(new QCheckBox(tr("Send the key over plain &http: others on the way can read it"), this))
    , m_hint(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_example(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_problem(problemLabel(this)) {
    setWindowTitle(tr("Add a provider"));
    auto* layout = dialogLayout(this, 460);
    for (const auto& each : m_templates) m_template->addItem(each.name, each.id);
    m_template->setObjectName(QStringLiteral("template"));
    m_word->setObjectName(QStringLiteral("word"));
    m_address->setObjectName(QStringLiteral("address"));
    m_word->setPlaceholderText(tr("work"));
    m_word->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[a-z][a-z0-9_-]{0,39}")), this));
    m_keyName->setPlaceholderText(tr("made from the word"));
    m_name->setPlaceholderText(tr("the word"));
    addField(layout, tr("&Like"), m_template);
    addField(layout, tr("&Address"), m_address, m_hint);
    addField(layout, tr("&Word in runs"), m_word, m_example);
    addField(layout, tr("&Name to show"), m_name);
    auto* key = new QGridLayout;
    key->setHorizontalSpacing(12);
    key->addWidget(m_needsKey, 0, 0);
    auto* keyLabel = new ThemedLabel(tr("&Variable of the key"), FontRole::Small, Token::Tx2);
    keyLabel->setBuddy(m_keyName);
    m_keyName->setAccessibleName(tr("Variable of the key"));
    key->addWidget(keyLabel, 0, 1);
    key->addWidget(m_keyName, 0, 2);
    key->setColumnStretch(2, 1);
    layout->addLayout(key);
    m_plainKey->setObjectName(QStringLiteral("plainKey"));
    layout->addWidget(m_plainKey);
    m_versionLabel = addField(layout, tr("API &version"), m_version);
    m_version->setPlaceholderText(tr("the newest that is known"));
    layout->addWidget(m_problem);
    layout->addSpacing(4);
    auto* add = new QPushButton(tr("Add"), this);
    layout->addLayout(buttonRow(this, add));
    connect(add, &QPushButton::clicked, this, [this] {
        setProblem({});
        Q_EMIT addRequested(provider());
    });
    connect(m_template, &QComboBox::currentIndexChanged, this, &AddProviderDialog::updateTemplate);
    connect(m_needsKey, &QCheckBox::toggled, m_keyName, &QLineEdit::setEnabled);
    connect(m_needsKey, &QCheckBox::toggled, this, &AddProviderDialog::updatePlainKey);
    connect(m_address, &QLineEdit::textChanged, this, &AddProviderDialog::updatePlainKey);
    connect(m_word, &QLineEdit::textChanged, this, [this] {
        const QString word = m_word->text().isEmpty() ? tr("work") : m_word->text();
        m_example->setText(tr("A run names its models %1:MODEL.").arg(word));
    });
    const int compatible = m_template->findData(QStringLiteral("openai-compatible"));
    m_template->setCurrentIndex(std::max(compatible, 0));
    updateTemplate();
    Q_EMIT m_word->textChanged({});
    m_address->setFocus();
}

const ProviderTemplateItem* AddProviderDialog::current() const {
    const int row = m_template->currentIndex();
    return row >= 0 && row < m_templates.size() ? &m_templates[row] : nullptr;
}

void AddProviderDialog::updateTemplate() {
    const auto* like = current();
    if (!like) return;
    m_address->setPlaceholderText(like->address.isEmpty() ? tr("https://host/v1") : like->address);
    m_hint->setText(like->hint);
    m_hint->setVisible(!like->hint.isEmpty());
    m_needsKey->setChecked(like->needsKey);
    m_keyName->setEnabled(like->needsKey);
    m_version->setVisible(like->azure);
    m_versionLabel->setVisible(like->azure);
    updatePlainKey();
}

// Asked only where it matters: a key, plain http, another computer.
void AddProviderDialog::updatePlainKey() {
    const QUrl url(m_address->text().trimmed());
    const QString host = url.host();
    const bool here = host == QLatin1String("localhost") || host == QLatin1String("::1") || host.startsWith(QLatin1String("127."));
    m_plainKey->setVisible(m_needsKey->isChecked() && url.scheme() == QLatin1String("http") && !host.isEmpty() && !here);
}

NewProviderItem AddProviderDialog::provider() const {
    NewProviderItem item;
    item.templateId = m_template->currentData().toString();
    item.word = m_word->text().trimmed();
    item.name = m_name->text().trimmed();
    item.address = m_address->text().trimmed();
    item.needsKey = m_needsKey->isChecked();
    item.keyName = item.needsKey ? m_keyName->text().trimmed() : QString();
    item.allowPlainKey = m_plainKey->isVisibleTo(this) && m_plainKey->isChecked();
    if (m_version->isVisibleTo(this)) item.apiVersion = m_version->text().trimmed();
    return item;
}

void AddProviderDialog::setProblem(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

// ---- a key ----------------------------------------------------------------------------------------------------

KeyDialog::KeyDialog(const ProviderItem& provider, const QString& keychain, const QString& problem, QWidget* parent)
    : QDialog(parent)
    , m_key(new QLineEdit(this))
    , m_store(new QPushButton(tr("Store the key"), this))
    , m_state(new ThemedLabel({}, FontRole::Small, Token::Tx3, this)) {
    setWindowTitle(tr("Key of %1").arg(provider.name));
    auto* layout = dialogLayout(this, 460);
    const bool can = !keychain.isEmpty();
    auto* where = new ThemedLabel({}, FontRole::Small, Token::Tx2, this);
    where->setWordWrap(true);
    where->setText(can ? tr("Kept by %1, never in a file of RLMScope and never in a trace. Sent to %2 and to no other address.").arg(keychain, provider.origin)
                       : tr("%1 Set the environment variable %2 instead, and start RLMScope from there.")
                             .arg(problem.isEmpty() ? tr("No keychain answers on this computer.") : problem, provider.keyName));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setObjectName(QStringLiteral("key"));
    m_key->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_key->setPlaceholderText(tr("paste it here"));
    m_state->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("problem"));
    m_state->hide();
    if (can) addField(layout, provider.key == KeyHeld::Keychain ? tr("New &key") : tr("&Key"), m_key);
    else m_key->hide();
    layout->addWidget(where);
    layout->addWidget(m_state);
    layout->addSpacing(4);
    if (can) {
        layout->addLayout(buttonRow(this, m_store));
    } else {
        m_store->setText(tr("Copy the line for the shell"));
        layout->addLayout(buttonRow(this, m_store));
    }
    m_store->setEnabled(!can);
    connect(m_key, &QLineEdit::textChanged, this, [this](const QString& text) { m_store->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_store, &QPushButton::clicked, this, [this, can, name = provider.keyName] {
        if (can) return send();
        QApplication::clipboard()->setText(QStringLiteral("export %1=").arg(name));
        accept();
    });
}

void KeyDialog::send() {
    const QString key = m_key->text().trimmed();
    m_key->setText({}); // not clear(): that one can be undone
    if (key.isEmpty()) return;
    m_key->setEnabled(false);
    m_store->setEnabled(false);
    m_state->setToken(Token::Tx3);
    m_state->setText(tr("Storing. The keychain may ask to be unlocked."));
    m_state->show();
    Q_EMIT keyEntered(key);
}

void KeyDialog::answered(const QString& error) {
    if (error.isEmpty()) return accept();
    m_key->setEnabled(true);
    m_state->setToken(Token::Err);
    m_state->setText(error);
    m_state->show();
    m_key->setFocus();
}

// ---- a price --------------------------------------------------------------------------------------------------

PriceDialog::PriceDialog(const ModelItem& model, QWidget* parent)
    : QDialog(parent)
    , m_in(new QLineEdit(this))
    , m_out(new QLineEdit(this))
    , m_cacheRead(new QLineEdit(this))
    , m_cacheWrite(new QLineEdit(this))
    , m_problem(problemLabel(this)) {
    setWindowTitle(tr("Price of %1").arg(model.id));
    auto* layout = dialogLayout(this, 420);
    auto* now = new ThemedLabel(LanguageModelTable::priceText(model), FontRole::Small, Token::Tx2, this);
    now->setWordWrap(true);
    layout->addWidget(now);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    const auto field = [&](const QString& name, QLineEdit* edit, int row, int column) {
        auto* box = new QVBoxLayout;
        box->setSpacing(3);
        auto* label = new ThemedLabel(name, FontRole::Small, Token::Tx2);
        label->setBuddy(edit);
        edit->setAccessibleName(QString(name).remove(QLatin1Char('&')));
        edit->setFont(themed(FontRole::Mono));
        edit->setAlignment(Qt::AlignRight);
        box->addWidget(label);
        box->addWidget(edit);
        grid->addLayout(box, row, column);
    };
    field(tr("&In"), m_in, 0, 0);
    field(tr("&Out"), m_out, 0, 1);
    field(tr("&Cached in"), m_cacheRead, 1, 0);
    field(tr("Cache &write"), m_cacheWrite, 1, 1);
    m_in->setObjectName(QStringLiteral("priceIn"));
    m_out->setObjectName(QStringLiteral("priceOut"));
    for (auto* edit : {m_cacheRead, m_cacheWrite}) edit->setPlaceholderText(tr("as In"));
    if (model.rates) {
        const auto plain = [](std::int64_t rate) { return QString::fromStdString(PicoUsd{rate * 1'000'000}.exact()); };
        m_in->setText(plain(model.rates->input));
        m_out->setText(plain(model.rates->output));
        if (model.rates->cacheRead) m_cacheRead->setText(plain(*model.rates->cacheRead));
        if (model.rates->cacheWrite) m_cacheWrite->setText(plain(*model.rates->cacheWrite));
    }
    layout->addLayout(grid);
    auto* unit = new ThemedLabel(tr("USD per 1M tokens. Runs from now on use it; recorded runs keep theirs."), FontRole::Small, Token::Tx3, this);
    unit->setWordWrap(true);
    layout->addWidget(unit);
    layout->addWidget(m_problem);
    layout->addSpacing(4);
    auto* save = new QPushButton(tr("Use this price"), this);
    auto* row = buttonRow(this, save);
    auto* free = new QPushButton(tr("It is free"), this);
    free->setToolTip(tr("For a server of your own: every price is 0."));
    row->insertWidget(0, free);
    if (model.origin == PriceOrigin::Own) {
        auto* table = new QPushButton(tr("Forget mine"), this);
        table->setToolTip(tr("Back to what the table says"));
        row->insertWidget(1, table);
        connect(table, &QPushButton::clicked, this, [this] { Q_EMIT priceEntered(std::nullopt); });
    }
    layout->addLayout(row);
    connect(free, &QPushButton::clicked, this, [this] { Q_EMIT priceEntered(TokenRates{}); });
    connect(save, &QPushButton::clicked, this, [this] {
        TokenRates rates;
        if (read(rates)) Q_EMIT priceEntered(rates);
    });
}

bool PriceDialog::read(TokenRates& rates) {
    for (auto* edit : {m_in, m_out, m_cacheRead, m_cacheWrite}) setFieldError(edit, {});
    const auto number = [this](QLineEdit* edit, bool needed) -> std::optional<std::int64_t> {
        const QString text = edit->text().trimmed();
        if (text.isEmpty() && !needed) return std::nullopt;
        const auto usd = PicoUsd::parse(text.toStdString());
        // A pico-USD per token is a millionth of a USD per million: no price is finer.
        if (usd && usd->value >= 0 && usd->value % 1'000'000 == 0 && usd->value <= 100'000LL * 1'000'000'000'000) return usd->value / 1'000'000;
        const auto problem = text.isEmpty() ? tr("A price needs both, in and out. 0 is a price, too.")
                                            : tr("\"%1\" is not a price: a number of USD such as 1.25, with at most 6 places.").arg(text);
        setFieldError(edit, problem);
        setProblem(problem);
        return std::nullopt;
    };
    setProblem({});
    const auto in = number(m_in, true), out = number(m_out, true);
    rates.cacheRead = number(m_cacheRead, false);
    rates.cacheWrite = number(m_cacheWrite, false);
    if (!in || !out || m_problem->isVisibleTo(this)) return false;
    rates.input = *in;
    rates.output = *out;
    return true;
}

void PriceDialog::setProblem(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace rlmscope
