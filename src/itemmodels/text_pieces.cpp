#include "itemmodels/text_pieces.h"

#include "trace/trace_reader.h"

#include <algorithm>
#include <mutex>

namespace rlmscope {
namespace {

class PieceBytes : public LineBytes {
public:
    PieceBytes(std::filesystem::path trace, std::vector<TextPieces::Piece> pieces, std::vector<std::uint64_t> ends, bool keepsOpen)
        : m_trace(std::move(trace)), m_pieces(std::move(pieces)), m_ends(std::move(ends)), m_keepsOpen(keepsOpen) {}

    std::uint64_t size() const override { return m_ends.empty() ? 0 : m_ends.back(); }

    Result<std::string> read(std::uint64_t at, std::uint64_t length) override {
        std::string out;
        if (at >= size()) return out;
        length = std::min(length, size() - at);
        out.reserve(length);
        const std::lock_guard lock(m_mutex);
        auto piece = static_cast<std::size_t>(std::upper_bound(m_ends.begin(), m_ends.end(), at) - m_ends.begin());
        for (; out.size() < length && piece < m_pieces.size(); ++piece) {
            const std::uint64_t begin = piece ? m_ends[piece - 1] : 0;
            const std::uint64_t from = at + out.size() - begin;
            const std::uint64_t wanted = std::min(length - out.size(), m_ends[piece] - begin - from);
            if (const Status status = add(out, m_pieces[piece].text, from, wanted); !status) return status.error();
        }
        if (!m_keepsOpen) m_reader.reset();
        return out;
    }

private:
    Status add(std::string& out, const Text& text, std::uint64_t from, std::uint64_t wanted) {
        if (text.loaded()) {
            out += text.view().substr(from, wanted);
            return {};
        }
        if (!m_reader) {
            auto opened = TraceReader::open(m_trace);
            if (!opened) return opened.error();
            m_reader = std::move(*opened);
        }
        auto part = m_reader->loadSlice(text, from, wanted);
        if (!part) return part.error();
        if (part->size() != wanted) return makeError(ErrorKind::Corrupt, "A part of this text is missing in the trace.");
        out += *part;
        return {};
    }

    const std::filesystem::path m_trace;
    const std::vector<TextPieces::Piece> m_pieces;
    const std::vector<std::uint64_t> m_ends;
    const bool m_keepsOpen;
    std::mutex m_mutex;
    std::unique_ptr<TraceReader> m_reader; ///< guarded by m_mutex
};

} // namespace

void TextPieces::setPieces(std::filesystem::path trace, std::vector<Piece> pieces, bool complete) {
    m_trace = std::move(trace);
    m_pieces = std::move(pieces);
    m_ends.clear();
    m_errorBytes = 0;
    std::uint64_t end = 0;
    for (const Piece& piece : m_pieces) {
        m_ends.push_back(end += piece.text.size);
        if (piece.isError) m_errorBytes += piece.text.size;
    }
    m_complete = complete;
    m_bytes.reset();
    m_linesKnown = false;
    Q_EMIT reset();
}

void TextPieces::setText(const QString& text) {
    std::vector<Piece> pieces;
    if (!text.isEmpty()) pieces.push_back({Text(text.toStdString()), false});
    setPieces({}, std::move(pieces), true);
}

void TextPieces::append(Piece piece) {
    if (piece.text.empty()) return;
    m_ends.push_back(byteSize() + piece.text.size);
    if (piece.isError) m_errorBytes += piece.text.size;
    m_pieces.push_back(std::move(piece));
    m_bytes.reset();
    m_linesKnown = false;
    Q_EMIT grew();
}

void TextPieces::setComplete(bool complete) {
    if (complete == m_complete) return;
    m_complete = complete;
    Q_EMIT grew();
}

void TextPieces::setKeepsOpen(bool keeps) {
    if (keeps == m_keepsOpen) return;
    m_keepsOpen = keeps;
    m_bytes.reset();
}

bool TextPieces::isErrorAt(std::uint64_t byte) const {
    const auto piece = std::upper_bound(m_ends.begin(), m_ends.end(), byte) - m_ends.begin();
    return piece < static_cast<std::ptrdiff_t>(m_pieces.size()) && m_pieces[static_cast<std::size_t>(piece)].isError;
}

std::uint64_t TextPieces::placeInAll(std::uint64_t byteOfStream, bool isError) const {
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const std::uint64_t size = m_pieces[i].text.size;
        if (m_pieces[i].isError != isError) continue;
        if (byteOfStream <= before + size) return m_ends[i] - size + (byteOfStream - before);
        before += size;
    }
    return byteSize();
}

std::shared_ptr<LineBytes> TextPieces::bytes() const {
    if (!m_bytes) m_bytes = std::make_shared<PieceBytes>(m_trace, m_pieces, m_ends, m_keepsOpen);
    return m_bytes;
}

std::optional<std::string> TextPieces::read(std::uint64_t at, std::uint64_t length) {
    auto part = bytes()->read(at, length);
    if (part) return std::move(*part);
    Q_EMIT failed(part.error());
    return std::nullopt;
}

const std::vector<std::uint64_t>& TextPieces::lines() const {
    if (std::exchange(m_linesKnown, true)) return m_lines;
    m_lines.clear();
    const auto source = bytes();
    bool begins = true;
    for (std::uint64_t at = 0; at < byteSize();) {
        const auto part = source->read(at, 1 << 20);
        if (!part || part->empty()) break;
        for (std::size_t i = 0; i < part->size(); ++i) {
            if (begins) m_lines.push_back(at + i);
            begins = (*part)[i] == '\n';
        }
        at += part->size();
    }
    return m_lines;
}

std::optional<std::uint64_t> TextPieces::byteOf(std::uint64_t line) const {
    const auto& all = lines();
    return line < all.size() ? all[line] : line == all.size() ? std::optional(byteSize()) : std::nullopt;
}

std::optional<std::uint64_t> TextPieces::lineOf(std::uint64_t byte) const {
    const auto& all = lines();
    const auto after = std::upper_bound(all.begin(), all.end(), byte);
    if (after == all.begin()) return std::nullopt;
    return static_cast<std::uint64_t>(after - all.begin() - 1);
}

} // namespace rlmscope
