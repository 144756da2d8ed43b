#include "views/inspector_panel.h"

#include "itemmodels/format.h"
#include "itemmodels/node_output.h"
#include "views/icon.h"
#include "views/inspector_parts.h"
#include "views/call_page.h"
#include "views/code_view.h"
#include "views/output_page.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/tab_overflow.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

namespace rlmscope {

namespace {

constexpr const char* TabIds[] = {"cell", "messages", "output", "raw"}; // by InspectorPanel::Tab

} // namespace

InspectorPanel::InspectorPanel(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_head(new QWidget(this))
    , m_crumbs(new QHBoxLayout)
    , m_statusIcon(new IconLabel({}, Token::Tx, 16, m_head))
    , m_status(new ThemedLabel({}, FontRole::Small, Token::Tx, m_head))
    , m_time(new ThemedLabel({}, FontRole::Mono, Token::Tx2, m_head))
    , m_output(new NodeOutput(this))
    , m_outputPage(new OutputPage(m_output, this))
    , m_first(new QStackedWidget(this))
    , m_cell(new CellPage(m_output, this))
    , m_frame(new FramePage(this))
    , m_noCell(new EmptyState(tr("This frame has not run a cell."), {}, this))
    , m_messages(new CallPage(this))
    , m_rawHead(new TextHead(tr("Events"), tr("Copy the events"), this))
    , m_raw(new CodeView(CodeView::Language::Json, this))
    , m_nothing(new EmptyState({}, {}, this))
    , m_body(new QWidget(this)) {
    setAccessibleName(tr("Inspector"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Inspector tabs"));
    const QString names[] = {tr("Cell"), tr("Messages"), tr("Output"), tr("Raw")};
    for (int tab = CellTab; tab <= RawTab; ++tab)
        m_tabs->setTabData(m_tabs->addTab(names[tab]), QLatin1String(TabIds[tab]));

    auto* headRow = new QHBoxLayout(m_head);
    headRow->setContentsMargins(10, 0, 10, 0);
    headRow->setSpacing(6);
    m_crumbs->setSpacing(4);
    headRow->addLayout(m_crumbs, 1);
    headRow->addWidget(m_statusIcon);
    headRow->addWidget(m_status);
    headRow->addWidget(m_time);
    m_head->setFixedHeight(Theme::instance().px(34));

    m_first->addWidget(m_cell);
    m_first->addWidget(m_frame);
    m_first->addWidget(m_noCell);
    m_raw->setAccessibleName(tr("Raw events"));
    m_stack->addWidget(m_first);
    m_stack->addWidget(m_messages);
    m_stack->addWidget(m_outputPage);
    auto* raw = new QWidget(this);
    auto* rawColumn = tightColumn(raw);
    rawColumn->addWidget(m_rawHead);
    rawColumn->addWidget(m_raw, 1);
    m_stack->addWidget(raw);
    connect(m_rawHead, &TextHead::copyRequested, this, [this] { Q_EMIT copyTextRequested(tr("Events"), m_page.node.raw); });

    auto* body = tightColumn(m_body);
    body->addWidget(m_head);
    body->addWidget(new Hairline(Qt::Horizontal, m_body));
    body->addWidget(m_stack, 1);
    auto* tabRow = new QWidget(this);
    tabRow->setBackgroundRole(QPalette::Window);
    tabRow->setAutoFillBackground(true);
    auto* tabLayout = new QHBoxLayout(tabRow);
    tabLayout->setContentsMargins(2, 0, 0, 0);
    tabLayout->setSpacing(0);
    tabLayout->addWidget(m_tabs);
    tabLayout->addWidget(new TabOverflow(m_tabs, tabRow));
    tabLayout->addStretch(1);
    auto* layout = tightColumn(this);
    layout->addWidget(tabRow);
    layout->addWidget(new Hairline(Qt::Horizontal, this));
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_body, 1);

    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_cell, &CellPage::copyCodeRequested, this, &InspectorPanel::copyCodeRequested);
    connect(m_messages, &CallPage::problem, this, &InspectorPanel::problemInView);
    connect(m_cell, &CellPage::problem, this, &InspectorPanel::problemInView);
    connect(m_outputPage, &OutputPage::problem, this, &InspectorPanel::problemInView);
    connect(m_outputPage, &OutputPage::copied, this, &InspectorPanel::copiedFromView);
    connect(m_outputPage, &OutputPage::copyRequested, this, &InspectorPanel::copyOutputRequested);
    connect(m_cell, &CellPage::copyOutputRequested, this, &InspectorPanel::copyOutputRequested);
    connect(m_frame, &FramePage::copyAnswerRequested, this, &InspectorPanel::copyAnswerRequested);
    connect(m_frame, &FramePage::copyPromptRequested, this, &InspectorPanel::copyPromptRequested);
    connect(m_messages, &CallPage::copyPromptRequested, this, &InspectorPanel::copyPromptRequested);
    connect(m_messages, &CallPage::copyReplyRequested, this, &InspectorPanel::copyReplyRequested);
    clear(tr("Choose a row of the call tree to see its code, messages and output."));
}

InspectorPanel::Tab InspectorPanel::currentTab() const {
    const QString id = currentTabId();
    for (int tab = CellTab; tab <= RawTab; ++tab)
        if (id == QLatin1String(TabIds[tab])) return static_cast<Tab>(tab);
    return OtherTab;
}

void InspectorPanel::setCurrentTab(Tab tab) { showTab(QLatin1String(TabIds[tab])); }

QString InspectorPanel::currentTabId() const { return m_tabs->tabData(m_tabs->currentIndex()).toString(); }

void InspectorPanel::showTab(const QString& id) {
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (m_tabs->tabData(i).toString() != id) continue;
        m_tabs->setTabVisible(i, true);
        m_tabs->setCurrentIndex(i);
    }
}

void InspectorPanel::setTabUseful(const QString& id, bool useful) {
    for (int i = 0; i < m_tabs->count(); ++i)
        if (m_tabs->tabData(i).toString() == id && m_tabs->isTabVisible(i) != useful) m_tabs->setTabVisible(i, useful);
    m_tabs->updateGeometry();
}

void InspectorPanel::addTab(const QString& id, const QString& title, QWidget* page) {
    const int before = m_tabs->count() - 1;
    m_stack->insertWidget(before, page);
    m_tabs->insertTab(before, title);
    m_tabs->setTabData(before, id);
    m_tabs->updateGeometry(); // a bar that is not visible does not say that it has grown
}

void InspectorPanel::clear(const QString& sentence) {
    m_page = {};
    m_page.node.index = NoNode;
    m_nothing->setSentence(sentence);
    m_nothing->show();
    m_body->hide();
}

void InspectorPanel::setPage(const InspectorPage& page, bool sameNode) {
    m_page = page;
    m_nothing->hide();
    m_body->show();
    const bool isFrame = page.node.kind == NodeKind::Frame;
    m_tabs->setTabText(CellTab, isFrame ? tr("Frame") : tr("Cell"));
    showHead();
    showCell();
    m_messages->setCall(page.call, sameNode);
    showRaw();
    // A new node shows what it is about; Output and Raw are a choice of the user and stay.
    if (!sameNode && currentTab() <= MessagesTab) {
        setCurrentTab(isCall(page.node.kind) ? MessagesTab : CellTab);
    }
}

void InspectorPanel::showHead() {
    while (QLayoutItem* item = m_crumbs->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    // A deep path keeps its first and its last steps.
    constexpr int Keep = 3;
    const auto n = m_page.path.size();
    for (qsizetype i = 0; i < n; ++i) {
        if (i > 0 && i < n - Keep)
            continue;
        const InspectorPage::Crumb& crumb = m_page.path.at(i);
        const bool last = i == n - 1;
        const KindLook look = kindLook(crumb.kind);
        if (last) {
            m_crumbs->addWidget(new IconLabel(look.icon, look.color, 16, m_head));
            auto* label = new ThemedLabel(crumb.name, FontRole::BaseStrong, Token::Tx, m_head);
            label->setElided(true);
            m_crumbs->addWidget(label, 1);
            break;
        }
        auto* button = new QPushButton(icon(look.icon, look.color), crumb.name, m_head);
        setLook(button, "crumb");
        button->setAccessibleName(tr("Go to %1").arg(crumb.name));
        connect(button, &QPushButton::clicked, this, [this, node = crumb.node] { Q_EMIT nodeRequested(node); });
        m_crumbs->addWidget(button);
        m_crumbs->addWidget(new ThemedLabel(i == 0 && n > Keep + 1 ? QStringLiteral("› … ›") : QStringLiteral("›"),
                                            FontRole::Small, Token::Tx3, m_head));
    }
    const StatusLook status = m_page.paused ? pausedLook() : statusLook(m_page.node.status);
    if (m_page.node.status == NodeStatus::Running && !m_page.paused)
        m_statusIcon->setRunning(true);
    else
        m_statusIcon->setIcon(status.icon, status.color);
    m_status->setText(status.word);
    m_status->setToken(status.color);
    m_time->setText(m_page.numbers.duration);
}

void InspectorPanel::showCell() {
    if (m_page.node.kind == NodeKind::Frame) {
        m_frame->setFrame(m_page);
        m_first->setCurrentWidget(m_frame);
    } else if (m_page.cell.index == NoNode) {
        m_noCell->setSentence(m_page.node.kind == NodeKind::SubCall ? tr("A sub-call has no cell of its own; see Messages.")
                                                                    : tr("This turn has not run a cell."));
        m_first->setCurrentWidget(m_noCell);
    } else {
        m_cell->setCell(m_page, m_page.cell.index == m_cell->property("node").toUInt());
        m_cell->setProperty("node", m_page.cell.index);
        m_first->setCurrentWidget(m_cell);
    }
}

void InspectorPanel::showRaw() {
    if (m_raw->property("shown").toString() == m_page.node.raw)
        return;
    m_raw->setProperty("shown", m_page.node.raw);
    m_raw->setCode(m_page.node.raw);
    const NodeDetails& d = m_page.node;
    m_rawHead->setNote(d.rawEvents < d.allEvents ? tr("showing the first %1").arg(format::nOfM(d.rawEvents, d.allEvents)) : tr("%n event(s)", nullptr, d.allEvents));
}

void InspectorPanel::appendReply(const QString& text, bool reasoning) {
    m_messages->appendReply(text, reasoning);
}

} // namespace rlmscope
