#include "views/resume_bar.h"

#include "itemmodels/money_words.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace rlmscope {

ResumeBar::ResumeBar(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("interrupted"), Token::Warn, 16, this))
    , m_title(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this))
    , m_facts(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_consentText(new ThemedLabel({}, FontRole::Small, Token::Tx, this))
    , m_problem(new ThemedLabel({}, FontRole::Small, Token::Err, this))
    , m_raiseLabel(new ThemedLabel(tr("Raise the limit to"), FontRole::Base, Token::Tx, this))
    , m_unit(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_consent(new QCheckBox(tr("Run its code on this computer and ask these models"), this))
    , m_weak(new QCheckBox(tr("Even though the sandbox of this computer is not full"), this))
    , m_raise(new QLineEdit(this))
    , m_resume(new QPushButton(tr("Resume"), this))
    , m_replay(new QPushButton(tr("Replay without asking any model"), this))
    , m_again(new QPushButton(tr("Run again with changes…"), this))
    , m_close(new QPushButton(tr("Not now"), this)) {
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    m_title->setElided(true);
    for (ThemedLabel* label : {m_facts, m_consentText, m_problem}) {
        label->setWordWrap(true);
        label->setContentsMargins(24, 0, 0, 0);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    auto* row = new QHBoxLayout;
    row->setContentsMargins(24, 2, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_raiseLabel);
    row->addWidget(m_raise);
    row->addWidget(m_unit);
    row->addWidget(m_resume);
    row->addWidget(m_replay);
    row->addWidget(m_again);
    row->addWidget(m_close);
    row->addStretch(1);
    auto* checks = new QVBoxLayout;
    checks->setContentsMargins(24, 0, 0, 0);
    checks->addWidget(m_consent);
    checks->addWidget(m_weak);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 9, 12, 10);
    layout->setSpacing(5);
    layout->addLayout(head);
    layout->addWidget(m_facts);
    layout->addWidget(m_consentText);
    layout->addLayout(checks);
    layout->addWidget(m_problem);
    layout->addLayout(row);
    setLook(m_resume, "primary");
    m_raise->setFixedWidth(Theme::instance().px(96));
    m_raise->setFont(themed(FontRole::Mono));
    m_raise->setAlignment(Qt::AlignRight);
    m_raiseLabel->setBuddy(m_raise);
    m_resume->setToolTip(tr("A new run gets the recorded replies again and asks only for what is new"));
    m_replay->setToolTip(tr("Its code runs again on the recorded replies; nothing is sent or paid"));
    connect(m_consent, &QCheckBox::toggled, this, &ResumeBar::updateButtons);
    connect(m_weak, &QCheckBox::toggled, this, &ResumeBar::updateButtons);
    connect(m_raise, &QLineEdit::textEdited, this, [this] {
        setFieldError(m_raise, {});
        m_problem->hide();
    });
    connect(m_raise, &QLineEdit::returnPressed, this, &ResumeBar::resume);
    connect(m_resume, &QPushButton::clicked, this, &ResumeBar::resume);
    connect(m_replay, &QPushButton::clicked, this, [this] {
        m_busy = true;
        updateButtons();
        Q_EMIT replayRequested(answer());
    });
    connect(m_again, &QPushButton::clicked, this, &ResumeBar::runAgainRequested);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void ResumeBar::showOffer(const RerunOffer& offer) {
    m_offer = offer;
    m_busy = false;
    m_title->setText(offer.title);
    if (offer.failed) m_icon->setIcon(QStringLiteral("error"), Token::Err);
    else m_icon->setIcon(offer.canResume ? QStringLiteral("interrupted") : QStringLiteral("replayed"), offer.canResume ? Token::Warn : Token::Tx2);
    const auto show = [](QLabel* label, const QString& text) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
    };
    show(m_facts, offer.facts.join(QLatin1Char('\n')));
    show(m_consentText, offer.consent);
    show(m_problem, offer.problem);
    m_consent->setChecked(false);
    m_weak->setChecked(false);
    m_consent->setVisible(!offer.consent.isEmpty());
    m_weak->setVisible(!offer.consent.isEmpty() && offer.askWeakSandbox);
    const bool raises = offer.canResume && offer.raise.has_value();
    for (QWidget* part : std::initializer_list<QWidget*>{m_raiseLabel, m_raise, m_unit}) part->setVisible(raises);
    if (raises) {
        m_raise->setText(words::editable(*offer.raise, offer.suggested));
        const QString unit = *offer.raise == LimitKind::Usd ? tr("USD") : *offer.raise == LimitKind::Seconds ? tr("seconds") : words::limitName(*offer.raise).toLower();
        m_unit->setText(unit);
        m_raise->setAccessibleName(tr("New limit in %1").arg(unit));
    }
    m_resume->setVisible(offer.canResume);
    m_replay->setVisible(offer.canReplay);
    m_again->setVisible(offer.failed);
    m_resume->setText(raises ? tr("Resume with a higher limit") : tr("Resume"));
    setAccessibleName(offer.title);
    setAccessibleDescription(offer.facts.join(QLatin1Char(' ')));
    updateButtons();
    QWidget::show();
}

void ResumeBar::showProblem(const QString& problem) {
    m_busy = false;
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    updateButtons();
}

void ResumeBar::updateButtons() {
    const bool agreed = m_offer.consent.isEmpty() || (m_consent->isChecked() && (!m_offer.askWeakSandbox || m_weak->isChecked()));
    m_resume->setEnabled(agreed && !m_busy);
    m_replay->setEnabled(agreed && !m_busy);
}

RerunAnswer ResumeBar::answer() const { return {{}, m_consent->isChecked(), m_weak->isChecked()}; }

void ResumeBar::resume() {
    if (!m_resume->isEnabled()) return;
    RerunAnswer chosen = answer();
    if (m_offer.raise) {
        const auto value = words::fromEditable(*m_offer.raise, m_raise->text());
        if (!value || *value <= m_offer.limitNow) {
            const QString problem = tr("The new limit must be higher than %1.").arg(words::limit(*m_offer.raise, m_offer.limitNow));
            setFieldError(m_raise, problem);
            return showProblem(problem);
        }
        chosen.raised = words::raised(*m_offer.raise, *value);
    }
    m_busy = true;
    updateButtons();
    Q_EMIT resumeRequested(chosen);
}

void ResumeBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Alt));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
