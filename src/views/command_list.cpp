#include "views/command_list.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSet>

namespace rlmscope {

namespace {

QString plain(QString text) {
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(QLatin1Char('&'));
    text.replace(QLatin1Char('\x01'), QLatin1Char('&'));
    if (text.endsWith(QChar(0x2026))) text.chop(1);
    return text.section(QLatin1Char('\t'), 0, 0).trimmed();
}

class Collector {
public:
    explicit Collector(bool all) : m_all(all) {}
    QVector<OmniCommand> commands;

    void addMenu(QMenu* menu, const QString& path) {
        for (auto* action : menu->actions()) {
            if (auto* below = action->menu()) addMenu(below, path + QStringLiteral(" › ") + plain(action->text()));
            else add(action, path);
        }
    }
    void add(QAction* action, const QString& menu) {
        const QString text = plain(action->text());
        if (text.isEmpty() || action->isSeparator() || action->menu() || m_seen.contains(action)) return;
        m_seen.insert(action);
        if (!m_all && (!action->isEnabled() || !action->isVisible())) return;
        QStringList keys;
        for (const auto& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
        const QString tip = action->property("commandText").toString();
        commands << OmniCommand{action, tip.isEmpty() ? text : tip, menu.isEmpty() ? action->property("group").toString() : menu, keys.join(QStringLiteral(", "))};
    }

private:
    bool m_all;
    QSet<QAction*> m_seen;
};

} // namespace

QVector<OmniCommand> commandsOf(QWidget* window, bool all) {
    Collector collector(all);
    if (auto* main = qobject_cast<QMainWindow*>(window); main && main->menuBar())
        for (auto* action : main->menuBar()->actions())
            if (action->menu()) collector.addMenu(action->menu(), plain(action->text()));
    for (auto* action : window->actions()) collector.add(action, {});
    // Of parts of the window: only those that some widget offers, not what a line edit has for its icon.
    for (auto* action : window->findChildren<QAction*>())
        if (!action->shortcut().isEmpty() || action->property("group").isValid()) collector.add(action, {});
    return collector.commands;
}

} // namespace rlmscope
