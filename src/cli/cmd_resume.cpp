// Goes on with a run that was interrupted, cancelled, stopped by a limit or by a failing model: what was answered is given
// again, only what is new is asked and paid.
#include "cli/commands.h"
#include "cli/foreign_trace.h"
#include "cli/format.h"
#include "cli/json_fields.h"
#include "cli/run_session.h"
#include "cli/tool_approval.h"
#include "cli/tree_printer.h"
#include "runner/library.h"
#include "runner/resume.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {

namespace {

using Json = nlohmann::json;

constexpr std::size_t ListedCalls = 20;

Exit refuse(const Error& error, bool json) {
    tell(error);
    if (json) std::fputs((notStartedJson(error) + "\n").c_str(), stdout);
    return exitFor(error);
}

std::optional<Price> readPrice(const std::string& text) {
    const auto comma = text.find(',');
    if (comma == std::string::npos) return {};
    const auto input = PicoUsd::parse(std::string_view(text).substr(0, comma));
    const auto output = PicoUsd::parse(std::string_view(text).substr(comma + 1));
    if (!input || !output || input->value < 0 || output->value < 0) return {};
    return Price::perMillion(*input, *output);
}

Result<ResumeOptions> readOptions(const ResumeCommandOptions& options) {
    ResumeOptions out;
    if (const auto read = readParts(options.parts, out.parts); !read) return read.error();
    out.foreign = !isInLibrary(options.trace);
    if (out.foreign && !options.parts.allowWeakSandbox) out.parts.requiredSandbox = SandboxLevel::Full;
    out.turns = options.maxTurns;
    out.limits.calls = options.maxCalls;
    out.limits.tokens = options.maxTokens;
    out.limits.inputTokens = options.maxInputTokens;
    out.limits.outputTokens = options.maxOutputTokens;
    out.limits.frames = options.maxFrames;
    out.limits.seconds = options.maxSeconds;
    if (!options.budgetUsd.empty()) {
        out.limits.usd = PicoUsd::parse(options.budgetUsd);
        if (!out.limits.usd)
            return makeError(ErrorKind::Usage, "--budget-usd " + options.budgetUsd + " is not an amount of money.", "Write USD as a decimal: 0.50");
    }
    if (!options.price.empty()) {
        out.price = readPrice(options.price);
        if (!out.price)
            return makeError(ErrorKind::Usage, "--price " + options.price + " is not a price.", "Write USD per million tokens in and out: 1.25,10");
    }
    out.model = options.model;
    out.subModel = options.subModel;
    out.access.keyEnv = options.keyEnv;
    if (!options.trustedTools.empty()) {
        auto file = readTrustedTools(options.trustedTools);
        if (!file) return file.error();
        out.trustedTools = std::move(*file);
    }
    return out;
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string limitsText(const RunLimits& limits) {
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (limits.usd) add("$" + limits.usd->exact());
    if (limits.calls) add(count(static_cast<std::uint64_t>(*limits.calls)) + " calls");
    if (limits.tokens) add(tokens(*limits.tokens) + " tokens");
    return out.empty() ? "none on money, calls or tokens" : out;
}

std::string question(const ResumeSummary& summary) {
    std::string models;
    for (const auto& model : summary.models)
        models += (models.empty() ? "" : "; ") + model.spec + (model.host.empty() ? "" : " at " + model.host) +
                  (model.host.empty() ? "" : model.getsKey ? " (with your key)" : " (without a key)");
    std::string out = "This trace is not from your library. Resuming it runs its code, and asks and pays models:\n  " + models +
                      ".\nLimits of the whole run: " + limitsText(summary.limits) + ".";
    if (!summary.tools.empty()) out += "\nTools file in the sandbox: " + listed(summary.tools) + ".";
    if (!summary.trustedTools.empty()) out += "\nTrusted tools outside the sandbox: " + listed(summary.trustedTools) + ".";
    return out + "\n";
}

std::string standing(const ResumeSummary& summary) {
    std::string out = "Resuming run " + summary.run.text().substr(0, 8) + " (" + summary.status +
                      (summary.stopReason.empty() ? "" : ": " + summary.stopReason) + "): " + count(summary.recorded) +
                      (summary.recorded == 1 ? " reply" : " replies") + " recorded, " + costText(summary.spent.usd, summary.spent.unknown, false) + " spent.\n";
    if (!summary.inFlight.empty()) {
        out += count(summary.inFlight.size()) + (summary.inFlight.size() == 1 ? " request was" : " requests were") +
               " in flight at its end and may have been paid; each is asked once more:\n";
        for (std::size_t i = 0; i < summary.inFlight.size() && i < ListedCalls; ++i) {
            const auto& call = summary.inFlight[i];
            out += "    " + call.model + "  " + fitted(call.prompt, 60) + (call.priceKnown ? "  at most $" + call.reserved.exact() : "") + "\n";
        }
        if (summary.inFlight.size() > ListedCalls) out += "    and " + count(summary.inFlight.size() - ListedCalls) + " more\n";
    }
    for (const auto& remark : summary.remarks) out += remark + "\n";
    return out;
}

Json resumedJson(const ResumeSummary& summary, const Cassette::Report& report) {
    Json out{{"run", summary.run.text()}, {"status", summary.status}, {"stop_reason", summary.stopReason}, {"runs", summary.runs},
             {"recorded", summary.recorded}, {"used", report.used}, {"saved_usd", costJson(report.saved, summary.spent.unknown)},
             {"spent_usd", costJson(summary.spent.usd, summary.spent.unknown)}, {"made", report.made},
             {"in_flight", Json::array()}, {"divergences_total", report.divergencesTotal}, {"divergences", Json::array()}};
    for (const auto& call : summary.inFlight)
        out["in_flight"].push_back({{"key", call.key.text()}, {"model", call.model}, {"prompt", call.prompt}, {"reserved_usd", costJson(call.reserved, !call.priceKnown)}});
    for (const auto& d : report.divergences)
        out["divergences"].push_back({{"place", d.place}, {"kind", d.kind}, {"what", d.what}, {"before", d.before}, {"now", d.now}});
    return out;
}

void sayWhatHappened(const Cassette::Report& report, bool unknown) {
    std::fprintf(stderr, "%s\n", (count(report.used) + " recorded replies were used again (" + costText(report.saved, unknown, false) + "), " +
                                  count(report.made) + " were asked for.").c_str());
    if (report.divergencesTotal > 0)
        std::fprintf(stderr, "%s\n", ("The cells did not do the same again in " + count(report.divergencesTotal) +
                                      (report.divergencesTotal == 1 ? " place" : " places") + "; from there on it was asked anew (see the notes in the trace).").c_str());
}

} // namespace

Exit resumeCommand(const ResumeCommandOptions& options) {
    const auto run = chosenRun(options.trace, options.run);
    if (!run) return refuse(run.error(), options.json);
    const auto resuming = readOptions(options);
    if (!resuming) return refuse(resuming.error(), options.json);
    auto resume = resumeRequest(options.trace, *run, *resuming);
    if (!resume) return refuse(resume.error(), options.json);
    const ForeignConsent consent{options.yes, options.parts.allowWeakSandbox};
    if (const auto yes = allowForeign(options.trace, consent, question(resume->summary)); !yes) return refuse(yes.error(), options.json);
    std::vector<RequestProblem> problems;
    if (auto refused = allowTrustedTools(resume->request, options.yes)) problems.push_back(std::move(*refused));
    if (!options.quiet) std::fputs(standing(resume->summary).c_str(), stderr);
    SessionOptions session{options.json, options.quiet, {}};
    session.more = [&](nlohmann::ordered_json& out) { out["resumed"] = resumedJson(resume->summary, resume->cassette->report()); };
    const auto outcome = runSession(resume->request, session, std::move(problems));
    if (!options.quiet && !outcome.trace.empty()) sayWhatHappened(resume->cassette->report(), resume->summary.spent.unknown);
    return outcome.exit;
}

} // namespace rlmscope::cli
