#include "base/text.h"

#include "base/ascii.h"

#if defined(__x86_64__)
#include <tmmintrin.h>
#endif

namespace rlmscope {
namespace {

constexpr std::string_view Replacement = "\xEF\xBF\xBD";

struct Step {
    std::size_t length; // bytes to consume
    bool valid;
    bool cut; // more bytes could make it valid
};

// One character at the front, by the table of well-formed sequences (Unicode 15, table 3-7).
Step step(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char a = byte(0);
    if (a < 0x80) return {1, true, false};
    std::size_t need = 0;
    unsigned char low = 0x80, high = 0xBF;
    if (a >= 0xC2 && a <= 0xDF) need = 1;
    else if (a >= 0xE0 && a <= 0xEF) {
        need = 2;
        if (a == 0xE0) low = 0xA0;
        if (a == 0xED) high = 0x9F;
    } else if (a >= 0xF0 && a <= 0xF4) {
        need = 3;
        if (a == 0xF0) low = 0x90;
        if (a == 0xF4) high = 0x8F;
    } else return {1, false, false};
    for (std::size_t i = 1; i <= need; ++i) {
        if (i >= s.size()) return {s.size(), false, true};
        const auto b = byte(i);
        if (b < low || b > high) return {i, false, false};
        low = 0x80;
        high = 0xBF;
    }
    return {need + 1, true, false};
}

#if defined(__x86_64__)

/// The algorithm of Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (2020): three look-ups by
/// half bytes say which faults a pair of bytes may be part of. Returns a character boundary up to which all is valid: near
/// the end, or near the first fault, whose exact place the plain loop finds.
__attribute__((target("ssse3"))) std::size_t validBlocks(std::string_view s) {
    constexpr char TooShort = 1, TooLong = 2, Overlong3 = 4, TooLarge = 8, Surrogate = 16, Overlong2 = 32, Overlong4 = 64,
                   TooLarge1000 = 64, TwoConts = static_cast<char>(128), Carry = TooShort | TooLong | TwoConts,
                   Large = Carry | TooLarge | TooLarge1000, Second = TooLong | Overlong2 | TwoConts;
    const __m128i firstHigh = _mm_setr_epi8(TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoConts, TwoConts,
                                            TwoConts, TwoConts, TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate,
                                            TooShort | TooLarge | TooLarge1000 | Overlong4);
    const __m128i firstLow = _mm_setr_epi8(Carry | Overlong2 | Overlong3 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge, Large,
                                           Large, Large, Large, Large, Large, Large, Large, Large | Surrogate, Large, Large);
    const __m128i secondHigh = _mm_setr_epi8(TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
                                             Second | Overlong3 | TooLarge1000 | Overlong4, Second | Overlong3 | TooLarge,
                                             Second | Surrogate | TooLarge, Second | Surrogate | TooLarge, TooShort, TooShort, TooShort, TooShort);
    const __m128i half = _mm_set1_epi8(0x0F), top = _mm_set1_epi8(static_cast<char>(0x80));
    __m128i before = _mm_setzero_si128();
    bool open = false; // the last block may end inside a character
    std::size_t i = 0;
    for (; i + 16 <= s.size(); i += 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(s.data() + i));
        const bool ascii = _mm_movemask_epi8(block) == 0;
        if (ascii && !open) {
            before = block;
            continue;
        }
        const __m128i one = _mm_alignr_epi8(block, before, 15), two = _mm_alignr_epi8(block, before, 14), three = _mm_alignr_epi8(block, before, 13);
        const __m128i faults = _mm_and_si128(
            _mm_and_si128(_mm_shuffle_epi8(firstHigh, _mm_and_si128(_mm_srli_epi16(one, 4), half)), _mm_shuffle_epi8(firstLow, _mm_and_si128(one, half))),
            _mm_shuffle_epi8(secondHigh, _mm_and_si128(_mm_srli_epi16(block, 4), half)));
        // The third and fourth byte of a character must be what the look-ups call two continuations.
        const __m128i must = _mm_and_si128(_mm_or_si128(_mm_subs_epu8(two, _mm_set1_epi8(0xE0 - 0x80)), _mm_subs_epu8(three, _mm_set1_epi8(0xF0 - 0x80))), top);
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_xor_si128(faults, must), _mm_setzero_si128())) != 0xFFFF) break;
        before = block;
        open = !ascii;
    }
    // A character may reach over the border: back to its start. Without one, four bytes end here.
    for (std::size_t back = 1; back <= 3 && back <= i; ++back)
        if (static_cast<unsigned char>(s[i - back]) >= 0xC0) return i - back;
    return i;
}

#endif

} // namespace

std::size_t firstInvalidUtf8(std::string_view s) {
    std::size_t i = 0;
#if defined(__x86_64__)
    static const bool shuffle = __builtin_cpu_supports("ssse3");
    if (shuffle) i = validBlocks(s);
#endif
    while (i < s.size()) {
        // Plain ASCII in blocks of eight: most of every context.
        while (i + 8 <= s.size()) {
            std::uint64_t word = 0;
            __builtin_memcpy(&word, s.data() + i, 8);
            if (word & 0x8080808080808080ULL) break;
            i += 8;
        }
        if (i >= s.size()) break;
        // The most frequent characters of more than one byte without the table.
        const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[i + k]); };
        const auto a = byte(0);
        if (a < 0x80) {
            ++i;
            continue;
        }
        if (a >= 0xC2 && a <= 0xDF && i + 1 < s.size() && isContinuation(s[i + 1])) {
            i += 2;
            continue;
        }
        if (a >= 0xE1 && a <= 0xEC && i + 2 < s.size() && isContinuation(s[i + 1]) && isContinuation(s[i + 2])) {
            i += 3;
            continue;
        }
        const auto st = step(s.substr(i, 4));
        if (!st.valid) return i;
        i += st.length;
    }
    return std::string_view::npos;
}

bool isValidUtf8(std::string_view bytes) {
    return firstInvalidUtf8(bytes) == std::string_view::npos;
}

std::string toValidUtf8(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    while (!s.empty()) {
        const auto bad = firstInvalidUtf8(s);
        out.append(s.substr(0, bad));
        if (bad == std::string_view::npos) break;
        s.remove_prefix(bad);
        out.append(Replacement);
        s.remove_prefix(step(s).length);
    }
    return out;
}

std::size_t codePoints(std::string_view s) {
    std::size_t n = 0;
    for (const char c : s) n += !isContinuation(c);
    return n;
}

std::string_view headCodePoints(std::string_view s, std::size_t n) {
    if (s.size() <= n) return s;
    std::size_t i = 0;
    for (; i < s.size(); ++i)
        if (!isContinuation(s[i]) && n-- == 0) break;
    return s.substr(0, i);
}

std::string_view tailCodePoints(std::string_view s, std::size_t n) {
    if (s.size() <= n) return s;
    std::size_t i = s.size();
    while (i > 0 && n > 0)
        if (!isContinuation(s[--i])) --n;
    return s.substr(i);
}

std::string_view trimmed(std::string_view s) {
    constexpr std::string_view Space = " \t\r\n\f\v";
    const auto first = s.find_first_not_of(Space);
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(Space) - first + 1);
}

std::string oneLine(std::string_view s, std::size_t n) {
    std::string out;
    std::size_t count = 0;
    bool space = false;
    s = trimmed(s);
    for (std::size_t i = 0; i < s.size();) {
        const auto c = static_cast<unsigned char>(s[i]);
        if (c <= ' ' || c == 0x7F) {
            space = true;
            ++i;
            continue;
        }
        if (count + (space ? 1U : 0U) >= n) return out + "…";
        if (space && !out.empty()) {
            out += ' ';
            ++count;
        }
        space = false;
        const auto st = step(s.substr(i, 4));
        out.append(st.valid ? s.substr(i, st.length) : Replacement);
        i += st.length;
        ++count;
    }
    return out;
}

std::string_view withoutFence(std::string_view line) {
    if (!line.starts_with("```")) return line;
    const auto word = line.find(' ');
    if (word == std::string_view::npos) return line; // a fence alone is all that was said
    line.remove_prefix(word + 1);
    return line.ends_with(" ```") ? line.substr(0, line.size() - 4) : line;
}

std::int64_t estimateTokens(std::string_view s) {
    return estimateTokens(static_cast<std::uint64_t>(s.size()));
}

std::int64_t estimateTokens(std::uint64_t bytes) {
    return static_cast<std::int64_t>((bytes + 3) / 4);
}

std::string Utf8Stream::push(std::string_view bytes) {
    m_pending.append(bytes);
    // Only the last three bytes can belong to a character that is still cut.
    std::size_t keep = 0;
    for (std::size_t back = 1; back <= 3 && back <= m_pending.size(); ++back) {
        const auto at = m_pending.size() - back;
        if (isContinuation(m_pending[at])) continue;
        if (step(std::string_view(m_pending).substr(at)).cut) keep = back;
        break;
    }
    std::string tail = m_pending.substr(m_pending.size() - keep);
    m_pending.erase(m_pending.size() - keep);
    std::string out = toValidUtf8(m_pending);
    m_pending = std::move(tail);
    return out;
}

std::string Utf8Stream::finish() {
    std::string out = toValidUtf8(m_pending);
    m_pending.clear();
    return out;
}

} // namespace rlmscope
