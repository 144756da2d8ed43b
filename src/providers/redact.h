#pragma once
// Keeps keys out of everything that is shown or stored, even when a server sends them back.
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// Every occurrence of `secret` replaced. An empty secret changes nothing.
std::string redacted(std::string text, std::string_view secret);

/// The secrets of one model: its key and the values of headers that a person added. Immutable.
class Secrets {
public:
    Secrets() = default;
    /// A value such as "Bearer abc" also hides "abc"; a secret with quotes also hides what JSON makes of it.
    explicit Secrets(const std::vector<std::string>& secrets);
    /// Without any of them, and without most of one at the end: the text may have been cut there.
    std::string clean(std::string text) const;
    const std::vector<std::string>& all() const { return m_secrets; } ///< longest first

private:
    std::vector<std::string> m_secrets;
};

/// The same for a stream: holds back what may be the beginning of a secret until it is decided.
class StreamRedactor {
public:
    explicit StreamRedactor(const Secrets& secrets);
    explicit StreamRedactor(const std::string& secret) : StreamRedactor(Secrets(std::vector<std::string>{secret})) {}
    std::string push(std::string_view text);
    std::string finish(); ///< what was held back, unless it is most of a secret

private:
    struct Filter {
        std::string secret, held;
        std::string push(std::string text);
    };
    std::vector<Filter> m_filters; ///< one after the other
};

} // namespace rlmscope
