#include "itemmodels/line_search.h"

#include "base/ascii.h"
#include "base/text.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <QRegularExpression>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace rlmscope {
namespace {

constexpr std::uint64_t ChunkBytes = 4 << 20;
constexpr int AnnounceEveryMs = 100;

bool isWordByte(unsigned char c) { return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool isAscii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
/// Of ASCII letters in any case: the rarer of the first byte's two forms cannot be known, so both are looked for in turn.
const char* findFolded(const char* at, const char* end, const std::string& folded) {
    const auto n = folded.size();
    if (static_cast<std::size_t>(end - at) < n) return nullptr;
    const char* const last = end - n + 1;
    const char low = folded[0];
    const char high = low >= 'a' && low <= 'z' ? static_cast<char>(low - 32) : low;
    const auto seek = [last](const char* from, char c) { // the next place of one form, or `last`
        if (from >= last) return last;
        const auto* found = static_cast<const char*>(std::memchr(from, c, static_cast<std::size_t>(last - from)));
        return found ? found : last;
    };
    const char* nextLow = seek(at, low);
    const char* nextHigh = high == low ? last : seek(at, high);
    while (true) {
        const char* here = std::min(nextLow, nextHigh);
        if (here == last) return nullptr;
        std::size_t i = 1;
        while (i < n && lower(here[i]) == folded[i]) ++i;
        if (i == n) return here;
        if (here == nextLow) nextLow = seek(here + 1, low);
        else nextHigh = seek(here + 1, high);
    }
}

} // namespace

struct LineSearch::Batch {
    QVector<Match> matches;
    std::uint64_t count = 0;
    double progress = 0;
    QString problem;
    bool done = false;
};

namespace {

/// Runs in the worker. Collects matches and hands them over now and then.
class Searcher {
public:
    using Match = LineSearch::Match;
    using Deliver = std::function<void(QVector<Match>, std::uint64_t count, double progress, QString problem, bool done)>;
    Searcher(LineBytes& bytes, const LineQuery& query, std::stop_token stop, Deliver deliver)
        : m_bytes(bytes), m_query(query), m_stop(std::move(stop)), m_deliver(std::move(deliver)), m_size(bytes.size()) {
        m_since.start();
    }

    void run() {
        const std::string needle = m_query.text.toStdString();
        // Letters outside of ASCII have forms of other lengths: the expression engine knows them.
        if (m_query.isRegex || (!m_query.matchCase && !isAscii(needle))) regex();
        else plain(needle);
        if (!m_stop.stop_requested()) hand(1, true);
    }

private:
    bool isWhole(std::string_view chunk, std::size_t at, std::size_t length) const {
        return (at == 0 || !isWordByte(static_cast<unsigned char>(chunk[at - 1]))) &&
               (at + length == chunk.size() || !isWordByte(static_cast<unsigned char>(chunk[at + length])));
    }
    void found(std::uint64_t begin, std::uint64_t end) {
        if (++m_count <= LineSearch::MostKept) m_matches.push_back({begin, end});
    }
    void hand(double progress, bool done) {
        m_deliver(std::exchange(m_matches, {}), m_count, progress, m_problem, done);
        m_since.restart();
    }
    void tick(std::uint64_t at) {
        if (m_since.elapsed() >= AnnounceEveryMs) hand(m_size ? static_cast<double>(at) / static_cast<double>(m_size) : 1, false);
    }

    void plain(std::string needle) {
        if (!m_query.matchCase) std::transform(needle.begin(), needle.end(), needle.begin(), lower);
        // Chunks overlap: a byte before, to see whether a word begins, and the needle and a byte after.
        std::uint64_t next = 0; // matches do not overlap
        for (std::uint64_t at = 0; at < m_size && !m_stop.stop_requested(); at += ChunkBytes) {
            const std::uint64_t from = at > 0 ? at - 1 : 0;
            const auto chunk = m_bytes.read(from, at - from + ChunkBytes + needle.size());
            if (!chunk) {
                m_problem = QString::fromStdString(chunk.error().text());
                return;
            }
            const char* const begin = chunk->data();
            const char* const end = begin + chunk->size();
            const char* p = begin + (at - from);
            while (!m_stop.stop_requested()) {
                if (from + static_cast<std::uint64_t>(p - begin) < next) p = begin + (next - from);
                if (p >= end) break;
                const char* hit = m_query.matchCase ? static_cast<const char*>(memmem(p, static_cast<std::size_t>(end - p), needle.data(), needle.size()))
                                                    : findFolded(p, end, needle);
                if (!hit) break;
                const auto place = from + static_cast<std::uint64_t>(hit - begin);
                if (place >= at + ChunkBytes) break; // the next chunk finds it
                if (!m_query.wholeWords || isWhole(*chunk, static_cast<std::size_t>(hit - begin), needle.size())) {
                    found(place, place + needle.size());
                    next = place + needle.size();
                }
                p = hit + 1;
            }
            tick(at);
        }
    }

    QRegularExpression expression() const {
        QString pattern = m_query.isRegex ? m_query.text : QRegularExpression::escape(m_query.text);
        if (m_query.wholeWords) pattern = QStringLiteral("\\b(?:%1)\\b").arg(pattern);
        QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
        if (!m_query.matchCase) options |= QRegularExpression::CaseInsensitiveOption;
        return QRegularExpression(pattern, options);
    }

    void regex() {
        const QRegularExpression expression = this->expression();
        if (!expression.isValid()) {
            m_problem = LineSearch::tr("This is not a regular expression: %1 (at character %2).").arg(expression.errorString()).arg(expression.patternErrorOffset());
            return;
        }
        std::string rest; // a line that a chunk cuts
        std::uint64_t restAt = 0;
        for (std::uint64_t at = 0; at < m_size && !m_stop.stop_requested();) {
            const auto chunk = m_bytes.read(at, ChunkBytes);
            if (!chunk || chunk->empty()) {
                if (!chunk) m_problem = QString::fromStdString(chunk.error().text());
                return;
            }
            if (rest.empty()) restAt = at;
            rest += *chunk;
            at += chunk->size();
            std::size_t done = at >= m_size ? rest.size() : rest.rfind('\n') + 1; // npos + 1 is 0
            if (done == 0 && rest.size() >= LineSearch::LongestLine) {
                done = rest.size();
                while (done > rest.size() - 4 && isContinuation(rest[done - 1])) --done;
                if (done < rest.size() || static_cast<unsigned char>(rest[done - 1]) >= 0xC0) --done; // a cut character waits
            }
            lines(expression, std::string_view(rest).substr(0, done), restAt);
            rest.erase(0, done);
            restAt += done;
        }
    }

    void lines(const QRegularExpression& expression, std::string_view text, std::uint64_t base) {
        for (std::size_t at = 0; at < text.size() && !m_stop.stop_requested();) {
            std::size_t end = std::min(text.find('\n', at), text.size());
            const std::size_t next = end < text.size() ? end + 1 : end;
            if (end > at && text[end - 1] == '\r') --end;
            for (std::size_t from = at; from < end && !m_stop.stop_requested();) {
                std::size_t to = std::min(end, from + LineSearch::LongestLine);
                while (to < end && to > from && isContinuation(text[to])) --to;
                piece(expression, text.substr(from, to - from), base + from);
                from = to;
            }
            at = next;
            tick(base + at);
        }
    }

    /// Positions of the engine are UTF-16 units: walked along with the bytes, match by match.
    void piece(const QRegularExpression& expression, std::string_view text, std::uint64_t base) {
        const QString line = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        auto match = expression.globalMatch(line);
        qsizetype unit = 0;
        std::size_t byte = 0;
        const auto walkTo = [&](qsizetype target) {
            while (unit < target && byte < text.size()) {
                const auto c = static_cast<unsigned char>(text[byte]);
                byte += c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
                unit += c >= 0xF0 ? 2 : 1;
            }
            return base + std::min(byte, text.size());
        };
        while (match.hasNext() && !m_stop.stop_requested()) {
            const auto hit = match.next();
            if (hit.capturedLength() == 0) continue; // nothing to show
            const auto begin = walkTo(hit.capturedStart());
            found(begin, walkTo(hit.capturedEnd()));
        }
    }

    LineBytes& m_bytes;
    const LineQuery& m_query;
    std::stop_token m_stop;
    Deliver m_deliver;
    std::uint64_t m_size, m_count = 0;
    QVector<Match> m_matches;
    QString m_problem;
    QElapsedTimer m_since;
};

} // namespace

LineSearch::LineSearch(QObject* parent) : QObject(parent) {}

LineSearch::~LineSearch() { cancel(); }

void LineSearch::cancel() {
    ++m_turn;
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
    }
    m_running = false;
}

void LineSearch::start(std::shared_ptr<LineBytes> bytes, const LineQuery& query) {
    cancel();
    m_query = query;
    m_matches.clear();
    m_count = 0;
    m_problem.clear();
    m_progress = 1;
    if (!bytes || query.text.isEmpty()) {
        Q_EMIT changed();
        return;
    }
    m_progress = 0;
    m_running = true;
    const int turn = m_turn;
    m_thread = std::jthread([this, turn, bytes = std::move(bytes), query](const std::stop_token& stop) {
        Searcher(*bytes, query, stop, [&](QVector<Match> matches, std::uint64_t count, double progress, QString problem, bool done) {
            Batch batch{std::move(matches), count, progress, std::move(problem), done};
            QMetaObject::invokeMethod(this, [this, turn, batch = std::move(batch)] { take(turn, batch); }, Qt::QueuedConnection);
        }).run();
    });
    Q_EMIT changed();
}

void LineSearch::take(int turn, Batch batch) {
    if (turn != m_turn) return; // of a search that is forgotten
    if (m_matches.isEmpty()) m_matches = std::move(batch.matches);
    else m_matches += batch.matches;
    m_count = batch.count;
    m_progress = batch.progress;
    m_problem = batch.problem;
    if (batch.done) m_running = false;
    Q_EMIT changed();
}

qsizetype LineSearch::next(std::uint64_t from) const {
    if (m_matches.isEmpty()) return -1;
    const auto at = std::lower_bound(m_matches.begin(), m_matches.end(), from, [](const Match& m, std::uint64_t b) { return m.begin < b; });
    return at == m_matches.end() ? 0 : at - m_matches.begin();
}

qsizetype LineSearch::previous(std::uint64_t from) const {
    if (m_matches.isEmpty()) return -1;
    const auto at = std::lower_bound(m_matches.begin(), m_matches.end(), from, [](const Match& m, std::uint64_t b) { return m.begin < b; });
    return (at == m_matches.begin() ? m_matches.size() : at - m_matches.begin()) - 1;
}

} // namespace rlmscope
