// Any bytes as JSON: whatever is taken can be walked, decoded and looked up.
#include "exchange/json_tape.h"

#include <cstdint>
#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto tape = JsonTape::parse(text);
    if (!tape) return 0;
    std::vector<JsonTape::Value> todo{tape->root()};
    std::size_t bytes = 0;
    while (!todo.empty()) {
        const auto value = todo.back();
        todo.pop_back();
        bytes += value.string().size() + value.raw().size();
        (void)value.number();
        (void)value.count();
        (void)value.usd();
        for (auto it = value.begin(); it != value.end(); ++it) {
            (void)it.key();
            todo.push_back(*it);
        }
        if (value.isObject() && value.size() > 0 && !value[value.begin().key()]) std::abort();
    }
    if (bytes == 0) std::abort();
    return 0;
}
