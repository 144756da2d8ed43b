#pragma once
// Texts of a trace for the report: bounded one by one and all together. Private to exchange.
#include "trace/trace_reader.h"

#include <nlohmann/json.hpp>

namespace rlmscope::report {

using Json = nlohmann::ordered_json;

class Texts {
public:
    Texts(TraceReader& reader, std::size_t room) : m_reader(reader), m_room(room) {}

    /// {text, bytes, cut}; at most `most` bytes, less when the room for all texts is used up.
    Json operator()(const Text& text, std::size_t most);
    /// The text parts of a message or reply, joined.
    Json operator()(const std::vector<Part>& parts, std::size_t most, PartKind kind = PartKind::Text);
    /// The beginning, valid UTF-8, without a character cut in two.
    std::string head(const Text& text, std::size_t most);

    TraceReader& reader() { return m_reader; }

private:
    std::size_t allowed(std::size_t most) const;
    Json made(std::string text, std::uint64_t bytes);

    TraceReader& m_reader;
    std::size_t m_room;
};

/// Cut before the character that does not fit whole.
std::string_view headBytes(std::string_view utf8, std::size_t most);

Json costJson(PicoUsd cost, bool unknown);
Json usageJson(const Usage& usage);
Json errorJson(const std::optional<Error>& error);
double seconds(Nanos nanos); ///< to a tenth of a millisecond

} // namespace rlmscope::report
