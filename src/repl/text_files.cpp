#include "repl/text_files.h"

#include "base/memory_file.h"

#include <algorithm>

namespace rlmscope::repl {

bool TextFiles::ask(std::uint64_t id, std::uint64_t bytes) {
    const bool known = m_files.contains(id) || std::any_of(m_waiting.begin(), m_waiting.end(), [id](const auto& w) { return w.first == id; });
    if (id == 0 || bytes == 0 || bytes > MaxBytes || known || m_waiting.size() >= MaxWaiting) return false;
    m_waiting.emplace_back(id, bytes);
    return true;
}

std::optional<TextFiles::Grant> TextFiles::next() {
    if (m_waiting.empty()) return {};
    const auto [id, bytes] = m_waiting.front();
    if (m_files.size() >= MaxFiles || bytes > MaxTogether - m_together) return {};
    m_waiting.pop_front();
    UniqueFd fd(makeMemoryFile("rlmscope-call"));
    if (!fd) return Grant{id, -1};
    File& file = m_files[id];
    file.fd = std::move(fd);
    file.bytes = bytes;
    m_together += bytes;
    return Grant{id, file.fd.get()};
}

std::optional<TextFiles::Taken> TextFiles::take(std::uint64_t id, std::uint64_t call) {
    const auto found = m_files.find(id);
    if (found == m_files.end() || found->second.call != 0) return {};
    found->second.call = call;
    return Taken{std::move(found->second.fd), found->second.bytes};
}

void TextFiles::giveBack(std::uint64_t id) {
    if (const auto found = m_files.find(id); found != m_files.end()) {
        m_together -= found->second.bytes;
        m_files.erase(found);
    }
    std::erase_if(m_waiting, [id](const auto& waiting) { return waiting.first == id; });
}

} // namespace rlmscope::repl
