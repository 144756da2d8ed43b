#include "trace/budget_state.h"

namespace rlmscope {

std::string_view toString(LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return "usd";
    case LimitKind::Calls: return "calls";
    case LimitKind::Token: return "tokens";
    case LimitKind::Seconds: return "seconds";
    case LimitKind::Turns: return "turns";
    case LimitKind::Errors: return "errors";
    case LimitKind::Overrun: return "overrun";
    case LimitKind::InputToken: return "input_tokens";
    case LimitKind::OutputToken: return "output_tokens";
    case LimitKind::Frames: return "frames";
    }
    return "";
}

} // namespace rlmscope
