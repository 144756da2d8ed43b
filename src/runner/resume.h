#pragma once
// Runs a recorded run again: exactly (replay) or on from where it ended (resume). Both give an ordinary RunRequest with a
// cassette in it; whoever starts it shows it like any other run.
//
// Asking the user first, when the trace is not from this machine (own_traces.h), is for the caller: the summary has what must
// be shown.
#include "runner/cassette.h"
#include "runner/compare_runs.h"
#include "runner/live_run.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

/// What the runs of a trace need on this machine and a trace does not hold.
struct RerunParts {
    std::optional<ContextRequest> context; ///< its files again, when the trace does not hold the whole context
    std::vector<std::string> packageFolders;
    SandboxLevel requiredSandbox = SandboxLevel::Limits; ///< at least; the run may have demanded more
};

struct ReplayOptions {
    RerunParts parts;
    std::filesystem::path output; ///< trace of the replay
};

struct Replay {
    RunRequest request;
    std::shared_ptr<Cassette> cassette;
    RunTape recorded;
};

/// Errors: not a trace, no such run (null: the newest), a run that lives in another process, a context that is not there.
Result<Replay> replayRequest(const std::filesystem::path& trace, std::optional<RunId> run, const ReplayOptions& options);
/// After the run `made` of it has ended.
Result<RunComparison> compareReplay(const std::filesystem::path& trace, const Replay& replay, RunId made);

struct ResumeOptions {
    RerunParts parts;
    /// New limits; absent = as the run had.
    RaisedLimits limits;
    std::optional<int> turns;
    /// Other models than the run had, as the user has typed them; empty = as before. `model` is the root's, and that of
    /// sub-calls when they had the same. Only what is typed here may get the key of `access`: an address that only a trace
    /// names gets no key of mine.
    std::string model, subModel;
    std::optional<Price> price; ///< of the models typed here; without any, of all that are not simulated
    ModelAccess access;
    std::optional<TrustedToolsFile> trustedTools;
    bool allowTrustedTools = false;
    bool foreign = false; ///< from somebody else: its prices are not believed, files that it names are not read
};

/// What a resume stands on, for a question or a dialog.
struct ResumeSummary {
    RunId run;
    std::string status;     ///< "interrupted", "cancelled", "limit", "answered" (forced by a limit), "failed"
    std::string stopReason; ///< "usd", "user", ...; empty when interrupted
    std::string question;
    std::uint64_t runs = 1;     ///< the run and those that it resumes itself
    std::uint64_t recorded = 0; ///< good replies that need not be asked for again
    TapeSpend spent;            ///< by all of them; requests in flight at the end count at their reservation
    struct InFlight {
        CallKey key;
        std::string model, prompt; ///< head
        PicoUsd reserved;
        bool priceKnown = false;
    };
    std::vector<InFlight> inFlight; ///< left and never came back: each may be paid once more
    std::uint64_t openCalls = 0;    ///< asked for and not answered: what the resume asks first; those in flight among them
    struct Model {
        std::string spec, host; ///< host: of an address in the spec; else empty
        bool getsKey = false;   ///< a key of mine, or what my own set-up gives it
    };
    std::vector<Model> models;
    std::vector<std::string> tools, trustedTools, packages;
    SandboxLevel requiredSandbox = SandboxLevel::Limits;
    RunLimits limits;
    std::vector<std::string> remarks; ///< for people
};

struct Resume {
    RunRequest request;
    std::shared_ptr<Cassette> cassette;
    ResumeSummary summary;
};

/// Errors: as replayRequest(); there is nothing to resume (Usage, says why); the limit that ended it is not raised.
Result<Resume> resumeRequest(const std::filesystem::path& trace, std::optional<RunId> run, const ResumeOptions& options);
/// The summary alone, also of a run that cannot be resumed as it is; reads the trace, no context.
Result<ResumeSummary> resumeSummary(const std::filesystem::path& trace, std::optional<RunId> run, const ResumeOptions& options);

} // namespace rlmscope
