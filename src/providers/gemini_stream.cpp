#include "providers/gemini_stream.h"

#include "base/json.h"
#include "providers/json_fields.h"
#include "providers/opaque_part.h"

#include <algorithm>

namespace rlmscope {

using nlohmann::json;
using fields::count;
using fields::member;

std::optional<Usage> geminiUsage(const json& value) {
    const auto prompt = count(&value, "promptTokenCount"), answer = count(&value, "candidatesTokenCount");
    if (!prompt && !answer) return std::nullopt;
    Usage usage;
    usage.cacheRead = std::min(prompt.value_or(0), count(&value, "cachedContentTokenCount").value_or(0));
    usage.freshInput = prompt.value_or(0) - usage.cacheRead + count(&value, "toolUsePromptTokenCount").value_or(0);
    usage.reasoning = count(&value, "thoughtsTokenCount").value_or(0);
    usage.output = answer.value_or(0) + usage.reasoning;
    return usage;
}

void GeminiDecoder::event(std::string_view data) {
    const json value = parseJson(data);
    if (value.is_discarded()) m_malformed = true;
    else object(value);
}

void GeminiDecoder::whole(std::string_view body) {
    const json value = fields::parsed(body);
    if (value.is_discarded()) {
        m_malformed = true;
    } else if (value.is_array()) { // without alt=sse
        for (const json& each : value) object(each);
    } else {
        object(value);
    }
}

void GeminiDecoder::object(const json& value) {
    if (auto problem = readErrorObject(value)) return fail(std::move(*problem));
    if (!value.is_object()) return;
    if (m_id.empty()) m_id = fields::text(value, "responseId");
    if (m_model.empty()) m_model = fields::text(value, "modelVersion");
    if (const json* feedback = member(value, "promptFeedback"))
        if (const std::string reason = fields::text(*feedback, "blockReason"); !reason.empty()) {
            m_finish = reason;
            m_finishMessage = fields::text(*feedback, "blockReasonMessage");
            m_blocked = m_hasFinish = true;
        }
    if (const json* candidates = member(value, "candidates"); candidates && candidates->is_array())
        for (const json& each : *candidates) candidate(each);
    if (const json* counted = member(value, "usageMetadata"); counted && counted->is_object()) {
        m_usage = *counted; // cumulative: the last one counts
        m_usageFinal = m_hasFinish;
    }
}

void GeminiDecoder::candidate(const json& value) {
    if (!value.is_object()) return;
    if (const auto index = count(&value, "index"); index && *index != 0) return; // we never ask for more than one
    if (const json* content = member(value, "content"))
        if (const json* parts = member(*content, "parts"); parts && parts->is_array())
            for (const json& each : *parts) part(each);
    const std::string reason = fields::text(value, "finishReason");
    if (reason.empty() || reason == "FINISH_REASON_UNSPECIFIED") return;
    m_finish = reason;
    m_finishMessage = fields::text(value, "finishMessage");
    m_hasFinish = true;
}

void GeminiDecoder::part(const json& value) {
    if (!value.is_object()) return;
    const json* thought = member(value, "thought");
    const bool isThought = thought && thought->is_boolean() && thought->get<bool>();
    add(isThought ? PartKind::Reasoning : PartKind::Text, fields::text(value, "text"));
    m_hasTools = m_hasTools || member(value, "functionCall");
    if (isThought) return;
    m_hasSignature = m_hasSignature || !fields::text(value, "thoughtSignature").empty();
    m_signed.push_back(value);
}

ModelReply GeminiDecoder::reply() const {
    ModelReply reply;
    if (m_hasSignature && !m_hasTools) reply.parts.push_back(opaquePart("gemini", {{"parts", m_signed}}));
    if (!reasoning().empty()) reply.parts.push_back(Part{PartKind::Reasoning, Text(reasoning()), {}});
    reply.parts.push_back(Part{PartKind::Text, Text(text()), {}});
    reply.finishRaw = m_finish;
    reply.finish = m_blocked ? FinishReason::Filter : finishReasonFrom(m_finish);
    if (const auto counted = geminiUsage(m_usage)) {
        reply.usage = *counted;
        reply.usageKnown = m_usageFinal && count(&m_usage, "promptTokenCount");
    }
    reply.modelReported = m_model;
    reply.requestId = m_id;
    json raw = json::object();
    if (!m_usage.empty()) raw["usage"] = m_usage;
    if (m_blocked) raw["prompt_blocked"] = m_finish;
    if (!m_finishMessage.empty()) raw["finish_message"] = m_finishMessage;
    if (m_hasTools) raw["tool_calls_ignored"] = true;
    if (!raw.empty()) reply.raw = dumpJson(raw);
    return reply;
}

} // namespace rlmscope
