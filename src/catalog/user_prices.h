#pragma once
// The user's own prices: one file in the configuration folder, in the format of resources/prices/README.md. `updates`
// come from price files of others, `overrides` are the user's own word and win over everything.
#include "base/result.h"
#include "catalog/table_json.h"

#include <filesystem>
#include <functional>

namespace rlmscope {

/// $XDG_CONFIG_HOME/rlmscope/prices.json, else ~/.config/rlmscope/prices.json; empty when neither is known.
std::filesystem::path userPricesPath();

/// No file = no prices. Errors: a file that cannot be read (Io), one that is no price table (BadInput); both name it.
Result<UserTables> loadUserPrices(const std::filesystem::path& path);

/// Writes beside it and renames, so that a reader and a power cut see the old file or the new one. Makes the folder.
Status saveUserPrices(const std::filesystem::path& path, const UserTables& tables);

/// Built-in, with the updates on top, with the overrides on top of those. An override or update of a model whose cache
/// has to be marked must have a price for writing it (BadInput).
Result<PriceTable> effectivePrices(const PriceTable& builtIn, const UserTables& user);

} // namespace rlmscope
