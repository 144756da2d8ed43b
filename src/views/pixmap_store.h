#pragma once
// Small pictures that are drawn again and again, many times a frame: icons, the steps of the running ring.
#include <QPixmap>
#include <QString>

#include <functional>

namespace rlmscope {

/// Names a picture without putting a text together for each look, as a key of QPixmapCache would need.
struct PixmapKey {
    QString name;
    QSize device; ///< in device pixels
    QRgb color = 0;
    qreal devicePixelRatio = 1;
    friend bool operator==(const PixmapKey&, const PixmapKey&) = default;
};
size_t qHash(const PixmapKey& key, size_t seed = 0);

/// The picture, drawn by `paint` (in logical pixels, on a transparent ground, antialiased) when it is not kept already.
/// Kept within the limit of QPixmapCache. GUI thread only.
QPixmap storedPixmap(const PixmapKey& key, const std::function<void(QPainter&)>& paint);

} // namespace rlmscope
