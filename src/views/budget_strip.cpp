#include "views/budget_strip.h"

#include "itemmodels/budget_model.h"
#include "itemmodels/money_words.h"
#include "itemmodels/run_document.h"
#include "views/burn_down.h"
#include "views/facts_table.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>

namespace rlmscope {

namespace {

/// The bar of a limit: spent solid, reserved hatched, what is kept outlined at the far end, the limit a line, 80 % a tick.
void paintBar(QPainter& p, const QRectF& room, const QModelIndex& index) {
    const auto value = [&](int role) { return static_cast<double>(index.data(role).toLongLong()); };
    const double limit = value(BudgetModel::LimitRole), spent = value(BudgetModel::SpentRole);
    const double reserved = value(BudgetModel::ReservedRole), kept = value(BudgetModel::KeptRole);
    if (limit <= 0) return;
    const QRectF bar(room.left(), std::round(room.center().y() - 4), room.width() - 2, 8);
    const double scale = std::max(limit, spent + reserved);
    const auto at = [&](double amount) { return bar.left() + std::round(bar.width() * std::clamp(amount / scale, 0.0, 1.0)); };
    paint::track(p, bar);
    if (kept > 0) {
        const QRectF rest(at(std::max(spent + reserved, limit - kept)), bar.top(), at(limit) - at(std::max(spent + reserved, limit - kept)), bar.height());
        p.fillRect(rest, themed(Token::TintFrame));
        p.setPen(QPen(themed(Token::Frame), 1));
        p.setBrush(Qt::NoBrush);
        if (rest.width() > 2) p.drawRect(rest.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    paint::hatch(p, QRectF(at(spent), bar.top(), at(spent + reserved) - at(spent), bar.height()), themed(Token::Sub));
    if (spent > 0) p.fillRect(QRectF(bar.left(), bar.top(), std::max(1.0, at(spent) - bar.left()), bar.height()), themed(Token::Frame));
    p.fillRect(QRectF(at(limit * 0.8), bar.top() - 2, 1, bar.height() + 4), themed(Token::Tx3));
    p.fillRect(QRectF(at(limit), bar.top() - 3, 2, bar.height() + 6), themed(Token::ErrEdge));
}

class BudgetDelegate : public FactsDelegate {
protected:
    void paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const double size = Theme::instance().px(14);
        switch (index.column()) {
        case BudgetModel::NameColumn: {
            paintText(p, room, option, index, Token::Tx);
            if (!index.data(BudgetModel::SimulatedRole).toBool()) return;
            const double used = QFontMetricsF(themed(FontRole::Base)).horizontalAdvance(index.data().toString());
            paintIcon(p, QRectF(room.left() + used + 6, std::round(room.center().y() - size / 2), size, size), QStringLiteral("simulated"), textColor(option, Token::Tx3));
            return;
        }
        case BudgetModel::BarColumn: return paintBar(p, room, index);
        case BudgetModel::LeftColumn: {
            const bool reached = index.data(BudgetModel::ReachedRole).toBool(), over = index.data(BudgetModel::OverRole).toBool();
            const bool near = index.data(BudgetModel::NearRole).toBool();
            const bool limited = index.data(BudgetModel::LimitRole).toLongLong() > 0;
            const Token token = over ? Token::Err : reached || near ? Token::Warn : limited ? Token::Tx : Token::Tx3;
            paintText(p, room, option, index, token);
            if (!over && !near && !reached) return;
            const double used = QFontMetricsF(themed(FontRole::MonoColumn)).horizontalAdvance(index.data().toString());
            if (const double x = room.right() - used - size - 5; x >= room.left() - 2)
                paintIcon(p, QRectF(x, std::round(room.center().y() - size / 2), size, size), over ? QStringLiteral("error") : QStringLiteral("warning"), textColor(option, token));
            return;
        }
        default: paintText(p, room, option, index, Token::Tx);
        }
    }
};

} // namespace

BudgetStrip::BudgetStrip(QWidget* parent)
    : QWidget(parent)
    , m_model(new BudgetModel(this))
    , m_table(new FactsTable(tr("Limits of the run"), new BudgetDelegate, this))
    , m_chart(new BurnDown(this))
    , m_wordsIcon(new IconLabel(QStringLiteral("estimated"), Token::Tx3, 14, this))
    , m_words(new ThemedLabel({}, FontRole::Small, Token::Tx2, this)) {
    setAccessibleName(tr("Budget"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_table->setModel(m_model);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    auto* sentence = new QHBoxLayout;
    sentence->setContentsMargins(10, 0, 8, 4);
    sentence->setSpacing(6);
    sentence->addWidget(m_wordsIcon);
    sentence->addWidget(m_words, 1);
    m_words->setElided(true);
    auto* left = new QVBoxLayout;
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(0);
    left->addWidget(m_table, 1);
    left->addLayout(sentence);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(left, 62);
    row->addWidget(new Hairline(Qt::Vertical, this));
    row->addWidget(m_chart, 38);
    connect(m_table, &FactsTable::currentRowChanged, this, &BudgetStrip::refreshChart);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        Q_EMIT heightWanted();
        if (m_model->rowCount() > 0 && !m_table->currentIndex().isValid()) m_table->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
    });
    refresh();
}

void BudgetStrip::setDocument(RunDocument* document) {
    m_document = document;
    refresh();
}

void BudgetStrip::refresh() {
    if (!m_document) {
        m_model->setState({}, {});
        m_chart->setCurve({});
        m_words->clear();
        m_wordsIcon->hide();
        return;
    }
    const RunTotals& totals = m_document->tree().totals();
    m_model->setState(m_document->budget(), {totals.simulated, totals.costUnknown});
    const QString words = projection();
    m_words->setText(words);
    m_words->setToolTip(words);
    m_wordsIcon->setVisible(!words.isEmpty());
    refreshChart();
}

void BudgetStrip::refreshChart() {
    if (!m_document || m_model->rowCount() == 0) return;
    const auto row = static_cast<std::size_t>(std::clamp(m_table->currentIndex().row(), 0, m_model->rowCount() - 1));
    const LimitState state = m_model->limits()[row];
    const RunMoney& money = m_document->money();
    const Nanos age = money.burn().activeAt(m_document->clock());
    const RunTotals& totals = m_document->tree().totals();
    BurnCurve curve = burnCurve(money.burn(), state, age, state.kind == LimitKind::Usd ? money.inherited().value : 0);
    if (!curve.spent.isEmpty()) curve.spent.back().second = state.spent; // asked later than the newest event came
    curve.live = m_document->isLive() && !m_document->tree().ended();
    curve.simulated = state.kind == LimitKind::Usd && totals.simulated;
    curve.unknown = state.kind == LimitKind::Usd && totals.costUnknown;
    if (curve.live)
        for (const insight::Projection& p : insight::project(money.burn(), {state}, age))
            if (p.state == insight::Projection::State::Ahead) curve.perSecond = p.perSecond;
    m_chart->setCurve(curve);
}

QString BudgetStrip::projection() const {
    if (!m_document || !m_document->isLive() || m_document->tree().ended()) return {};
    const auto limits = m_document->budget().limits;
    const insight::Burn& burn = m_document->money().burn();
    return words::projection(insight::project(burn, limits, burn.activeAt(m_document->clock())), limits);
}

BudgetStrip::Promise BudgetStrip::promise() const {
    if (!m_document || !m_document->tree().started()) return {};
    const BudgetState state = m_document->budget();
    if (!state.guaranteed)
        return {QStringLiteral("warning"), tr("No longer guaranteed"), tr("A call used more than was reserved for it: an overrun."), static_cast<int>(Token::Warn)};
    if (state.limits.empty()) return {};
    if (state.bestEffort)
        return {QStringLiteral("estimated"), tr("Best effort"), tr("A provider of this run ignores output caps, so a call may cost more than was reserved for it."), static_cast<int>(Token::Tx2)};
    if (m_document->tree().started()->program.rfind("rlmscope", 0) != 0) return {}; // not ours to promise
    return {QStringLiteral("lock"), tr("Guaranteed"), tr("Before each request the most it can cost is reserved: these limits are not passed."), static_cast<int>(Token::Tx3)};
}

int BudgetStrip::wantedHeight() const {
    return std::max(m_table->wantedHeight() + Theme::instance().px(26), Theme::instance().px(118));
}

void BudgetStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Where there is little room the bar and what is left say the most.
    const int w = m_table->width() * 100 / Theme::instance().px(100);
    m_table->setColumnHidden(BudgetModel::KeptColumn, w < 600);
    m_table->setColumnHidden(BudgetModel::ReservedColumn, w < 520);
    m_table->setColumnWidths({94, 0, 72, 72, 72, 168});
}

} // namespace rlmscope
