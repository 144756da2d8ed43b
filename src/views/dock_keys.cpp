#include "views/dock_keys.h"

#include <QStringList>
#include <QVariant>
#include <QWidget>

namespace rlmscope {

namespace {

constexpr char NameProperty[] = "dockName", KeysProperty[] = "dockKeys";

} // namespace

void setDockKeys(QWidget* widget, const QString& dock, const QList<DockKey>& keys) {
    QStringList lines;
    for (const auto& key : keys) lines << key.keys + QLatin1Char('\t') + key.what + QLatin1Char('\t') + (key.important ? QLatin1Char('1') : QLatin1Char('0'));
    widget->setProperty(NameProperty, dock);
    widget->setProperty(KeysProperty, lines);
}

QWidget* dockOf(QWidget* widget) {
    for (; widget; widget = widget->parentWidget())
        if (widget->property(KeysProperty).isValid()) return widget;
    return nullptr;
}

QString dockName(const QWidget* dock) { return dock ? dock->property(NameProperty).toString() : QString(); }

QList<DockKey> dockKeys(const QWidget* dock) {
    QList<DockKey> keys;
    if (!dock) return keys;
    for (const QString& line : dock->property(KeysProperty).toStringList()) {
        const auto parts = line.split(QLatin1Char('\t'));
        if (parts.size() == 3) keys << DockKey{parts[0], parts[1], parts[2] == QLatin1String("1")};
    }
    return keys;
}

QString dockKeysLine(const QWidget* dock) {
    QStringList parts;
    for (const auto& key : dockKeys(dock))
        if (key.important) parts << key.keys + QLatin1Char(' ') + key.what;
    return parts.isEmpty() ? QString() : dockName(dock) + QStringLiteral(": ") + parts.join(QStringLiteral("  ·  "));
}

} // namespace rlmscope
