#pragma once
// Server-sent events from a byte stream that may be cut anywhere: CR, LF and CRLF line ends, comments, several data
// lines per event, one optional space after the colon, a byte order mark at the start. Bytes that are not UTF-8 become
// U+FFFD, decoded per line, so a character cut between two reads is whole again.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace rlmscope {

struct SseEvent {
    std::string type; ///< the event: field; empty = "message"
    std::string data; ///< data lines joined with \n
};

/// Not thread-safe. The sink runs inside push() and finish(), and must not call back into the parser.
class SseParser {
public:
    using Sink = std::function<void(const SseEvent&)>;
    static constexpr std::size_t DefaultLimit = 16 * 1024 * 1024;

    explicit SseParser(Sink sink, std::size_t eventLimit = DefaultLimit);

    /// False once an event grew past the limit: nothing more is read.
    bool push(std::string_view bytes);

    /// The stream has ended: an event without its closing blank line is handed out too. Some servers leave the last
    /// line end away, and whether such an event is whole is for its reader to judge.
    void finish();

    std::uint64_t comments() const { return m_comments; } ///< keep-alive lines: liveness, not data

private:
    void line(std::string_view text);
    void dispatch();

    Sink m_sink;
    std::size_t m_limit;
    std::string m_line; ///< a line that is still growing
    SseEvent m_event;
    bool m_hasData = false;
    bool m_skipNewline = false; ///< the last byte was CR: a LF right after it belongs to it
    bool m_first = true;        ///< no line seen yet
    bool m_overflow = false;
    std::uint64_t m_comments = 0;
};

} // namespace rlmscope
