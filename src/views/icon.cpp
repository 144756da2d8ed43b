#include "views/icon.h"

#include "views/pixmap_store.h"
#include "views/theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <optional>

namespace rlmscope {

namespace {

QString pathOf(const QString& name) {
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

const QByteArray& source(const QString& name) {
    static QHash<QString, QByteArray> sources; // GUI thread only
    auto it = sources.find(name);
    if (it == sources.end()) {
        QFile file(pathOf(name));
        if (!file.open(QIODevice::ReadOnly))
            qWarning("no icon named %s", qUtf8Printable(name));
        it = sources.insert(name, file.readAll());
    }
    return *it;
}

class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(QString name, std::optional<Token> token) : m_name(std::move(name)), m_token(token) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        paintIcon(*painter, rect, m_name, tint(mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return iconPixmap(m_name, size, tint(mode, state), 1);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
        // Qt asks with the size already multiplied by the scale.
        return iconPixmap(m_name, QSizeF(size) / scale, tint(mode, state), scale);
    }
    QString key() const override { return QStringLiteral("rlmscope"); }
    QIconEngine* clone() const override { return new TintedIconEngine(*this); }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }

private:
    QColor tint(QIcon::Mode mode, QIcon::State state) const {
        const Theme& theme = Theme::instance();
        if (mode == QIcon::Disabled) {
            QColor faded = theme.color(Token::Tx3);
            faded.setAlphaF(0.6f);
            return faded;
        }
        if (m_token)
            return theme.color(*m_token);
        if (mode == QIcon::Selected)
            return theme.color(Token::SelText);
        return theme.color(state == QIcon::On ? Token::Acc : Token::Tx);
    }

    QString m_name;
    std::optional<Token> m_token;
};

} // namespace

QIcon icon(const QString& name) {
    return QIcon(new TintedIconEngine(name, std::nullopt));
}

QIcon icon(const QString& name, Token token) {
    return QIcon(new TintedIconEngine(name, token));
}

bool hasIcon(const QString& name) {
    return QFile::exists(pathOf(name));
}

QPixmap iconPixmap(const QString& name, const QSizeF& size, const QColor& color, qreal devicePixelRatio) {
    const QSize device = (size * devicePixelRatio).toSize();
    if (device.isEmpty())
        return {};
    return storedPixmap({name, device, color.rgba(), devicePixelRatio}, [&](QPainter& p) {
        QByteArray svg = source(name);
        svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        p.setOpacity(color.alphaF());
        renderer.render(&p, QRectF(QPointF(), QSizeF(device) / devicePixelRatio));
    });
}

void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color) {
    const qreal dpr = painter.device()->devicePixelRatioF();
    painter.drawPixmap(rect.topLeft(), iconPixmap(name, rect.size(), color, dpr));
}

} // namespace rlmscope
