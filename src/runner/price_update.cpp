#include "runner/price_update.h"

#include "base/clock.h"
#include "base/text_file.h"
#include "catalog/user_prices.h"
#include "providers/http_model.h"
#include "providers/transport.h"

#include <filesystem>
#include <future>
#include <memory>

namespace rlmscope {
namespace {

constexpr std::uint64_t LargestTable = 64u << 20;

Result<std::string> readPrices(const std::string& path) {
    auto text = readTextFile(path, LargestTable);
    if (!text) return text.error();
    if (!*text) return makeError(ErrorKind::BadInput, path + ": No such file.", "Name a file or an https address of a price table in LiteLLM's format.");
    return std::move(**text);
}

Result<std::string> fetch(const std::string& url, const CancelToken& cancel, const std::function<void(std::uint64_t)>& progress) {
    const bool https = url.rfind("https://", 0) == 0, http = url.rfind("http://", 0) == 0;
    if (!https && !(http && isLoopbackHost(withoutPort(authorityOf(url)))))
        return makeError(ErrorKind::Usage, "Prices come from a file or an https address.", "Anybody on the way could change what a plain http address sends.");
    struct State {
        std::string body;
        int status = 0;
        std::promise<HttpEnd> end;
    };
    const auto state = std::make_shared<State>();
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    request.headers = {{"User-Agent", "RLMScope/0.1"}};
    request.mostBytes = LargestTable;
    request.timeouts = {20'000'000'000, 30'000'000'000, 30'000'000'000, 600'000'000'000};
    HttpListener listener;
    listener.data = [state, progress](std::string_view bytes) {
        state->body += bytes;
        if (progress) progress(state->body.size());
        return true;
    };
    listener.end = [state](HttpEnd end) { state->end.set_value(std::move(end)); };
    auto ended = state->end.get_future();
    Transport::shared().start(std::move(request), cancel, std::move(listener));
    const HttpEnd end = ended.get();
    if (end.cause == HttpEndCause::Cancelled) return makeError(ErrorKind::Cancelled, "Reading the prices was cancelled.");
    if (end.cause == HttpEndCause::TooBig) return makeError(ErrorKind::BadInput, url + " is larger than any price table.");
    if (end.cause != HttpEndCause::Done) return makeError(ErrorKind::Network, url + " cannot be read" + (end.detail.empty() ? "." : ": " + end.detail + "."));
    if (end.status >= 300 && end.status < 400) return makeError(ErrorKind::Network, url + " is a redirect, which is not followed.", "Use the final address.");
    if (end.status != 200) return makeError(ErrorKind::Network, url + " answered " + std::to_string(end.status) + " instead of a price table.");
    return std::move(state->body);
}

std::vector<PriceChange> changesOf(const PriceTable& before, const PriceTable& after, Date day) {
    std::vector<PriceChange> changed, added;
    for (const ModelEntry& model : after.models()) {
        const PriceInterval* then = model.priceOn(day);
        if (!then) continue;
        const auto old = before.find(model.provider, model.id);
        const PriceInterval* now = old ? old->model->priceOn(day) : nullptr;
        if (now && now->samePrice(*then)) continue;
        PriceChange change{model.provider, model.id, {}, then->rates};
        if (now) change.before = now->rates;
        (now ? changed : added).push_back(std::move(change));
    }
    changed.insert(changed.end(), added.begin(), added.end());
    return changed;
}

} // namespace

Result<PriceUpdatePlan> planPriceUpdate(const std::string& fileOrUrl, CancelToken cancel, std::function<void(std::uint64_t)> progress) {
    const auto user = loadUserPrices(userPricesPath());
    if (!user) return user.error();
    const auto before = effectivePrices(PriceTable::builtIn(), *user);
    if (!before) return before.error();
    const bool remote = fileOrUrl.find("://") != std::string::npos;
    const auto json = remote ? fetch(fileOrUrl, cancel, progress) : readPrices(fileOrUrl);
    if (!json) return json.error();
    PriceUpdatePlan plan;
    plan.source = remote ? fileOrUrl : std::filesystem::path(fileOrUrl).filename().string();
    const Date day = Date::ofWall(Clock::system().wall());
    const auto import = readLitellm(*json, plan.source, day);
    if (!import) return import.error();
    plan.entries = import->entries;
    plan.update = updateFrom(PriceTable::builtIn(), user->updates, *import, day);
    plan.after = {plan.update.updates, user->overrides};
    const auto after = effectivePrices(PriceTable::builtIn(), plan.after);
    if (!after) return after.error();
    plan.changes = changesOf(*before, *after, day);
    return plan;
}

Status applyPriceUpdate(const PriceUpdatePlan& plan) { return saveUserPrices(userPricesPath(), plan.after); }

} // namespace rlmscope
