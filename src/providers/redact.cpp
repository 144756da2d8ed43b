#include "providers/redact.h"
#include "base/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace rlmscope {
namespace {
constexpr std::string_view Mark = "[key removed]";
constexpr std::size_t ShortestSecret = 4; // a shorter one would remove ordinary words, and protects nothing

/// How much of a secret at the end of a text is too much.
std::size_t mostShown(const std::string& secret) {
    return std::min<std::size_t>(8, secret.size() - 1);
}

/// How many bytes at the end of `text` are the beginning of the secret, but not all of it.
std::size_t begunAtEnd(std::string_view text, const std::string& secret) {
    for (std::size_t keep = std::min(text.size(), secret.size() - 1); keep > 0; --keep)
        if (text.compare(text.size() - keep, keep, secret, 0, keep) == 0) return keep;
    return 0;
}
} // namespace

std::string redacted(std::string text, std::string_view secret) {
    if (secret.size() < ShortestSecret) return text;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + Mark.size()))
        text.replace(at, secret.size(), Mark);
    return text;
}

Secrets::Secrets(const std::vector<std::string>& secrets) {
    const auto keep = [this](std::string secret) {
        if (secret.size() < ShortestSecret || std::count(m_secrets.begin(), m_secrets.end(), secret) > 0) return;
        const std::string quoted = dumpJson(nlohmann::json(secret));
        m_secrets.push_back(secret);
        if (const std::string inner = quoted.substr(1, quoted.size() - 2); inner != secret) m_secrets.push_back(inner);
    };
    for (const std::string& secret : secrets) {
        keep(secret);
        if (const std::size_t space = secret.rfind(' '); space != std::string::npos) keep(secret.substr(space + 1));
    }
    std::stable_sort(m_secrets.begin(), m_secrets.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Secrets::clean(std::string text) const {
    for (const std::string& secret : m_secrets) {
        text = redacted(std::move(text), secret);
        if (const std::size_t begun = begunAtEnd(text, secret); begun >= mostShown(secret))
            text.replace(text.size() - begun, begun, Mark);
    }
    return text;
}

StreamRedactor::StreamRedactor(const Secrets& secrets) {
    for (const std::string& secret : secrets.all()) m_filters.push_back({secret, {}});
}

std::string StreamRedactor::Filter::push(std::string text) {
    held = redacted(held + std::move(text), secret);
    const std::size_t begun = begunAtEnd(held, secret);
    std::string out = held.substr(0, held.size() - begun);
    held.erase(0, out.size());
    return out;
}

std::string StreamRedactor::push(std::string_view text) {
    std::string out(text);
    for (Filter& filter : m_filters) out = filter.push(std::move(out));
    return out;
}

std::string StreamRedactor::finish() {
    std::string out;
    for (Filter& filter : m_filters) {
        out = filter.push(std::move(out));
        if (filter.held.size() >= mostShown(filter.secret)) filter.held = Mark;
        out += std::exchange(filter.held, {});
    }
    return out;
}

} // namespace rlmscope
