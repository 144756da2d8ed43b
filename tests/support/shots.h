#pragma once
// What every program that grabs pictures of the window needs.
#include "trace/run_tree.h"
#include "views/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QString>

#include <functional>

namespace rlmscope::test {

/// Lets the window live until the condition holds; false when it does not within this time.
inline bool waitUntil(const std::function<bool()>& condition, int ms = 60000) {
    QElapsedTimer timer;
    timer.start();
    while (!condition() && timer.elapsed() < ms) QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    return condition();
}

inline void settle(int ms = 400) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms) QApplication::processEvents(QEventLoop::AllEvents, 20);
}

inline NodeIndex firstNode(const RunTree& tree, NodeKind kind, const std::function<bool(NodeIndex)>& fits = nullptr) {
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i)
        if (tree.node(i).kind == kind && (!fits || fits(i))) return i;
    return NoNode;
}

inline ThemeChoice themeNamed(const QString& name) {
    if (name == QLatin1String("dark")) return ThemeChoice::Dark;
    return name == QLatin1String("high-contrast") ? ThemeChoice::HighContrast : ThemeChoice::Light;
}

} // namespace rlmscope::test
