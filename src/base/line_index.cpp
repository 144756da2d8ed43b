#include "base/line_index.h"

#include <algorithm>
#include <cstring>

namespace rlmscope {
namespace {

std::size_t findByte(std::string_view bytes, char byte, std::size_t from) {
    if (from >= bytes.size()) return bytes.size();
    const void* found = std::memchr(bytes.data() + from, byte, bytes.size() - from);
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data()) : bytes.size();
}

bool continuesCharacter(char byte) { return (static_cast<std::uint8_t>(byte) & 0xc0) == 0x80; }

} // namespace

// ---- rows -----------------------------------------------------------------------------------------------------

void RowSplitter::begin(const RowStart& start) {
    m_row = TextRow();
    m_row.start = start;
    m_row.shown = m_row.end = m_at = start.offset;
    m_row.style = m_style = start.style;
    m_return = false;
}

TextRow RowSplitter::open() const {
    TextRow row = m_row;
    row.next = m_at + m_pending.size();
    if (!m_pending.empty()) row.end = row.next;
    return row;
}

void RowSplitter::skipTo(std::uint64_t shown, const TerminalStyle& style) {
    m_row.shown = m_row.end = m_at = shown;
    m_row.style = m_style = style;
}

bool RowSplitter::emitRow(std::uint64_t next, const std::function<bool(const TextRow&)>& row) {
    m_row.next = next;
    const TextRow done = m_row;
    begin({next, done.start.line, m_style, true});
    return row(done);
}

/// Before something that is seen: after a carriage return it replaces what was there; a full row ends.
bool RowSplitter::content(const std::function<bool(const TextRow&)>& row, std::uint8_t first) {
    if (m_return) {
        m_return = false;
        m_row.shown = m_at;
        m_row.style = m_style;
        return true;
    }
    const std::uint64_t length = m_at - m_row.shown;
    if (length < MaxRow || (continuesCharacter(static_cast<char>(first)) && length < MaxRow + 3)) return true;
    return emitRow(m_at, row);
}

void RowSplitter::feed(std::string_view bytes, const std::function<bool(const TextRow&)>& row) {
    if (m_pending.empty()) {
        scan(bytes, false, row);
        return;
    }
    std::string joined = std::move(m_pending);
    m_pending.clear();
    joined += bytes;
    scan(joined, false, row);
}

void RowSplitter::finish(const std::function<bool(const TextRow&)>& row) {
    const std::string rest = std::move(m_pending);
    m_pending.clear();
    scan(rest, true, row);
}

bool RowSplitter::scan(std::string_view bytes, bool end, const std::function<bool(const TextRow&)>& row) {
    std::size_t i = 0, newline = findByte(bytes, '\n', 0), carriage = findByte(bytes, '\r', 0), escape = findByte(bytes, '\x1b', 0);
    while (i < bytes.size()) {
        if (newline < i) newline = findByte(bytes, '\n', i);
        if (carriage < i) carriage = findByte(bytes, '\r', i);
        if (escape < i) escape = findByte(bytes, '\x1b', i);
        if (i == newline) {
            ++m_at, ++i;
            m_row.next = m_at;
            const TextRow done = m_row;
            begin({m_at, done.start.line + 1, m_style, false});
            if (!row(done)) return false;
        } else if (i == carriage) {
            m_return = true;
            ++m_at, ++i;
        } else if (i == escape) {
            const auto sequence = terminalEscape(bytes, i, end);
            if (sequence.kind == TerminalEscape::Kind::Incomplete) {
                m_pending = bytes.substr(i);
                return true;
            }
            if (!content(row, 0x1b)) return false;
            if (sequence.kind == TerminalEscape::Kind::Style) applyTerminalStyle(bytes.substr(i, sequence.length), m_style);
            i += sequence.length;
            m_at += sequence.length;
            m_row.end = m_at;
        } else { // a stretch of text, up to the next of them or to where the row is full
            if (!content(row, static_cast<std::uint8_t>(bytes[i]))) return false;
            std::size_t stop = std::min({newline, carriage, escape});
            const std::uint64_t length = m_at - m_row.shown;
            const std::size_t room = length < MaxRow ? static_cast<std::size_t>(MaxRow - length) : 1;
            stop = std::min(stop, i + room);
            m_at += stop - i;
            i = stop;
            m_row.end = m_at;
        }
    }
    return true;
}

// ---- table ----------------------------------------------------------------------------------------------------

void LineTable::add(const TextRow& row) {
    if ((m_first + m_rows) % Step == 0) m_places.push_back(row.start);
    if (row.shown > row.start.offset && m_hidden.size() < MostHidden) m_hidden.push_back({row.start.offset, row.shown, row.style});
    ++m_rows;
    m_end = row.next;
    m_lines = row.start.line + 1;
}

void LineTable::add(const LineTable& more) {
    if (more.m_rows == 0) return;
    m_places.insert(m_places.end(), more.m_places.begin(), more.m_places.end());
    const std::size_t room = MostHidden - std::min(MostHidden, m_hidden.size());
    m_hidden.insert(m_hidden.end(), more.m_hidden.begin(), more.m_hidden.begin() + static_cast<std::ptrdiff_t>(std::min(room, more.m_hidden.size())));
    m_rows += more.m_rows;
    m_lines = more.m_lines;
    m_end = more.m_end;
}

LineTable::Place LineTable::before(std::uint64_t row) const {
    if (m_places.empty()) return {};
    const std::uint64_t place = std::min<std::uint64_t>(row / Step, m_places.size() - 1);
    return {place * Step, m_places[place]};
}

LineTable::Place LineTable::beforeOffset(std::uint64_t offset) const {
    const auto after = std::upper_bound(m_places.begin(), m_places.end(), offset, [](std::uint64_t o, const RowStart& s) { return o < s.offset; });
    if (after == m_places.begin()) return {};
    return {static_cast<std::uint64_t>(after - m_places.begin() - 1) * Step, *(after - 1)};
}

LineTable::Place LineTable::beforeLine(std::uint64_t line) const {
    // The first row of a line may lie before a remembered row of the same line.
    const auto after = std::lower_bound(m_places.begin(), m_places.end(), line, [](const RowStart& s, std::uint64_t l) { return s.line < l || (s.line == l && !s.continued); });
    if (after == m_places.begin()) return {};
    return {static_cast<std::uint64_t>(after - m_places.begin() - 1) * Step, *(after - 1)};
}

const LineTable::Hidden* LineTable::hiddenAt(std::uint64_t rowBegin) const {
    const auto at = std::lower_bound(m_hidden.begin(), m_hidden.end(), rowBegin, [](const Hidden& h, std::uint64_t o) { return h.begin < o; });
    return at != m_hidden.end() && at->begin == rowBegin ? &*at : nullptr;
}

bool LineTable::isHidden(std::uint64_t offset) const {
    const auto after = std::upper_bound(m_hidden.begin(), m_hidden.end(), offset, [](std::uint64_t o, const Hidden& h) { return o < h.begin; });
    return after != m_hidden.begin() && offset < (after - 1)->shown;
}

// ---- indexer --------------------------------------------------------------------------------------------------

void LineIndexer::feed(std::string_view bytes) {
    m_bytes += bytes.size();
    m_splitter.feed(bytes, [this](const TextRow& row) {
        m_new.add(row);
        return true;
    });
}

void LineIndexer::finish() {
    m_splitter.finish([this](const TextRow& row) {
        m_new.add(row);
        return true;
    });
}

LineTable LineIndexer::take() {
    LineTable out = std::move(m_new);
    m_new = LineTable();
    m_new.m_first = out.m_first + out.m_rows;
    return out;
}

} // namespace rlmscope
