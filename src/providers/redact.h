#pragma once
// Keeps a key out of everything that is shown or stored, even when a server sends it back.
#include <string>
#include <string_view>

namespace rlmscope {

/// Every occurrence of `secret` replaced. An empty secret changes nothing.
std::string redacted(std::string text, std::string_view secret);

/// The same for a stream: holds back what may be the beginning of the secret until it is decided.
class StreamRedactor {
public:
    explicit StreamRedactor(std::string secret) : m_secret(std::move(secret)) {}
    std::string push(std::string_view text);
    std::string finish(); ///< what was held back

private:
    std::string m_secret, m_held;
};

} // namespace rlmscope
