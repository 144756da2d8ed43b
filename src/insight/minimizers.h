#pragma once
// Places of a text chosen by content alone, the same wherever the same passage stands. Internal to the passage index.
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace rlmscope::insight {

inline constexpr std::size_t GramBytes = 16;

/// Of the 16 bytes at p.
inline std::uint64_t gramHash(const char* p) {
    std::uint64_t a, b;
    std::memcpy(&a, p, 8);
    std::memcpy(&b, p + 8, 8);
    std::uint64_t x = (a ^ (b << 23 | b >> 41)) * 0x9E3779B97F4A7C15ULL;
    x ^= (b * 0xC2B2AE3D27D4EB4FULL) ^ (x >> 29);
    return x * 0xD6E8FEB86659FD93ULL;
}

/// Calls `chosen(position)` for positions in ascending order: of every `window` neighbours the leftmost of the smallest.
/// A text with fewer positions than that has one.
template<typename Chosen>
void forEachMinimizer(std::string_view text, std::size_t window, Chosen&& chosen) {
    if (text.size() < GramBytes) return;
    const std::size_t positions = text.size() - GramBytes + 1;
    constexpr std::size_t RingSize = 1024; // a power of two above any window
    std::uint32_t ring[RingSize];
    const auto hashAt = [&](std::size_t i) { return ring[i & (RingSize - 1)]; };
    std::size_t best = 0;
    std::size_t told = SIZE_MAX;
    for (std::size_t i = 0; i < positions; ++i) {
        const auto hash = static_cast<std::uint32_t>(gramHash(text.data() + i) >> 32);
        ring[i & (RingSize - 1)] = hash;
        if (i == 0 || hash < hashAt(best)) {
            best = i;
        } else if (i - best >= window) { // the smallest has left
            best = i - window + 1;
            for (std::size_t j = best + 1; j <= i; ++j)
                if (hashAt(j) < hashAt(best)) best = j;
        }
        if ((i + 1 >= window || i + 1 == positions) && best != told) {
            chosen(best);
            told = best;
        }
    }
}

/// Calls `chosen(position)` for lines that have 16 bytes or more behind their indentation: where that ends.
template<typename Chosen>
void forEachLineStart(std::string_view text, Chosen&& chosen) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto* found = static_cast<const char*>(std::memchr(text.data() + at, '\n', text.size() - at));
        const std::size_t end = found ? static_cast<std::size_t>(found - text.data()) : text.size();
        while (at < end && (text[at] == ' ' || text[at] == '\t')) ++at;
        if (end - at >= GramBytes) chosen(at);
        at = end + 1;
    }
}

} // namespace rlmscope::insight
