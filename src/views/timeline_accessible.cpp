#include "views/timeline_accessible.h"

#include "itemmodels/format.h"
#include "itemmodels/timeline_words.h"
#include "views/timeline_canvas.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QScrollBar>

namespace rlmscope {

namespace {

class CanvasAccessible;

/// Interfaces are made as they are asked for and kept by number.
class Children {
public:
    ~Children() { clear(); }
    template<typename Make>
    QAccessibleInterface* get(std::uint32_t number, Make make) {
        if (const auto found = m_ids.constFind(number); found != m_ids.constEnd()) return QAccessible::accessibleInterface(*found);
        QAccessibleInterface* item = make();
        m_ids.insert(number, QAccessible::registerAccessibleInterface(item));
        return item;
    }
    void clear() {
        for (const QAccessible::Id id : std::as_const(m_ids)) QAccessible::deleteAccessibleInterface(id);
        m_ids.clear();
    }

private:
    QHash<std::uint32_t, QAccessible::Id> m_ids;
};

/// What rows and bars have in common: no object of their own.
class Part : public QAccessibleInterface {
public:
    explicit Part(const CanvasAccessible* canvas) : m_canvas(canvas) {}
    QObject* object() const override { return nullptr; }
    void setText(QAccessible::Text, const QString&) override {}
    TimelineCanvas* canvas() const;

protected:
    const CanvasAccessible* m_canvas;
};

class BarAccessible : public Part, public QAccessibleActionInterface {
public:
    BarAccessible(const CanvasAccessible* canvas, std::uint32_t bar) : Part(canvas), m_bar(bar) {}
    std::uint32_t bar() const { return m_bar; }
    bool isValid() const override { return m_bar < canvas()->bars().bars.size(); }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessibleInterface* parent() const override;
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QRect rect() const override {
        const QRect r = canvas()->rectOf(m_bar);
        return {canvas()->viewport()->mapToGlobal(r.topLeft()), r.size()};
    }
    NodeIndex node() const { return canvas()->bars().bars[m_bar].node; }
    QString text(QAccessible::Text what) const override {
        const RunDocument* document = canvas()->timeline()->document();
        if (!document || !isValid()) return {};
        if (what == QAccessible::Name) return words::nodeSentence(*document, node());
        if (what != QAccessible::Description) return {};
        QStringList facts;
        for (const auto& [name, value] : words::nodeFacts(*document, node())) facts << name + QLatin1Char(' ') + value;
        return facts.join(format::comma());
    }
    QAccessible::State state() const override {
        QAccessible::State s;
        s.selectable = s.focusable = true;
        s.selected = isValid() && node() == canvas()->node();
        s.focused = s.selected && canvas()->hasFocus();
        s.offscreen = !canvas()->viewport()->rect().intersects(canvas()->rectOf(m_bar));
        return s;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (name != pressAction() || !isValid()) return;
        canvas()->setNode(node());
        Q_EMIT canvas()->nodeChosen(node());
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    std::uint32_t m_bar;
};

class RowAccessible : public Part {
public:
    RowAccessible(const CanvasAccessible* canvas, int shown) : Part(canvas), m_shown(shown) {}
    int shown() const { return m_shown; }
    const insight::BarRow& row() const {
        return canvas()->bars().rows[canvas()->rows().rows[static_cast<std::size_t>(m_shown)].row];
    }
    bool isValid() const override { return m_shown < static_cast<int>(canvas()->rows().rows.size()); }
    QAccessible::Role role() const override { return QAccessible::List; }
    QAccessibleInterface* parent() const override;
    int childCount() const override { return isValid() ? static_cast<int>(row().count) : 0; }
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* bar = dynamic_cast<const BarAccessible*>(child);
        return bar ? static_cast<int>(bar->bar() - row().first) : -1;
    }
    QRect rect() const override {
        const auto& r = canvas()->rows().rows[static_cast<std::size_t>(m_shown)];
        const int top = canvas()->axisHeight() + r.y - canvas()->verticalScrollBar()->value();
        return {canvas()->viewport()->mapToGlobal(QPoint(0, top)), QSize(canvas()->viewport()->width(), r.height)};
    }
    QString text(QAccessible::Text what) const override {
        if (what != QAccessible::Name || !isValid()) return {};
        QString name;
        for (const auto& label : canvas()->rows().labels)
            if (label.band == row().band && label.calls == (row().kind == insight::RowKind::Calls)) name = canvas()->labelOf(label);
        return TimelineCanvas::tr("%1: %n bar(s)", nullptr, static_cast<int>(row().count)).arg(name);
    }
    QAccessible::State state() const override {
        QAccessible::State s;
        s.readOnly = true;
        return s;
    }

private:
    int m_shown;
};

class CanvasAccessible : public QAccessibleWidget {
public:
    explicit CanvasAccessible(TimelineCanvas* canvas) : QAccessibleWidget(canvas, QAccessible::Chart) {}
    TimelineCanvas* canvas() const { return static_cast<TimelineCanvas*>(widget()); }
    int childCount() const override { return static_cast<int>(canvas()->rows().rows.size()); }
    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) return nullptr;
        return m_rows.get(static_cast<std::uint32_t>(index), [&] { return new RowAccessible(this, index); });
    }
    QAccessibleInterface* bar(std::uint32_t index) const {
        if (index >= canvas()->bars().bars.size()) return nullptr;
        return m_bars.get(index, [&] { return new BarAccessible(this, index); });
    }
    QAccessibleInterface* rowOfBar(std::uint32_t index) const {
        const auto shown = canvas()->rows().shownAs[canvas()->bars().rowOfBar(index)];
        return shown == UINT32_MAX ? nullptr : child(static_cast<int>(shown));
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* row = dynamic_cast<const RowAccessible*>(child);
        return row ? row->shown() : -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override { return bar(canvas()->barAt(canvas()->viewport()->mapFromGlobal(QPoint(x, y)))); }
    QAccessibleInterface* focusChild() const override { return bar(canvas()->bars().barOfNode(canvas()->node())); }
    void forget() {
        m_bars.clear();
        m_rows.clear();
    }

private:
    mutable Children m_rows, m_bars;
};

TimelineCanvas* Part::canvas() const { return m_canvas->canvas(); }
QAccessibleInterface* BarAccessible::parent() const { return m_canvas->rowOfBar(m_bar); }
QAccessibleInterface* RowAccessible::parent() const { return const_cast<CanvasAccessible*>(m_canvas); }
QAccessibleInterface* RowAccessible::child(int index) const {
    return index < 0 || index >= childCount() ? nullptr : m_canvas->bar(row().first + static_cast<std::uint32_t>(index));
}
QAccessibleInterface* RowAccessible::childAt(int x, int y) const { return m_canvas->childAt(x, y); }

QAccessibleInterface* timelineFactory(const QString&, QObject* object) {
    auto* canvas = qobject_cast<TimelineCanvas*>(object);
    return canvas ? new CanvasAccessible(canvas) : nullptr;
}

} // namespace

void installTimelineAccessibility() {
    static const bool done = [] {
        QAccessible::installFactory(timelineFactory);
        return true;
    }();
    Q_UNUSED(done)
}

void forgetTimelineAccessibility(TimelineCanvas* canvas) {
    if (!QAccessible::isActive()) return;
    if (auto* known = dynamic_cast<CanvasAccessible*>(QAccessible::queryAccessibleInterface(canvas))) known->forget();
}

} // namespace rlmscope
