#include "views/pixmap_store.h"

#include <QHash>
#include <QPainter>
#include <QPixmapCache>

namespace rlmscope {

size_t qHash(const PixmapKey& key, size_t seed) {
    return qHashMulti(seed, key.name, key.device.width(), key.device.height(), key.color, key.devicePixelRatio);
}

QPixmap storedPixmap(const PixmapKey& key, const std::function<void(QPainter&)>& paint) {
    static QHash<PixmapKey, QPixmapCache::Key> known; // the cache itself ends with the application
    QPixmap pixmap;
    if (const auto it = known.constFind(key); it != known.constEnd() && QPixmapCache::find(*it, &pixmap)) return pixmap;
    pixmap = QPixmap(key.device);
    pixmap.setDevicePixelRatio(key.devicePixelRatio);
    pixmap.fill(Qt::transparent);
    {
        QPainter p(&pixmap);
        p.setRenderHint(QPainter::Antialiasing);
        paint(p);
    }
    known.insert(key, QPixmapCache::insert(pixmap));
    return pixmap;
}

} // namespace rlmscope
