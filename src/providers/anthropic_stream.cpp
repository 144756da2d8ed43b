#include "providers/anthropic_stream.h"

#include "base/json.h"
#include "providers/json_fields.h"
#include "providers/opaque_part.h"

#include <algorithm>

namespace rlmscope {
namespace {

using nlohmann::json;
using fields::count;
using fields::member;

constexpr std::size_t MostThoughts = 1'000; // blocks of one reply; a real one has a handful

bool isThought(const std::string& type) {
    return type == "thinking" || type == "redacted_thinking";
}

/// Appends to a string field of a block.
void grow(json& block, const char* name, const std::string& piece) {
    json& field = block[name];
    if (!field.is_string()) field = "";
    field.get_ref<std::string&>() += piece;
}

} // namespace

std::optional<Usage> anthropicUsage(const json& value) {
    const auto input = count(&value, "input_tokens"), output = count(&value, "output_tokens");
    if (!input && !output) return std::nullopt;
    Usage usage;
    usage.freshInput = input.value_or(0);
    usage.cacheRead = count(&value, "cache_read_input_tokens").value_or(0);
    usage.cacheWrite = count(&value, "cache_creation_input_tokens").value_or(0);
    usage.output = output.value_or(0);
    usage.reasoning = std::min(usage.output, count(member(value, "output_tokens_details"), "thinking_tokens").value_or(0));
    return usage;
}

void AnthropicDecoder::event(std::string_view data) {
    if (m_done) return;
    const json value = parseJson(data);
    if (value.is_discarded()) {
        m_malformed = true;
        return;
    }
    if (auto problem = readErrorObject(value)) return fail(std::move(*problem));
    const std::string type = fields::text(value, "type");
    const auto index = static_cast<std::size_t>(count(&value, "index").value_or(0));
    if (type == "message_start") {
        if (const json* started = member(value, "message")) message(*started);
    } else if (type == "content_block_start") {
        if (const json* block = member(value, "content_block")) blockStart(index, *block);
    } else if (type == "content_block_delta") {
        if (const json* delta = member(value, "delta")) blockDelta(index, *delta);
    } else if (type == "message_delta") {
        if (const json* delta = member(value, "delta")) ending(*delta);
        usage(member(value, "usage"), true);
    } else if (type == "message_stop") {
        m_done = true;
    }
    // content_block_stop, ping and events yet to be invented say nothing to us.
}

void AnthropicDecoder::whole(std::string_view body) {
    const json value = fields::parsed(body);
    if (value.is_discarded()) {
        m_malformed = true;
        return;
    }
    if (auto problem = readErrorObject(value)) return fail(std::move(*problem));
    const json* content = member(value, "content");
    if (!content || !content->is_array()) return;
    message(value);
    std::size_t index = 0;
    for (const json& block : *content) blockStart(index++, block);
    ending(value);
    usage(member(value, "usage"), true);
    m_done = true;
}

void AnthropicDecoder::message(const json& value) {
    m_id = fields::text(value, "id");
    m_model = fields::text(value, "model");
    usage(member(value, "usage"), false);
}

void AnthropicDecoder::blockStart(std::size_t index, const json& block) {
    const std::string type = fields::text(block, "type");
    if (type == "text") add(PartKind::Text, fields::text(block, "text"));
    if (type == "tool_use") m_hasTools = true;
    if (!isThought(type) || m_thoughts.size() >= MostThoughts) return;
    m_thoughts[index] = block;
    add(PartKind::Reasoning, fields::text(block, "thinking"));
}

void AnthropicDecoder::blockDelta(std::size_t index, const json& delta) {
    const std::string type = fields::text(delta, "type");
    if (type == "text_delta") return add(PartKind::Text, fields::text(delta, "text"));
    const auto thought = m_thoughts.find(index);
    if (type == "thinking_delta") {
        const std::string piece = fields::text(delta, "thinking");
        add(PartKind::Reasoning, piece);
        if (thought != m_thoughts.end()) grow(thought->second, "thinking", piece);
    } else if (type == "signature_delta" && thought != m_thoughts.end()) {
        grow(thought->second, "signature", fields::text(delta, "signature"));
    }
}

void AnthropicDecoder::ending(const json& from) {
    const std::string reason = fields::text(from, "stop_reason");
    if (reason.empty()) return;
    m_stop = reason;
    m_stopSequence = fields::text(from, "stop_sequence");
    m_hasFinish = true;
}

void AnthropicDecoder::usage(const json* value, bool final) {
    if (!value || !value->is_object()) return;
    // Cumulative: what is said again replaces what was said before.
    for (const auto& [name, field] : value->items())
        if (!field.is_null()) m_usage[name] = field;
    m_usageFinal = m_usageFinal || (final && count(value, "output_tokens"));
}

PicoUsd hourSurcharge(const Price& price, const Usage& usage, Tokens tokens) {
    std::int64_t input = price.input, write = price.cacheWrite;
    for (const PriceTier& tier : price.tiers)
        if (usage.input() > tier.above) input = tier.input, write = tier.cacheWrite;
    return PicoUsd{std::max<std::int64_t>(0, 2 * input - write) * std::min(tokens, usage.cacheWrite)};
}

/// We ask for five minutes only, but somebody between here and there may not.
void AnthropicDecoder::addHourSurcharge(ModelReply& reply) const {
    const auto hour = count(member(m_usage, "cache_creation"), "ephemeral_1h_input_tokens").value_or(0);
    if (hour <= 0) return;
    reply.remark = std::to_string(hour) + " tokens were written to the cache for an hour, which nobody asked for";
    if (m_price) reply.surcharge = hourSurcharge(*m_price, reply.usage, hour);
    reply.remark += m_price ? "; they are counted at twice the input rate." : ".";
}

ModelReply AnthropicDecoder::reply() const {
    ModelReply reply;
    for (const auto& [index, block] : m_thoughts) reply.parts.push_back(opaquePart("anthropic", block));
    if (!reasoning().empty()) reply.parts.push_back(Part{PartKind::Reasoning, Text(reasoning()), {}});
    reply.parts.push_back(Part{PartKind::Text, Text(text()), {}});
    reply.finishRaw = m_stop;
    reply.finish = finishReasonFrom(m_stop);
    if (const auto counted = anthropicUsage(m_usage)) {
        reply.usage = *counted;
        reply.usageKnown = m_usageFinal && count(&m_usage, "input_tokens");
        addHourSurcharge(reply);
    }
    reply.modelReported = m_model;
    reply.requestId = m_id;
    json raw = json::object();
    if (!m_usage.empty()) raw["usage"] = m_usage;
    if (!m_stopSequence.empty()) raw["stop_sequence"] = m_stopSequence;
    if (m_hasTools) raw["tool_calls_ignored"] = true;
    if (!raw.empty()) reply.raw = dumpJson(raw);
    return reply;
}

} // namespace rlmscope
