#pragma once
// Finds the lines of events in an open trace, packed or not. One thread. May throw SQLite::Exception.
#include "base/ids.h"
#include "base/result.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

class EventReader {
public:
    explicit EventReader(SQLite::Database& db);

    struct Line {
        Seq seq = 0;
        std::string_view text;
    };
    /// Lines with from <= seq in order, as many as lie together; valid until the next call. Nothing when there are no
    /// more. `next` is where to go on, also after an error (0: no way to go on).
    struct Batch {
        std::vector<Line> lines;
        Seq next = 0;
    };
    Result<Batch> read(std::int64_t run, Seq from);
    /// A page as it is stored, to be read by any thread.
    struct Packed {
        Seq from = 0, first = 0, last = 0; ///< wanted from; what the page says to hold
        Seq end = 0;                       ///< the last one that is wanted of it: pages of a damaged file may overlap
        std::int64_t bytes = 0;            ///< inflated, as it says
        std::string data;
        bool missing = false;
    };
    /// The page that read(run, from) would read; nothing when these events are not packed.
    std::optional<Packed> packed(std::int64_t run, Seq from);
    static Result<std::string> inflatePage(const Packed& page);
    static std::vector<Line> linesOf(std::string_view text, Seq first, Seq last);
    /// The line of one event.
    Result<std::string_view> line(std::int64_t run, Seq seq);
    /// Where read() should go on after it failed.
    Seq afterDamage() const { return m_afterDamage; }

private:
    struct Page {
        std::int64_t n = 0;
        std::string text;
        std::vector<Line> lines; ///< into text, by seq
    };
    Result<const Page*> page(std::int64_t n, Seq first, Seq last);

    std::unique_ptr<SQLite::Statement> m_one, m_some, m_pageAt, m_pageAfter, m_pageData;
    std::list<Page> m_pages; ///< newest use first
    std::string m_buffer;    ///< of unpacked lines
    Seq m_afterDamage = 0;
};

} // namespace rlmscope
