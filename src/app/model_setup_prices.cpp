// The part of ModelSetup that reads price tables of others: from a file or an address, shown before it is used.
#include "app/model_setup.h"

#include "catalog/litellm.h"
#include "itemmodels/format.h"
#include "providers/transport.h"

#include <QDate>
#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <future>

namespace rlmscope {
namespace {

constexpr std::uint64_t LargestTable = 64u << 20;

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

Result<std::string> readFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return makeError(ErrorKind::Io, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()).toStdString());
    if (static_cast<std::uint64_t>(file.size()) > LargestTable)
        return makeError(ErrorKind::BadInput, QStringLiteral("%1 is larger than any price table.").arg(path).toStdString());
    return file.readAll().toStdString();
}

/// Waits; no key is sent, redirects are not followed.
Result<std::string> fetch(const std::string& url, const CancelToken& cancel, std::function<void(std::uint64_t)> progress) {
    struct State {
        std::string body;
        std::uint64_t told = 0;
        std::promise<HttpEnd> end;
    };
    auto state = std::make_shared<State>();
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    request.mostBytes = LargestTable;
    request.timeouts.firstByte = 30'000'000'000;
    request.timeouts.betweenBytes = 30'000'000'000;
    HttpListener listener;
    listener.data = [state, progress](std::string_view bytes) {
        state->body += bytes;
        if (state->body.size() - state->told > 64 * 1024) {
            state->told = state->body.size();
            progress(state->told);
        }
        return true;
    };
    listener.end = [state](HttpEnd end) { state->end.set_value(std::move(end)); };
    auto ended = state->end.get_future();
    Transport::shared().start(std::move(request), cancel, std::move(listener));
    const HttpEnd end = ended.get();
    if (end.cause == HttpEndCause::Cancelled) return makeError(ErrorKind::Cancelled, "Stopped.");
    if (end.cause != HttpEndCause::Done) return makeError(ErrorKind::Network, url + " cannot be read: " + end.detail + ".");
    if (end.status != 200) return makeError(ErrorKind::Network, url + " answers " + std::to_string(end.status) + " and no price table.");
    return std::move(state->body);
}

PriceUpdateItem failed(const QString& source, const QString& why) {
    PriceUpdateItem item;
    item.step = PriceUpdateItem::Step::Failed;
    item.source = source;
    item.error = why;
    return item;
}

/// What `update` changes in the table that is in use now.
PriceUpdateItem summary(const QString& source, const PriceUpdate& update, const PriceTable& before, const UserTables& after) {
    PriceUpdateItem item;
    item.source = source;
    item.step = PriceUpdateItem::Step::Ready;
    item.same = static_cast<int>(update.same);
    item.skipped = static_cast<int>(update.skipped.size());
    for (const auto& skipped : update.skipped)
        if (const auto reason = text(skipped.reason); !item.reasons.contains(reason)) item.reasons << reason;
    const auto day = Date::ofWall(Clock::system().wall());
    const auto table = PriceTable::builtIn().overlaid(after.updates).overlaid(after.overrides);
    QVector<PriceUpdateItem::Row> added;
    for (const auto& model : table.models()) {
        const auto* then = model.priceOn(day);
        if (!then) continue;
        const auto old = before.find(model.provider, model.id);
        const auto* now = old ? old->model->priceOn(day) : nullptr;
        if (now && now->samePrice(*then)) continue;
        PriceUpdateItem::Row row{text(model.provider + ":" + model.id), {}, then->rates};
        if (now) row.before = now->rates;
        (now ? item.rows : added).push_back(std::move(row));
    }
    item.changed = static_cast<int>(item.rows.size());
    item.added = static_cast<int>(added.size());
    item.rows += added;
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
    run([this, source = fileOrUrl, user = m_user, before = m_prices, token = m_updateCancel.token()] {
        const auto progress = [this, token](std::uint64_t bytes) {
            later([this, token, bytes] {
                if (token.cancelled() || m_update.step != PriceUpdateItem::Step::Reading) return;
                m_update.progress = tr("%1 read…").arg(format::bytes(bytes));
                Q_EMIT priceUpdateChanged();
            });
        };
        const auto tell = [this, token](PriceUpdateItem item, std::optional<UserTables> tables) {
            later([this, token, item = std::move(item), tables = std::move(tables)] {
                if (token.cancelled()) return;
                m_update = item;
                m_updated = tables;
                Q_EMIT priceUpdateChanged();
            });
        };
        const bool remote = source.contains(QStringLiteral("://"));
        const auto json = remote ? fetch(source.toStdString(), token, progress) : readFile(source);
        if (!json) return tell(failed(source, said(json.error())), std::nullopt);
        const auto day = Date::ofWall(Clock::system().wall());
        const auto import = readLitellm(*json, remote ? source.toStdString() : QFileInfo(source).fileName().toStdString(), day);
        if (!import) return tell(failed(source, said(import.error())), std::nullopt);
        auto update = updateFrom(PriceTable::builtIn(), user.updates, *import, day);
        UserTables after{update.updates, user.overrides};
        auto item = summary(source, update, *before, after);
        tell(std::move(item), std::move(after));
    });
}

QString ModelSetup::applyPriceUpdate() {
    if (!m_updated) return tr("There is nothing to apply.");
    const auto error = savePrices(*std::exchange(m_updated, std::nullopt));
    if (error.isEmpty()) setUndo(tr("price update"), std::exchange(m_undo, {}));
    return error;
}

} // namespace rlmscope
