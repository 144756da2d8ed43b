#pragma once
// What a person gives to the Python of a run, read from this machine: tools files, trusted tools files, folders of
// packages; and what this machine's sandbox is. A RunSpec keeps of it what may enter a trace.
#include "base/result.h"
#include "engine/repl.h"
#include "trace/run_spec.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

/// A file of trusted tools as it was read: the text that is asked about is the text that runs.
struct TrustedToolsFile {
    std::string path;            ///< absolute
    std::string source;
    std::vector<ToolInfo> tools; ///< as written in the file; nothing of it was run
    bool operator==(const TrustedToolsFile&) const = default;
};

/// Errors name the file; a syntax error its line.
Result<TrustedToolsFile> readTrustedTools(const std::filesystem::path& file);
/// Only reads it; checkTools() asks a worker about it.
Result<ToolsFile> readTools(const std::filesystem::path& file);
/// The absolute path of a folder of packages. Errors: missing, not a folder, not readable.
Result<std::string> packageFolder(const std::filesystem::path& folder);
/// What a RunSpec calls it.
std::string packageName(const std::string& folder);

/// Whether the user has allowed this very text to run outside the sandbox on this computer, ever. Approvals are copies of
/// what was approved in the configuration folder (approvedToolsFolder()): comparing texts, not hashes, leaves nothing to
/// forge. Deleting the folder takes all of them back.
bool isApproved(const TrustedToolsFile& file);
Status approve(const TrustedToolsFile& file);
std::filesystem::path approvedToolsFolder(); ///< $XDG_CONFIG_HOME/rlmscope/approved-tools
/// What somebody must know before they say yes. One paragraph, then the functions, one a line.
std::string approvalQuestion(const TrustedToolsFile& file);

/// What a worker of this machine is protected by. Starts one the first time (tens of milliseconds) and remembers.
/// Thread-safe.
Result<Sandbox> probeSandbox();
std::optional<Sandbox> knownSandbox(); ///< of an earlier probe; never waits for one
/// Why a run that wants `required` does not start here.
Error weakSandbox(const Sandbox& sandbox, SandboxLevel required);

/// The functions of spec.tools as a worker sees them, beside its trusted tools: the file's imports are made, its top level
/// is run, inside the sandbox. The last answer is remembered. Errors: BadInput names the file and the line, or the name
/// that is taken. Thread-safe, blocking.
Result<std::vector<ToolInfo>> checkTools(ReplFactory& repls, const RunSpec& spec, const std::vector<std::string>& folders);

} // namespace rlmscope
