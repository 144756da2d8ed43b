#include "providers/ollama_stream.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/json_fields.h"

#include <algorithm>

namespace rlmscope {

using nlohmann::json;
using fields::count;
using fields::member;

Tokens leastTokensOf(std::string_view utf8) {
    Tokens tokens = 0, foreign = 0;
    bool inWord = false;
    const auto endWord = [&] {
        if (inWord) tokens += std::max<Tokens>(1, foreign / 4);
        inWord = false;
        foreign = 0;
    };
    for (const char c : utf8) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            endWord();
            continue;
        }
        inWord = true;
        foreign += (static_cast<unsigned char>(c) & 0xC0) == 0xC0; // the first byte of a longer character
    }
    endWord();
    return tokens;
}

void OllamaDecoder::event(std::string_view data) {
    if (m_done) return;
    const json value = parseJson(data);
    if (value.is_discarded()) m_malformed = true;
    else object(value);
}

void OllamaDecoder::whole(std::string_view body) {
    const json value = fields::parsed(body);
    if (value.is_discarded()) m_malformed = true;
    else object(value);
}

void OllamaDecoder::object(const json& value) {
    if (auto problem = readErrorObject(value)) return fail(std::move(*problem));
    if (!value.is_object()) return;
    if (m_model.empty()) m_model = fields::text(value, "model");
    if (const json* message = member(value, "message")) {
        add(PartKind::Reasoning, fields::text(*message, "thinking"));
        add(PartKind::Text, fields::text(*message, "content"));
        m_hasTools = m_hasTools || member(*message, "tool_calls");
    }
    const json* done = member(value, "done");
    if (!done || !done->is_boolean() || !done->get<bool>()) return;
    m_done = true;
    m_last = value;
    m_last.erase("message");
}

ModelReply OllamaDecoder::reply() const {
    ModelReply reply;
    if (!reasoning().empty()) reply.parts.push_back(Part{PartKind::Reasoning, Text(reasoning()), {}});
    reply.parts.push_back(Part{PartKind::Text, Text(text()), {}});
    const auto prompt = count(&m_last, "prompt_eval_count");
    reply.usage.freshInput = prompt.value_or(0);
    reply.usage.output = count(&m_last, "eval_count").value_or(0); // left out when it is 0
    reply.usageKnown = m_done && prompt;                           // left out when an old server had it all in its cache
    reply.finishRaw = fields::text(m_last, "done_reason");
    reply.finish = finishReasonFrom(reply.finishRaw);
    if (m_done && reply.finishRaw.empty()) // servers before 0.1.39 did not say
        reply.finish = m_sent.outputCap > 0 && reply.usage.output >= m_sent.outputCap ? FinishReason::Length : FinishReason::Stop;
    reply.modelReported = m_model;
    json raw = json::object();
    for (const char* name : {"prompt_eval_count", "eval_count", "total_duration", "load_duration", "prompt_eval_duration", "eval_duration"})
        if (const auto number = count(&m_last, name)) raw[name] = *number;
    if (m_sent.context > 0) raw["num_ctx"] = m_sent.context;
    if (m_hasTools) raw["tool_calls_ignored"] = true;
    // Not sure enough to be a failure: no tokenizer packs ordinary text so tightly.
    if (prompt && *prompt > 0 && *prompt * 3 < m_sent.likelyTokens) {
        raw["prompt_estimate"] = m_sent.likelyTokens;
        reply.remark = m_sent.model + " at " + m_sent.host + " read " + std::to_string(*prompt) + " tokens of a prompt of about " +
                       std::to_string(m_sent.likelyTokens) + " (estimated): the server may have cut it. Its context was " +
                       std::to_string(m_sent.context) + ".";
    }
    reply.raw = dumpJson(raw);
    return reply;
}

std::optional<Error> OllamaDecoder::objection() const {
    const auto read = count(&m_last, "prompt_eval_count");
    if (!read || *read == 0) return std::nullopt; // not said
    const bool full = m_sent.context > 0 && *read >= m_sent.context - 1;
    if (!full && *read >= m_sent.leastTokens) return std::nullopt;
    const std::string sent = m_sent.leastTokens > *read ? "a prompt of at least " + std::to_string(m_sent.leastTokens)
                                                        : std::string("a longer prompt");
    return makeError(ErrorKind::Context,
                     m_sent.model + " at " + m_sent.host + " read only " + std::to_string(*read) + " tokens of " + sent +
                         "; the server cut the rest off without saying so.",
                     "Send less text in one call, or choose a model or a context= that holds it (now " +
                         std::to_string(m_sent.context) + ").");
}

} // namespace rlmscope
