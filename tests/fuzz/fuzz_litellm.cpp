// Any bytes as a price file in LiteLLM's format: what is taken over can be written to the user's file and read back, and
// every entry is accounted for.
#include "catalog/litellm.h"
#include "catalog/table_json.h"

#include <cstdint>
#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Date day{2026, 7, 24};
    const auto import = readLitellm(std::string_view(reinterpret_cast<const char*>(data), size), "file", day);
    if (!import) return 0;
    if (import->table.models().size() + import->skipped.size() != import->entries) std::abort();
    const auto update = updateFrom(PriceTable::builtIn(), {}, *import, day);
    const auto again = readUserTables(writeUserTables({update.updates, {}}), "again");
    if (!again || again->updates.models() != update.updates.models()) std::abort();
    return 0;
}
