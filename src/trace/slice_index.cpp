#include "trace/slice_index.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace rlmscope {
namespace {

constexpr std::size_t Window = 32;           // bytes of an anchor
constexpr std::size_t ShortestSlice = 48;    // a shorter reference is hardly smaller than the text, compressed
constexpr std::uint64_t MostAnchors = 1 << 20;
constexpr std::uint64_t Base = 0x9E3779B97F4A7C15ULL | 1;
constexpr int MostProbes = 16; // a context of one repeated line fills a neighbourhood of the table: let it be

/// Base to the power of Window - 1: what the oldest byte of a window counts.
constexpr std::uint64_t OldestFactor = [] {
    std::uint64_t power = 1;
    for (std::size_t i = 1; i < Window; ++i) power *= Base;
    return power;
}();

std::uint64_t value(char c) {
    return static_cast<unsigned char>(c) + 1U;
}
std::uint64_t hashOf(const char* bytes) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < Window; ++i) hash = hash * Base + value(bytes[i]);
    return hash;
}
std::size_t slotOf(std::uint64_t hash, std::size_t slots) {
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93ULL;
    return static_cast<std::size_t>(hash >> 32) & (slots - 1);
}

} // namespace

SliceIndex::SliceIndex(std::vector<Source> sources) : m_sources(std::move(sources)) {
    std::erase_if(m_sources, [](const Source& s) { return s.bytes.size() < Window; });
    std::uint64_t bytes = 0;
    for (const auto& source : m_sources) bytes += source.bytes.size();
    while (bytes / m_stride > MostAnchors) m_stride *= 2;
    std::uint64_t anchors = 0;
    for (const auto& source : m_sources) {
        m_begins.push_back(anchors);
        anchors += (source.bytes.size() - Window) / m_stride + 1;
    }
    if (anchors >= UINT32_MAX) m_sources.clear(); // millions of tiny documents
    if (m_sources.empty()) return;
    m_slots.resize(std::bit_ceil(2 * anchors));
    for (std::size_t s = 0; s < m_sources.size(); ++s) {
        const auto text = m_sources[s].bytes;
        for (std::size_t at = 0; at + Window <= text.size(); at += m_stride) {
            auto slot = slotOf(hashOf(text.data() + at), m_slots.size());
            for (int probe = 0; probe < MostProbes && m_slots[slot] != 0; ++probe) slot = (slot + 1) & (m_slots.size() - 1);
            if (m_slots[slot] == 0) m_slots[slot] = static_cast<std::uint32_t>(m_begins[s] + at / m_stride + 1);
        }
    }
}

bool SliceIndex::find(std::string_view text, std::size_t at, std::uint64_t hash, Match& match) const {
    auto slot = slotOf(hash, m_slots.size());
    for (int probe = 0; probe <= MostProbes && m_slots[slot] != 0; ++probe, slot = (slot + 1) & (m_slots.size() - 1)) {
        const std::uint64_t anchor = m_slots[slot] - 1;
        const auto source = static_cast<std::size_t>(std::upper_bound(m_begins.begin(), m_begins.end(), anchor) - m_begins.begin()) - 1;
        const auto place = static_cast<std::size_t>(anchor - m_begins[source]) * m_stride;
        if (std::memcmp(m_sources[source].bytes.data() + place, text.data() + at, Window) != 0) continue;
        match = {source, place};
        return true;
    }
    return false;
}

std::vector<Piece> SliceIndex::cut(std::string_view text) const {
    std::vector<Piece> pieces;
    if (empty() || text.size() < ShortestSlice) return pieces;
    std::size_t done = 0, at = 0; // [done, at) is in no slice yet
    const auto literalUntil = [&](std::size_t end) {
        if (end > done) pieces.push_back({{}, 0, end - done, text.substr(done, end - done)});
    };
    auto hash = hashOf(text.data());
    while (at + Window <= text.size()) {
        Match match;
        if (find(text, at, hash, match)) {
            const auto source = m_sources[match.source].bytes;
            std::size_t begin = at, from = match.at;
            while (begin > done && from > 0 && text[begin - 1] == source[from - 1]) --begin, --from;
            std::size_t length = at + Window - begin;
            while (begin + length < text.size() && from + length < source.size() && text[begin + length] == source[from + length]) ++length;
            if (length >= ShortestSlice) {
                literalUntil(begin);
                pieces.push_back({m_sources[match.source].id, from, length, {}});
                done = at = begin + length;
                if (at + Window <= text.size()) hash = hashOf(text.data() + at);
                continue;
            }
        }
        if (at + Window < text.size()) hash = (hash - value(text[at]) * OldestFactor) * Base + value(text[at + Window]);
        ++at;
    }
    if (pieces.empty()) return pieces;
    literalUntil(text.size());
    return pieces;
}

} // namespace rlmscope
