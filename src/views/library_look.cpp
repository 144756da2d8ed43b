#include "views/library_look.h"

#include "itemmodels/library_model.h"
#include "views/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace rlmscope {


StatusLook stateLook(library::RunState state) {
    using library::RunState; // not that of the trace
    const auto word = LibraryModel::stateWord(state);
    switch (state) {
    case RunState::Running: return {QStringLiteral("running"), word, Token::Acc};
    case RunState::Ok: return {QStringLiteral("ok"), word, Token::Ok};
    case RunState::Warnings: return {QStringLiteral("warning"), word, Token::Warn};
    case RunState::Limit: return {QStringLiteral("budget"), word, Token::Warn};
    case RunState::Error: return {QStringLiteral("error"), word, Token::Err};
    case RunState::Stopped: return {QStringLiteral("stop"), word, Token::Tx2};
    case RunState::Interrupted: return {QStringLiteral("interrupted"), word, Token::Warn};
    case RunState::Damaged: return {QStringLiteral("warning"), word, Token::Err};
    case RunState::Replayed: return {QStringLiteral("replayed"), word, Token::Tx2};
    case RunState::Imported: return {QStringLiteral("import"), word, Token::Tx2};
    case RunState::Simulated: return {QStringLiteral("simulated"), word, Token::Tx2};
    }
    return {};
}

bool hasFilledDisc(const library::LibraryRow& row) {
    using library::RunState;
    switch (row.state) {
    case RunState::Replayed: case RunState::Imported: case RunState::Simulated: case RunState::Interrupted: case RunState::Damaged: return false;
    default: return !row.run.simulated && row.run.importFormat.empty();
    }
}

namespace paint {

void lanes(QPainter& p, const QRectF& rect, const library::LaneRow& lane, bool withLines, bool filled, const QColor& line, const QColor& disc,
           const QColor& background) {
    const double scale = Theme::instance().fontScale();
    const double width = LaneWidth * scale, radius = 4 * scale;
    const auto x = [&](int n) { return rect.left() + width * (n + 0.5); };
    const double top = rect.top(), bottom = rect.bottom(), middle = rect.center().y();
    const QPointF centre(x(lane.lane), middle);
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(line, 1.5 * scale));
    p.setBrush(Qt::NoBrush);
    for (int n = 0; withLines && n < library::LaneRow::Most; ++n) {
        const auto bit = static_cast<std::uint8_t>(1U << n);
        if (lane.passing & bit) p.drawLine(QPointF(x(n), top), QPointF(x(n), bottom));
        // A curve within the row, so that the lines of two rows meet at its edge.
        const auto curve = [&](double from) {
            QPainterPath path(QPointF(x(n), from));
            if (n == lane.lane) path.lineTo(centre);
            else path.cubicTo(QPointF(x(n), middle), QPointF(x(n), middle), centre);
            p.drawPath(path);
        };
        if (lane.joining & bit) curve(top);
        if (lane.leaving & bit) curve(bottom);
    }
    p.setPen(QPen(disc, 1.5 * scale));
    p.setBrush(filled ? disc : background);
    p.drawEllipse(centre, radius, radius);
    p.restore();
}

} // namespace paint
} // namespace rlmscope
