#pragma once
// Newline-delimited JSON from a byte stream that may be cut anywhere: LF and CRLF line ends, blank lines skipped, a byte
// order mark at the start. Bytes that are not UTF-8 become U+FFFD, decoded per line, so a character cut between two reads
// is whole again. Whether a line is JSON is for its reader to find out.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace rlmscope {

/// Not thread-safe. The sink runs inside push() and finish(), and must not call back into the parser.
class NdjsonParser {
public:
    using Sink = std::function<void(std::string_view line)>;
    static constexpr std::size_t DefaultLimit = 16 * 1024 * 1024;

    explicit NdjsonParser(Sink sink, std::size_t lineLimit = DefaultLimit) : m_sink(std::move(sink)), m_limit(lineLimit) {}

    /// False once a line grew past the limit: nothing more is read.
    bool push(std::string_view bytes);
    /// The stream has ended: a last line without its line end is handed out too.
    void finish();

private:
    void line(std::string_view text);

    Sink m_sink;
    std::size_t m_limit;
    std::string m_line; ///< a line that is still growing
    bool m_first = true, m_overflow = false;
};

} // namespace rlmscope
