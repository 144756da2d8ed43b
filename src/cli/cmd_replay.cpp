// Runs a recorded run again, code and all, on its recorded replies, and says whether it came out the same. No model is asked
// and no connection is made.
#include "cli/commands.h"
#include "cli/foreign_trace.h"
#include "cli/format.h"
#include "cli/interrupts.h"
#include "cli/json_fields.h"
#include "cli/recorded_run.h"
#include "cli/terminal.h"
#include "cli/tree_printer.h"
#include "runner/library.h"
#include "runner/resume.h"

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

/// A folder that goes away with what is in it: prompts and replies are nobody else's business.
class PrivateFolder {
public:
    PrivateFolder() {
        std::error_code code;
        const auto temp = fs::temp_directory_path(code);
        std::string name = ((code ? fs::path("/tmp") : temp) / "rlmscope-replay-XXXXXX").string();
        if (::mkdtemp(name.data())) m_path = name;
    }
    ~PrivateFolder() {
        std::error_code code;
        if (!m_path.empty()) fs::remove_all(m_path, code);
    }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

std::string question(const RunTape& tape) {
    std::string models;
    for (const auto& model : tape.started.spec.models) models += (models.empty() ? "" : ", ") + model;
    return "This trace is not from your library. A replay runs the code that is recorded in it again: " + count(tape.cells.size()) +
           (tape.cells.size() == 1 ? " cell" : " cells") + " written by " + models +
           (tape.started.spec.tools.empty() ? "" : ", and the functions of a tools file") + ".\nNo model is asked, no tool outside the sandbox is called.";
}

struct Outcome {
    RunEnded ended;
    RunId run;
    double seconds = 0;
};

Result<Outcome> runReplay(const Replay& replay, bool quiet) {
    Interrupts interrupts;
    LiveListener listener;
    listener.status = [&](const LiveStatus& status) {
        if (status.phase == LivePhase::Ended) interrupts.wake();
    };
    auto started = startRun(replay.request, std::move(listener));
    if (!started) return started.error();
    LiveRun& run = **started;
    bool stopping = false;
    while (run.status().phase != LivePhase::Ended) {
        const int signals = interrupts.wait(200);
        if (signals >= 1 && !stopping) {
            stopping = true;
            run.stop();
            if (!quiet) std::fprintf(stderr, "Stopping.\n");
        }
    }
    run.wait();
    if (stopping) return makeError(ErrorKind::Cancelled, "The replay was cancelled.");
    const auto ended = run.result();
    if (!ended) return run.status().error.value_or(makeError(ErrorKind::Internal, "The replay did not start."));
    if (ended->status == "failed" && ended->stopReason == "trace") return *ended->error;
    return Outcome{*ended, run.id(), run.seconds()};
}

std::string heading(const Replay& replay, const RunComparison& comparison) {
    const auto things = [](std::uint64_t n, const char* one, const char* many) { return count(n) + " " + (n == 1 ? one : many); };
    const RunTape& tape = replay.recorded;
    std::string out = "Run " + tape.run.text().substr(0, 8) + " again: " + things(comparison.calls, "model call", "model calls") + ", " +
                      things(comparison.cells, "cell", "cells") + ", " + things(comparison.frames, "frame", "frames");
    if (comparison.values > 0) out += ", " + things(comparison.values, "tool call", "tool calls");
    out += " compared. Nothing was asked; the replies had cost " + costText(replay.cassette->report().saved, tape.spend.unknown, false) + ".\n";
    if (!tape.over()) out += "The recorded run was " + std::string(tape.ended ? "cancelled" : "interrupted") + ": it was repeated up to there.\n";
    if (tape.damage) out += "Part of the trace cannot be read: " + tape.damage->message + "\n";
    return out;
}

std::string report(const RunComparison& comparison) {
    if (comparison.identical()) return "identical\n";
    std::string out = "diverged in " + count(comparison.total) + (comparison.total == 1 ? " place\n" : " places\n");
    for (const auto& d : comparison.divergences) {
        out += (d.place.empty() ? "the run" : d.place) + " " + d.what + "\n";
        if (!d.before.empty()) out += "    before: " + fitted(d.before, 160) + "\n";
        if (!d.now.empty()) out += "    now:    " + fitted(d.now, 160) + "\n";
    }
    if (comparison.total > comparison.divergences.size())
        out += "and " + count(comparison.total - comparison.divergences.size()) + " more\n";
    return out;
}

std::string reportJson(const ReplayCommandOptions& options, const Replay& replay, const RunComparison& comparison, const Outcome& outcome) {
    Json out{{"result", comparison.identical() ? "identical" : "diverged"},
             {"run", replay.recorded.run.text()},
             {"replay", outcome.run.text()},
             {"complete", replay.recorded.over()},
             {"calls", comparison.calls}, {"cells", comparison.cells}, {"frames", comparison.frames}, {"tool_calls", comparison.values},
             {"recorded_cost_usd", costJson(replay.cassette->report().saved, replay.recorded.spend.unknown)},
             {"seconds", outcome.seconds},
             {"divergences_total", comparison.total}, {"divergences", Json::array()},
             {"trace", options.output.empty() ? Json(nullptr) : Json(options.output)}};
    for (const auto& d : comparison.divergences)
        out["divergences"].push_back({{"place", d.place}, {"kind", d.kind}, {"what", d.what}, {"before", d.before}, {"now", d.now}});
    return dumped(out) + "\n";
}

} // namespace

Exit replayCommand(const ReplayCommandOptions& options) {
    const auto run = chosenRun(options.trace, options.run);
    if (!run) return failed(run.error());
    std::error_code code;
    if (!options.output.empty() && fs::exists(options.output, code))
        return failed(makeError(ErrorKind::Usage, options.output + " exists already.", "Name a new file for the trace of the replay."));
    const PrivateFolder temporary;
    if (options.output.empty() && temporary.path().empty())
        return failed(makeError(ErrorKind::Io, "No folder for temporary files can be made.", "Say where the trace goes with -o."));
    ReplayOptions replaying;
    replaying.output = options.output.empty() ? temporary.path() / "replay.rlmscope" : fs::path(options.output);
    if (const auto read = readParts(options.parts, replaying.parts); !read) return failed(read.error());
    if (!isInLibrary(options.trace) && !options.parts.allowWeakSandbox) replaying.parts.requiredSandbox = SandboxLevel::Full;
    auto replay = replayRequest(options.trace, *run, replaying);
    if (!replay) return failed(replay.error());
    replay->request.storeContext = !options.output.empty();
    const ForeignConsent consent{options.yes, options.parts.allowWeakSandbox};
    if (const auto yes = allowForeign(options.trace, consent, question(replay->recorded)); !yes) return failed(yes.error());
    const auto outcome = runReplay(*replay, options.quiet);
    if (!outcome) return failed(outcome.error());
    const auto comparison = compareReplay(options.trace, *replay, outcome->run);
    if (!comparison) return failed(comparison.error());
    if (!options.quiet && !options.json) std::fputs(heading(*replay, *comparison).c_str(), stderr);
    const std::string text = options.json ? reportJson(options, *replay, *comparison, *outcome) : report(*comparison);
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written) return Exit::Internal;
    if (replay->recorded.damage) return Exit::BadInput;
    return comparison->identical() ? Exit::Answered : Exit::Diverged;
}

} // namespace rlmscope::cli
