#pragma once
// Result<T>: a value or an Error. Errors carry a kind to decide with, a sentence for a person, and a way out.
// Nothing below the user interface throws across a library boundary; std::bad_alloc is the one exception.
#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace rlmscope {

enum class ErrorKind {
    Usage,      ///< the caller or the command line asked for something that makes no sense
    BadInput,   ///< a file, folder or text that cannot be used (missing, unreadable, wrong encoding, broken JSON)
    Corrupt,    ///< a trace or recorded file that does not hold what its format promises
    Io,         ///< disk full, permission, a failing system call
    Auth,       ///< no key, or a key the provider refuses
    RateLimit,  ///< the provider asks to wait
    Network,    ///< connect, TLS, cut stream, time-out
    Provider,   ///< the provider answered with an error that is none of the above
    Context,    ///< the prompt does not fit the model's window
    Budget,     ///< a limit of the run refuses it
    Worker,     ///< the REPL worker died or broke its protocol
    Code,       ///< the model's own code raised; never an error of ours
    Cancelled,  ///< somebody asked to stop
    Unsupported,
    Internal,   ///< a promise of ours was broken: a bug
};

std::string_view toString(ErrorKind kind);
std::optional<ErrorKind> errorKindFromString(std::string_view name);

struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string message; ///< one human sentence that names the thing ("notes.txt is not valid UTF-8 at byte 812")
    std::string hint;    ///< what to do about it; may be empty

    bool operator==(const Error&) const = default;
    /// message and hint in one line.
    std::string text() const;
};

Error makeError(ErrorKind kind, std::string message, std::string hint = {});

template<typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { assert(ok()); return std::get<0>(m_state); }
    const T& value() const& { assert(ok()); return std::get<0>(m_state); }
    T&& value() && { assert(ok()); return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { assert(!ok()); return std::get<1>(m_state); }
    T valueOr(T fallback) const { return ok() ? std::get<0>(m_state) : std::move(fallback); }

private:
    std::variant<T, Error> m_state;
};

template<>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}
    bool ok() const { return !m_error; }
    explicit operator bool() const { return ok(); }
    const Error& error() const { assert(m_error); return *m_error; }

private:
    std::optional<Error> m_error;
};
using Status = Result<void>;

} // namespace rlmscope
