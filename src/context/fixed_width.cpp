#include "context/fixed_width.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

#if defined(__x86_64__)
#include <tmmintrin.h>
#endif

namespace rlmscope {
namespace {

using Byte = unsigned char;

/// One character; p moves behind it.
inline std::uint32_t decodeOne(const Byte*& p) {
    const std::uint32_t c = *p;
    const auto more = [p](int i) { return p[i] & 0x3Fu; };
    std::uint32_t value = c;
    int length = 1;
    if (c >= 0xF0) {
        value = (c & 0x07) << 18 | more(1) << 12 | more(2) << 6 | more(3);
        length = 4;
    } else if (c >= 0xE0) {
        value = (c & 0x0F) << 12 | more(1) << 6 | more(2);
        length = 3;
    } else if (c >= 0x80) {
        value = (c & 0x1F) << 6 | more(1);
        length = 2;
    }
    p += length;
    return value;
}

#if defined(__x86_64__)

template<typename Char>
void store(Char* to, __m128i block) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), block);
}

/// Eight 16-bit values as eight characters.
template<typename Char>
void storeHalves(Char* to, __m128i values) {
    if constexpr (sizeof(Char) == 2) {
        store(to, values);
    } else {
        store(to, _mm_unpacklo_epi16(values, _mm_setzero_si128()));
        store(to + 4, _mm_unpackhi_epi16(values, _mm_setzero_si128()));
    }
}

/// Sixteen bytes as sixteen characters.
template<typename Char>
void storeBytes(Char* to, __m128i bytes) {
    if constexpr (sizeof(Char) == 1) {
        store(to, bytes);
    } else {
        storeHalves(to, _mm_unpacklo_epi8(bytes, _mm_setzero_si128()));
        storeHalves(to + 8, _mm_unpackhi_epi8(bytes, _mm_setzero_si128()));
    }
}

__m128i load(const Byte* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }

/// The zero bits of a mask of 16 before the first one; 16 when there is none.
unsigned zerosBefore(int mask) { return static_cast<unsigned>(__builtin_ctz(static_cast<unsigned>(mask) | 0x10000u)); }

/// Two-byte characters (Cyrillic, Greek, Hebrew, Arabic...), up to eight at once, as long as they come. Whole blocks are
/// stored; what is too much is overwritten by what follows.
template<typename Char>
void twoByteRun(const Byte*& p, const Byte* end, Char*& out) {
    while (end - p >= 16) {
        const __m128i pairs = load(p);
        const __m128i right = _mm_cmpeq_epi16(_mm_and_si128(pairs, _mm_set1_epi16(static_cast<short>(0xC0E0))),
                                              _mm_set1_epi16(static_cast<short>(0x80C0)));
        const unsigned n = zerosBefore(_mm_movemask_epi8(right) ^ 0xFFFF) / 2;
        storeHalves(out, _mm_or_si128(_mm_slli_epi16(_mm_and_si128(pairs, _mm_set1_epi16(0x1F)), 6),
                                      _mm_and_si128(_mm_srli_epi16(pairs, 8), _mm_set1_epi16(0x3F))));
        p += 2 * n;
        out += n;
        if (n < 8) return;
    }
}

/// Three-byte characters (Chinese, Japanese, Korean, Indic scripts...), up to four at once. SSSE3: the byte shuffle.
template<typename Char>
__attribute__((target("ssse3"))) void threeByteRun(const Byte*& p, const Byte* end, Char*& out) {
    const __m128i order = _mm_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1);
    while (end - p >= 16) {
        const __m128i lanes = _mm_shuffle_epi8(load(p), order); // each: third byte, second, first, zero
        const __m128i right = _mm_cmpeq_epi32(_mm_and_si128(lanes, _mm_set1_epi32(0x00F0C0C0)), _mm_set1_epi32(0x00E08080));
        const int wrong = _mm_movemask_epi8(right) ^ 0xFFFF;
        const __m128i values =
            _mm_or_si128(_mm_and_si128(lanes, _mm_set1_epi32(0x3F)),
                         _mm_or_si128(_mm_and_si128(_mm_srli_epi32(lanes, 2), _mm_set1_epi32(0xFC0)),
                                      _mm_and_si128(_mm_srli_epi32(lanes, 4), _mm_set1_epi32(0xF000))));
        if constexpr (sizeof(Char) == 4) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(out), values);
        } else {
            const __m128i pack = _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1);
            _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_shuffle_epi8(values, pack));
        }
        // A branch, although the formula would do: these runs are long, a whole block is foreseen and waits for no mask.
        if (wrong != 0) {
            p += zerosBefore(wrong) / 4 * 3;
            out += zerosBefore(wrong) / 4;
            return;
        }
        p += 12;
        out += 4;
    }
}

/// As many characters as whole blocks can take.
template<typename Char>
void widenBlocks(const Byte*& p, const Byte* end, Char*& out) {
    static const bool shuffle = __builtin_cpu_supports("ssse3");
    while (end - p >= 16) {
        const __m128i bytes = load(p);
        storeBytes(out, bytes); // what follows the ASCII ones is overwritten
        const unsigned ascii = zerosBefore(_mm_movemask_epi8(bytes));
        p += ascii;
        out += ascii;
        if (ascii == 16) continue;
        if constexpr (sizeof(Char) > 1) {
            if (*p < 0xE0) twoByteRun(p, end, out);
            else if (shuffle) threeByteRun(p, end, out);
        }
        // What the blocks did not take, at least one: so that this ends.
        if (p < end && *p >= 0x80) *out++ = static_cast<Char>(decodeOne(p));
    }
}

#else

template<typename Char>
void widenBlocks(const Byte*&, const Byte*, Char*&) {}

#endif

template<typename Char>
std::size_t widenTo(std::string_view utf8, void* to) {
    const auto* p = reinterpret_cast<const Byte*>(utf8.data());
    const Byte* const end = p + utf8.size();
    auto* const start = static_cast<Char*>(to);
    Char* out = start;
    widenBlocks(p, end, out);
    while (p < end) *out++ = static_cast<Char>(decodeOne(p));
    return static_cast<std::size_t>(out - start);
}

} // namespace

std::size_t widen(std::string_view utf8, int width, void* out) {
    if (width == 1) return widenTo<Byte>(utf8, out);
    if (width == 2) return widenTo<std::uint16_t>(utf8, out);
    return widenTo<std::uint32_t>(utf8, out);
}

std::string_view wholeCharacters(std::string_view utf8, std::size_t bytes) {
    if (bytes >= utf8.size()) return utf8;
    while (bytes > 0 && (static_cast<Byte>(utf8[bytes]) & 0xC0) == 0x80) --bytes;
    return utf8.substr(0, bytes);
}

} // namespace rlmscope
