#include "itemmodels/context_line_source.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace rlmscope {
namespace {

/// For searches: waits for what is still being fetched.
class ContextBytes : public LineBytes {
public:
    ContextBytes(std::shared_ptr<const insight::ContextText> text, std::uint64_t begin, std::uint64_t size) : m_text(std::move(text)), m_begin(begin), m_size(size) {}
    std::uint64_t size() const override { return m_size; }
    Result<std::string> read(std::uint64_t at, std::uint64_t length) override {
        if (at >= m_size) return std::string();
        length = std::min(length, m_size - at);
        using namespace std::chrono_literals;
        for (int turn = 0; !m_text->has(m_begin + at, length); ++turn) {
            if (turn > 3000) return makeError(ErrorKind::Io, "the context is not there yet", "Search again when it has been read.");
            std::this_thread::sleep_for(10ms);
        }
        return std::string(m_text->bytes().substr(m_begin + at, length));
    }

private:
    std::shared_ptr<const insight::ContextText> m_text;
    std::uint64_t m_begin, m_size;
};

} // namespace

void ContextLineSource::setText(std::shared_ptr<const insight::ContextText> text, int document) {
    if (text == m_text && document == m_document) return;
    m_text = std::move(text);
    m_document = document;
    m_begin = m_size = 0;
    m_waits = false;
    if (m_text && document >= 0 && static_cast<std::size_t>(document) < m_text->documents().size()) {
        const auto& d = m_text->documents()[static_cast<std::size_t>(document)];
        m_begin = d.begin, m_size = d.size;
    } else if (m_text) {
        m_document = -1;
        m_size = m_text->size();
    }
    m_told = isComplete();
    Q_EMIT reset();
}

void ContextLineSource::advance() {
    if (std::exchange(m_waits, false)) Q_EMIT ready();
    if (m_told) return;
    m_told = isComplete();
    Q_EMIT grew();
}

std::uint64_t ContextLineSource::firstLine() const { return m_document < 0 ? 0 : m_text->firstLine(static_cast<std::size_t>(m_document)); }

std::uint64_t ContextLineSource::lineCount() const {
    if (!m_text) return 0;
    return m_document < 0 ? m_text->lines() : m_text->linesOf(static_cast<std::size_t>(m_document));
}

bool ContextLineSource::isComplete() const { return !m_text || m_text->complete() || m_text->scanned() >= m_begin + m_size; }

std::optional<std::uint64_t> ContextLineSource::byteOf(std::uint64_t line) const {
    if (!m_text) return line == 0 ? std::optional<std::uint64_t>(0) : std::nullopt;
    if (line == lineCount()) return isComplete() ? std::optional(m_size) : std::nullopt;
    if (line > lineCount()) return {};
    const auto byte = m_text->byteOf(firstLine() + line);
    return byte && *byte >= m_begin ? std::optional(std::min(*byte - m_begin, m_size)) : std::nullopt;
}

std::optional<std::uint64_t> ContextLineSource::lineOf(std::uint64_t byte) const {
    if (!m_text || m_size == 0) return {};
    const auto line = m_text->lineOf(m_begin + std::min(byte, m_size - 1));
    return line ? std::optional(*line - firstLine()) : std::nullopt;
}

std::optional<std::string> ContextLineSource::read(std::uint64_t at, std::uint64_t length) {
    if (!m_text || at >= m_size) return std::string();
    length = std::min(length, m_size - at);
    if (!m_text->has(m_begin + at, length)) {
        m_waits = true;
        const_cast<insight::ContextText&>(*m_text).want(m_begin + at);
        return {};
    }
    return std::string(m_text->bytes().substr(m_begin + at, length));
}

std::shared_ptr<LineBytes> ContextLineSource::bytes() const { return m_text ? std::make_shared<ContextBytes>(m_text, m_begin, m_size) : nullptr; }

} // namespace rlmscope
