#pragma once
// A document of the context, or all of them as one strip, as lines for a view. Bytes that are not fetched yet are asked for
// and come.
#include "insight/context_text.h"
#include "itemmodels/line_source.h"

#include <memory>
#include <optional>

namespace rlmscope {

class ContextLineSource : public LineSource {
    Q_OBJECT
public:
    using LineSource::LineSource;

    /// Document -1: the whole strip. Null text: empty.
    void setText(std::shared_ptr<const insight::ContextText> text, int document);
    int document() const { return m_document; }
    std::uint64_t begin() const { return m_begin; } ///< of the source, in the strip

    /// More of the text is there: whoever fills it calls this, in the GUI thread.
    void advance();

    std::uint64_t byteSize() const override { return m_size; }
    std::uint64_t lineCount() const override;
    bool isComplete() const override;
    std::optional<std::uint64_t> byteOf(std::uint64_t line) const override;
    std::optional<std::uint64_t> lineOf(std::uint64_t byte) const override;
    std::optional<std::string> read(std::uint64_t at, std::uint64_t length) override;
    std::shared_ptr<LineBytes> bytes() const override;

private:
    std::uint64_t firstLine() const;
    std::shared_ptr<const insight::ContextText> m_text;
    int m_document = -1;
    std::uint64_t m_begin = 0, m_size = 0;
    bool m_waits = false, m_told = false;
};

} // namespace rlmscope
