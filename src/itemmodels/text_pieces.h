#pragma once
// A LineSource over texts of a trace: one text, or the pieces in which a cell wrote its output. What is not in memory is
// read from the file when it is looked at; nothing is ever loaded whole.
#include "itemmodels/line_source.h"
#include "trace/messages.h"

#include <filesystem>

namespace rlmscope {

class TextPieces : public LineSource {
    Q_OBJECT
public:
    struct Piece {
        Text text;
        bool isError = false; ///< stderr
    };
    explicit TextPieces(QObject* parent = nullptr) : LineSource(parent) {}
    /// `trace`: where the texts lie that are not loaded. `complete`: no more will be added.
    void setPieces(std::filesystem::path trace, std::vector<Piece> pieces, bool complete);
    void setText(const QString& text); ///< in memory, complete
    void append(Piece piece);
    void setComplete(bool complete);
    /// While another writes the trace, no reader of it may stay open.
    void setKeepsOpen(bool keeps);

    bool isErrorAt(std::uint64_t byte) const;
    /// Where a byte of one stream (its own count) lies in all of it.
    std::uint64_t placeInAll(std::uint64_t byteOfStream, bool isError) const;
    std::uint64_t errorBytes() const { return m_errorBytes; }
    bool isEmpty() const { return byteSize() == 0; }

    std::uint64_t byteSize() const override { return m_ends.empty() ? 0 : m_ends.back(); }
    std::uint64_t lineCount() const override { return lines().size(); }
    bool isComplete() const override { return m_complete; }
    std::optional<std::uint64_t> byteOf(std::uint64_t line) const override;
    std::optional<std::uint64_t> lineOf(std::uint64_t byte) const override;
    std::optional<std::string> read(std::uint64_t at, std::uint64_t length) override;
    std::shared_ptr<LineBytes> bytes() const override;

private:
    /// Line begins; looked for when first asked, in the calling thread. TextRows does not ask.
    const std::vector<std::uint64_t>& lines() const;

    std::filesystem::path m_trace;
    std::vector<Piece> m_pieces;
    std::vector<std::uint64_t> m_ends; ///< of each piece, bytes from the beginning
    std::uint64_t m_errorBytes = 0;
    bool m_complete = true, m_keepsOpen = true;
    mutable std::shared_ptr<LineBytes> m_bytes; ///< as it is now; null = has changed
    mutable std::vector<std::uint64_t> m_lines;
    mutable bool m_linesKnown = false;
};

} // namespace rlmscope
