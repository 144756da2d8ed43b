#include "runner/standard_parts.h"

#include "catalog/user_prices.h"
#include "providers/model_directory.h"
#include "repl/worker_factory.h"

namespace rlmscope {

Result<std::shared_ptr<const PriceTable>> standardPrices() {
    auto user = loadUserPrices(userPricesPath());
    if (!user) return user.error();
    auto table = effectivePrices(PriceTable::builtIn(), *user);
    if (!table) return table.error();
    return std::make_shared<const PriceTable>(std::move(*table));
}

std::shared_ptr<ModelDirectory> standardModels(const ModelAccess& access) {
    StandardModelsOptions options;
    options.keyEnv = access.keyEnv;
    options.priceTable = standardPrices;
    return std::make_shared<StandardModels>(std::move(options));
}

Result<std::shared_ptr<ReplFactory>> standardRepls() {
    auto factory = makeWorkerReplFactory();
    if (!factory) return factory.error();
    return std::shared_ptr<ReplFactory>(std::move(*factory));
}

} // namespace rlmscope
