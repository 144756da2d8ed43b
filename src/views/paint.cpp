#include "views/paint.h"

#include "views/icon.h"
#include "views/pixmap_store.h"
#include "views/theme.h"

#include <QCache>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFontMetricsF>
#include <QPainter>
#include <QPixmap>
#include <QStaticText>

#include <algorithm>
#include <array>
#include <cmath>

namespace rlmscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("rlmscope::Status", text); }

} // namespace

const KindLook& kindLook(CallTreeModel::RowKind kind) {
    static const std::array<KindLook, 6> looks{{
        {QStringLiteral("frame"), Token::Frame, Token::TintFrame},
        {QStringLiteral("turn"), Token::Turn, Token::Line},
        {QStringLiteral("model"), Token::Model, Token::TintModel},
        {QStringLiteral("cell"), Token::Cell, Token::TintCell},
        {QStringLiteral("sub"), Token::Sub, Token::TintSub},
        {QStringLiteral("group"), Token::Sub, Token::TintSub},
    }};
    return looks[static_cast<std::size_t>(std::clamp<int>(kind, 0, 5))];
}

KindLook kindLook(NodeKind kind) {
    switch (kind) {
    case NodeKind::Frame: return kindLook(CallTreeModel::FrameRow);
    case NodeKind::Turn: return kindLook(CallTreeModel::TurnRow);
    case NodeKind::ModelCall: return kindLook(CallTreeModel::ModelRow);
    case NodeKind::Cell: return kindLook(CallTreeModel::CellRow);
    case NodeKind::SubCall: break;
    }
    return kindLook(CallTreeModel::SubCallRow);
}

StatusLook statusLook(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return {QStringLiteral("queued"), tr("queued"), Token::Tx3};
    case NodeStatus::Running: return {QStringLiteral("running"), tr("running"), Token::Acc};
    case NodeStatus::Ok: return {QStringLiteral("ok"), tr("ok"), Token::Ok};
    case NodeStatus::Error: return {QStringLiteral("error"), tr("failed"), Token::Err};
    case NodeStatus::Cancelled: return {QStringLiteral("stop"), tr("stopped"), Token::Tx3};
    case NodeStatus::Interrupted: break;
    }
    return {QStringLiteral("interrupted"), tr("interrupted"), Token::Warn};
}

StatusLook pausedLook() { return {QStringLiteral("paused"), tr("paused"), Token::Warn}; }

namespace paint {

namespace {

Token textToken(BadgeTone tone) {
    return tone == BadgeTone::Neutral ? Token::Tx2 : tone == BadgeTone::Warning ? Token::Warn : Token::Err;
}
Token fillToken(BadgeTone tone) {
    return tone == BadgeTone::Neutral ? Token::Base : tone == BadgeTone::Warning ? Token::WarnFill : Token::ErrFill;
}
Token edgeToken(BadgeTone tone) {
    return tone == BadgeTone::Neutral ? Token::Line2 : tone == BadgeTone::Warning ? Token::WarnEdge : Token::ErrEdge;
}
QString toneIcon(BadgeTone tone) {
    return tone == BadgeTone::Warning ? QStringLiteral("warning") : QStringLiteral("error");
}

// A line of text that has been shaped, and elided for a room when it did not fit: most of what a frame of a live run draws
// it has drawn before.
struct TextKey {
    QString text;
    QFont font;
    int room; ///< that it was elided for; -1 = whole
    friend bool operator==(const TextKey& a, const TextKey& b) { return a.room == b.room && a.text == b.text && a.font == b.font; }
};
size_t qHash(const TextKey& key, size_t seed = 0) { return qHashMulti(seed, key.text, key.font, key.room); }

struct PreparedText {
    QStaticText text;
    double width = 0, height = 0;
    bool isSimple = true; ///< else text is only what to draw
};

// Line breaks and writing from right to left are for QPainter's own way.
bool isPlainLine(const QString& text) {
    return std::none_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || (c >= QChar(0x0590) && c <= QChar(0x08ff)) || c == QChar::LineSeparator || c == QChar::ParagraphSeparator; });
}

const PreparedText& prepared(const QString& text, const QFont& font, double room) {
    constexpr int MostKept = 4096;
    static auto* cache = [] {
        static QCache<TextKey, PreparedText> made(MostKept);
        qAddPostRoutine([] { made.clear(); }); // fonts end with the application
        return &made;
    }();
    const auto make = [&](const QString& shown, int key) -> const PreparedText& {
        auto* line = new PreparedText;
        const QFontMetricsF metrics(font);
        line->isSimple = isPlainLine(shown);
        line->width = metrics.horizontalAdvance(shown);
        line->height = metrics.height();
        line->text.setTextFormat(Qt::PlainText);
        line->text.setText(shown);
        if (line->isSimple) line->text.prepare({}, font);
        // A font that stands in for characters this one lacks has another height, and only QPainter centres such a line.
        line->isSimple = line->isSimple && std::abs(line->text.size().height() - line->height) < 1;
        cache->insert({text, font, key}, line);
        return *line;
    };
    const PreparedText* whole = cache->object({text, font, -1});
    if (!whole) whole = &make(text, -1);
    if (whole->width <= room) return *whole;
    const int key = static_cast<int>(room);
    if (const PreparedText* cut = cache->object({text, font, key})) return *cut;
    return make(QFontMetricsF(font).elidedText(text, Qt::ElideRight, room), key);
}

} // namespace

int badgeWidth(const QString& text, BadgeTone tone) {
    const int icon = tone == BadgeTone::Neutral ? 0 : Theme::instance().px(15);
    return static_cast<int>(std::ceil(QFontMetricsF(themed(FontRole::Hint)).horizontalAdvance(text))) + 12 + icon;
}

int badge(QPainter& p, const QRectF& rect, const QString& text, BadgeTone tone, bool onSelection) {
    const int width = badgeWidth(text, tone);
    const double height = Theme::instance().px(17);
    const QRectF box(rect.left(), std::round(rect.center().y() - height / 2), width, height);
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(themed(edgeToken(tone)), 1));
    QColor fill = themed(fillToken(tone));
    if (onSelection && tone == BadgeTone::Neutral)
        fill.setAlpha(0);
    p.setBrush(fill);
    p.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    double x = box.left() + 6;
    if (tone != BadgeTone::Neutral) {
        const double size = Theme::instance().px(13);
        paintIcon(p, QRectF(x - 1, std::round(box.center().y() - size / 2), size, size), toneIcon(tone), themed(textToken(tone)));
        x += Theme::instance().px(15);
    }
    p.setFont(themed(FontRole::Hint));
    const bool bare = onSelection && tone == BadgeTone::Neutral;
    p.setPen(themed(bare ? Token::SelText : textToken(tone)));
    p.drawText(QRectF(x, box.top(), box.right() - x, box.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
    p.restore();
    return width;
}

void runningRing(QPainter& p, const QRectF& rect, const QColor& color) {
    static const QElapsedTimer clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    const int step = Theme::instance().reduceMotion() ? 0 : static_cast<int>(clock.elapsed() / 125 % 8);
    const qreal dpr = p.device()->devicePixelRatioF();
    const QPixmap ring = storedPixmap({QStringLiteral("ring%1").arg(step), (rect.size() * dpr).toSize(), color.rgba(), dpr}, [&](QPainter& on) {
        const QRectF r = QRectF(QPointF(), rect.size()).adjusted(2, 2, -2, -2);
        QColor soft = color;
        soft.setAlphaF(0.25f);
        on.setPen(QPen(soft, 1.5));
        on.drawEllipse(r);
        on.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap));
        on.drawArc(r, (90 - step * 45) * 16, -115 * 16);
    });
    p.drawPixmap(rect.topLeft(), ring);
}

void track(QPainter& p, const QRectF& rect, Token fill) {
    p.fillRect(rect, themed(fill));
    if (!Theme::instance().isHighContrast())
        return;
    p.save();
    p.setRenderHint(QPainter::Antialiasing, false);
    p.setPen(QPen(themed(Token::Line), 0));
    p.setBrush(Qt::NoBrush);
    p.drawRect(rect.adjusted(0, 0, -1, -1));
    p.restore();
}

void hatch(QPainter& p, const QRectF& rect, const QColor& color) {
    if (rect.width() <= 0)
        return;
    p.save();
    p.setClipRect(rect, Qt::IntersectClip);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(color, 2));
    for (double x = rect.left() - rect.height(); x < rect.right() + 2; x += 5.65) // 4 px across the stripes
        p.drawLine(QPointF(x, rect.bottom() + 1), QPointF(x + rect.height() + 2, rect.top() - 1));
    p.restore();
}

void moneyBar(QPainter& p, const QRectF& rect, const Money& money) {
    const double most = std::max({money.limit, money.spent + money.reserved, money.estimate});
    const double scale = money.scale > 0 ? money.scale : most > 0 ? most * (money.limit > 0 && most <= money.limit ? 1.0 : 1.15) : 1;
    const auto at = [&](double usd) { return rect.left() + std::round(rect.width() * std::min(1.0, usd / scale)); };
    p.save();
    p.setRenderHint(QPainter::Antialiasing, false);
    track(p, rect);
    const QRectF reserved(at(money.spent), rect.top(), at(money.spent + money.reserved) - at(money.spent), rect.height());
    if (reserved.width() > 0)
        hatch(p, reserved, themed(Token::Sub));
    double spentEnd = at(money.spent);
    if (money.spent > 0)
        spentEnd = std::max(spentEnd, rect.left() + 1); // never invisible
    p.fillRect(QRectF(rect.left(), rect.top(), spentEnd - rect.left(), rect.height()), themed(Token::Frame));
    if (money.estimate > 0) {
        QPen pen(themed(Token::Tx3), 1, Qt::CustomDashLine);
        pen.setDashPattern({3, 2});
        p.setPen(pen);
        p.drawLine(QPointF(at(money.estimate), rect.top() - 2), QPointF(at(money.estimate), rect.bottom() + 2));
    }
    if (money.limit > 0 && at(money.limit) < rect.right() - 1)
        p.fillRect(QRectF(at(money.limit) - 1, rect.top() - 4, 2, rect.height() + 8), themed(Token::ErrEdge));
    p.restore();
}

int headerWidth(const QString& title, bool sorts) {
    constexpr int Margins = 2 * 8 + 5, Mark = 18; // as the style draws them
    return QFontMetrics(themed(FontRole::Small)).horizontalAdvance(title) + Margins + (sorts ? Mark : 0);
}

int text(QPainter& p, const QRectF& rect, const QString& text, const QFont& font, const QColor& color,
         Qt::Alignment align) {
    if (text.isEmpty() || rect.width() < 4)
        return 0;
    p.setFont(font);
    p.setPen(color);
    const PreparedText& line = prepared(text, font, rect.width());
    if (!line.isSimple) {
        p.drawText(rect, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine, line.text.text());
    } else {
        const double spare = rect.width() - line.width;
        const double x = align & Qt::AlignRight ? spare : align & Qt::AlignHCenter ? spare / 2 : 0;
        p.drawStaticText(QPointF(rect.left() + x, rect.top() + (rect.height() - line.height) / 2), line.text);
    }
    return static_cast<int>(std::ceil(std::min(rect.width(), line.width)));
}

void hairline(QPainter& p, double x1, double y1, double x2, double y2, const QColor& color) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing, false);
    p.setPen(QPen(color, 0));
    p.drawLine(QPointF(x1, y1), QPointF(x2, y2));
    p.restore();
}

void hairline(QPainter& p, const QRect& place) {
    const QRectF r(place);
    if (place.width() >= place.height())
        hairline(p, r.left(), r.center().y(), r.right(), r.center().y(), themed(Token::Line));
    else
        hairline(p, r.center().x(), r.top(), r.center().x(), r.bottom(), themed(Token::Line));
}

} // namespace paint
} // namespace rlmscope
