// Lists of models, as any server may send them, and the file of a person's models.
#include "providers/model_list.h"
#include "providers/model_registry.h"

#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto list = readModelList(text)) {
        for (const ListedModel& each : list->models)
            if (each.id.empty() || !isListed(*list, each.id)) std::abort();
        if (list->models.size() < 100) nearNames(*list, text.substr(0, 40));
    }
    if (const auto registry = readModelRegistry(text, "models.json")) {
        // What can be read can be written and read again, and says the same.
        const std::string written = writeModelRegistry(*registry);
        const auto again = readModelRegistry(written, "models.json");
        if (!again || writeModelRegistry(*again) != written) std::abort();
        for (const auto& [name, spec] : registry->aliases()) static_cast<void>(registry->resolved(name));
    }
    return 0;
}
