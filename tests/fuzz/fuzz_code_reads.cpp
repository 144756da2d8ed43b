// Cells are what a model wrote, or a stranger: any bytes, as code of one text and of documents, in two cells.
#include "insight/code_places.h"
#include "insight/code_reads.h"

#include <cstddef>
#include <cstdint>

using namespace rlmscope::insight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto context = ContextText::of({{"a", "first line\nsecond é line\n"}, {"", ""}, {"b", "x"}});
    const std::string_view code(reinterpret_cast<const char*>(data), size);
    for (const bool documents : {false, true}) {
        CodeReader reader(documents);
        for (const auto part : {code.substr(0, size / 2), code})
            for (const auto& read : reader.read(part))
                for (const auto& place : placesOf(read, *context))
                    if (place.begin >= place.end || place.end > context->size()) __builtin_trap();
    }
    return 0;
}
