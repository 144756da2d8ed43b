#include "views/provider_panel.h"

#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

/// Tinted by its tone: what a test said.
class ResultPanel final : public QWidget {
public:
    using QWidget::QWidget;
    bool failed = false;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(themed(failed ? Token::ErrEdge : Token::Line), 1));
        p.setBrush(themed(failed ? Token::ErrFill : Token::Alt));
        p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
};

QLabel* fieldLabel(const QString& text, QWidget* parent) {
    auto* label = new ThemedLabel(text, FontRole::Base, Token::Tx2, parent);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setMinimumWidth(Theme::instance().px(64));
    return label;
}

} // namespace

ProviderPanel::ProviderPanel(QWidget* parent)
    : QWidget(parent)
    , m_name(new ThemedLabel({}, FontRole::Title, Token::Tx, this))
    , m_about(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_testIcon(new IconLabel({}, Token::Ok, 16, this))
    , m_testState(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_testButton(new QPushButton(tr("Test"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
    , m_addressLabel(fieldLabel(tr("Address"), this))
    , m_address(new ThemedLabel({}, FontRole::Mono, Token::Tx, this))
    , m_keyLabel(fieldLabel(tr("Key"), this))
    , m_keyIcon(new IconLabel(QStringLiteral("key"), Token::Tx2, 16, this))
    , m_key(new ThemedLabel({}, FontRole::Base, Token::Tx, this))
    , m_keyHint(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_keyButton(new QPushButton(this))
    , m_deleteKey(new QPushButton(tr("Delete"), this))
    , m_keyRow(new QWidget(this))
    , m_problem(new ThemedLabel({}, FontRole::Small, Token::Warn, this))
    , m_result(new ResultPanel(this))
    , m_resultIcon(new IconLabel({}, Token::Ok, 16, m_result))
    , m_resultText(new ThemedLabel({}, FontRole::Base, Token::Tx, m_result))
    , m_resultHint(new ThemedLabel({}, FontRole::Small, Token::Tx2, m_result)) {
    auto* titles = new QVBoxLayout;
    titles->setSpacing(1);
    titles->addWidget(m_name);
    titles->addWidget(m_about);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addLayout(titles, 1);
    head->addWidget(m_testIcon);
    head->addWidget(m_testState);
    head->addWidget(m_remove);
    head->addWidget(m_testButton);
    m_about->setElided(true);
    m_testButton->setObjectName(QStringLiteral("testButton"));
    m_testState->setObjectName(QStringLiteral("testState"));
    m_remove->setObjectName(QStringLiteral("removeButton"));
    m_keyButton->setObjectName(QStringLiteral("keyButton"));
    m_deleteKey->setObjectName(QStringLiteral("deleteKeyButton"));

    auto* keyRow = new QHBoxLayout(m_keyRow);
    keyRow->setContentsMargins(0, 0, 0, 0);
    keyRow->setSpacing(6);
    keyRow->addWidget(m_keyIcon);
    keyRow->addWidget(m_key);
    keyRow->addSpacing(6);
    keyRow->addWidget(m_keyButton);
    keyRow->addWidget(m_deleteKey);
    keyRow->addSpacing(6);
    keyRow->addWidget(m_keyHint, 1);
    m_keyHint->setElided(true);
    setLook(m_keyButton, "small");
    setLook(m_deleteKey, "small");

    auto* form = new QGridLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setColumnStretch(1, 1);
    form->addWidget(m_addressLabel, 0, 0);
    form->addWidget(m_address, 0, 1);
    form->addWidget(m_keyLabel, 1, 0);
    form->addWidget(m_keyRow, 1, 1);
    form->addWidget(m_problem, 2, 1);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_address->setElided(true);
    m_address->setMinimumHeight(Theme::instance().px(24));
    m_problem->setWordWrap(true);

    auto* result = new QHBoxLayout(m_result);
    result->setContentsMargins(10, 8, 10, 8);
    result->setSpacing(8);
    result->addWidget(m_resultIcon, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_resultText);
    texts->addWidget(m_resultHint);
    result->addLayout(texts, 1);
    m_resultText->setObjectName(QStringLiteral("testResult"));
    for (auto* text : {m_resultText, m_resultHint}) {
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_result->setAccessibleName(tr("Result of the test"));
    m_result->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 10, 14, 13);
    layout->setSpacing(11);
    layout->addLayout(head);
    layout->addLayout(form);
    layout->addWidget(m_result);

    connect(m_testButton, &QPushButton::clicked, this, [this] { m_test.running() ? Q_EMIT cancelRequested() : Q_EMIT testRequested(); });
    connect(m_keyButton, &QPushButton::clicked, this, &ProviderPanel::keyRequested);
    connect(m_deleteKey, &QPushButton::clicked, this, &ProviderPanel::deleteKeyRequested);
    connect(m_remove, &QPushButton::clicked, this, &ProviderPanel::removeRequested);
}

void ProviderPanel::setProvider(const ProviderItem& provider) {
    m_provider = provider;
    m_name->setText(provider.name);
    QString about = provider.about;
    if (!provider.example.isEmpty()) about += (about.isEmpty() ? QString() : QStringLiteral(" · ")) + tr("in runs: %1:MODEL").arg(provider.word);
    m_about->setText(about);
    const bool network = !provider.address.isEmpty() || provider.key != KeyHeld::NotNeeded;
    for (QWidget* w : {static_cast<QWidget*>(m_addressLabel), static_cast<QWidget*>(m_address)}) w->setVisible(network);
    m_address->setText(provider.address.isEmpty() ? tr("none yet") : provider.address);
    m_address->setToolTip(provider.address);
    const bool keyed = network && (provider.key != KeyHeld::NotNeeded || !provider.keyName.isEmpty());
    m_keyLabel->setVisible(keyed);
    m_keyRow->setVisible(keyed);
    const bool stored = provider.key == KeyHeld::Keychain;
    const bool there = stored || provider.key == KeyHeld::Environment;
    m_key->setText(stored ? tr("in the system keychain")
                   : provider.key == KeyHeld::Environment ? tr("from %1").arg(provider.keyName)
                   : provider.key == KeyHeld::None ? tr("none yet") : tr("not needed"));
    m_keyIcon->setIcon(QStringLiteral("key"), there ? Token::Ok : Token::Tx3);
    m_keyButton->setText(stored ? tr("Replace…") : tr("Paste a key…"));
    m_keyButton->setAccessibleName(stored ? tr("Replace the key of %1").arg(provider.name) : tr("Paste a key for %1").arg(provider.name));
    m_deleteKey->setVisible(stored);
    m_deleteKey->setAccessibleName(tr("Delete the key of %1 from the keychain").arg(provider.name));
    m_keyHint->setText(provider.origin.isEmpty() ? QString() : tr("goes to %1 only").arg(provider.origin));
    m_keyHint->setToolTip(provider.origin.isEmpty() ? QString() : tr("A key is bound to the address it was entered for and goes nowhere else."));
    m_problem->setText(provider.problem);
    m_problem->setVisible(!provider.problem.isEmpty());
    m_remove->setVisible(provider.own);
    m_remove->setAccessibleName(tr("Remove %1").arg(provider.name));
    updateButtons();
}

void ProviderPanel::setTestModel(const QString& spec, const QString& name) {
    m_testModel = spec;
    m_testButton->setToolTip(spec.isEmpty() ? tr("Choose a model to ask") : tr("Lists the models, then asks %1 for one word").arg(name));
    updateButtons();
}

void ProviderPanel::setReadOnly(bool readOnly) {
    m_readOnly = readOnly;
    updateButtons();
}

void ProviderPanel::updateButtons() {
    const bool running = m_test.running();
    m_testButton->setText(running ? tr("Cancel") : m_test.step == ModelTest::Step::None ? tr("Test") : tr("Test again"));
    m_testButton->setAccessibleName(running ? tr("Cancel the test") : tr("Test %1").arg(m_provider.name));
    m_testButton->setEnabled(running || !m_testModel.isEmpty());
    m_remove->setEnabled(!m_readOnly);
    m_keyButton->setEnabled(!m_readOnly && !m_provider.origin.isEmpty());
    m_deleteKey->setEnabled(!m_readOnly);
}

QString ProviderPanel::testText(const ModelTest& test) {
    const QString name = test.spec.section(QLatin1Char(':'), 1).isEmpty() ? test.spec : test.spec;
    switch (test.step) {
    case ModelTest::Step::None: return {};
    case ModelTest::Step::Listing: return tr("Asking which models there are…");
    case ModelTest::Step::Asking: return tr("Asking %1 for one word…").arg(name);
    case ModelTest::Step::Cancelled: return tr("The test was cancelled.");
    case ModelTest::Step::Failed: return test.error;
    case ModelTest::Step::Ok: break;
    }
    QStringList parts;
    if (test.listed >= 0)
        parts << tr("Lists %n model(s).", nullptr, test.listed) + (test.offered ? QString() : QLatin1Char(' ') + tr("%1 is not among them, but answers.").arg(name));
    QString answer = tr("%1 answered").arg(name);
    if (test.firstToken) answer += tr(": first token after %1").arg(format::duration(*test.firstToken));
    if (test.total) answer += tr(", all of it after %1").arg(format::duration(*test.total));
    if (test.input || test.output) answer += tr("; %1 tokens in, %2 out").arg(format::tokens(test.input), format::tokens(test.output));
    answer += test.cost ? tr(", %1").arg(format::money(*test.cost)) : tr(", cost unknown");
    parts << answer + QLatin1Char('.');
    return parts.join(QLatin1Char(' '));
}

void ProviderPanel::setTest(const ModelTest& test) {
    m_test = test;
    const bool ok = test.step == ModelTest::Step::Ok;
    const bool failed = test.step == ModelTest::Step::Failed;
    const bool said = test.step != ModelTest::Step::None;
    m_testIcon->setVisible(test.running() || ok || failed);
    if (test.running()) m_testIcon->setRunning(true);
    else m_testIcon->setIcon(ok ? QStringLiteral("ok") : QStringLiteral("error"), ok ? Token::Ok : Token::Err);
    m_testState->setVisible(said);
    m_testState->setToken(ok ? Token::Ok : failed ? Token::Err : Token::Tx2);
    m_testState->setText(test.running() ? tr("testing")
                         : ok ? test.total ? tr("answered in %1").arg(format::duration(*test.total)) : tr("answered")
                         : failed ? tr("failed") : tr("cancelled"));
    if (test.at.isValid() && !test.running())
        m_testState->setToolTip(format::dayAndClock(test.at));
    m_result->setVisible(said);
    static_cast<ResultPanel*>(m_result)->failed = failed;
    if (test.running()) m_resultIcon->setRunning(true);
    else m_resultIcon->setIcon(ok ? QStringLiteral("ok") : failed ? QStringLiteral("error") : QStringLiteral("hint"),
                               ok ? Token::Ok : failed ? Token::Err : Token::Tx3);
    m_resultText->setText(testText(test));
    m_resultHint->setText(test.hint);
    m_resultHint->setVisible(failed && !test.hint.isEmpty());
    m_result->setAccessibleDescription(testText(test) + QLatin1Char(' ') + test.hint);
    m_result->update();
    updateButtons();
}

void ProviderPanel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), themed(Token::Win));
}

} // namespace rlmscope
