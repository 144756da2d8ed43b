#include "catalog/user_prices.h"

#include "base/text.h"
#include "base/text_file.h"

namespace rlmscope {

namespace fs = std::filesystem;

namespace {
constexpr std::size_t LargestFile = 64u << 20;
} // namespace

fs::path userPricesPath() {
    const fs::path folder = configFolder();
    return folder.empty() ? folder : folder / "prices.json";
}

Result<UserTables> loadUserPrices(const fs::path& path) {
    if (path.empty()) return UserTables{};
    auto text = readTextFile(path, LargestFile);
    if (!text) return text.error();
    if (!*text) return UserTables{};
    auto tables = readUserTables(**text, path.string());
    if (tables) return tables;
    Error error = tables.error();
    if (error.hint.empty()) error.hint = "Correct the file, or move it away to use the built-in prices.";
    return error;
}

Status saveUserPrices(const fs::path& path, const UserTables& tables) {
    if (path.empty()) return makeError(ErrorKind::Io, "There is no configuration folder to write prices to.", "Set HOME or XDG_CONFIG_HOME.");
    // What we write we must be able to read: a table made by hand could hold what no file may.
    const std::string text = writeUserTables(tables);
    if (auto again = readUserTables(text, path.string()); !again) return again.error();
    return replaceTextFile(path, text);
}

Result<PriceTable> effectivePrices(const PriceTable& builtIn, const UserTables& user) {
    PriceTable table = builtIn.overlaid(user.updates).overlaid(user.overrides);
    for (const ModelEntry& model : table.models())
        for (const PriceInterval& price : model.prices)
            if (model.capabilities.cache == CacheKind::Marked && !price.rates.cacheWrite)
                return makeError(ErrorKind::BadInput, "Your price of " + oneLine(model.id, 120) + " has no cache_write, and the cache of this model has to be marked.",
                                 "Add cache_write to it: Anthropic charges 1.25 times the input price.");
    return table;
}

} // namespace rlmscope
