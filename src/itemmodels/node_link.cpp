#include "itemmodels/node_link.h"

#include <QUrl>
#include <QUrlQuery>

namespace rlmscope {

namespace {

const QString Scheme = QStringLiteral("rlmscope");

QString bare(const QString& text) {
    QString inner = text.trimmed();
    while (inner.size() > 1 && QStringLiteral("<\"'(").contains(inner.front())) inner.remove(0, 1);
    while (inner.size() > 1 && QStringLiteral(">\"').,").contains(inner.back())) inner.chop(1);
    return inner;
}

} // namespace

QString linkText(const NodeLink& link) {
    QString text = Scheme + QStringLiteral("://run/") + QString::fromStdString(link.run.text());
    QStringList parts;
    if (link.event) parts << QStringLiteral("event=%1").arg(link.event);
    if (link.moment) parts << QStringLiteral("moment=%1").arg(link.moment);
    if (!link.value.isEmpty()) parts << QStringLiteral("value=") + QString::fromLatin1(QUrl::toPercentEncoding(link.value));
    return parts.isEmpty() ? text : text + QLatin1Char('?') + parts.join(QLatin1Char('&'));
}

bool looksLikeLink(const QString& text) { return bare(text).startsWith(Scheme + QStringLiteral("://"), Qt::CaseInsensitive); }

std::optional<NodeLink> linkFromText(const QString& text) {
    if (text.size() > 4'000 || !looksLikeLink(text)) return std::nullopt;
    const QUrl url(bare(text), QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != Scheme || url.host() != QLatin1String("run")) return std::nullopt;
    const auto run = RunId::parse(url.path().mid(1).toLower().toStdString());
    if (!run || run->isNull()) return std::nullopt;
    NodeLink link;
    link.run = *run;
    const QUrlQuery query(url);
    const auto number = [&](const char* name, Seq& out) {
        const QString value = query.queryItemValue(QLatin1String(name));
        if (value.isEmpty()) return true;
        bool ok = false;
        out = value.toULongLong(&ok);
        return ok;
    };
    if (!number("event", link.event) || !number("moment", link.moment)) return std::nullopt;
    link.value = query.queryItemValue(QStringLiteral("value"), QUrl::FullyDecoded);
    return link;
}

} // namespace rlmscope
