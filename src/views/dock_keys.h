#pragma once
// The keys that a part of the window understands by itself, said once: the status bar shows them while it has the focus, and
// the sheet of shortcuts lists them.
#include <QList>
#include <QString>

class QWidget;

namespace rlmscope {

struct DockKey {
    QString keys, what; ///< "← →", "fold and unfold"
    bool important = true; ///< has a place in the status bar
};

void setDockKeys(QWidget* widget, const QString& dock, const QList<DockKey>& keys);
/// Of the widget or what it lies in; null when nothing of it has keys.
QWidget* dockOf(QWidget* widget);
QString dockName(const QWidget* dock);
QList<DockKey> dockKeys(const QWidget* dock);
QString dockKeysLine(const QWidget* dock); ///< "Tree: ← → fold · n note"

} // namespace rlmscope
