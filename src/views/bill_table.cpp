#include "views/bill_table.h"

#include "itemmodels/format.h"
#include "views/widgets.h"

#include <QGridLayout>

namespace rlmscope {

BillTable::BillTable(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(10, 4, 10, 12);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(0, 1);
    setAccessibleName(tr("Tokens and cost of the call"));
}

void BillTable::addRow(const QString& name, const QString& tokens, const QString& rate, const QString& cost, bool strong, bool quiet) {
    const int row = m_grid->rowCount();
    const Token color = quiet ? Token::Tx3 : Token::Tx;
    auto* label = new ThemedLabel(name, strong ? FontRole::SmallStrong : FontRole::Small, quiet ? Token::Tx3 : Token::Tx2, this);
    m_grid->addWidget(label, row, 0);
    const QString texts[] = {tokens, rate, cost};
    for (int i = 0; i < 3; ++i) {
        auto* cell = new ThemedLabel(texts[i], strong ? FontRole::MonoStrong : FontRole::MonoColumn, color, this);
        m_grid->addWidget(cell, row, i + 1, Qt::AlignRight);
    }
    m_rows.push_back({name, tokens, rate, cost});
}

void BillTable::setCall(const CallDetails& call) {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_rows.clear();
    const auto lines = call.bill();
    setVisible(call.ended && (!lines.empty() || call.costSource != CostSource::Unknown || call.source != ReplySource::Model));
    if (isHidden()) return;
    const auto nameOf = [](PriceLine::Kind kind) {
        switch (kind) {
        case PriceLine::Kind::Fresh: return tr("Input, fresh");
        case PriceLine::Kind::CacheRead: return tr("Input, from the cache");
        case PriceLine::Kind::CacheWrite: return tr("Input, written to the cache");
        case PriceLine::Kind::Output: break;
        }
        return tr("Output");
    };
    if (!lines.empty()) addRow({}, tr("Tokens"), tr("per million"), tr("Cost"), false, true);
    for (const PriceLine& line : lines) {
        addRow(nameOf(line.kind), format::count(line.tokens), line.rate ? CallWords::perMillion(*line.rate) : format::unknown(),
               line.rate ? format::money(line.cost()) : tr("unknown"), false, false);
        if (line.kind == PriceLine::Kind::Output && call.usage.reasoning > 0) addRow(tr("   of it reasoning"), format::count(call.usage.reasoning), {}, {}, false, true);
    }
    const bool free = call.source != ReplySource::Model;
    const QString cost = free ? format::money(PicoUsd{}) : call.costSource == CostSource::Unknown ? tr("unknown") : format::money(call.cost);
    addRow(free ? tr("Paid") : tr("Cost of the reply"), lines.empty() ? QString() : format::count(call.usage.input() + call.usage.output), {}, cost, true, false);
    PicoUsd failed;
    for (const auto& attempt : call.attempts) failed += attempt.cost;
    if (failed.value > 0) addRow(tr("Failed attempts before it"), {}, {}, format::money(failed), false, false);
    QString why = CallWords::priceSource(call);
    if (lines.empty()) why += QLatin1Char(' ') + tr("The provider reported no usage: what was reserved counts, an upper bound.");
    auto* note = new ThemedLabel(why.trimmed(), FontRole::Hint, Token::Tx3, this);
    note->setWordWrap(true);
    m_grid->addWidget(note, m_grid->rowCount(), 0, 1, 4);
}

QString BillTable::plainText() const {
    QStringList rows;
    for (const QStringList& row : m_rows) rows << row.join(QLatin1Char('\t'));
    return rows.join(QLatin1Char('\n'));
}

} // namespace rlmscope
