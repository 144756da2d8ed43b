// Any bytes as an error body, as a Retry-After header and as a script file.
#include "base/text.h"
#include "providers/provider_error.h"
#include "providers/script_file.h"

#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    HttpHeaders headers;
    headers.fields = {{"retry-after", bytes}, {"location", bytes}};
    for (const int http : {0, 302, 400, 429, 500}) {
        const ModelFailure failure = failureFrom({"m", "h", "", false}, readErrorBody(http, headers, bytes, 0));
        if (failure.error.message.empty() || !isValidUtf8(failure.error.text())) std::abort();
        if (failure.retryAfter && (*failure.retryAfter < 0 || *failure.retryAfter > Nanos(86'400) * 1'000'000'000)) std::abort();
    }
    if (auto script = parseScript(bytes, "fuzz")) {
        ScriptPlayer player(std::move(*script));
        ScriptQuestion question;
        question.messages = {bytes};
        const auto answer = player.answer(question);
        if (!answer && answer.error().message.empty()) std::abort();
    }
    return 0;
}
