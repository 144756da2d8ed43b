#include "base/result.h"

#include <array>

namespace rlmscope {
namespace {
constexpr std::array<std::pair<ErrorKind, std::string_view>, 15> Names{{
    {ErrorKind::Usage, "usage"},         {ErrorKind::BadInput, "bad_input"},
    {ErrorKind::Corrupt, "corrupt"},     {ErrorKind::Io, "io"},
    {ErrorKind::Auth, "auth"},           {ErrorKind::RateLimit, "rate_limit"},
    {ErrorKind::Network, "network"},     {ErrorKind::Provider, "provider"},
    {ErrorKind::Context, "context"},     {ErrorKind::Budget, "budget"},
    {ErrorKind::Worker, "worker"},       {ErrorKind::Code, "code"},
    {ErrorKind::Cancelled, "cancelled"}, {ErrorKind::Unsupported, "unsupported"},
    {ErrorKind::Internal, "internal"},
}};
}

std::string_view toString(ErrorKind kind) {
    for (const auto& [k, name] : Names)
        if (k == kind) return name;
    return "internal";
}

std::optional<ErrorKind> errorKindFromString(std::string_view text) {
    for (const auto& [k, name] : Names)
        if (name == text) return k;
    return std::nullopt;
}

std::string Error::text() const {
    return hint.empty() ? message : message + " " + hint;
}

Error makeError(ErrorKind kind, std::string message, std::string hint) {
    return Error{kind, std::move(message), std::move(hint)};
}

} // namespace rlmscope
