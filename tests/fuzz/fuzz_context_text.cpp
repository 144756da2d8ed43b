// Any bytes as a pasted text (sniffing, guessing, decoding) and as a .gitignore file.
#include "base/text.h"
#include "context/context.h"
#include "context/gitignore.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    rlmscope::ContextRequest request;
    request.sources.push_back(rlmscope::ContextSource::ofText(bytes));
    const auto context = rlmscope::loadContext(request);
    if (context.ok()) {
        const auto& document = context->documents.front();
        if (!rlmscope::isValidUtf8(document.text)) std::abort();
        if (!(document.stats == rlmscope::textStats(document.text))) std::abort();
    } else if (context.error().kind == rlmscope::ErrorKind::Internal) {
        std::abort();
    }
    const rlmscope::IgnoreRules rules(bytes, "", nullptr);
    (void)rules.ignored("a/b/c.txt", false);
    (void)rules.ignored(bytes.substr(0, 64), true);
    return 0;
}
