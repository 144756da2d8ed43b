#pragma once
// What a form's Python parts are on this machine: reads files, asks a worker about the tools, remembers what the user was
// asked about. Used by the launcher; its slow half runs on a thread of the launcher's.
#include "runner/live_run.h"
#include "views/new_run_dialog.h"

#include <optional>

namespace rlmscope {

struct CheckedPython {
    PythonReport report;
    std::optional<TrustedToolsFile> trusted; ///< as it was read: what a permission is about
};

/// Slow: starts a Python and a worker when there are tools.
CheckedPython checkedPython(const NewRunForm& form);

/// Puts the parts into a request and allows what was allowed: the trusted tools only when they are still the text of
/// `shown`, about which the user was asked. Quick when they are. Problems are named as RunSpec's fields.
void addPython(const NewRunForm& form, const std::optional<TrustedToolsFile>& shown, RunRequest& request,
               std::vector<RunSpec::Problem>& problems);

SandboxState sandboxState(); ///< slow the first time

} // namespace rlmscope
