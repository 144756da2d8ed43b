#pragma once
// Growing one place where a text and the context agree into a passage, and walking from it to the lines beside it. Internal
// to the passage index.
#include "insight/passages.h"

#include <string_view>
#include <vector>

namespace rlmscope::insight {

struct Match {
    std::size_t at = 0;       ///< in the text
    std::uint64_t place = 0;  ///< in the strip
    std::size_t length = 0;
    bool ambiguous = false;
};

class PassageMatcher {
public:
    PassageMatcher(const ContextText& context, std::string_view text) : m_context(context), m_text(text) {}

    /// As far as both agree, in [from, to) of the text and inside one document.
    Match extend(std::size_t at, std::uint64_t place, std::size_t from, std::size_t to) const;
    /// Long enough, or a whole line of the context: not by chance.
    bool counts(const Match& match) const;
    /// Adds lines next to those found when the text has them next to them, whatever stands around them there. `found` is
    /// in order of the text and stays so.
    void addNeighbours(std::vector<Match>& found) const;
    /// On code point boundaries.
    Passage passage(const Match& match) const;

private:
    struct Line {
        std::uint64_t begin = 0, end = 0; ///< trimmed
        std::uint64_t next = 0, before = 0; ///< where the line after it begins; where this one begins
    };
    const ContextText::Document& documentOf(std::uint64_t place) const;
    Line contextLine(const ContextText::Document& document, std::uint64_t at) const;
    bool forward(const Match& from, std::size_t limit, std::vector<Match>& out) const;
    bool backward(const Match& from, std::size_t limit, std::vector<Match>& out) const;
    std::size_t inside(std::size_t begin, std::size_t end, std::string_view line) const;

    const ContextText& m_context;
    std::string_view m_text;
    mutable std::size_t m_document = 0; ///< of the last place: the next one is likely in it
};

} // namespace rlmscope::insight
