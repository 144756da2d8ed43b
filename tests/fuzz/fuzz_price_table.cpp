// Any bytes as a price table or a user's price file: a table or an error; a table is written and read back as it is, and
// its prices give costs or say why not.
#include "catalog/cost.h"
#include "catalog/table_json.h"

#include <cstdint>
#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto table = readPriceTable(text, "table")) {
        const auto again = readPriceTable(canonicalJson(*table), "again");
        if (!again || again->models() != table->models() || again->hash() != table->hash()) std::abort();
        BilledUsage billed;
        billed.usage = {1'000, 200'000, 3, 4, 0};
        for (const ModelEntry& model : table->models()) {
            (void)table->priceOf(model.provider + ":" + model.id, Date{2026, 11, 20});
            for (const PriceInterval& price : model.prices) {
                const Cost cost = costOf(billed, price);
                if (cost.usd.has_value() == !cost.unknown.empty()) std::abort();
                if (cost.usd && enginePrice(price).cost(billed.usage) != *cost.usd) std::abort();
            }
        }
    }
    if (const auto user = readUserTables(text, "user"))
        if (!readUserTables(writeUserTables(*user), "again")) std::abort();
    (void)splitSpec(text);
    (void)withoutDate(text);
    return 0;
}
