// Text that the program already holds: pasted, or typed.
#include "context/read_text.h"

#include <algorithm>
#include <cstring>

namespace rlmscope {
namespace {

bool acceptsPasted(const ContextSource& source) {
    return source.kind == ContextSource::Kind::Text;
}

Result<std::vector<LoadItem>> planPasted(LoadJob& job, const ContextSource& source, const std::string&) {
    LoadItem item;
    item.name = source.name;
    item.bytes = source.text.size();
    job.expect(item.bytes);
    item.read = [&source](LoadJob& theJob) -> Result<std::optional<Document>> {
        std::string_view rest = source.text;
        const ByteReader reader = [&rest](char* to, std::size_t n) -> Result<std::size_t> {
            n = std::min(n, rest.size());
            std::memcpy(to, rest.data(), n);
            rest.remove_prefix(n);
            return n;
        };
        auto reading = readText(theJob, reader, source.name, source.text.size());
        if (!reading.ok()) return reading.error();
        if (!reading->notText.empty())
            return makeError(ErrorKind::BadInput, "The " + source.name + " is not text: " + reading->notText + ".");
        return std::optional(std::move(reading->document));
    };
    return std::vector{std::move(item)};
}

} // namespace

const SourceType PastedSource{"pasted text", acceptsPasted, planPasted};

} // namespace rlmscope
