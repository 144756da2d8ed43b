#include "cli/foreign_trace.h"

#include "runner/library.h"
#include "runner/python_parts.h"

#include <cstdio>
#include <unistd.h>

namespace rlmscope::cli {

namespace fs = std::filesystem;

Status allowForeign(const fs::path& trace, const ForeignConsent& consent, const std::string& text) {
    if (isInLibrary(trace)) return {};
    const auto sandbox = probeSandbox();
    if (!sandbox) return sandbox.error();
    if (sandbox->level != SandboxLevel::Full && !consent.allowWeakSandbox)
        return makeError(ErrorKind::Usage, "This trace is not from your library, and the sandbox of this computer is not full (" + sandbox->text() + ").",
                         "Add --allow-weak-sandbox if you trust its code.");
    if (consent.yes) return {};
    const std::string question = text + " Sandbox: " + sandbox->text() + ".";
    if (!::isatty(STDIN_FILENO) || !::isatty(STDERR_FILENO)) return makeError(ErrorKind::Usage, question, "Add --yes to run it.");
    std::fprintf(stderr, "%s\nRun it? [y/N] ", question.c_str());
    std::string line;
    for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) line += c;
    if (line == "y" || line == "Y" || line == "yes") return {};
    return makeError(ErrorKind::Cancelled, "Nothing was run.");
}

} // namespace rlmscope::cli
