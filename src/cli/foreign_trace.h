#pragma once
// A trace that is not from this computer asks once before anything of it runs.
#include "base/result.h"
#include "trace/run_tools.h"

#include <filesystem>
#include <string>

namespace rlmscope::cli {

struct ForeignConsent {
    bool yes = false;              ///< --yes
    bool allowWeakSandbox = false; ///< --allow-weak-sandbox
};
/// Asks unless the trace is ours: `text` says what would run and whom it would ask; the sandbox is added. Below a full sandbox
/// only with the override. Errors: not allowed (Usage when nobody can be asked, Cancelled when they said no).
Status allowForeign(const std::filesystem::path& trace, const ForeignConsent& consent, const std::string& text);

} // namespace rlmscope::cli
