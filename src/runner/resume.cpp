#include "runner/resume.h"

#include "base/text.h"
#include "providers/http_model.h"
#include "runner/context_info.h"
#include "runner/machine_models.h"
#include "runner/rerun_parts.h"
#include "runner/trace_context.h"

#include <algorithm>
#include <set>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t MaxChain = 1'000; // resumes of resumes
constexpr std::size_t PromptCodePoints = 60;

struct Opened {
    std::shared_ptr<TraceReader> reader;
    std::vector<RunTape> chain; ///< newest first
};

const RunRelation* relation(const RunStarted& started, std::string_view type) {
    for (const auto& each : started.relations)
        if (each.type == type) return &each;
    return nullptr;
}

/// The newest run that somebody made; a replay is a copy of another.
Result<RunTape> newestRun(TraceReader& reader, std::vector<RunSummary> runs) {
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.wallStart > b.wallStart; });
    std::optional<Error> first;
    std::optional<RunTape> replay;
    for (const RunSummary& run : runs) {
        auto tape = readTape(reader, run.id);
        if (!tape && !first) first = tape.error();
        if (tape && !relation(tape->started, "replay_of")) return tape;
        if (tape && !replay) replay = std::move(*tape);
    }
    if (replay) return std::move(*replay);
    return first.value_or(makeError(ErrorKind::BadInput, reader.path().filename().string() + " holds no run."));
}

Result<Opened> openRun(const fs::path& path, std::optional<RunId> id, bool chained) {
    auto reader = TraceReader::open(path);
    if (!reader) return reader.error();
    Opened opened;
    opened.reader = std::move(*reader);
    auto runs = opened.reader->runs();
    if (!runs) return runs.error();
    auto tape = id ? readTape(*opened.reader, *id) : newestRun(*opened.reader, *runs);
    if (!tape) return tape.error();
    if (!tape->ended && opened.reader->beingWritten())
        return makeError(ErrorKind::Usage, "This run is still going on in another process.", "Wait for its end, or stop it there.");
    opened.chain.push_back(std::move(*tape));
    std::set<RunId> seen = {opened.chain.front().run};
    while (chained && opened.chain.size() < MaxChain) {
        const RunRelation* before = relation(opened.chain.back().started, "resume_of");
        if (!before || !seen.insert(before->run).second) break;
        auto older = readTape(*opened.reader, before->run);
        if (!older) break; // what it recorded is asked again
        opened.chain.push_back(std::move(*older));
    }
    return opened;
}

bool sameContext(const ContextInfo& a, const ContextInfo& b) {
    const auto same = [](const ContextDocument& x, const ContextDocument& y) { return x.path == y.path && x.text == y.text; };
    return a.shape == b.shape && std::equal(a.documents.begin(), a.documents.end(), b.documents.begin(), b.documents.end(), same);
}

Result<std::shared_ptr<const Context>> contextOf(const Opened& opened, const RerunParts& parts) {
    using Shared = std::shared_ptr<const Context>;
    const ContextInfo& info = opened.chain.front().started.context;
    if (!parts.context) {
        auto context = contextOfTrace(*opened.reader, info);
        if (context) return Shared(std::make_shared<const Context>(std::move(*context)));
        Error error = context.error();
        error.hint = "Give its files again with --context (" + info.source + "); they must be the same, byte for byte.";
        return error;
    }
    auto loaded = loadContext(*parts.context);
    if (!loaded) return loaded.error();
    auto context = std::make_shared<const Context>(std::move(*loaded));
    if (!sameContext(contextInfo(*context), info))
        return makeError(ErrorKind::BadInput, "These files are not the context of the run (" + info.source + "): what they hold differs.",
                         "Give the same files, unchanged, or start a new run.");
    return Shared(std::move(context));
}

// ---- resume ----------------------------------------------------------------------------------------------------

std::set<std::string> namedModels(const ResumeOptions& options) {
    std::set<std::string> named = {options.model, options.subModel};
    named.erase(std::string());
    return named;
}

bool isLocal(const std::string& model) {
    return model == "sim" || model.starts_with("sim:") || model.starts_with("script:");
}

std::string hostOf(const std::string& spec) {
    if (spec.find("://") != std::string::npos) return authorityOf(spec);
    const auto registry = machineRegistry();
    if (!registry) return {};
    const auto resolved = (*registry)->resolved(spec);
    const std::string& meant = resolved ? *resolved : spec;
    if (meant != spec) return hostOf(meant);
    const auto* provider = (*registry)->provider(std::string_view(spec).substr(0, spec.find(':')));
    if (!provider || spec.find(':') == std::string::npos) return {};
    const auto url = providerBaseUrl(*provider);
    return url ? authorityOf(*url) : std::string();
}

void addUp(TapeSpend& sum, const TapeSpend& more) {
    const auto add = [](std::int64_t& a, std::int64_t b) {
        if (__builtin_add_overflow(a, b, &a)) a = INT64_MAX;
    };
    add(sum.usd.value, more.usd.value);
    add(sum.calls, more.calls);
    add(sum.input, more.input);
    add(sum.output, more.output);
    add(sum.inFlightUsd.value, more.inFlightUsd.value);
    add(sum.inFlightCalls, more.inFlightCalls);
    add(sum.inFlightInput, more.inFlightInput);
    add(sum.inFlightOutput, more.inFlightOutput);
    add(sum.active, more.active);
    sum.unknown |= more.unknown;
}

ResumeSummary summaryOf(const Opened& opened, const RunSpec& spec, const ResumeOptions& options) {
    const RunTape& tape = opened.chain.front();
    ResumeSummary summary;
    summary.run = tape.run;
    summary.status = tape.ended ? tape.ended->status : "interrupted";
    if (tape.ended) summary.stopReason = tape.ended->stopReason;
    summary.question = spec.question;
    summary.runs = opened.chain.size();
    std::set<std::string> good, seen;
    for (const RunTape& each : opened.chain) {
        addUp(summary.spent, each.spend);
        for (const TapeCall& call : each.calls)
            if (call.ended && call.end.status == "ok") good.insert(call.key.text());
    }
    summary.recorded = good.size();
    for (const RunTape& each : opened.chain) {
        for (const TapeCall& call : each.calls) {
            if (call.ended || good.contains(call.key.text()) || !seen.insert(call.key.text()).second) continue;
            ++summary.openCalls;
            if (!call.onTheWire) continue;
            summary.inFlight.push_back({call.key, call.model, call.prompt.firstWords(PromptCodePoints), call.attempt.reserved, call.attempt.priceKnown});
        }
    }
    const std::set<std::string> named = namedModels(options);
    std::set<std::string> models;
    for (const std::string& model : spec.models) {
        if (!models.insert(model).second) continue;
        const bool address = model.find("://") != std::string::npos;
        summary.models.push_back({model, hostOf(model), address ? named.contains(model) && !options.access.keyEnv.empty() : !isLocal(model)});
        if (address && !named.contains(model) && !options.access.keyEnv.empty())
            summary.remarks.push_back("No key is sent to " + authorityOf(model) + ", which only the trace names. Name the model (--model " + model + ") to send it.");
    }
    for (const ToolInfo& tool : spec.trustedTools) summary.trustedTools.push_back(tool.name);
    if (!spec.tools.empty()) summary.tools.push_back(spec.tools.name);
    summary.packages = spec.packages;
    summary.requiredSandbox = spec.requiredSandbox;
    summary.limits = spec.limits;
    if (tape.damage) summary.remarks.push_back("Part of the trace cannot be read; what it held is asked again: " + tape.damage->message);
    return summary;
}

/// The spec of the resumed run: as it was, with what was changed.
RunSpec specOf(const RunTape& tape, const ResumeOptions& options) {
    RunSpec spec = tape.started.spec;
    RunLimits& limits = spec.limits;
    if (options.limits.usd) limits.usd = options.limits.usd;
    if (options.limits.calls) limits.calls = options.limits.calls;
    if (options.limits.tokens) limits.tokens = options.limits.tokens;
    if (options.limits.inputTokens) limits.inputTokens = options.limits.inputTokens;
    if (options.limits.outputTokens) limits.outputTokens = options.limits.outputTokens;
    if (options.limits.frames) limits.frames = options.limits.frames;
    if (options.limits.seconds) limits.seconds = options.limits.seconds;
    if (options.turns) limits.turns = *options.turns;
    if (options.foreign) spec.prices.clear(); // one of 0 would make a budget in USD worthless
    if (!options.model.empty()) spec.models.front() = options.model;
    if (!options.subModel.empty()) spec.models = {spec.models.front(), options.subModel};
    const std::set<std::string> named = namedModels(options);
    for (const std::string& model : spec.models)
        if (options.price && (named.contains(model) || (named.empty() && !isLocal(model)))) spec.prices[model] = *options.price;
    spec.requiredSandbox = std::max(spec.requiredSandbox, options.parts.requiredSandbox);
    return spec;
}

template<typename T>
Status raised(const std::string& option, const std::string& what, const std::optional<T>& before, const std::optional<T>& now) {
    if (!before || (now && *now > *before)) return {};
    return makeError(ErrorKind::Usage, "This run stopped at its limit on " + what + (now && *now < *before ? ", and the new one is lower." : "."),
                     "Raise it to go on: " + option + " (counted from the beginning of the run).");
}

Status hasMoreRoom(const RunTape& tape, const RunSpec& spec) {
    const std::string reason = tape.ended ? tape.ended->stopReason : std::string();
    const RunLimits &before = tape.started.spec.limits, &now = spec.limits;
    if (reason == "usd" || reason == "overrun") return raised("--budget-usd X", "USD", before.usd, now.usd);
    if (reason == "calls") return raised("--max-calls N", "model calls", before.calls, now.calls);
    if (reason == "tokens") return raised("--max-tokens N", "tokens", before.tokens, now.tokens);
    if (reason == "seconds") return raised("--max-seconds S", "seconds", before.seconds, now.seconds);
    if (reason == "turns") return raised("--max-turns N", "turns", std::optional(before.turns), std::optional(now.turns));
    if (reason == toString(LimitKind::InputToken)) return raised("--max-input-tokens N", "input tokens", before.inputTokens, now.inputTokens);
    if (reason == toString(LimitKind::OutputToken)) return raised("--max-output-tokens N", "output tokens", before.outputTokens, now.outputTokens);
    if (reason == toString(LimitKind::Frames)) return raised("--max-frames N", "frames", before.frames, now.frames);
    return {};
}

Status canResume(const RunTape& tape, const RunSpec& spec, const ResumeOptions& options) {
    if (tape.ended && tape.ended->status == "answered" && tape.ended->stopReason == "answer")
        return makeError(ErrorKind::Usage, "There is nothing to resume: this run has answered.",
                         "Use replay to run its code again on the recorded replies.");
    if (const Status room = hasMoreRoom(tape, spec); !room) return room;
    const std::set<std::string> named = namedModels(options);
    for (const std::string& model : spec.models)
        if (options.foreign && model.starts_with("script:") && !named.contains(model))
            return makeError(ErrorKind::Usage, "The model of this run is a script file of whoever made the trace (" + model + ").",
                             "Name a model of yours with --model.");
    return {};
}

} // namespace

Result<Replay> replayRequest(const fs::path& trace, std::optional<RunId> run, const ReplayOptions& options) {
    auto opened = openRun(trace, run, false);
    if (!opened) return opened.error();
    auto context = contextOf(*opened, options.parts);
    if (!context) return context.error();
    Replay replay;
    replay.recorded = opened->chain.front();
    RunRequest& request = replay.request;
    request.spec = replay.recorded.started.spec;
    // What the record does not decide: nothing is spent or approved, and a slower machine is no divergence.
    request.spec.limits.seconds.reset();
    request.spec.limits.approveCalls.reset();
    request.spec.limits.approveUsd.reset();
    request.spec.reuseReplies = false;
    request.spec.requiredSandbox = std::max(request.spec.requiredSandbox, options.parts.requiredSandbox);
    request.loaded = std::move(*context);
    request.trace = options.output;
    request.relations = {{"replay_of", replay.recorded.run, {}}};
    request.packageFolders = options.parts.packageFolders;
    request.models = recordedModels(replay.recorded.started);
    if (!request.spec.trustedTools.empty()) request.recordedTools = recordedTools(request.spec.trustedTools);
    replay.cassette = Cassette::make(CassetteMode::Replay, opened->reader, std::move(opened->chain));
    request.replies = replay.cassette;
    return replay;
}

Result<RunComparison> compareReplay(const fs::path& trace, const Replay& replay, RunId made) {
    auto before = TraceReader::open(trace);
    if (!before) return before.error();
    auto after = TraceReader::open(replay.request.trace);
    if (!after) return after.error();
    const auto now = readTape(**after, made);
    if (!now) return now.error();
    return compareRuns(replay.recorded, **before, *now, **after, replay.cassette->report().divergences);
}

Result<ResumeSummary> resumeSummary(const fs::path& trace, std::optional<RunId> run, const ResumeOptions& options) {
    const auto opened = openRun(trace, run, true);
    if (!opened) return opened.error();
    return summaryOf(*opened, specOf(opened->chain.front(), options), options);
}

Result<Resume> resumeRequest(const fs::path& trace, std::optional<RunId> run, const ResumeOptions& options) {
    auto opened = openRun(trace, run, true);
    if (!opened) return opened.error();
    const RunTape& tape = opened->chain.front();
    Resume resume;
    RunRequest& request = resume.request;
    request.spec = specOf(tape, options);
    if (const Status may = canResume(tape, request.spec, options); !may) return may.error();
    auto context = contextOf(*opened, options.parts);
    if (!context) return context.error();
    resume.summary = summaryOf(*opened, request.spec, options);
    const TapeSpend& spent = resume.summary.spent;
    // In flight at the end: nobody knows whether it was paid, so it counts at what was reserved for it.
    request.inherited.usd = spent.usd + spent.inFlightUsd;
    request.inherited.calls = spent.calls + spent.inFlightCalls;
    request.inherited.inputTokens = spent.input + spent.inFlightInput;
    request.inherited.outputTokens = spent.output + spent.inFlightOutput;
    request.inherited.seconds = static_cast<double>(spent.active) / 1e9;
    request.loaded = std::move(*context);
    request.trace = trace;
    request.relations = {{"resume_of", tape.run, {}}};
    request.access = options.access;
    request.trustedTools = options.trustedTools;
    request.allowTrustedTools = options.allowTrustedTools;
    request.packageFolders = options.parts.packageFolders;
    request.models = traceModels(options.access, namedModels(options));
    resume.cassette = Cassette::make(CassetteMode::Resume, opened->reader, std::move(opened->chain));
    request.replies = resume.cassette;
    return resume;
}

} // namespace rlmscope
