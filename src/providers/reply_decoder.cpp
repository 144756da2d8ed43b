#include "providers/reply_decoder.h"

#include <array>

namespace rlmscope {
namespace {

struct Word {
    std::string_view word;
    FinishReason reason;
};

constexpr std::array Words{
    // Chat completions and the servers that imitate them.
    Word{"stop", FinishReason::Stop},
    Word{"eos", FinishReason::Stop},
    Word{"length", FinishReason::Length},
    Word{"tool_calls", FinishReason::Tool},
    Word{"function_call", FinishReason::Tool},
    Word{"content_filter", FinishReason::Filter},
    Word{"error", FinishReason::Error},
    // Anthropic.
    Word{"end_turn", FinishReason::Stop},
    Word{"stop_sequence", FinishReason::Stop},
    Word{"max_tokens", FinishReason::Length},
    Word{"tool_use", FinishReason::Tool},
    Word{"pause_turn", FinishReason::Tool},
    Word{"refusal", FinishReason::Refusal},
    Word{"model_context_window_exceeded", FinishReason::ContextExceeded},
    // Ollama: the model was loaded or unloaded, and nothing was said.
    Word{"load", FinishReason::Error},
    Word{"unload", FinishReason::Error},
    // Gemini.
    Word{"STOP", FinishReason::Stop},
    Word{"MAX_TOKENS", FinishReason::Length},
    Word{"SAFETY", FinishReason::Filter},
    Word{"IMAGE_SAFETY", FinishReason::Filter},
    Word{"BLOCKLIST", FinishReason::Filter},
    Word{"PROHIBITED_CONTENT", FinishReason::Filter},
    Word{"IMAGE_PROHIBITED_CONTENT", FinishReason::Filter},
    Word{"SPII", FinishReason::Filter},
    Word{"RECITATION", FinishReason::Filter},
    Word{"LANGUAGE", FinishReason::Refusal},
    Word{"MALFORMED_FUNCTION_CALL", FinishReason::Error},
    Word{"UNEXPECTED_TOOL_CALL", FinishReason::Error},
    Word{"OTHER", FinishReason::Error},
};

} // namespace

FinishReason finishReasonFrom(std::string_view word) {
    for (const Word& each : Words)
        if (each.word == word) return each.reason;
    return FinishReason::Unknown;
}

} // namespace rlmscope
