#include "providers/sse.h"

#include "base/text.h"

#include <cstring>

namespace rlmscope {
namespace {
/// Position of the first CR or LF, or npos. Two memchr are much faster than a search for a set.
std::size_t lineEnd(std::string_view bytes) {
    const auto find = [](std::string_view in, char c) {
        const void* at = in.empty() ? nullptr : std::memchr(in.data(), c, in.size());
        return at ? static_cast<std::size_t>(static_cast<const char*>(at) - in.data()) : std::string_view::npos;
    };
    const std::size_t newline = find(bytes, '\n');
    const std::size_t carriage = find(bytes.substr(0, std::min(newline, bytes.size())), '\r');
    return carriage != std::string_view::npos ? carriage : newline;
}
} // namespace

SseParser::SseParser(Sink sink, std::size_t eventLimit) : m_sink(std::move(sink)), m_limit(eventLimit) {}

bool SseParser::push(std::string_view bytes) {
    while (!bytes.empty() && !m_overflow) {
        if (m_skipNewline) {
            m_skipNewline = false;
            if (bytes.front() == '\n') {
                bytes.remove_prefix(1);
                continue;
            }
        }
        const std::size_t end = lineEnd(bytes);
        const std::string_view head = bytes.substr(0, end);
        if (m_line.size() + head.size() + m_event.data.size() > m_limit) {
            m_overflow = true;
            break;
        }
        if (end == std::string_view::npos) {
            m_line.append(head);
            break;
        }
        m_skipNewline = bytes[end] == '\r';
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

void SseParser::finish() {
    if (m_overflow) return;
    if (!m_line.empty()) {
        const std::string whole = std::move(m_line);
        m_line.clear();
        line(whole);
    }
    dispatch();
}

void SseParser::line(std::string_view text) {
    if (m_first) {
        m_first = false;
        if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    }
    if (text.empty()) return dispatch();
    if (text.front() == ':') {
        ++m_comments;
        return;
    }
    const std::size_t colon = text.find(':');
    const std::string_view field = text.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (field == "data") {
        if (m_hasData) m_event.data += '\n';
        m_hasData = true;
        if (isValidUtf8(value)) m_event.data += value;
        else m_event.data += toValidUtf8(value);
    } else if (field == "event") {
        m_event.type = toValidUtf8(value);
    }
    // id, retry and unknown fields say nothing to us.
}

void SseParser::dispatch() {
    if (m_hasData) m_sink(m_event);
    m_event.type.clear();
    m_event.data.clear();
    m_hasData = false;
}

} // namespace rlmscope
