#include "providers/openai_stream.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto it = object.find(name);
    return it == object.end() || it->is_null() ? nullptr : &*it;
}

std::string textMember(const json& object, const char* name) {
    const json* value = member(object, name);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

/// A count of tokens; nothing for a negative, absurd or missing number.
std::optional<Tokens> count(const json* object, const char* name) {
    const json* value = object ? member(*object, name) : nullptr;
    if (!value || !value->is_number()) return std::nullopt;
    const auto number = value->get<double>();
    if (!(number >= 0 && number < 1e15)) return std::nullopt;
    return static_cast<Tokens>(number);
}

std::optional<PicoUsd> usd(const json* value) {
    if (!value || !value->is_number()) return std::nullopt;
    if (const auto exact = PicoUsd::parse(value->dump())) return exact->value >= 0 ? exact : std::nullopt;
    // Finer than a pico-USD: rounded up, so that a spend is never shown too small.
    const double pico = std::ceil(value->get<double>() * 1e12);
    if (!(pico >= 0 && pico < 9e18)) return std::nullopt;
    return PicoUsd{static_cast<std::int64_t>(pico)};
}

} // namespace

FinishReason finishReasonFrom(std::string_view word) {
    if (word == "stop" || word == "end_turn" || word == "eos") return FinishReason::Stop;
    if (word == "length" || word == "max_tokens") return FinishReason::Length;
    if (word == "tool_calls" || word == "function_call") return FinishReason::Tool;
    if (word == "content_filter") return FinishReason::Filter;
    if (word == "refusal") return FinishReason::Refusal;
    if (word == "model_context_window_exceeded") return FinishReason::ContextExceeded;
    if (word == "error") return FinishReason::Error;
    return FinishReason::Unknown;
}

std::optional<Usage> usageFrom(const json& value) {
    const auto prompt = count(&value, "prompt_tokens"), completion = count(&value, "completion_tokens");
    if (!prompt && !completion) return std::nullopt;
    const json* details = member(value, "prompt_tokens_details");
    const json* outDetails = member(value, "completion_tokens_details");
    Usage usage;
    // A server that counts what it kept apart (prompt_cache_hit_tokens) includes it in prompt_tokens as well.
    usage.cacheRead = count(details, "cached_tokens").value_or(count(&value, "prompt_cache_hit_tokens").value_or(0));
    usage.cacheWrite = count(details, "cache_write_tokens").value_or(0);
    usage.freshInput = std::max<Tokens>(0, prompt.value_or(0) - usage.cacheRead - usage.cacheWrite);
    usage.output = completion.value_or(0);
    usage.reasoning = count(outDetails, "reasoning_tokens").value_or(0);
    // Some servers leave reasoning out of completion_tokens; the total gives it away.
    const auto total = count(&value, "total_tokens");
    if (usage.reasoning > 0 && total && *total == prompt.value_or(0) + usage.output + usage.reasoning)
        usage.output += usage.reasoning;
    usage.reasoning = std::min(usage.reasoning, usage.output);
    return usage;
}

void ChatDecoder::event(std::string_view data) {
    if (m_done) return;
    const std::string_view body = trimmed(data);
    if (body == "[DONE]") {
        m_done = true;
        return;
    }
    const json value = json::parse(body, nullptr, false);
    if (value.is_discarded()) m_malformed = true;
    else object(value);
}

void ChatDecoder::whole(std::string_view body) {
    const json value = json::parse(isValidUtf8(body) ? std::string(body) : toValidUtf8(body), nullptr, false);
    if (value.is_discarded()) {
        m_malformed = true;
        return;
    }
    object(value);
    if (!m_error && member(value, "choices")) m_done = true;
}

void ChatDecoder::object(const json& value) {
    if (auto error = readErrorObject(value)) {
        if (!m_error) m_error = std::move(error);
        return;
    }
    if (!value.is_object()) return;
    if (m_id.empty()) m_id = textMember(value, "id");
    if (m_model.empty()) m_model = textMember(value, "model");
    if (const json* choices = member(value, "choices"); choices && choices->is_array())
        for (const json& each : *choices) choice(each);
    if (const json* counted = member(value, "usage")) usage(*counted);
    if (const json* measured = member(value, "timings")) timings(*measured);
    for (const char* extra : {"provider", "system_fingerprint", "service_tier"})
        if (const std::string text = textMember(value, extra); !text.empty()) {
            json kept = json::parse(m_rawExtra, nullptr, false);
            if (!kept.is_object()) kept = json::object();
            kept[extra] = text;
            m_rawExtra = kept.dump();
        }
}

void ChatDecoder::choice(const json& value) {
    if (!value.is_object()) return;
    if (const auto index = count(&value, "index"); index && *index != 0) return; // we never ask for more than one
    if (auto error = readErrorObject(value); error && !m_error) m_error = std::move(error);
    if (const json* delta = member(value, "delta")) content(*delta);
    else if (const json* message = member(value, "message")) content(*message);
    if (const std::string word = textMember(value, "finish_reason"); !word.empty()) {
        m_finish = word;
        m_hasFinish = word != "error";
        if (word == "error" && !m_error) m_error = ProviderError{0, "the reply ended with an error", "error", {}, {}, {}, {}};
    }
}

void ChatDecoder::content(const json& delta) {
    if (!delta.is_object()) return;
    std::string thought = textMember(delta, "reasoning_content");
    if (thought.empty()) thought = textMember(delta, "reasoning");
    add(PartKind::Reasoning, m_reasoning, thought);
    const json* text = member(delta, "content");
    if (text && text->is_string()) add(PartKind::Text, m_text, text->get_ref<const std::string&>());
    if (text && text->is_array())
        for (const json& part : *text) {
            const bool thinking = textMember(part, "type") == "thinking";
            if (!thinking) add(PartKind::Text, m_text, textMember(part, "text"));
        }
    if (const std::string refusal = textMember(delta, "refusal"); !refusal.empty()) {
        m_refused = true;
        add(PartKind::Text, m_text, refusal);
    }
    if (member(delta, "tool_calls")) m_hasTools = true;
}

void ChatDecoder::add(PartKind kind, std::string& to, std::string_view piece) {
    if (piece.empty()) return;
    to += piece;
    if (m_delta) m_delta(kind, piece);
}

void ChatDecoder::usage(const json& value) {
    const auto counted = usageFrom(value);
    if (!counted) return;
    m_usage = *counted; // cumulative: the last one counts
    m_usageKnown = true;
    m_rawUsage = value.dump();
    if (m_reportsCost) m_cost = usd(member(value, "cost"));
}

void ChatDecoder::timings(const json& value) {
    // llama.cpp counts here when it was not asked for usage.
    const auto prompt = count(&value, "prompt_n"), predicted = count(&value, "predicted_n");
    if (m_usageKnown || !prompt || !predicted) return;
    m_usage = Usage{};
    m_usage.freshInput = *prompt;
    m_usage.cacheRead = count(&value, "cache_n").value_or(0);
    m_usage.output = *predicted;
    m_usageKnown = true;
}

ModelReply ChatDecoder::reply() const {
    ModelReply reply;
    if (!m_reasoning.empty()) reply.parts.push_back(Part{PartKind::Reasoning, Text(m_reasoning), {}});
    reply.parts.push_back(Part{PartKind::Text, Text(m_text), {}});
    reply.finishRaw = m_finish;
    reply.finish = m_refused ? FinishReason::Refusal : finishReasonFrom(m_finish);
    reply.usage = m_usage;
    reply.usageKnown = m_usageKnown;
    reply.reportedCost = m_cost;
    reply.modelReported = m_model;
    reply.requestId = m_id;
    json raw = json::object();
    if (!m_rawUsage.empty()) raw["usage"] = json::parse(m_rawUsage, nullptr, false);
    if (!m_rawExtra.empty()) raw.update(json::parse(m_rawExtra, nullptr, false));
    if (m_hasTools) raw["tool_calls_ignored"] = true;
    if (!raw.empty()) reply.raw = raw.dump();
    return reply;
}

} // namespace rlmscope
