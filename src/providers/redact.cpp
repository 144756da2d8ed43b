#include "providers/redact.h"

#include <algorithm>
#include <utility>

namespace rlmscope {
namespace {
constexpr std::string_view Mark = "[key removed]";
constexpr std::size_t ShortestSecret = 4; // a shorter one would remove ordinary words, and protects nothing
} // namespace

std::string redacted(std::string text, std::string_view secret) {
    if (secret.size() < ShortestSecret) return text;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + Mark.size()))
        text.replace(at, secret.size(), Mark);
    return text;
}

std::string StreamRedactor::push(std::string_view text) {
    if (m_secret.size() < ShortestSecret) return std::string(text);
    m_held = redacted(m_held + std::string(text), m_secret);
    for (std::size_t keep = std::min(m_held.size(), m_secret.size() - 1); keep > 0; --keep) {
        if (m_held.compare(m_held.size() - keep, keep, m_secret, 0, keep) != 0) continue;
        std::string out = m_held.substr(0, m_held.size() - keep);
        m_held.erase(0, m_held.size() - keep);
        return out;
    }
    return std::exchange(m_held, {});
}

std::string StreamRedactor::finish() {
    return std::exchange(m_held, {});
}

} // namespace rlmscope
