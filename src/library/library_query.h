#pragma once
// The filter of the library: words and conditions, all of which must hold.
//     status:failed  model:gpt  cost>0.1  tokens>=50k  time<2m  depth:2  tag:lesson  when:week  when>2026-11-01
//     strategy:rlm  is:replay  score>0.8  name:pairs  "two words"  -tag:old
// Words are looked for in name, question, answer, error, models, strategy, tags and file name, whatever their case.
#include "library/library_row.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::library {

class LibraryQuery {
public:
    LibraryQuery() = default;
    /// `now` is for when:; days are those of this computer. What makes no sense is in problem() and is passed over.
    static LibraryQuery parse(std::string_view text, Nanos now);

    bool isEmpty() const { return m_terms.empty(); }
    bool matches(const LibraryRow& row) const;
    /// The first thing that could not be understood, as a sentence; empty = all was.
    const std::string& problem() const { return m_problem; }
    /// It asks for hidden runs itself (is:hidden).
    bool wantsHidden() const { return m_hidden; }

    static const std::vector<std::string>& fields(); ///< names of conditions, for completion

private:
    struct Term {
        bool negated = false;
        std::function<bool(const LibraryRow&)> holds;
    };
    struct Parser;
    std::vector<Term> m_terms;
    std::string m_problem;
    bool m_hidden = false;
};

/// "2026-11-28" of a moment, in the time zone of this computer.
std::string localDay(Nanos wall);

} // namespace rlmscope::library
