#include "views/run_drawer.h"

#include "insight/spend.h"
#include "itemmodels/format.h"
#include "itemmodels/lanes_model.h"
#include "itemmodels/run_document.h"
#include "itemmodels/spend_model.h"
#include "views/budget_strip.h"
#include "views/facts_table.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace rlmscope {

namespace {

class SpendDelegate : public FactsDelegate {
protected:
    void paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto kind = static_cast<SpendModel::RowKind>(index.siblingAtColumn(0).data(SpendModel::KindRole).toInt());
        const double size = Theme::instance().px(14);
        if (kind == SpendModel::SectionRow) {
            paint::text(p, room.adjusted(0, 3, 0, 0), index.data().toString(), themed(FontRole::SmallStrong), textColor(option, Token::Tx3));
        } else if (index.column() == SpendModel::NameColumn) {
            const struct { const char* icon; Token token; } looks[] = {{"budget", Token::Tx2}, {"", Token::Tx}, {"model", Token::Model}, {"frame", Token::Frame}, {"model", Token::Model}, {"sub", Token::Sub}};
            const auto& look = looks[kind == SpendModel::RoleRow && index.data(SpendModel::SubCallsRole).toBool() ? kind + 1 : static_cast<int>(kind)];
            paintIcon(p, QRectF(room.left(), std::round(room.center().y() - size / 2), size, size), QLatin1String(look.icon), textColor(option, look.token));
            const bool all = kind == SpendModel::AllRow;
            const int used = paint::text(p, room.adjusted(size + 7, 0, 0, 0), index.data().toString(), themed(all ? FontRole::BaseStrong : FontRole::Base), textColor(option, Token::Tx));
            if (kind == SpendModel::ModelRow && index.data(SpendModel::SimulatedRole).toBool())
                paintIcon(p, QRectF(room.left() + size + 12 + used, std::round(room.center().y() - size / 2), size, size), QStringLiteral("simulated"), textColor(option, Token::Tx3));
        } else if (index.column() == SpendModel::ShareColumn) {
            const double share = index.data(SpendModel::ShareRole).toDouble();
            const double text = Theme::instance().px(40);
            const QRectF bar(room.left(), std::round(room.center().y() - 3), std::max(0.0, room.width() - text), 6);
            paint::track(p, bar);
            p.fillRect(QRectF(bar.left(), bar.top(), std::max(share > 0 ? 1.0 : 0.0, std::round(bar.width() * std::min(1.0, share))), bar.height()), themed(Token::Frame));
            paintText(p, QRectF(room.right() - text, room.top(), text, room.height()), option, index, Token::Tx);
        } else {
            const bool failed = index.column() == SpendModel::FailedColumn && index.data().toString() != format::unknown();
            paintText(p, room, option, index, failed ? Token::Warn : Token::Tx);
        }
    }
};

class LaneDelegate : public FactsDelegate {
protected:
    void paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const double size = Theme::instance().px(14);
        if (index.column() == LanesModel::ModelColumn) {
            paintIcon(p, QRectF(room.left(), std::round(room.center().y() - size / 2), size, size), QStringLiteral("model"), textColor(option, Token::Model));
            paintText(p, room.adjusted(size + 7, 0, 0, 0), option, index, Token::Tx);
        } else if (index.column() == LanesModel::BarColumn) {
            // In flight solid, waiting for another attempt hatched, queued a tint: one scale for all rows.
            const double most = std::max(1, index.data(LanesModel::MostRole).toInt());
            const QRectF bar(room.left(), std::round(room.center().y() - 4), room.width(), 8);
            const auto at = [&](int n) { return std::round(bar.width() * n / most); };
            const int flight = index.data(LanesModel::InFlightRole).toInt(), retry = index.data(LanesModel::RetryingRole).toInt();
            const int queued = index.data(LanesModel::QueuedRole).toInt();
            p.fillRect(QRectF(bar.left(), bar.bottom(), bar.width(), 1), themed(Token::Grid));
            p.fillRect(QRectF(bar.left(), bar.top(), at(flight), bar.height()), themed(Token::Sub));
            paint::hatch(p, QRectF(bar.left() + at(flight), bar.top(), at(flight + retry) - at(flight), bar.height()), themed(Token::WarnEdge));
            const QRectF rest(bar.left() + at(flight + retry), bar.top(), at(flight + retry + queued) - at(flight + retry), bar.height());
            p.fillRect(rest, themed(Token::TintSub));
            p.setPen(QPen(themed(Token::Sub), 1));
            if (rest.width() > 2) p.drawRect(rest.adjusted(0.5, 0.5, -0.5, -0.5));
        } else {
            const bool retrying = index.column() == LanesModel::RetryingColumn && index.data(LanesModel::RetryingRole).toInt() > 0;
            paintText(p, room, option, index, retrying ? Token::Warn : index.column() == LanesModel::WhyColumn ? Token::Tx2 : Token::Tx);
        }
    }
};

} // namespace

RunDrawer::RunDrawer(QWidget* parent)
    : QWidget(parent)
    , m_corners(new QWidget(this))
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_promiseIcon(new IconLabel({}, Token::Tx3, 14, this))
    , m_promise(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_fold(quietButton(QStringLiteral("chevron-down"), tr("Fold the drawer"), this))
    , m_budget(new BudgetStrip(this))
    , m_spendModel(new SpendModel(this))
    , m_spend(nullptr)
    , m_spendRemarks(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_lanesModel(new LanesModel(this))
    , m_lanes(nullptr) {
    setAccessibleName(tr("Timeline, budget, totals and requests"));
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed); // what stands beside it gives way
    m_tabs->setAccessibleName(tr("Drawer tabs"));
    const std::pair<const char*, QString> own[] = {{"budget", tr("Budget")}, {"totals", tr("Totals")}, {"requests", tr("Requests")}};
    for (const auto& [id, name] : own) m_tabs->setTabData(m_tabs->addTab(name), QString::fromLatin1(id));
    auto* head = new QWidget(this);
    head->setBackgroundRole(QPalette::Window);
    head->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(2, 0, 6, 0);
    row->setSpacing(5);
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_corners);
    auto* corners = new QHBoxLayout(m_corners);
    corners->setContentsMargins(0, 0, 6, 0);
    row->addWidget(m_promiseIcon);
    row->addWidget(m_promise);
    row->addSpacing(4);
    row->addWidget(m_fold);
    m_stack->addWidget(m_budget);
    m_stack->addWidget(makeTotals());
    m_stack->addWidget(makeRequests());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new Hairline(Qt::Horizontal, this));
    layout->addWidget(head);
    layout->addWidget(new Hairline(Qt::Horizontal, this));
    layout->addWidget(m_stack, 1);
    connect(m_budget, &BudgetStrip::heightWanted, this, &RunDrawer::heightWanted);
    connect(m_tabs, &QTabBar::currentChanged, this, &RunDrawer::onTab);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { setFolded(false); });
    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!m_folded); });
    refresh();
}

QWidget* RunDrawer::makeTotals() {
    auto* box = new QWidget(this);
    box->setBackgroundRole(QPalette::Base);
    box->setAutoFillBackground(true);
    m_spend = new FactsTable(tr("Totals by model, depth and kind of call"), new SpendDelegate, box);
    m_spend->setModel(m_spendModel);
    m_spend->setEmptyText(tr("No model has been asked yet."));
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_spend, 1);
    m_spendRemarks->setWordWrap(true);
    m_spendRemarks->setContentsMargins(10, 4, 10, 6);
    m_spendRemarks->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_spendRemarks);
    return box;
}

QWidget* RunDrawer::makeRequests() {
    m_lanes = new FactsTable(tr("Requests by model"), new LaneDelegate, this);
    m_lanes->setModel(m_lanesModel);
    m_lanes->setColumnWidths({150, 0, 72, 72, 72, 240});
    return m_lanes;
}

void RunDrawer::setDocument(RunDocument* document) {
    m_document = document;
    m_budget->setDocument(document);
    refresh();
    Q_EMIT heightWanted();
}

void RunDrawer::addTab(const QString& id, const QString& title, QWidget* widget, const std::function<int()>& wantedHeight, QWidget* corner, bool first) {
    if (corner) m_corners->layout()->addWidget(corner);
    m_others.insert(id, {widget, corner, wantedHeight});
    const QSignalBlocker blocker(m_tabs);
    const int at = first ? 0 : m_tabs->count();
    m_stack->insertWidget(at, widget);
    m_tabs->insertTab(at, title);
    m_tabs->setTabData(at, id);
    m_tabs->setMinimumWidth(m_tabs->sizeHint().width()); // what stands at the right gives way
    if (first) m_tabs->setCurrentIndex(0);
    m_tabs->updateGeometry(); // a bar that is not visible does not say that it has grown
    onTab();
}

void RunDrawer::onTab() {
    m_stack->setCurrentIndex(m_tabs->currentIndex());
    for (const auto& other : std::as_const(m_others))
        if (other.corner) other.corner->setVisible(m_stack->currentWidget() == other.widget && !m_folded);
    refresh();
    Q_EMIT heightWanted();
}

QString RunDrawer::currentTabId() const { return m_tabs->tabData(m_tabs->currentIndex()).toString(); }

RunDrawer::Tab RunDrawer::currentTab() const {
    const QString id = currentTabId();
    return id == QLatin1String("budget") ? BudgetTab : id == QLatin1String("totals") ? TotalsTab : id == QLatin1String("requests") ? RequestsTab : OtherTab;
}

void RunDrawer::showTab(Tab tab) {
    const char* const ids[] = {"budget", "totals", "requests"};
    if (tab != OtherTab) showTab(QString::fromLatin1(ids[tab]));
}

void RunDrawer::showTab(const QString& id) {
    for (int i = 0; i < m_tabs->count(); ++i)
        if (m_tabs->tabData(i).toString() == id) m_tabs->setCurrentIndex(i);
    setFolded(false);
}

void RunDrawer::setFolded(bool folded) {
    if (folded == m_folded) return;
    m_folded = folded;
    m_stack->setVisible(!folded);
    m_corners->setVisible(!folded);
    m_fold->setIcon(icon(folded ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), Token::Tx2));
    const QString name = folded ? tr("Unfold the drawer") : tr("Fold the drawer");
    m_fold->setToolTip(name);
    m_fold->setAccessibleName(name);
    setMaximumHeight(folded ? minimumSizeHint().height() : QWIDGETSIZE_MAX);
    Q_EMIT heightWanted();
}

int RunDrawer::wantedHeight() const {
    const int head = m_tabs->sizeHint().height() + 2;
    if (m_folded) return head;
    switch (currentTab()) {
    case BudgetTab: return head + m_budget->wantedHeight();
    case TotalsTab: return head + std::min(m_spend->wantedHeight() + m_spendRemarks->heightForWidth(std::max(200, width() - 20)) + 8, Theme::instance().px(340));
    case RequestsTab: return head + std::max(m_lanes->wantedHeight(), Theme::instance().px(118));
    case OtherTab: return head + m_others.value(currentTabId()).wantedHeight();
    }
    return head;
}

void RunDrawer::refreshPromise() {
    const BudgetStrip::Promise promise = m_budget->promise();
    m_promiseIcon->setVisible(!promise.word.isEmpty());
    m_promise->setVisible(!promise.word.isEmpty());
    m_promiseIcon->setIcon(promise.icon, static_cast<Token>(promise.token));
    m_promise->setText(promise.word);
    m_promise->setToken(static_cast<Token>(promise.token));
    m_promise->setToolTip(promise.why);
    m_promise->setAccessibleDescription(promise.why);
}

void RunDrawer::refresh() {
    if (m_document) m_lanesModel->setLanes(m_document->budget().lanes);
    else m_lanesModel->setLanes({});
    m_lanes->setEmptyText(m_document && m_document->isLive() ? tr("No model has been asked yet.") : tr("Nothing is being sent: this run is not going on."));
    switch (currentTab()) {
    case BudgetTab: m_budget->refresh(); break;
    case TotalsTab: {
        m_spendModel->setSpend(m_document ? insight::spendOf(m_document->tree()) : insight::Spend{});
        for (int column = 0; column < SpendModel::ColumnCount; ++column) m_spend->setColumnHidden(column, !m_spendModel->isUseful(column));
        m_spend->setColumnWidths({0, 52, 62, 62, 62, 70, 76, 110, 70, 88});
        m_spendRemarks->setText(m_spendModel->remarks());
        m_spendRemarks->setVisible(!m_spendModel->remarks().isEmpty());
        break;
    }
    case RequestsTab:
    case OtherTab: break;
    }
    refreshPromise();
}

} // namespace rlmscope
