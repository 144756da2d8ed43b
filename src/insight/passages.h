#pragma once
// Finds passages of the context in other texts: prompts, outputs. What is found is an exact match, extended as far as both
// texts agree, or a whole line with something around it (numbers, quotes, indentation) beside a line that was found.
//
// The index holds a sample of the places of the context, chosen by content: of every W neighbours the one with the smallest
// hash of its next 16 bytes (minimizers), so that an equal passage anywhere has the same places; and the beginnings of
// lines. Any passage of W + 15 bytes or more is found, W = 16 up to 64 MB of context and more beyond, so that the index never
// takes more than about 150 MB. Shorter passages are found when they begin a line (in the text also behind
// a number or a quote), continue a neighbour's line, or by luck. What several places would explain goes to the longest.
//
// A passage that occurs more than once in the context is ambiguous: nobody can say which one was read. Its places are
// told (the first few), marked so. It is not ambiguous when the text around it decides.
#include "base/cancel.h"
#include "insight/context_text.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace rlmscope::insight {

struct Passage {
    std::uint64_t begin = 0, end = 0; ///< bytes of the strip, on code point boundaries
    std::uint64_t at = 0;             ///< of its beginning, in the text that was searched
    bool ambiguous = false;
    bool operator==(const Passage&) const = default;
};

class PassageIndex {
public:
    /// The context must be complete; it is kept. Null when cancelled.
    static std::shared_ptr<const PassageIndex> make(std::shared_ptr<const ContextText> context, const CancelToken& cancel = {});

    static constexpr std::size_t ShortestText = 12;  ///< a shorter one is not looked for
    static constexpr std::size_t ShortestBytes = 32; ///< of a match that is no whole line
    static constexpr int MostPlaces = 8;             ///< of an ambiguous passage

    /// In the order of the text; ambiguous ones have an entry for each place.
    std::vector<Passage> find(std::string_view text, const CancelToken& cancel = {}) const;

    const ContextText& context() const { return *m_context; }
    std::size_t guaranteed() const; ///< bytes from which on every passage is found
    std::size_t memory() const;

private:
    struct Places {
        std::uint32_t at[MostPlaces];
        int count = 0;
        bool more = false;
    };
    class Search;
    PassageIndex() = default;
    bool sample(const CancelToken& cancel, std::vector<std::uint32_t>& places) const;
    void insert(std::uint32_t place);
    Places lookUp(const char* bytes) const;

    std::shared_ptr<const ContextText> m_context;
    std::size_t m_window = 16;
    std::vector<std::uint32_t> m_slots; ///< place + 1; open addressing
    std::vector<std::uint8_t> m_tags;   ///< of the same slot: bits of the hash, so that few places are looked at in vain
};

} // namespace rlmscope::insight
