#include "views/run_status_bar.h"

#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "views/run_drawer.h"
#include "views/run_facts.h"
#include "views/run_page.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace rlmscope {

RunStatusBar::RunStatusBar(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    m_icon = new IconLabel(QStringLiteral("ok"), Token::Ok, 14);
    row->addWidget(m_icon);
    const auto add = [&](FontRole role, Token token, bool line = true) {
        auto* label = new ThemedLabel({}, role, token);
        row->addWidget(label);
        if (line) {
            auto* hair = new Hairline(Qt::Vertical);
            hair->setFixedHeight(14);
            row->addWidget(hair);
            hair->setVisible(false);
            label->setProperty("line", QVariant::fromValue<QWidget*>(hair));
        }
        return label;
    };
    m_state = add(FontRole::Small, Token::Tx2);
    m_focus = add(FontRole::Small, Token::Tx2);
    m_elapsed = add(FontRole::Mono, Token::Tx);
    m_spent = add(FontRole::Mono, Token::Tx);
    m_tokens = add(FontRole::Mono, Token::Tx2);
    m_flight = new QPushButton(this);
    setLook(m_flight, "link");
    m_flight->setToolTip(tr("Show the requests of each model"));
    connect(m_flight, &QPushButton::clicked, this, [this] {
        if (m_page) m_page->drawer()->showTab(RunDrawer::RequestsTab);
    });
    row->addWidget(m_flight);
    m_rows = add(FontRole::Small, Token::Tx2, false);
    row->addStretch(1);
    m_keys = add(FontRole::Small, Token::Tx3, false);
    setAccessibleName(tr("Status"));
    m_live.setInterval(LivePace::Milliseconds);
    connect(&m_live, &QTimer::timeout, this, [this] {
        if (!m_document || m_pace.isDue(m_document->whole().lastSeq())) refresh();
    });
    m_rowsSoon.setSingleShot(true);
    m_rowsSoon.setInterval(50);
    connect(&m_rowsSoon, &QTimer::timeout, this, &RunStatusBar::refresh);
    m_message.setSingleShot(true);
    m_message.setInterval(4000);
    connect(&m_message, &QTimer::timeout, this, [this] { m_keys->setText(m_keysText); });
    refresh();
}

void RunStatusBar::setPage(RunPage* page) {
    m_page = page;
    connect(page, &RunPage::focusChanged, this, &RunStatusBar::refresh);
    connect(page, &RunPage::rowsChanged, &m_rowsSoon, qOverload<>(&QTimer::start));
    connect(page, &RunPage::statusMessage, this, &RunStatusBar::showMessage);
}

void RunStatusBar::setDocument(RunDocument* document) {
    if (m_document) m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &RunDocument::reset, this, &RunStatusBar::refresh);
        connect(document, &RunDocument::momentChanged, this, &RunStatusBar::refresh);
        connect(document, &RunDocument::runChanged, this, [this] {
            if (!m_live.isActive()) refresh();
        });
    }
    refresh();
}

void RunStatusBar::showMessage(const QString& text) {
    m_keys->setText(text);
    m_message.start();
}

void RunStatusBar::setKeys(const QString& keys) {
    m_keysText = keys;
    if (!m_message.isActive()) m_keys->setText(keys);
}

void RunStatusBar::setSummary(const QString& text) {
    m_summary = text;
    if (!m_document) refresh();
}

void RunStatusBar::refresh() {
    const auto set = [](ThemedLabel* label, const QString& text) {
        label->setFigure(text);
        label->setVisible(!text.isEmpty());
        if (auto* line = label->property("line").value<QWidget*>()) line->setVisible(!text.isEmpty());
    };
    const auto* document = m_document.data();
    if (!document) {
        m_live.stop();
        m_icon->setRunning(false);
        m_icon->setIcon(QStringLiteral("ok"), Token::Tx3);
        set(m_state, m_summary.isEmpty() ? tr("Ready") : m_summary);
        set(m_focus, m_summary.isEmpty() ? tr("No run shown") : QString());
        for (auto* label : {m_elapsed, m_spent, m_tokens, m_rows}) set(label, {});
        m_flight->hide();
        auto* last = m_focus->text().isEmpty() ? m_state : m_focus; // a line parts two texts
        last->property("line").value<QWidget*>()->hide();
        return;
    }
    if (document->isLive() != m_live.isActive()) document->isLive() ? m_live.start() : m_live.stop();
    const auto facts = runFacts(*document);
    const auto& totals = document->tree().totals();
    m_icon->setRunning(facts.statusIcon.isEmpty());
    if (!facts.statusIcon.isEmpty()) m_icon->setIcon(facts.statusIcon, static_cast<Token>(facts.statusToken));
    set(m_state, document->moment() == 0 ? facts.statusWord : tr("At event %1: %2").arg(format::count(static_cast<std::int64_t>(document->tree().lastSeq())), facts.statusWord));
    set(m_focus, m_page ? m_page->focusText() : QString());
    set(m_elapsed, facts.elapsed);
    set(m_spent, facts.spent.isEmpty() ? QString() : (facts.spent + QLatin1Char(' ') + facts.ofLimit).trimmed());
    set(m_tokens, tr("in %1 out %2 cached %3").arg(format::tokens(totals.usage.input()), format::tokens(totals.usage.output),
                                                   format::tokens(totals.usage.cacheRead)));
    int retrying = 0;
    if (document->isLive() && document->moment() == 0)
        for (const LaneState& lane : document->budget().lanes) retrying += lane.retrying;
    QString flight = tr("%1 in flight, %2 queued").arg(format::count(totals.inFlight), format::count(std::max<std::int64_t>(0, static_cast<std::int64_t>(totals.queued) - retrying)));
    if (retrying > 0) flight += tr(", %1 retrying").arg(format::count(retrying));
    m_flight->setText(flight);
    m_flight->setVisible(document->isLive());
    set(m_rows, m_page ? m_page->shownText() : QString());
}

} // namespace rlmscope
