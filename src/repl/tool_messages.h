#pragma once
// What the process of trusted tools says: one JSON object a line. It runs a file that the user trusts, but the host must
// stay alive and clear when that file writes into the wrong descriptor.
//
//   to it      {"op":"load"|"inspect","path","source"}, first and once
//              {"op":"call","id","name","arguments"}      arguments: {"args":[],"kwargs":{}} as JSON in a string
//   from it    {"op":"ready","tools":[{"name","signature","doc"}],"python"}
//              {"op":"failed","error","line"}             the file cannot be run
//              {"op":"result","id","value"}               value: JSON in a string, so that it is handed on as it is
//              {"op":"error","id","error","line"}         the function raised; line 0 = not in the user's file
#include "base/result.h"
#include "trace/run_tools.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::repl {

struct ToolMessage {
    enum class Op : std::uint8_t { Ready, Failed, Result, Error };
    Op op = Op::Ready;
    std::uint64_t id = 0;
    std::string text; ///< Ready: version of Python; Failed, Error: what was raised; Result: JSON
    std::uint64_t line = 0;
    std::vector<ToolInfo> tools;
};

/// Strict: anything that is not exactly a message is an error that says what it is.
Result<ToolMessage> parseToolMessage(std::string_view line);

/// Cuts a byte stream into lines. Bytes come in pieces of any size.
class LineReader {
public:
    explicit LineReader(std::size_t longest) : m_longest(longest) {}
    void push(std::string_view bytes) { m_buffer.append(bytes); }
    /// The next whole line without its end; nothing when there is none.
    std::optional<std::string> next();
    /// A line without end is already longer than allowed.
    bool overflown() const { return m_buffer.size() - m_start > m_longest; }
    /// What came after the last line end.
    std::string rest() const { return m_buffer.substr(m_start); }

private:
    std::size_t m_longest;
    std::string m_buffer;
    std::size_t m_start = 0;   ///< of the line that is being read
    std::size_t m_scanned = 0; ///< no line end before this
};

} // namespace rlmscope::repl
