#pragma once
// Frames: what host and worker say to each other over one stream socket. PROTOCOL.md describes the messages.
//
//   u32  body    bytes that follow this field (little endian, as all integers here)
//   u32  header  bytes of the JSON header
//        header  one JSON object; "parts": [n, ...] are the lengths of the raw sections behind it
//        parts   UTF-8 texts, one after the other; megabytes travel here and are never escaped
//
// Shared by the host and the worker program, so it needs nothing but the standard library and nlohmann_json.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::repl {

/// No frame, no header is longer; a cell whose call would be is told so. A million prompts fit one call.
constexpr std::uint64_t FrameCap = std::uint64_t{1} << 30;
constexpr std::uint64_t HeaderCap = std::uint64_t{16} << 20;
constexpr std::size_t PartsCap = 2'000'000;

struct Frame {
    std::string header; ///< the JSON text
    std::string body;   ///< all parts
};

/// Takes bytes as they come, in pieces of any size, and gives whole frames. Never blocks; memory grows with the bytes
/// that really arrived, not with the length that a peer claims.
class FrameReader {
public:
    enum class State { NeedMore, Ready, Broken };

    void push(std::string_view bytes);
    /// Ready: `frame` holds the next frame. Broken is for ever; error() says why.
    State next(Frame& frame);
    const std::string& error() const { return m_error; }
    /// Bytes of an unfinished frame.
    std::size_t pending() const { return m_buffer.size() - m_used; }

private:
    State broken(std::string why);

    std::string m_buffer;
    std::size_t m_used = 0; ///< of m_buffer, given out already
    std::string m_error;
};

/// The parts of a frame by the lengths in its parsed header. False when they do not add up.
bool splitParts(const nlohmann::json& header, std::string_view body, std::vector<std::string_view>& parts);

/// The bytes in front of the parts: both lengths and the header, to which "parts" is added.
std::string frameHead(nlohmann::json header, const std::vector<std::string_view>& parts);
/// A whole frame in one string.
std::string encodeFrame(nlohmann::json header, const std::vector<std::string_view>& parts = {});

} // namespace rlmscope::repl
