#include "repl/frames.h"
#include "base/json.h"

#include <nlohmann/json.hpp>

namespace rlmscope::repl {
namespace {

constexpr std::size_t Lengths = 8; // the two length fields

std::uint32_t readU32(const char* p) {
    const auto b = [p](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
    return b(0) | b(1) << 8 | b(2) << 16 | b(3) << 24;
}

void writeU32(std::string& out, std::uint64_t value) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFF);
}

} // namespace

void FrameReader::push(std::string_view bytes) {
    // Given-out bytes go away before the buffer grows, so that a busy connection does not keep its history.
    if (m_used > 0 && (m_used == m_buffer.size() || m_used > (64u << 10))) {
        m_buffer.erase(0, m_used);
        m_used = 0;
    }
    m_buffer.append(bytes);
}

FrameReader::State FrameReader::broken(std::string why) {
    m_error = std::move(why);
    m_buffer.clear();
    m_buffer.shrink_to_fit();
    m_used = 0;
    return State::Broken;
}

FrameReader::State FrameReader::next(Frame& frame) {
    if (!m_error.empty()) return State::Broken;
    const std::size_t have = pending();
    if (have < Lengths) return State::NeedMore;
    const char* start = m_buffer.data() + m_used;
    const std::uint64_t length = readU32(start), header = readU32(start + 4);
    if (length < 4 || length > FrameCap) return broken("a frame of " + std::to_string(length) + " bytes");
    if (header > length - 4 || header > HeaderCap)
        return broken("a frame header of " + std::to_string(header) + " bytes");
    if (have < 4 + length) return State::NeedMore;
    frame.header.assign(start + Lengths, header);
    frame.body.assign(start + Lengths + header, length - 4 - header);
    m_used += 4 + length;
    if (m_used == m_buffer.size()) {
        m_used = 0;
        // One huge frame must not keep its memory for the rest of the worker's life.
        if (m_buffer.capacity() > (1u << 20)) std::string().swap(m_buffer);
        else m_buffer.clear();
    }
    return State::Ready;
}

bool splitParts(const nlohmann::json& header, std::string_view body, std::vector<std::string_view>& parts) {
    parts.clear();
    const auto found = header.find("parts");
    if (found == header.end()) return body.empty();
    if (!found->is_array() || found->size() > PartsCap) return false;
    parts.reserve(found->size());
    std::size_t at = 0;
    for (const auto& item : *found) {
        if (!item.is_number_unsigned()) return false;
        const auto length = item.get<std::uint64_t>();
        if (length > body.size() - at) return false;
        parts.push_back(body.substr(at, length));
        at += length;
    }
    return at == body.size();
}

std::string frameHead(nlohmann::json header, const std::vector<std::string_view>& parts) {
    std::uint64_t total = 0;
    if (!parts.empty()) {
        auto lengths = nlohmann::json::array();
        for (const auto part : parts) {
            lengths.push_back(part.size());
            total += part.size();
        }
        header["parts"] = std::move(lengths);
    }
    const std::string text = dumpJson(header);
    std::string out;
    out.reserve(Lengths + text.size());
    writeU32(out, 4 + text.size() + total);
    writeU32(out, text.size());
    return out += text;
}

std::string encodeFrame(nlohmann::json header, const std::vector<std::string_view>& parts) {
    std::string out = frameHead(std::move(header), parts);
    std::size_t total = out.size();
    for (const auto part : parts) total += part.size();
    out.reserve(total);
    for (const auto part : parts) out.append(part);
    return out;
}

} // namespace rlmscope::repl
