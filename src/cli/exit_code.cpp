#include "cli/exit_code.h"

#include <cstdio>

namespace rlmscope::cli {

Exit exitFor(const Error& error) {
    switch (error.kind) {
    case ErrorKind::Usage:
    case ErrorKind::Unsupported: return Exit::Usage;
    case ErrorKind::BadInput:
    case ErrorKind::Corrupt:
    case ErrorKind::Io: return Exit::BadInput;
    case ErrorKind::Budget: return Exit::Limit;
    case ErrorKind::Auth:
    case ErrorKind::RateLimit:
    case ErrorKind::Network:
    case ErrorKind::Provider:
    case ErrorKind::Context:
    case ErrorKind::Worker:
    case ErrorKind::Code: return Exit::Failure;
    case ErrorKind::Cancelled: return Exit::Cancelled;
    case ErrorKind::Internal: return Exit::Internal;
    }
    return Exit::Internal;
}

Exit exitFor(const RunEnded& ended) {
    if (ended.status == "answered") return Exit::Answered;
    if (ended.status == "cancelled") return Exit::Cancelled;
    if (ended.status == "limit") return Exit::Limit;
    return Exit::Failure;
}

void tell(const Error& error) {
    std::fprintf(stderr, "rlmscope-cli: %s\n", error.message.c_str());
    if (!error.hint.empty()) std::fprintf(stderr, "%s\n", error.hint.c_str());
}

Exit failed(const Error& error) {
    tell(error);
    return exitFor(error);
}

Exit badInput(const Error& error) {
    tell(error);
    return error.kind == ErrorKind::Usage ? Exit::Usage : Exit::BadInput;
}

} // namespace rlmscope::cli
