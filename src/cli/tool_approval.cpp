#include "cli/tool_approval.h"

#include <cstdio>
#include <string>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

/// One line of standard input; empty at its end.
std::string readLine() {
    std::string line;
    char c = 0;
    while (::read(STDIN_FILENO, &c, 1) == 1 && c != '\n') line += c;
    return line;
}

} // namespace

std::optional<RequestProblem> allowTrustedTools(RunRequest& request, bool yes) {
    if (!request.trustedTools || isApproved(*request.trustedTools)) return {};
    request.allowTrustedTools = true; // what is not allowed below does not start
    if (yes) return {};
    const auto question = approvalQuestion(*request.trustedTools);
    if (!::isatty(STDIN_FILENO) || !::isatty(STDERR_FILENO))
        return RequestProblem{"trusted_tools", makeError(ErrorKind::Usage, question + "\nNobody has allowed this file on this computer.",
                                                         "Run the command once in a terminal, or add --yes.")};
    std::fprintf(stderr, "%s\n\nAllow this file on this computer? A changed file is asked about again. [y/N] ", question.c_str());
    const auto answer = readLine();
    if (answer != "y" && answer != "Y" && answer != "yes")
        return RequestProblem{"trusted_tools", makeError(ErrorKind::Cancelled, "Not allowed: nothing was run.")};
    if (const auto remembered = approve(*request.trustedTools); !remembered)
        std::fprintf(stderr, "rlmscope-cli: %s\n", remembered.error().text().c_str());
    return {};
}

} // namespace rlmscope::cli
