#include "engine/request_hash.h"

#include "context/context.h"

namespace rlmscope {

std::string_view callKind(HostCallKind kind) {
    switch (kind) {
    case HostCallKind::LlmQuery: return "llm_query";
    case HostCallKind::RlmQuery: return "rlm_query";
    case HostCallKind::Tool: return "tool";
    case HostCallKind::Budget: return "budget";
    }
    return "";
}

BlobId requestHash(const HostCall& call, std::size_t index) {
    const HostCall::Item& item = call.items[index];
    // Lengths keep the fields apart; texts are hashed one by one, because a context may be large.
    std::string canonical = BlobId::of(item.prompt).text() + "\n" + call.model.value_or("") + "\n";
    if (call.kind == HostCallKind::Tool) canonical += call.tool;
    if (item.context) {
        canonical += std::to_string(static_cast<int>(item.context->shape));
        for (const Document& document : item.context->documents)
            canonical += "\n" + std::to_string(document.path.size()) + ":" + document.path +
                         BlobId::of(document.text.view()).text();
    }
    return BlobId::of(canonical);
}

std::string CellCall::text() const {
    return kind + "." + request.text() + "." + std::to_string(occurrence);
}

CellCall CellCallNames::next(const HostCall& call, std::size_t item) {
    CellCall name(std::string(callKind(call.kind)), requestHash(call, item), 0);
    const std::lock_guard lock(m_mutex);
    name.occurrence = m_seen[{name.kind, name.request}]++;
    return name;
}

Result<std::string> replyText(const ModelCallEnded& ended) {
    if (ended.error) return *ended.error;
    std::string text = plainText(ended.reply);
    const FinishReason finish = ended.finish;
    const bool withheld = finish == FinishReason::Filter || finish == FinishReason::Refusal ||
                          finish == FinishReason::ContextExceeded || finish == FinishReason::Error;
    if (text.empty() && withheld)
        return makeError(ErrorKind::Provider, "The model gave no reply (" + std::string(toString(finish)) + ").");
    return text;
}

Result<std::string> replyText(const FrameEnded& ended) {
    if (ended.error) return *ended.error;
    if (ended.status == "answered" || ended.status == "forced") return std::string(ended.answerText.view());
    return makeError(ErrorKind::Internal, "The child frame ended without an answer.");
}

} // namespace rlmscope
