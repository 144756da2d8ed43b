#include "providers/openai_stream.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/json_fields.h"
#include "providers/opaque_part.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;
using fields::count;
using fields::member;
constexpr auto textMember = fields::text;
constexpr std::size_t MostDetails = 10'000; // a real reply has a handful

std::optional<PicoUsd> usd(const json* value) {
    if (!value || !value->is_number()) return std::nullopt;
    if (const auto exact = PicoUsd::parse(value->dump())) return exact->value >= 0 ? exact : std::nullopt;
    // Finer than a pico-USD: rounded up, so that a spend is never shown too small.
    const double pico = std::ceil(value->get<double>() * 1e12);
    if (!(pico >= 0 && pico < 9e18)) return std::nullopt;
    return PicoUsd{static_cast<std::int64_t>(pico)};
}

} // namespace

std::optional<Usage> usageFrom(const json& value) {
    const auto prompt = count(&value, "prompt_tokens"), completion = count(&value, "completion_tokens");
    if (!prompt && !completion) return std::nullopt;
    const json* details = member(value, "prompt_tokens_details");
    const json* outDetails = member(value, "completion_tokens_details");
    Usage usage;
    // A server that counts what it kept apart (prompt_cache_hit_tokens) includes it in prompt_tokens as well.
    usage.cacheRead = count(details, "cached_tokens").value_or(count(&value, "prompt_cache_hit_tokens").value_or(0));
    usage.cacheWrite = count(details, "cache_write_tokens").value_or(0);
    if (prompt) { // the parts of a whole are never more than the whole
        usage.cacheRead = std::min(usage.cacheRead, *prompt);
        usage.cacheWrite = std::min(usage.cacheWrite, *prompt - usage.cacheRead);
    }
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
    if (likeTheLast(body)) return;
    const json value = parseJson(body);
    if (value.is_discarded()) {
        m_malformed = true;
        return;
    }
    object(value);
    learnFrom(body, value);
}

/// A chunk that differs from the last one only in its piece of text says nothing else either.
bool ChatDecoder::likeTheLast(std::string_view body) {
    if (m_before.empty() || body.size() < m_before.size() + m_after.size()) return false;
    if (body.substr(0, m_before.size()) != m_before || body.substr(body.size() - m_after.size()) != m_after) return false;
    const std::string_view text = body.substr(m_before.size(), body.size() - m_before.size() - m_after.size());
    const auto special = [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; };
    if (std::any_of(text.begin(), text.end(), special) || !isValidUtf8(text)) return false;
    add(PartKind::Text, text);
    return true;
}

/// Keeps what surrounds the piece of text of a chunk that has nothing else to say.
void ChatDecoder::learnFrom(std::string_view body, const json& value) {
    m_before.clear();
    const json* choices = member(value, "choices");
    if (error() || !choices || !choices->is_array() || choices->size() != 1 || member(value, "usage") || member(value, "timings")) return;
    const json& only = choices->front();
    const json* delta = member(only, "delta");
    if (!delta || !delta->is_object() || member(only, "finish_reason") || member(only, "error")) return;
    if (const auto index = count(&only, "index"); index && *index != 0) return; // not ours
    for (const auto& [name, field] : delta->items())
        if (name != "content" && name != "role" && !field.is_null()) return;
    const std::string text = textMember(*delta, "content");
    static constexpr std::string_view Name = "\"content\":";
    const std::size_t at = body.find(Name);
    if (at == std::string_view::npos || body.find(Name, at + 1) != std::string_view::npos) return;
    std::size_t start = at + Name.size();
    while (start < body.size() && body[start] == ' ') ++start;
    ++start; // the quote
    if (text.empty() || body.substr(std::min(body.size(), start), text.size()) != text) return;
    const std::size_t end = start + text.size();
    if (body[start - 1] != '"' || end >= body.size() || body[end] != '"') return;
    m_before = body.substr(0, start);
    m_after = body.substr(end);
}

void ChatDecoder::whole(std::string_view body) {
    const json value = fields::parsed(body);
    if (value.is_discarded()) {
        m_malformed = true;
        return;
    }
    object(value);
    if (!error() && member(value, "choices")) m_done = true;
}

void ChatDecoder::object(const json& value) {
    if (auto problem = readErrorObject(value)) {
        fail(std::move(*problem));
        return;
    }
    if (!value.is_object()) return;
    if (m_id.empty()) m_id = textMember(value, "id");
    if (m_model.empty()) m_model = textMember(value, "model");
    if (const json* choices = member(value, "choices"); choices && choices->is_array())
        for (const json& each : *choices) choice(each);
    if (const json* counted = member(value, "usage")) usage(*counted);
    if (const json* measured = member(value, "timings")) timings(*measured);
    for (const char* extra : {"provider", "system_fingerprint", "service_tier"}) keep(value, extra);
}

/// A field that is not normalised goes into the reply's raw JSON.
void ChatDecoder::keep(const json& from, const char* name) {
    const json* text = member(from, name);
    if (text && text->is_string() && !text->get_ref<const std::string&>().empty()) m_extra[name] = *text;
}

void ChatDecoder::choice(const json& value) {
    if (!value.is_object()) return;
    if (const auto index = count(&value, "index"); index && *index != 0) return; // we never ask for more than one
    if (auto problem = readErrorObject(value)) fail(std::move(*problem));
    if (const json* delta = member(value, "delta")) content(*delta);
    else if (const json* message = member(value, "message")) content(*message);
    keep(value, "native_finish_reason");
    if (const std::string word = textMember(value, "finish_reason"); !word.empty()) {
        m_finish = word;
        m_hasFinish = word != "error";
        if (word == "error") fail(ProviderError{0, "the reply ended with an error", "error", {}, {}, {}, {}});
    }
}

void ChatDecoder::content(const json& delta) {
    if (!delta.is_object()) return;
    std::string thought = textMember(delta, "reasoning_content");
    if (thought.empty()) thought = textMember(delta, "reasoning");
    add(PartKind::Reasoning, thought);
    if (const json* list = member(delta, "reasoning_details"); list && list->is_array()) details(*list);
    const json* text = member(delta, "content");
    if (text && text->is_string()) add(PartKind::Text, text->get_ref<const std::string&>());
    if (text && text->is_array())
        for (const json& part : *text) {
            const bool thinking = textMember(part, "type") == "thinking";
            if (!thinking) add(PartKind::Text, textMember(part, "text"));
        }
    if (const std::string refusal = textMember(delta, "refusal"); !refusal.empty()) {
        m_refused = true;
        add(PartKind::Text, refusal);
    }
    if (member(delta, "tool_calls")) m_hasTools = true;
}

/// Pieces of one detail come as details of their own: same type, same index. Texts grow, the rest is said once.
void ChatDecoder::details(const json& list) {
    for (const json& piece : list) {
        if (!piece.is_object() || m_details.size() >= MostDetails) continue;
        const std::string type = textMember(piece, "type");
        json* last = m_details.empty() ? nullptr : &m_details.back();
        const bool grows = type == "reasoning.text" || type == "reasoning.summary";
        const bool same = last && grows && textMember(*last, "type") == type && last->value("index", json()) == piece.value("index", json());
        if (!same) {
            m_details.push_back(piece);
            continue;
        }
        for (const auto& [name, value] : piece.items()) {
            json& field = (*last)[name];
            const bool text = (name == "text" || name == "summary") && field.is_string() && value.is_string();
            if (text) field.get_ref<std::string&>() += value.get_ref<const std::string&>();
            else if (field.is_null()) field = value;
        }
    }
}

void ChatDecoder::usage(const json& value) {
    const auto counted = usageFrom(value);
    if (!counted) return;
    m_usage = *counted; // cumulative: the last one counts
    m_usageKnown = true;
    m_rawUsage = value;
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
    if (!m_details.empty()) reply.parts.push_back(opaquePart("openrouter", {{"reasoning_details", m_details}}));
    if (!reasoning().empty()) reply.parts.push_back(Part{PartKind::Reasoning, Text(reasoning()), {}});
    reply.parts.push_back(Part{PartKind::Text, Text(text()), {}});
    reply.finishRaw = m_finish;
    reply.finish = m_refused ? FinishReason::Refusal : finishReasonFrom(m_finish);
    reply.usage = m_usage;
    reply.usageKnown = m_usageKnown;
    reply.reportedCost = m_cost;
    reply.modelReported = m_model;
    reply.requestId = m_id;
    json raw = json::object();
    if (!m_rawUsage.is_null()) raw["usage"] = m_rawUsage;
    raw.update(m_extra);
    if (m_hasTools) raw["tool_calls_ignored"] = true;
    if (!raw.empty()) reply.raw = dumpJson(raw);
    return reply;
}

} // namespace rlmscope
