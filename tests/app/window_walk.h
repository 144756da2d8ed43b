#pragma once
// Walks the controls of a window as a keyboard and a screen reader meet them.
#include <QAccessible>
#include <QApplication>
#include <QSet>
#include <QStringList>
#include <QTest>
#include <QWidget>

namespace rlmscope::test {

inline QString nameOf(const QWidget* widget) {
    QStringList path;
    for (const auto* w = widget; w && path.size() < 4; w = w->parentWidget())
        path.prepend(QString::fromLatin1(w->metaObject()->className()).section(QStringLiteral("::"), -1) + (w->objectName().isEmpty() ? QString() : QLatin1Char('#') + w->objectName()));
    return path.join(QLatin1Char('/'));
}

/// Everything below `root` that Tab can reach.
inline QList<QWidget*> tabStops(QWidget* root) {
    QList<QWidget*> stops;
    for (auto* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(root) || !widget->isEnabled() || !(widget->focusPolicy() & Qt::TabFocus) || widget->window() != root->window()) continue;
        if (widget->focusProxy() || widget->width() <= 0 || widget->height() <= 0) continue;
        if (widget->visibleRegion().isEmpty()) continue; // in a splitter part that is shut, or scrolled out of sight
        stops << widget;
    }
    return stops;
}

/// Controls that a screen reader would call by nothing.
inline QStringList nameless(QWidget* root) {
    QStringList problems;
    for (auto* widget : tabStops(root)) {
        auto* interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).trimmed().isEmpty()) problems << nameOf(widget);
    }
    return problems;
}

/// Presses Tab until the focus comes back to where it was; says what cannot be reached and what holds the focus.
inline QStringList tabHoles(QWidget* root) {
    const auto stops = tabStops(root);
    QStringList problems;
    if (stops.isEmpty()) return problems;
    stops.first()->setFocus();
    QSet<QWidget*> met;
    QWidget* before = nullptr;
    int stays = 0;
    QString closes;
    for (int i = 0; i < 400; ++i) {
        auto* now = QApplication::focusWidget();
        if (!now) return {QStringLiteral("the focus is lost after ") + nameOf(before)};
        stays = now == before ? stays + 1 : 0; // a page of links goes through them first
        if (stays > 40) return {nameOf(now) + QStringLiteral(" keeps Tab for itself")};
        if (met.contains(now) && !stays) {
            closes = nameOf(before) + QStringLiteral(" -> ") + nameOf(now);
            break;
        }
        met.insert(now);
        before = now;
        QTest::keyClick(now, Qt::Key_Tab);
    }
    for (auto* stop : stops) {
        bool reached = met.contains(stop);
        for (auto* widget : met) reached |= stop->isAncestorOf(widget); // a box whose part takes the keys
        if (!reached && stop->isVisible() && stop->isEnabled() && (stop->focusPolicy() & Qt::TabFocus)) problems << nameOf(stop) + QStringLiteral(" is never reached");
    }
    if (!problems.isEmpty()) problems.prepend(QStringLiteral("the circle closes at ") + closes);
    return problems;
}

/// Texts that are cut: labels and buttons that are narrower than their words, and do not elide on purpose.
inline QStringList cutTexts(QWidget* root) {
    QStringList problems;
    for (auto* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(root) || widget->visibleRegion().isEmpty()) continue;
        const bool button = widget->inherits("QPushButton") || widget->inherits("QCheckBox") || widget->inherits("QRadioButton");
        bool inMenu = false; // tabs without room are in the menu beside their bar
        for (auto* beside : widget->parentWidget() ? widget->parentWidget()->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly) : QList<QWidget*>()) inMenu |= beside->inherits("rlmscope::TabOverflow");
        if (widget->inherits("QTabBar") && !inMenu && widget->width() + 1 < widget->sizeHint().width()) problems << nameOf(widget) + QStringLiteral(": tabs have no room");
        if (!button) continue;
        if (widget->width() + 1 < widget->minimumSizeHint().width()) problems << nameOf(widget) + QStringLiteral(": ") + widget->property("text").toString();
    }
    return problems;
}

} // namespace rlmscope::test
