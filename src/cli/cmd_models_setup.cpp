// `rlmscope-cli models alias | add | remove | favourite | key | update-prices`: setting up what runs can use.
#include "base/json.h"
#include "base/text.h"
#include "catalog/user_prices.h"
#include "cli/format.h"
#include "cli/interrupts.h"
#include "cli/models_commands.h"
#include "providers/http_model.h"
#include "runner/machine_models.h"
#include "runner/price_update.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <poll.h>
#include <set>
#include <termios.h>
#include <thread>
#include <unistd.h>

namespace rlmscope::cli {
namespace {

Exit done(const std::string& said) {
    std::printf("%s\n", said.c_str());
    return Exit::Answered;
}

/// "NAME=VALUE"
std::optional<std::pair<std::string, std::string>> pairOf(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return std::nullopt;
    return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Exit listAliases(const ModelRegistry& registry) {
    std::set<std::string> names;
    for (const RoleAlias& role : roleAliases()) names.insert(std::string(role.name));
    for (const auto& [name, spec] : registry.aliases()) names.insert(name);
    for (const std::string& name : names) {
        const auto meant = registry.resolved(name);
        std::printf("%s %s\n", padded(name, 12).c_str(), meant ? meant->c_str() : "not set");
    }
    return Exit::Answered;
}

/// What a removed provider leaves behind.
std::string leftBehind(const ModelRegistry& registry, const std::string& word) {
    std::string names;
    for (const auto& [name, spec] : registry.aliases())
        if (spec.rfind(word + ":", 0) == 0) names += (names.empty() ? "" : ", ") + name;
    for (const std::string& spec : registry.favourites())
        if (spec.rfind(word + ":", 0) == 0) names += (names.empty() ? "" : ", ") + spec;
    return names.empty() ? "" : "\nThese aliases and favourites still name it: " + names + ".";
}

/// A line from standard input; from a terminal without showing it. Nothing = Ctrl-C.
Result<std::string> readSecret(const std::string& prompt) {
    Interrupts interrupts;
    termios before{};
    const bool terminal = ::isatty(STDIN_FILENO) && ::tcgetattr(STDIN_FILENO, &before) == 0;
    struct Restore {
        bool on;
        termios state;
        ~Restore() {
            if (on) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &state);
        }
    } restore{terminal, before};
    if (terminal) {
        termios quiet = before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        std::fprintf(stderr, "%s", prompt.c_str()); // only now: nobody types into a terminal that would show it
    }
    std::string text;
    for (;;) {
        if (interrupts.wait(0) > 0) {
            if (terminal) std::fprintf(stderr, "\n");
            return makeError(ErrorKind::Cancelled, "Cancelled: no key was stored.");
        }
        pollfd waited{STDIN_FILENO, POLLIN, 0};
        if (::poll(&waited, 1, 100) <= 0) continue;
        char c = 0;
        const ssize_t n = ::read(STDIN_FILENO, &c, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0 || c == '\n' || text.size() > 20'000) break;
        text += c;
    }
    if (terminal) std::fprintf(stderr, "\n");
    return text;
}

std::string ratesText(const TokenRates& rates) { return "$" + perMillion(rates.input) + " in, $" + perMillion(rates.output) + " out"; }

} // namespace

Exit modelsAliasCommand(const ModelsAliasOptions& options) {
    auto registry = machineRegistry();
    if (!registry) return failed(registry.error());
    if (options.name.empty()) return listAliases(**registry);
    if (options.spec.empty() && !options.remove) {
        const auto meant = (*registry)->resolved(options.name);
        if (!meant) return failed(meant.error());
        if (*meant == options.name) return failed(makeError(ErrorKind::Usage, "The alias " + oneLine(options.name, 80) + " is not set."));
        return done(*meant);
    }
    if (options.remove && !options.spec.empty()) return failed(makeError(ErrorKind::Usage, "Give a SPEC or --delete, not both."));
    const Status set = changeModelRegistry([&](ModelRegistry& now) { return now.setAlias(options.name, options.spec); });
    if (!set) return failed(set.error());
    return done(options.remove ? options.name + " is not set any more." : options.name + " = " + options.spec);
}

Exit modelsAddCommand(const ModelsAddOptions& options) {
    if (options.list) {
        for (const ProviderTemplate& each : providerTemplates())
            std::printf("%s %s %s\n", padded(each.id, 18).c_str(), padded(each.name, 26).c_str(), each.baseUrl.empty() ? "needs --url" : each.baseUrl.c_str());
        return Exit::Answered;
    }
    if (options.templateId.empty()) return failed(makeError(ErrorKind::Usage, "Which template?", "rlmscope-cli models add --list names them."));
    NewProvider typed;
    typed.templateId = options.templateId;
    typed.word = options.word;
    typed.name = options.title;
    typed.baseUrl = options.url;
    typed.keyName = options.keyName;
    typed.apiVersion = options.apiVersion;
    typed.allowPlainKey = options.allowPlainKey;
    if (options.needsKey && options.noKey) return failed(makeError(ErrorKind::Usage, "Give --needs-key or --no-key, not both."));
    if (options.needsKey || options.noKey) typed.needsKey = options.needsKey;
    for (const auto& [list, target] : {std::pair(&options.headers, &typed.headers), std::pair(&options.secretHeaders, &typed.keyHeaders)})
        for (const std::string& text : *list) {
            const auto header = pairOf(text);
            if (!header) return failed(makeError(ErrorKind::Usage, "A header is written NAME=VALUE."));
            target->push_back(*header);
        }
    if (typed.word.empty()) return failed(makeError(ErrorKind::Usage, "The provider needs a word for SPECs.", "Add --name work, and write work:MODEL."));
    ProviderEntry made;
    const Status added = changeModelRegistry([&](ModelRegistry& now) -> Status {
        auto entry = now.add(typed);
        if (!entry) return entry.error();
        made = **entry;
        return {};
    });
    if (!added) return failed(added.error());
    std::string said = "Added " + made.prefix + " at " + made.baseUrl + ". Name its models " + made.prefix + ":MODEL.";
    if (made.needsKey) said += "\nGive it its key: rlmscope-cli models key " + made.prefix + ", or set " + made.keyNames.front() + ".";
    for (const auto& [header, name] : made.keyHeaders) said += "\nThe header " + header + " gets the key " + name + ": rlmscope-cli models key " + made.prefix + " --name " + name + ", or set " + name + ".";
    const bool plain = made.baseUrl.rfind("http://", 0) == 0 && !isLoopbackHost(withoutPort(authorityOf(made.baseUrl)));
    if (plain && !made.allowPlainKey)
        said += "\nIts address is plain http, so no key is sent there: use https, or remove it and add it with --allow-plain-key.";
    return done(said + "\nTry it: rlmscope-cli models test " + made.prefix + ":MODEL");
}

Exit modelsRemoveCommand(const std::string& word) {
    auto registry = machineRegistry();
    if (!registry) return failed(registry.error());
    std::string note;
    // Its keys first: nobody would find them again in the keychain.
    if (const ProviderEntry* entry = (*registry)->provider(word); entry && !builtInProvider(word))
        if (const auto forgotten = forgetMachineKey(*entry); !forgotten) note = "\nIts key is still in the keychain: " + forgotten.error().message;
    const Status removed = changeModelRegistry([&](ModelRegistry& now) { return now.removeProvider(word); });
    if (!removed) return failed(removed.error());
    return done("Removed " + word + "." + leftBehind(**registry, word) + note);
}

Exit modelsFavouriteCommand(const ModelsFavouriteOptions& options) {
    const Status set = changeModelRegistry([&](ModelRegistry& now) { return now.setFavourite(options.spec, !options.remove); });
    if (!set) return failed(set.error());
    return done(options.spec + (options.remove ? " is no favourite any more." : " is a favourite."));
}

Exit modelsKeyCommand(const ModelsKeyOptions& options) {
    auto registry = machineRegistry();
    if (!registry) return failed(registry.error());
    const ProviderEntry* provider = (*registry)->provider(options.provider);
    if (!provider)
        return failed(makeError(ErrorKind::Usage, "There is no provider \"" + oneLine(toValidUtf8(options.provider), 80) + "\".", "rlmscope-cli models lists them, rlmscope-cli models add adds one."));
    if (options.remove) {
        const auto forgotten = forgetMachineKey(*provider);
        if (!forgotten) return failed(forgotten.error());
        return done(*forgotten ? "The key of " + provider->prefix + " is no longer in the keychain." : "There was no key of " + provider->prefix + " in the keychain.");
    }
    const std::string name = !options.name.empty() ? options.name : provider->keyNames.empty() ? std::string() : provider->keyNames.front();
    const auto url = providerBaseUrl(*provider);
    if (!url) return failed(url.error());
    // Whether a keychain answers is said before anybody looks for a key.
    const auto store = machineKeyStore();
    const auto service = store ? store->service() : Result<std::string>(makeError(ErrorKind::Unsupported, "This program was built without access to a keychain."));
    if (!service) return failed(makeError(ErrorKind::Unsupported, service.error().message, "Set " + name + " instead."));
    auto key = readSecret("Key of " + provider->name + " for " + originOf(*url) + " (not shown): ");
    if (!key) return failed(key.error());
    const Status stored = storeMachineKey(*provider, name, *key);
    if (!stored) return failed(stored.error());
    return done("The key is in the keychain (" + *service + "), for " + originOf(*url) + " only.");
}

Exit modelsPricesCommand(const ModelsPricesOptions& options) {
    Interrupts interrupts;
    CancelSource cancel;
    std::atomic<bool> over{false};
    std::optional<Result<PriceUpdatePlan>> plan;
    std::thread reading([&] {
        plan = planPriceUpdate(options.source, cancel.token());
        over = true;
        interrupts.wake();
    });
    while (!over)
        if (interrupts.wait(200) > 0) cancel.cancel();
    reading.join();
    if (!*plan) return failed(plan->error());
    const PriceUpdatePlan& read = **plan;
    const bool save = !options.dryRun && !read.changes.empty();
    if (save)
        if (const Status saved = applyPriceUpdate(read); !saved) return failed(saved.error());
    if (options.json) {
        nlohmann::ordered_json json{{"source", read.source}, {"entries", read.entries}, {"same", read.update.same}, {"saved", save}, {"changes", nlohmann::json::array()}, {"skipped", nlohmann::json::array()}};
        const auto rates = [](const TokenRates& r) { return nlohmann::ordered_json{{"input", PicoUsd{r.input * 1'000'000}.exact()}, {"output", PicoUsd{r.output * 1'000'000}.exact()}}; };
        for (const PriceChange& each : read.changes)
            json["changes"].push_back({{"model", each.provider + ":" + each.id}, {"before", each.before ? rates(*each.before) : nlohmann::ordered_json()}, {"after", rates(each.after)}});
        for (const auto& each : read.update.skipped) json["skipped"].push_back({{"key", each.key}, {"reason", each.reason}});
        std::printf("%s\n", dumpJson(json).c_str());
        return Exit::Answered;
    }
    constexpr std::size_t MostNew = 10;
    std::size_t changed = 0, added = 0;
    for (const PriceChange& each : read.changes) {
        ++(each.before ? changed : added);
        if (!each.before && added > MostNew) continue;
        std::printf("%s %s\n", padded(each.provider + ":" + each.id, 40).c_str(),
                    (each.before ? ratesText(*each.before) + "  ->  " + ratesText(each.after) : "new: " + ratesText(each.after)).c_str());
    }
    if (added > MostNew) std::printf("... and %zu new ones more\n", added - MostNew);
    for (const auto& each : read.update.skipped) std::printf("%s left as it is: %s\n", padded(each.key, 40).c_str(), each.reason.c_str());
    std::printf("%s: %zu prices change, %zu are new, %zu are the same (USD per million tokens).\n", read.source.c_str(), changed, added, read.update.same);
    if (options.dryRun) return done("Nothing was saved (--dry-run).");
    return done(save ? "Saved in " + userPricesPath().string() + "; runs use them from now on." : "There was nothing to save.");
}

} // namespace rlmscope::cli
