#include "trace/event_reader.h"

#include "trace/compression.h"
#include "trace/event_line.h"
#include "trace/schema.h"
#include "trace/statement.h"

#include <algorithm>
#include <limits>

namespace rlmscope {
namespace {

constexpr std::size_t CachedPages = 6;
constexpr Seq MaxSeq = static_cast<Seq>(std::numeric_limits<std::int64_t>::max());
constexpr std::size_t BatchBytes = 1 << 20;

Seq seqOf(const SQLite::Column& column) {
    return static_cast<Seq>(std::max<std::int64_t>(column.getInt64(), 0));
}

} // namespace

EventReader::EventReader(SQLite::Database& db)
    : m_one(std::make_unique<SQLite::Statement>(db, "SELECT line FROM events WHERE run = ? AND seq = ?"))
    , m_some(std::make_unique<SQLite::Statement>(
          db, "SELECT seq, line FROM events WHERE run = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT 1000"))
    , m_pageAt(std::make_unique<SQLite::Statement>(
          db, "SELECT n, first, last FROM pages WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1"))
    , m_pageAfter(std::make_unique<SQLite::Statement>(
          db, "SELECT n, first, last FROM pages WHERE run = ? AND first > ? ORDER BY first LIMIT 1"))
    , m_pageData(std::make_unique<SQLite::Statement>(db, "SELECT bytes, data FROM pages WHERE n = ?")) {}

Result<const EventReader::Page*> EventReader::page(std::int64_t n, Seq first, Seq last) {
    const auto known = std::find_if(m_pages.begin(), m_pages.end(), [n](const Page& p) { return p.n == n; });
    if (known != m_pages.end()) {
        m_pages.splice(m_pages.begin(), m_pages, known);
        return &m_pages.front();
    }
    const auto named = [&](const std::string& what) {
        return makeError(ErrorKind::Corrupt, "events " + std::to_string(first) + " to " + std::to_string(last) + " are damaged: " + what);
    };
    const Reset reset{*m_pageData};
    m_pageData->bind(1, n);
    if (!m_pageData->executeStep()) return named("they are missing");
    auto text = inflate(bytesOf(m_pageData->getColumn(1)), static_cast<std::uint64_t>(m_pageData->getColumn(0).getInt64()), schema::PageLimit);
    if (!text) return named(text.error().message);
    if (m_pages.size() >= CachedPages) m_pages.pop_back();
    m_pages.push_front({n, std::move(text).value(), {}});
    auto& page = m_pages.front();
    page.lines = linesOf(page.text, first, last);
    return &page;
}

std::vector<EventReader::Line> EventReader::linesOf(std::string_view text, Seq first, Seq last) {
    std::vector<Line> lines;
    for (auto rest = text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto seq = seqOfLine(rest.substr(0, end));
        const bool ordered = seq >= first && seq <= last && (lines.empty() || seq > lines.back().seq);
        if (ordered) lines.push_back({seq, rest.substr(0, end)});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

std::optional<EventReader::Packed> EventReader::packed(std::int64_t run, Seq from) {
    if (from > MaxSeq) return {};
    Packed packed;
    packed.from = from;
    std::int64_t n = 0, until = std::numeric_limits<std::int64_t>::max();
    {
        const Reset reset{*m_pageAt};
        m_pageAt->bind(1, run);
        m_pageAt->bind(2, static_cast<std::int64_t>(from));
        if (!m_pageAt->executeStep()) return {};
        n = m_pageAt->getColumn(0).getInt64();
        packed.first = seqOf(m_pageAt->getColumn(1));
        packed.last = seqOf(m_pageAt->getColumn(2));
        if (packed.last < from) return {};
    }
    const Reset reset{*m_pageAfter};
    m_pageAfter->bind(1, run);
    m_pageAfter->bind(2, static_cast<std::int64_t>(from));
    if (m_pageAfter->executeStep()) until = m_pageAfter->getColumn(1).getInt64() - 1;
    packed.end = std::min(packed.last, static_cast<Seq>(until));
    const Reset resetData{*m_pageData};
    m_pageData->bind(1, n);
    packed.missing = !m_pageData->executeStep();
    if (packed.missing) return packed;
    packed.bytes = m_pageData->getColumn(0).getInt64();
    packed.data = bytesOf(m_pageData->getColumn(1));
    return packed;
}

Result<std::string> EventReader::inflatePage(const Packed& page) {
    const auto named = [&](const std::string& what) {
        return makeError(ErrorKind::Corrupt, "events " + std::to_string(page.first) + " to " + std::to_string(page.last) + " are damaged: " + what);
    };
    if (page.missing) return named("they are missing");
    auto text = inflate(page.data, static_cast<std::uint64_t>(page.bytes), schema::PageLimit);
    return text ? std::move(text) : Result<std::string>(named(text.error().message));
}

Result<EventReader::Batch> EventReader::read(std::int64_t run, Seq from) {
    m_afterDamage = 0;
    Batch batch;
    if (from > MaxSeq) return batch;
    const auto start = static_cast<std::int64_t>(from);
    std::int64_t n = 0, until = std::numeric_limits<std::int64_t>::max();
    Seq first = 0, last = 0;
    bool inPage = false;
    {
        const Reset reset{*m_pageAt};
        m_pageAt->bind(1, run);
        m_pageAt->bind(2, start);
        if (m_pageAt->executeStep()) {
            n = m_pageAt->getColumn(0).getInt64();
            first = seqOf(m_pageAt->getColumn(1));
            last = seqOf(m_pageAt->getColumn(2));
            inPage = last >= from;
        }
    }
    const Reset reset{*m_pageAfter};
    m_pageAfter->bind(1, run);
    m_pageAfter->bind(2, start);
    if (m_pageAfter->executeStep()) until = m_pageAfter->getColumn(1).getInt64() - 1;
    if (inPage) {
        // Pages of a damaged file may overlap: the next one begins where it says.
        const Seq end = std::min(last, static_cast<Seq>(until));
        batch.next = m_afterDamage = end + 1;
        const auto found = page(n, first, last);
        if (!found) return found.error();
        for (const auto& line : (*found)->lines)
            if (line.seq >= from && line.seq <= end) batch.lines.push_back(line);
        return batch;
    }
    struct Span {
        Seq seq;
        std::size_t begin, size;
    };
    std::vector<Span> spans;
    m_buffer.clear();
    const Reset resetSome{*m_some};
    m_some->bind(1, run);
    m_some->bind(2, start);
    m_some->bind(3, until);
    bool all = true;
    while (m_some->executeStep()) {
        const auto line = bytesOf(m_some->getColumn(1));
        spans.push_back({seqOf(m_some->getColumn(0)), m_buffer.size(), line.size()});
        m_buffer += line;
        if (m_buffer.size() < BatchBytes && spans.size() < 1000) continue;
        all = false;
        break;
    }
    for (const auto& span : spans) batch.lines.push_back({span.seq, std::string_view(m_buffer).substr(span.begin, span.size)});
    if (!all) batch.next = spans.back().seq + 1;
    else if (until != std::numeric_limits<std::int64_t>::max()) batch.next = static_cast<Seq>(until) + 1;
    return batch;
}

Result<std::string_view> EventReader::line(std::int64_t run, Seq seq) {
    const auto missing = makeError(ErrorKind::BadInput, "there is no such event");
    if (seq == 0 || seq > MaxSeq) return missing;
    {
        const Reset reset{*m_one};
        m_one->bind(1, run);
        m_one->bind(2, static_cast<std::int64_t>(seq));
        if (m_one->executeStep()) {
            m_buffer = bytesOf(m_one->getColumn(0));
            return std::string_view(m_buffer);
        }
    }
    const Reset reset{*m_pageAt};
    m_pageAt->bind(1, run);
    m_pageAt->bind(2, static_cast<std::int64_t>(seq));
    if (!m_pageAt->executeStep()) return missing;
    const auto found = page(m_pageAt->getColumn(0).getInt64(), seqOf(m_pageAt->getColumn(1)), seqOf(m_pageAt->getColumn(2)));
    if (!found) return found.error();
    const auto& lines = (*found)->lines;
    const auto at = std::lower_bound(lines.begin(), lines.end(), seq, [](const Line& l, Seq s) { return l.seq < s; });
    if (at == lines.end() || at->seq != seq) return missing;
    return at->text;
}

} // namespace rlmscope
