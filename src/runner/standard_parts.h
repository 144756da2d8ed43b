#pragma once
// What a run is made of when nobody hands in their own: the providers' models and a worker process per frame.
#include "base/result.h"
#include "catalog/price_table.h"
#include "runner/live_run.h"

#include <memory>

namespace rlmscope {

/// The built-in prices with the user's own on top (catalog/user_prices.h). Errors name what is wrong in the user's file.
Result<std::shared_ptr<const PriceTable>> standardPrices();
std::shared_ptr<ModelDirectory> standardModels(const ModelAccess& access);
Result<std::shared_ptr<ReplFactory>> standardRepls();

} // namespace rlmscope
