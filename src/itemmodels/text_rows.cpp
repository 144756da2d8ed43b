#include "itemmodels/text_rows.h"

#include "itemmodels/format.h"

#include <QElapsedTimer>

#include <algorithm>

namespace rlmscope {

TextRows::TextRows(QObject* parent) : QObject(parent) {}

TextRows::~TextRows() { stop(); }

void TextRows::stop() {
    ++m_generation;
    if (m_finder.joinable()) {
        m_finder.request_stop();
        m_finder.join();
    }
}

void TextRows::setSource(LineSource* source) {
    if (source == m_source && source) return;
    if (m_source) m_source->disconnect(this);
    m_source = source;
    if (source) {
        connect(source, &LineSource::grew, this, &TextRows::onGrew);
        connect(source, &LineSource::ready, this, [this] {
            if (m_indexer && !m_finding) find();
            Q_EMIT changed();
        });
        connect(source, &LineSource::reset, this, &TextRows::start);
        connect(source, &QObject::destroyed, this, &TextRows::start, Qt::QueuedConnection);
    }
    start();
}

void TextRows::start() {
    stop();
    m_table = {};
    m_hasOpen = m_finding = m_again = false;
    m_known.clear();
    m_pages.clear();
    m_indexer = std::make_unique<LineIndexer>();
    if (m_source) find();
    Q_EMIT reset();
}

void TextRows::onGrew() {
    if (!m_pages.empty()) { // the page at the end was not whole
        const std::uint64_t last = foundBytes() / PageBytes;
        m_pages.remove_if([last](const auto& page) { return page.first >= last || page.second.size() < PageBytes; });
    }
    if (m_finding) {
        m_again = true;
        return;
    }
    find();
    Q_EMIT changed();
}

/// Goes on from where rows were found: a little at once, much in the background.
void TextRows::find() {
    const std::uint64_t from = m_indexer->bytes(), size = m_source->byteSize();
    if (size > from && size - from <= AtOnce) {
        if (const auto bytes = m_source->read(from, size - from); bytes && !bytes->empty()) m_indexer->feed(*bytes);
        else return findInBackground(size);
    } else if (size > from) {
        return findInBackground(size);
    }
    take({m_indexer->take(), m_indexer->hasOpen(), m_indexer->open()});
}

void TextRows::findInBackground(std::uint64_t size) {
    const auto bytes = m_source->bytes();
    if (!bytes) return;
    m_finding = true;
    m_again = false;
    if (m_finder.joinable()) m_finder.join(); // it has handed everything over
    auto* indexer = m_indexer.release();
    m_finder = std::jthread([this, bytes, size, indexer, generation = m_generation](const std::stop_token& stopped) {
        std::unique_ptr<LineIndexer> mine(indexer);
        const auto hand = [&](bool last) {
            auto found = std::make_shared<Found>(Found{mine->take(), mine->hasOpen(), mine->open()});
            std::shared_ptr<LineIndexer> back = last ? std::shared_ptr<LineIndexer>(std::move(mine)) : nullptr;
            QMetaObject::invokeMethod(this, [this, found, back, generation] {
                if (generation != m_generation) return;
                if (back) {
                    m_indexer = std::make_unique<LineIndexer>(std::move(*back));
                    m_finding = false;
                }
                take(std::move(*found));
                if (back && m_again && m_source) find();
                Q_EMIT changed();
            }, Qt::QueuedConnection);
        };
        QElapsedTimer since;
        since.start();
        std::uint64_t first = 256 * 1024; // the first rows come at once
        while (mine->bytes() < size && !stopped.stop_requested()) {
            const auto part = bytes->read(mine->bytes(), std::min<std::uint64_t>(std::exchange(first, 2'000'000), size - mine->bytes()));
            if (!part || part->empty()) break; // the source says why
            const bool early = mine->bytes() == 0;
            mine->feed(*part);
            if ((early || since.elapsed() > 60) && mine->bytes() < size) {
                hand(false);
                since.restart();
            }
        }
        hand(true);
    });
}

void TextRows::take(Found found) {
    m_table.add(found.rows);
    m_hasOpen = found.hasOpen;
    m_open = found.open;
}

std::size_t TextRows::memory() const {
    std::size_t bytes = m_table.memory() + m_known.size() * (sizeof(TextRow) + 32);
    for (const auto& page : m_pages) bytes += page.second.capacity();
    return bytes;
}

// ---- what is looked at ----------------------------------------------------------------------------------------

const std::string* TextRows::page(std::uint64_t n) {
    const auto found = std::find_if(m_pages.begin(), m_pages.end(), [n](const auto& p) { return p.first == n; });
    if (found != m_pages.end()) {
        m_pages.splice(m_pages.begin(), m_pages, found);
        return &m_pages.front().second;
    }
    auto bytes = m_source ? m_source->read(n * PageBytes, PageBytes) : std::nullopt;
    if (!bytes) return nullptr;
    m_pages.emplace_front(n, std::move(*bytes));
    if (m_pages.size() > Pages) m_pages.pop_back();
    return &m_pages.front().second;
}

std::optional<std::string> TextRows::read(std::uint64_t from, std::uint64_t to) {
    std::string out;
    while (from < to) {
        const auto* bytes = page(from / PageBytes);
        if (!bytes) return std::nullopt;
        const std::size_t at = from % PageBytes;
        if (at >= bytes->size()) break;
        const std::size_t n = std::min<std::size_t>(bytes->size() - at, to - from);
        out.append(*bytes, at, n);
        from += n;
    }
    return out;
}

/// Looks through the rows from the nearest remembered one on, and a few more: they are asked for next.
bool TextRows::locate(quint64 index) {
    if (m_known.size() > 8192) m_known.clear();
    auto [row, at] = m_table.before(index);
    const quint64 last = std::min<quint64>(index + LineTable::Step, m_table.rows() - 1);
    while (row <= index) {
        RowSplitter splitter(at);
        std::uint64_t from = at.offset;
        if (const auto* hidden = m_table.hiddenAt(from)) {
            splitter.skipTo(hidden->shown, hidden->style);
            from = hidden->shown;
        }
        bool stopped = false;
        while (!stopped) {
            const auto bytes = read(from, std::min<std::uint64_t>(foundBytes(), from + 4 * RowSplitter::MaxRow));
            if (!bytes || bytes->empty()) break;
            splitter.feed(*bytes, [&, &row = row](const TextRow& r) {
                m_known[row++] = r;
                stopped = row > last || m_table.hiddenAt(r.next);
                return !stopped;
            });
            from += bytes->size();
        }
        if (!stopped) break;
        at = splitter.open().start;
    }
    return row > index;
}

std::optional<TextRow> TextRows::row(quint64 index) {
    if (m_hasOpen && index == m_table.rows()) return m_open;
    if (index >= m_table.rows()) return std::nullopt;
    auto known = m_known.find(index);
    if (known == m_known.end()) {
        if (!locate(index)) return std::nullopt;
        known = m_known.find(index);
        if (known == m_known.end()) return std::nullopt;
    }
    return known->second;
}

std::optional<std::string> TextRows::bytesOf(const TextRow& row) { return read(row.shown, row.end); }

std::optional<quint64> TextRows::rowOfByte(quint64 byte) {
    if (m_hasOpen && byte >= m_open.start.offset) return m_table.rows();
    if (m_table.rows() == 0) return std::nullopt;
    if (byte >= m_table.end()) return m_table.rows() - 1;
    for (quint64 index = m_table.beforeOffset(byte).row;; ++index) {
        const auto at = row(index);
        if (!at) return std::nullopt;
        if (byte < at->next) return index;
    }
}

std::optional<quint64> TextRows::rowOfLine(quint64 line) {
    if (rowCount() == 0) return std::nullopt;
    if (m_hasOpen && m_open.start.line == line && !m_open.start.continued) return m_table.rows();
    for (quint64 index = m_table.beforeLine(line).row; index < rowCount(); ++index) {
        const auto at = row(index);
        if (!at) return std::nullopt;
        if (at->start.line >= line) return index;
    }
    return rowCount() - 1;
}

QString TextRows::text(quint64 begin, quint64 end, QString* problem) const {
    const auto fail = [problem](const QString& why) {
        if (problem) *problem = why;
        return QString();
    };
    if (!m_source || end <= begin) return {};
    if (end - begin > MostCopied)
        return fail(tr("%1 are selected; at most %2 can be copied. Save the text as a file instead.").arg(format::bytes(end - begin), format::bytes(MostCopied)));
    const auto bytes = m_source->bytes();
    if (!bytes) return fail(tr("The text cannot be read."));
    auto read = bytes->read(begin, end - begin);
    if (!read) return fail(QString::fromStdString(read.error().text()));
    std::string kept = std::move(*read);
    if (kept.find('\r') != std::string::npos) {
        std::string seen;
        RowSplitter splitter(RowStart{begin, 0, {}, false});
        const auto add = [&](const TextRow& row) {
            seen.append(kept, row.shown - begin, row.end - row.shown);
            if (row.next > row.end) seen += '\n';
            return true;
        };
        splitter.feed(kept, add);
        splitter.finish(add);
        if (splitter.hasOpen()) seen.append(kept, splitter.open().shown - begin, splitter.open().end - splitter.open().shown);
        kept = std::move(seen);
    }
    kept = withoutEscapes(kept);
    return QString::fromUtf8(kept.data(), static_cast<qsizetype>(kept.size()));
}

} // namespace rlmscope
