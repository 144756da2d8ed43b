#include "trace/json_fields.h"
#include "trace/run_spec.h"

// A RunSpec as JSON. Unlike events it writes every field, so that a stored specification says what the defaults of
// its day were.
namespace rlmscope {
namespace jsonio {
namespace {

/// Money that people read and type: exact decimal USD as text; plain numbers are understood too.
template<typename V>
void usdField(V& v, const char* name, MaybeConst<V, std::optional<PicoUsd>>& usd) {
    if constexpr (V::Writing) {
        v.always(name, usd ? std::optional<std::string>(usd->exact()) : std::nullopt);
    } else if (const auto* found = v.find(name); found && !found->is_null()) {
        const auto text = found->is_string() ? found->template get<std::string>() : found->dump();
        const auto parsed = PicoUsd::parse(text);
        if (parsed) usd = *parsed;
        else v.fail(name, "an amount in USD");
    }
}

} // namespace

template<typename V>
void fields(V& v, MaybeConst<V, Price>& p) {
    v.always("input", p.input);
    v.always("output", p.output);
    v.always("cache_read", p.cacheRead);
    v.always("cache_write", p.cacheWrite);
    v("simulated", p.simulated);
}

template<typename V>
void fields(V& v, MaybeConst<V, SubtreeLimits>& l) {
    if (!V::Writing || l.usd) usdField(v, "usd", l.usd);
    v("calls", l.calls);
    v("tokens", l.tokens);
}

template<typename V>
void fields(V& v, MaybeConst<V, RunLimits>& l) {
    v.always("turns", l.turns);
    v.always("calls", l.calls);
    v.always("tokens", l.tokens);
    v("input_tokens", l.inputTokens);
    v("output_tokens", l.outputTokens);
    usdField(v, "usd", l.usd);
    v("frames", l.frames);
    v("child", l.child);
    v.always("at_limit", l.atLimit);
    v("approve_calls", l.approveCalls);
    if (!V::Writing || l.approveUsd) usdField(v, "approve_usd", l.approveUsd);
    v.always("seconds", l.seconds);
    v.always("frame_output_cap", l.frameOutputCap);
    v.always("sub_call_output_cap", l.subCallOutputCap);
    v.always("visible_output", l.visibleOutput);
    v.always("in_flight", l.inFlight);
    v.always("live_children", l.liveChildren);
    v.always("consecutive_errors", l.consecutiveErrors);
    v.always("cell_seconds", l.cellSeconds);
    v("cell_cpu_seconds", l.cellCpuSeconds);
    v.always("cell_output", l.cellOutput);
    v("frame_cell_seconds", l.frameCellSeconds);
    v("frame_cpu_seconds", l.frameCpuSeconds);
    v("frame_output", l.frameOutput);
    v.always("worker_memory", l.workerMemory);
}

template<typename V>
void fields(V& v, MaybeConst<V, ToolsFile>& t) {
    v("name", t.name);
    v("source", t.source);
}

template<typename V>
void fields(V& v, MaybeConst<V, ToolInfo>& t) {
    v("name", t.name);
    v("signature", t.signature);
    v("doc", t.doc);
}

template<typename V>
void fields(V& v, MaybeConst<V, RunSpec>& s) {
    v.always("question", s.question);
    v.always("strategy", s.strategy);
    v.always("depth", s.depth);
    v.always("protocol", s.protocol);
    v.always("models", s.models);
    v("prices", s.prices);
    v("prompts", s.prompts);
    v("tools", s.tools);
    v("trusted_tools", s.trustedTools);
    v("packages", s.packages);
    v.always("required_sandbox", s.requiredSandbox);
    v.always("limits", s.limits);
    v("budget_line", s.budgetLine);
    v("reuse_replies", s.reuseReplies);
    v.always("seed", s.seed);
    v("title", s.title);
}

} // namespace jsonio

nlohmann::json toJson(const RunSpec& spec) {
    nlohmann::json json;
    jsonio::Writer writer(json, nullptr);
    fields(writer, spec);
    return json;
}

Result<RunSpec> runSpecFromJson(const nlohmann::json& json) {
    RunSpec spec;
    jsonio::Reader reader(json, nullptr);
    if (reader.ok()) {
        if (json.contains("models")) spec.models.clear();
        fields(reader, spec);
    }
    if (reader.ok()) return spec;
    auto error = *reader.error();
    error.kind = ErrorKind::BadInput;
    error.message = "In the run specification, " + error.message + ".";
    return error;
}

} // namespace rlmscope
