// The few functions of the interface headers.
#include "engine/language_model.h"
#include "engine/repl.h"

namespace rlmscope {

std::uint64_t ModelRequest::bytes() const {
    std::uint64_t sum = 0;
    for (const Message& message : messages)
        for (const Part& part : message.parts) sum += part.text.size;
    return sum;
}

std::string_view toString(CellStatus status) {
    switch (status) {
    case CellStatus::Ok: return "ok";
    case CellStatus::Raised: return "raised";
    case CellStatus::Interrupted: return "interrupted";
    case CellStatus::Killed: return "killed";
    case CellStatus::Died: return "died";
    }
    return "";
}

std::string Sandbox::text() const {
    std::string out(toString(level));
    for (std::size_t i = 0; i < missing.size(); ++i) out += (i == 0 ? ": " : ", ") + missing[i];
    return out;
}

std::string_view toString(RestoreMethod method) { return method == RestoreMethod::Snapshot ? "snapshot" : "replay"; }

} // namespace rlmscope
