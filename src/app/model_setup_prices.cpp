// The part of ModelSetup that reads price tables of others: from a file or an address, shown before it is used.
#include "app/model_setup.h"
#include "itemmodels/utf8.h"

#include "itemmodels/format.h"
#include "runner/price_update.h"

#include <QFile>

namespace rlmscope {
namespace {

PriceUpdateItem failed(const QString& source, const QString& why) {
    PriceUpdateItem item;
    item.step = PriceUpdateItem::Step::Failed;
    item.source = source;
    item.error = why;
    return item;
}

PriceUpdateItem summary(const QString& source, const PriceUpdatePlan& plan) {
    PriceUpdateItem item;
    item.source = source;
    item.step = PriceUpdateItem::Step::Ready;
    item.same = static_cast<int>(plan.update.same);
    item.skipped = static_cast<int>(plan.update.skipped.size());
    for (const auto& skipped : plan.update.skipped)
        if (const auto reason = fromUtf8(skipped.reason); !item.reasons.contains(reason)) item.reasons << reason;
    for (const auto& change : plan.changes) {
        item.rows.push_back({fromUtf8(change.provider + ":" + change.id), change.before, change.after});
        ++(change.before ? item.changed : item.added);
    }
    return item;
}

} // namespace

void ModelSetup::readPriceUpdate(const QString& fileOrUrl) {
    m_updateCancel.cancel();
    m_updateCancel = CancelSource(m_cancel.token());
    m_updated.reset();
    m_update = {};
    m_update.source = fileOrUrl;
    m_update.step = PriceUpdateItem::Step::Reading;
    Q_EMIT priceUpdateChanged();
    run([this, source = fileOrUrl, token = m_updateCancel.token()] {
        const auto progress = [this, token, told = std::uint64_t(0)](std::uint64_t bytes) mutable {
            if (bytes - told < 64 * 1024) return;
            told = bytes;
            later([this, token, bytes] {
                if (token.cancelled() || m_update.step != PriceUpdateItem::Step::Reading) return;
                m_update.progress = tr("%1 read…").arg(format::bytes(bytes));
                Q_EMIT priceUpdateChanged();
            });
        };
        auto plan = planPriceUpdate(QFile::encodeName(source).toStdString(), token, progress);
        auto item = plan ? summary(source, *plan) : failed(source, said(plan.error()));
        later([this, token, item = std::move(item), tables = plan ? std::optional(std::move(plan->after)) : std::nullopt] {
            if (token.cancelled()) return;
            m_update = item;
            m_updated = tables;
            Q_EMIT priceUpdateChanged();
        });
    });
}

QString ModelSetup::applyPriceUpdate() {
    if (!m_updated) return tr("There is nothing to apply.");
    const auto error = savePrices(*std::exchange(m_updated, std::nullopt));
    if (error.isEmpty()) setUndo(tr("price update"), std::exchange(m_undo, {}));
    return error;
}

} // namespace rlmscope
