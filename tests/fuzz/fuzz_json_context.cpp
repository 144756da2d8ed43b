// JSON and JSON Lines as a context: any bytes give a value or an error with valid text.
#include "base/text.h"
#include "context/json_reader.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const bool lines : {false, true}) {
        const auto reading = lines ? rlmscope::readJsonLines(bytes, "f", {}) : rlmscope::readJson(bytes, "f", {});
        if (!reading.ok()) {
            if (!rlmscope::isValidUtf8(reading.error().message)) std::abort();
            continue;
        }
        for (const auto& document : reading->documents) {
            if (!rlmscope::isValidUtf8(document.text)) std::abort();
            if (!(document.stats == rlmscope::textStats(document.text))) std::abort();
        }
    }
    return 0;
}
