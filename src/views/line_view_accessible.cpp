// What a screen reader gets of a LineView: the rows that are seen, as one text. The whole may be gigabytes; scrolling and
// moving the caret changes what is said.
#include "views/line_view.h"

#include <QAccessibleWidget>

namespace rlmscope {
namespace {

class LineViewAccessible : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    explicit LineViewAccessible(LineView* view) : QAccessibleWidget(view, QAccessible::EditableText) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface*>(this) : QAccessibleWidget::interface_cast(type);
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        state.selectableText = true;
        return state;
    }
    QString text(QAccessible::Text what) const override {
        return what == QAccessible::Value ? seen() : QAccessibleWidget::text(what);
    }

    int characterCount() const override { return static_cast<int>(seen().size()); }
    QString text(int begin, int end) const override { return seen().mid(begin, end - begin); }
    int cursorPosition() const override { return offsetOf(view()->caret()); }
    void setCursorPosition(int offset) override { view()->goToByte(byteOf(offset)); }
    int selectionCount() const override { return view()->hasSelection() ? 1 : 0; }
    void selection(int index, int* begin, int* end) const override {
        *begin = *end = 0;
        if (index != 0 || !view()->hasSelection()) return;
        *begin = offsetOf(view()->selectionBegin());
        *end = offsetOf(view()->selectionEnd());
    }
    void addSelection(int begin, int end) override { view()->select(byteOf(begin), byteOf(end)); }
    void removeSelection(int) override { view()->clearSelection(); }
    void setSelection(int, int begin, int end) override { addSelection(begin, end); }
    QRect characterRect(int offset) const override {
        const auto row = static_cast<int>(seen().left(offset).count(QLatin1Char('\n')));
        const QRect r = view()->viewport()->rect();
        return {view()->viewport()->mapToGlobal(QPoint(r.left(), row * view()->rowHeight())), QSize(r.width(), view()->rowHeight())};
    }
    int offsetAtPoint(const QPoint& point) const override {
        const int row = view()->viewport()->mapFromGlobal(point).y() / view()->rowHeight();
        int offset = 0;
        const auto rows = seen().split(QLatin1Char('\n'));
        for (int i = 0; i < row && i < rows.size(); ++i) offset += static_cast<int>(rows.at(i).size()) + 1;
        return offset;
    }
    void scrollToSubstring(int begin, int) override { view()->goToByte(byteOf(begin)); }
    QString attributes(int, int* begin, int* end) const override {
        *begin = 0;
        *end = characterCount();
        return {};
    }

private:
    LineView* view() const { return static_cast<LineView*>(widget()); }
    template<typename Visit>
    void eachRow(Visit visit) const {
        const quint64 first = view()->firstVisibleRow(), end = std::min(view()->rows().rowCount(), first + static_cast<quint64>(view()->visibleRows()));
        for (quint64 row = first; row < end; ++row)
            if (!visit(row, view()->textOfRow(row))) return;
    }
    QString seen() const {
        QStringList rows;
        eachRow([&](quint64, const QString& text) {
            rows << text;
            return true;
        });
        return rows.join(QLatin1Char('\n'));
    }
    int offsetOf(quint64 byte) const {
        int offset = 0;
        eachRow([&](quint64 row, const QString& text) {
            const auto [begin, end] = view()->bytesOfRow(row);
            if (byte < begin) return false;
            if (byte < end) {
                offset += view()->unitOfByte(row, byte);
                return false;
            }
            offset += static_cast<int>(text.size()) + 1;
            return true;
        });
        return offset;
    }
    quint64 byteOf(int offset) const {
        quint64 byte = view()->caret();
        eachRow([&](quint64 row, const QString& text) {
            if (offset <= text.size()) {
                byte = view()->byteOfUnit(row, std::max(0, offset));
                return false;
            }
            offset -= static_cast<int>(text.size()) + 1;
            return true;
        });
        return byte;
    }
};

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* view = qobject_cast<LineView*>(object);
    return view ? new LineViewAccessible(view) : nullptr;
}

} // namespace

void installLineViewAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(installed);
}

} // namespace rlmscope
