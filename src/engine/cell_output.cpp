#include "engine/cell_output.h"

#include "base/text.h"
#include "engine/prompts.h"

#include <algorithm>

namespace rlmscope {

void CellOutputCollector::add(OutputStream stream, std::string_view utf8, bool late) {
    if (utf8.empty()) return;
    const std::lock_guard lock(m_mutex);
    Head& head = m_heads[static_cast<int>(stream)];
    if (head.chars < m_limit) head.text += headCodePoints(utf8, m_limit - head.chars);
    head.chars += codePoints(utf8);
    if (m_pending.empty() || m_pending.back().stream != stream || m_pending.back().late != late)
        m_pending.push_back({stream, late, {}});
    m_pending.back().text += utf8;
    m_pendingBytes += utf8.size();
    if (m_pendingBytes >= FlushBytes) {
        write();
    } else if (!m_timed) {
        m_timed = true;
        m_loop.after(FlushAfter, [self = shared_from_this()] { self->flush(); });
    }
}

void CellOutputCollector::flush() {
    const std::lock_guard lock(m_mutex);
    m_timed = false;
    write();
}

void CellOutputCollector::write() {
    for (Piece& piece : m_pending)
        m_sink.append(m_cell, {}, CellOutput{piece.stream, std::move(piece.text), piece.late});
    m_pending.clear();
    m_pendingBytes = 0;
}

CellOutputCollector::Visible CellOutputCollector::visible() const {
    const std::lock_guard lock(m_mutex);
    const Head& out = m_heads[static_cast<int>(OutputStream::Stdout)];
    const Head& err = m_heads[static_cast<int>(OutputStream::Stderr)];
    const std::uint64_t outRoom = m_limit - std::min<std::uint64_t>(err.chars, m_limit / 2);
    const std::uint64_t outShown = std::min<std::uint64_t>(out.chars, outRoom);
    const std::uint64_t errShown = std::min<std::uint64_t>(err.chars, m_limit - outShown);
    Visible visible;
    const auto show = [&](const Head& head, std::uint64_t shown, std::string_view name) {
        if (head.chars == 0) return;
        if (!visible.text.empty() && !visible.text.ends_with('\n')) visible.text += '\n';
        visible.text += headCodePoints(head.text, shown);
        if (shown == head.chars) return;
        visible.truncated = true;
        visible.text += "\n[" + std::string(name) + " cut: the first " + withThousands(shown) + " of " +
                        withThousands(head.chars) + " characters are shown]";
    };
    show(out, outShown, "output");
    show(err, errShown, "stderr");
    return visible;
}

} // namespace rlmscope
