#pragma once
// Where the rows of a text of any size begin. A row is a line, or a piece of a line that is longer than MaxRow; of a line
// that was written over with carriage returns (a progress bar) only its last state is shown. Bytes come in pieces of any
// size: where they are cut changes nothing. One thread.
#include "base/terminal_text.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// Where a row begins, and what was in force there.
struct RowStart {
    std::uint64_t offset = 0;
    std::uint64_t line = 0; ///< from 0
    TerminalStyle style;
    bool continued = false; ///< goes on with the line of the row before
    bool operator==(const RowStart&) const = default;
};

struct TextRow {
    RowStart start;
    std::uint64_t shown = 0, end = 0; ///< [shown, end) is what is seen; before it lies what was written over
    std::uint64_t next = 0;           ///< where the next row begins
    TerminalStyle style;              ///< at `shown`
    bool operator==(const TextRow&) const = default;
};

/// Cuts bytes into rows.
class RowSplitter {
public:
    static constexpr std::uint64_t MaxRow = 8192; ///< bytes; up to 3 more to keep a character whole, and an escape sequence

    explicit RowSplitter(const RowStart& start = {}) { begin(start); }
    /// Calls `row` for each one that is complete; when it returns false the rest of the bytes is not looked at, and the
    /// splitter must not be used again.
    void feed(std::string_view bytes, const std::function<bool(const TextRow&)>& row);
    /// No more bytes: what is pending counts. Afterwards open() is the last row when hasOpen().
    void finish(const std::function<bool(const TextRow&)>& row);
    /// The row that has begun and has no end yet.
    bool hasOpen() const { return m_at > m_row.start.offset; }
    TextRow open() const;
    /// Goes on behind what was written over in the row that has just begun.
    void skipTo(std::uint64_t shown, const TerminalStyle& style);

private:
    void begin(const RowStart& start);
    bool scan(std::string_view bytes, bool end, const std::function<bool(const TextRow&)>& row);
    bool content(const std::function<bool(const TextRow&)>& row, std::uint8_t first);
    bool emitRow(std::uint64_t next, const std::function<bool(const TextRow&)>& row);

    TextRow m_row;
    TerminalStyle m_style; ///< here
    std::uint64_t m_at = 0;
    bool m_return = false; ///< a carriage return was just read
    std::string m_pending; ///< the beginning of an escape sequence
};

/// Every 32nd row, and what was written over. 1 byte a row.
class LineTable {
public:
    static constexpr std::uint64_t Step = 32;
    static constexpr std::size_t MostHidden = 500'000;

    struct Hidden {
        std::uint64_t begin = 0, shown = 0;
        TerminalStyle style; ///< at `shown`
    };
    struct Place {
        std::uint64_t row = 0;
        RowStart start;
    };

    void add(const TextRow& row); ///< the next one
    void add(const LineTable& more); ///< rows that follow these
    std::uint64_t rows() const { return m_rows; }   ///< complete ones
    std::uint64_t lines() const { return m_lines; } ///< that have ended
    std::uint64_t end() const { return m_end; }     ///< of the last complete row
    /// The nearest remembered row at or before.
    Place before(std::uint64_t row) const;
    Place beforeOffset(std::uint64_t offset) const;
    Place beforeLine(std::uint64_t line) const;
    const Hidden* hiddenAt(std::uint64_t rowBegin) const; ///< null = nothing of that row is hidden
    bool isHidden(std::uint64_t offset) const;
    std::size_t memory() const { return m_places.capacity() * sizeof(RowStart) + m_hidden.capacity() * sizeof(Hidden); }

private:
    std::vector<RowStart> m_places;
    std::vector<Hidden> m_hidden;
    std::uint64_t m_rows = 0, m_lines = 0, m_end = 0;
    std::uint64_t m_first = 0; ///< rows before these, of a table that follows another

    friend class LineIndexer;
};

/// Splitter and table together: what an indexing thread fills and hands over in parts.
class LineIndexer {
public:
    void feed(std::string_view bytes);
    void finish();
    bool hasOpen() const { return m_splitter.hasOpen(); }
    TextRow open() const { return m_splitter.open(); }
    std::uint64_t bytes() const { return m_bytes; }
    /// The rows since the last call.
    LineTable take();

private:
    RowSplitter m_splitter;
    LineTable m_new;
    std::uint64_t m_bytes = 0;
};

} // namespace rlmscope
