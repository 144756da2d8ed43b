#include "cli/exit_code.h"

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

} // namespace rlmscope::cli
