#pragma once
// Price tables as JSON; resources/prices/README.md documents the fields. Reading is strict: an unknown, missing or
// wrong field is an error (BadInput) that names its path, "models[3].prices[0].input".
#include "base/result.h"
#include "catalog/price_table.h"
#include "catalog/providers.h"

#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// {"format":1, "unit":"pico-USD per token", "as_of":..., "models":[...]}. `source` begins the error's sentence.
Result<PriceTable> readPriceTable(std::string_view json, const std::string& source);
/// One line, keys sorted, models by provider and id: equal tables give equal bytes.
std::string canonicalJson(const PriceTable& table);

/// The user's file (user_prices.h): {"format":1, "unit":..., "updates":[...], "overrides":[...]}.
struct UserTables {
    PriceTable updates, overrides;
};
Result<UserTables> readUserTables(std::string_view json, const std::string& source);
std::string writeUserTables(const UserTables& tables); ///< for people: indented, ends with a newline

Result<std::vector<CatalogProvider>> readProviders(std::string_view json, const std::string& source);

} // namespace rlmscope
