#include "providers/ndjson.h"

#include "base/text.h"

namespace rlmscope {

bool NdjsonParser::push(std::string_view bytes) {
    while (!bytes.empty() && !m_overflow) {
        const std::size_t end = bytes.find('\n');
        const std::string_view head = bytes.substr(0, end);
        if (m_line.size() + head.size() > m_limit) {
            m_overflow = true;
            break;
        }
        if (end == std::string_view::npos) {
            m_line.append(head);
            break;
        }
        bytes.remove_prefix(end + 1);
        if (m_line.empty()) {
            line(head);
        } else {
            m_line.append(head);
            const std::string whole = std::move(m_line);
            m_line.clear();
            line(whole);
        }
    }
    return !m_overflow;
}

void NdjsonParser::finish() {
    if (m_overflow || m_line.empty()) return;
    const std::string whole = std::move(m_line);
    m_line.clear();
    line(whole);
}

void NdjsonParser::line(std::string_view text) {
    if (m_first) {
        m_first = false;
        if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    }
    text = trimmed(text);
    if (text.empty()) return;
    if (isValidUtf8(text)) m_sink(text);
    else m_sink(toValidUtf8(text));
}

} // namespace rlmscope
