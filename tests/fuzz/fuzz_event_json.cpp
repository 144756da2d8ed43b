// Any bytes as one line of a trace: they become an event or an error, and an event's own line reads back as it is.
#include "trace/event_line.h"
#include "trace/run_tree.h"

#include <cstdint>
#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const auto event = eventFromLine(line, [](const Text& text) -> Result<std::string> { return std::string(text.size % 1000, 'x'); });
    if (!event) return 0;
    RunTree tree;
    tree.apply(*event);
    (void)tree.nodes();
    std::vector<Text> texts;
    const auto written = eventToLine(*event, &texts);
    const auto again = eventFromLine(written, [&](const Text& wanted) -> Result<std::string> {
        for (const auto& text : texts)
            if (text.id == wanted.id) return std::string(text.view());
        return makeError(ErrorKind::Corrupt, "not there");
    });
    if (!again) std::abort();
    texts.clear();
    if (eventToLine(*again, &texts) != written) std::abort();
    (void)CallKey::parse(line);
    return 0;
}
