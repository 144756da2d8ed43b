// A LineView's mouse, keyboard, selection and menu.
#include "itemmodels/format.h"
#include "views/find_bar.h"
#include "views/icon.h"
#include "views/line_view.h"
#include "views/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QInputDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QSaveFile>
#include <QScrollBar>
#include <QTextLayout>

namespace rlmscope {
namespace {

bool isWord(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_'); }

} // namespace

// ---- where ----------------------------------------------------------------------------------------------------

quint64 LineView::byteAt(const QPoint& at) {
    const quint64 count = m_rows.rowCount();
    if (count == 0) return 0;
    const int down = at.y() < Pad / 2 ? -1 : (at.y() - Pad / 2) / rowHeight();
    const quint64 first = firstVisibleRow();
    const quint64 row = down < 0 ? (first > 0 ? first - 1 : 0) : std::min<quint64>(first + static_cast<quint64>(down), count - 1);
    const Shown* found = shown(row);
    if (!found) return m_caret;
    const int unit = unitAt(*found, at.x() - gutter() - Pad + horizontalScrollBar()->value());
    return found->place.shown + found->content.at[static_cast<std::size_t>(unit)];
}

void LineView::moveCaret(quint64 byte, bool extend, bool show) {
    byte = std::min(byte, m_rows.foundBytes());
    m_caret = byte;
    if (!extend) m_anchor = byte;
    if (show) showByte(byte, false);
    viewport()->update();
    Q_EMIT caretMoved(byte);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::ValueChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void LineView::showByte(quint64 byte, bool centre) {
    const auto row = m_rows.rowOfByte(byte);
    if (!row) return;
    const auto first = static_cast<qint64>(firstVisibleRow()), at = static_cast<qint64>(*row);
    const int visible = visibleRows();
    if (at < first || at >= first + visible) {
        const qint64 top = centre ? at - visible / 3 : at < first ? at : at - visible + 1;
        verticalScrollBar()->setValue(static_cast<int>(std::max<qint64>(0, top)));
    }
    const Shown* found = shown(*row);
    if (!found) return;
    const double x = xOf(*found, unitOf(*found, byte));
    const int room = viewport()->width() - gutter() - 2 * Pad, left = horizontalScrollBar()->value();
    if (x >= left && x <= left + room) return;
    horizontalScrollBar()->setMaximum(std::max(horizontalScrollBar()->maximum(), static_cast<int>(x) - room + 40));
    horizontalScrollBar()->setValue(x < left ? std::max(0, static_cast<int>(x) - 40) : static_cast<int>(x) - room + 40);
}

void LineView::goToByte(quint64 byte) {
    m_caret = m_anchor = byte;
    showByte(byte, true);
    moveCaret(byte, false, false);
}

void LineView::goToLine(quint64 line) {
    const auto row = m_rows.rowOfLine(line);
    if (!row) return;
    if (const auto at = m_rows.row(*row)) goToByte(at->shown);
}

void LineView::select(quint64 begin, quint64 end) {
    m_anchor = begin;
    m_caret = end;
    showByte(begin, true);
    viewport()->update();
    Q_EMIT caretMoved(end);
}

void LineView::selectAll() {
    m_anchor = 0;
    m_caret = m_rows.foundBytes();
    viewport()->update();
    Q_EMIT caretMoved(m_caret);
}

void LineView::clearSelection() { moveCaret(m_caret, false, false); }

QString LineView::selectedText(QString* problem) const { return m_rows.text(selectionBegin(), selectionEnd(), problem); }

void LineView::selectWordAt(quint64 byte) {
    const auto row = m_rows.rowOfByte(byte);
    const Shown* found = row ? shown(*row) : nullptr;
    if (!found || found->text.isEmpty()) return;
    const int size = static_cast<int>(found->text.size());
    int begin = std::min(unitOf(*found, byte), size - 1), end = begin + 1;
    const bool word = isWord(found->text.at(begin));
    while (begin > 0 && word && isWord(found->text.at(begin - 1))) --begin;
    while (end < size && word && isWord(found->text.at(end))) ++end;
    m_anchor = found->place.shown + found->content.at[static_cast<std::size_t>(begin)];
    moveCaret(found->place.shown + found->content.at[static_cast<std::size_t>(end)], true, false);
}

// ---- keyboard -------------------------------------------------------------------------------------------------

void LineView::moveRows(qint64 rows, bool extend) {
    const auto at = m_rows.rowOfByte(m_caret);
    if (!at) return;
    const Shown* from = shown(*at);
    if (from && m_caretX < 0) m_caretX = xOf(*from, unitOf(*from, m_caret));
    const qint64 to = std::clamp<qint64>(static_cast<qint64>(*at) + rows, 0, static_cast<qint64>(m_rows.rowCount()) - 1);
    const Shown* found = shown(static_cast<quint64>(to));
    if (!found) return;
    const double x = m_caretX;
    moveCaret(found->place.shown + found->content.at[static_cast<std::size_t>(unitAt(*found, x))], extend);
    m_caretX = x;
}

void LineView::moveUnits(int units, bool extend, bool words) {
    auto at = m_rows.rowOfByte(m_caret);
    const Shown* row = at ? shown(*at) : nullptr;
    if (!row) return;
    int unit = unitOf(*row, m_caret);
    const auto size = static_cast<int>(row->text.size());
    if (units > 0 && unit >= size) {
        if (*at + 1 >= m_rows.rowCount()) return;
        if (!(row = shown(++*at))) return;
        return moveCaret(row->place.shown, extend);
    }
    if (units < 0 && unit == 0) {
        if (*at == 0 || !(row = shown(--*at))) return;
        return moveCaret(row->place.end > row->place.shown && row->place.next == row->place.end ? row->place.shown + row->content.at[row->content.at.size() - 2] : row->place.end, extend);
    }
    const auto byte = [&](int u) { return row->content.at[static_cast<std::size_t>(u)]; };
    const std::uint32_t here = byte(unit);
    do unit += units;
    while (unit > 0 && unit < size && (byte(unit) == here || byte(unit) == byte(unit - 1) || (words && isWord(row->text.at(unit)) == isWord(row->text.at(unit - 1)))));
    moveCaret(row->place.shown + byte(unit), extend);
}

bool LineView::keyMoves(QKeyEvent* event) {
    const bool extend = event->modifiers() & Qt::ShiftModifier, control = event->modifiers() & Qt::ControlModifier;
    const auto at = m_rows.rowOfByte(m_caret);
    const auto row = at ? m_rows.row(*at) : std::nullopt;
    const bool vertical = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down || event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (!vertical) m_caretX = -1;
    switch (event->key()) {
    case Qt::Key_Up: moveRows(-1, extend); return true;
    case Qt::Key_Down: moveRows(1, extend); return true;
    case Qt::Key_PageUp: moveRows(-std::max(1, visibleRows() - 1), extend); return true;
    case Qt::Key_PageDown: moveRows(std::max(1, visibleRows() - 1), extend); return true;
    case Qt::Key_Left: moveUnits(-1, extend, control); return true;
    case Qt::Key_Right: moveUnits(1, extend, control); return true;
    case Qt::Key_Home:
        if (control) moveCaret(0, extend);
        else if (row) moveCaret(row->shown, extend);
        return true;
    case Qt::Key_End:
        if (control) moveCaret(m_rows.foundBytes(), extend);
        else if (row) moveCaret(row->end, extend);
        return true;
    default: return false;
    }
}

void LineView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    if (event->matches(QKeySequence::Find)) return openFind();
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (event->key() == Qt::Key_F3) return (event->modifiers() & Qt::ShiftModifier) ? findPrevious() : findNext();
    if (event->key() == Qt::Key_G && control) return askLine();
    if (event->key() == Qt::Key_Escape && !m_find->isHidden()) return m_find->close();
    if (event->key() == Qt::Key_Escape && hasSelection()) return clearSelection();
    if (keyMoves(event)) return event->accept();
    event->ignore();
}

/// These keys are ours while we have the focus, whatever shortcuts the window has.
bool LineView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Find) || key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll) || key->key() == Qt::Key_F3 ||
            (key->key() == Qt::Key_G && key->modifiers() == Qt::ControlModifier) ||
            (key->key() == Qt::Key_Escape && (!m_find->isHidden() || hasSelection()))) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void LineView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LineView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// ---- mouse ----------------------------------------------------------------------------------------------------

void LineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_caretX = -1;
    const QPoint here = event->position().toPoint();
    const bool third = m_lastDouble > 0 && event->timestamp() - m_lastDouble < static_cast<ulong>(QApplication::doubleClickInterval()) &&
                       (here - m_dragAt).manhattanLength() < QApplication::startDragDistance();
    if (third) { // a third click: the whole row
        const auto row = m_rows.rowOfByte(m_caret);
        if (const auto at = row ? m_rows.row(*row) : std::nullopt) {
            m_anchor = at->start.offset;
            moveCaret(at->next, true, false);
        }
        m_lastDouble = 0;
        return;
    }
    m_dragging = true;
    moveCaret(byteAt(here), event->modifiers() & Qt::ShiftModifier, false);
}

void LineView::dragTo(const QPoint& at) {
    const int over = at.y() < 0 ? at.y() : at.y() > viewport()->height() ? at.y() - viewport()->height() : 0;
    if (over != 0) verticalScrollBar()->setValue(verticalScrollBar()->value() + (over > 0 ? 1 : -1) * (1 + std::abs(over) / rowHeight()));
    const int across = at.x() < gutter() ? at.x() - gutter() : at.x() > viewport()->width() ? at.x() - viewport()->width() : 0;
    if (across != 0) horizontalScrollBar()->setValue(horizontalScrollBar()->value() + across);
    moveCaret(byteAt(at), true, false);
}

void LineView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragging || !(event->buttons() & Qt::LeftButton)) return;
    m_dragAt = event->position().toPoint();
    dragTo(m_dragAt);
    viewport()->rect().contains(m_dragAt) ? m_dragScroll.stop() : m_dragScroll.start();
}

void LineView::mouseReleaseEvent(QMouseEvent*) {
    m_dragging = false;
    m_dragScroll.stop();
    if (hasSelection() && QApplication::clipboard()->supportsSelection() && selectionEnd() - selectionBegin() < 1'000'000)
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
}

void LineView::mouseDoubleClickEvent(QMouseEvent* event) {
    m_lastDouble = event->timestamp();
    m_dragAt = event->position().toPoint();
    selectWordAt(byteAt(event->position().toPoint() - QPoint(static_cast<int>(m_column / 2), 0)));
}

void LineView::wheelEvent(QWheelEvent* event) {
    // In a stack, a text that shows everything lets the stack scroll.
    if (m_most > 0 && verticalScrollBar()->maximum() == 0 && std::abs(event->angleDelta().y()) > std::abs(event->angleDelta().x())) event->ignore();
    else QAbstractScrollArea::wheelEvent(event);
}

void LineView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    const auto add = [&](const QString& iconName, const QString& text, const QKeySequence& key, auto slot) {
        QAction* action = iconName.isEmpty() ? menu.addAction(text) : menu.addAction(icon(iconName), text);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    add(QStringLiteral("copy"), tr("Copy"), QKeySequence::Copy, &LineView::copy)->setEnabled(hasSelection());
    add({}, tr("Select all"), QKeySequence::SelectAll, &LineView::selectAll);
    menu.addSeparator();
    add(QStringLiteral("find"), tr("Find…"), QKeySequence::Find, &LineView::openFind);
    add({}, tr("Go to line…"), QKeySequence(Qt::CTRL | Qt::Key_G), &LineView::askLine);
    QAction* follow = add(QStringLiteral("follow"), tr("Follow the end"), {}, [this] { setFollows(!m_follows); });
    follow->setCheckable(true);
    follow->setChecked(m_follows);
    menu.addSeparator();
    add(QStringLiteral("save"), tr("Save as file…"), {}, &LineView::saveAs)->setEnabled(source() && source()->byteSize() > 0);
    Q_EMIT menuAboutToShow(&menu);
    menu.exec(event->globalPos());
}

// ---- copy, save, go -------------------------------------------------------------------------------------------

void LineView::copy() {
    if (!hasSelection()) return;
    QString why;
    const QString text = selectedText(&why);
    if (!why.isEmpty()) {
        Q_EMIT problem(why);
        return;
    }
    QApplication::clipboard()->setText(text);
    Q_EMIT copied(static_cast<quint64>(text.toUtf8().size()));
}

bool LineView::saveTo(const QString& path, QString* problem) const {
    const auto bytes = source() ? source()->bytes() : nullptr;
    QSaveFile file(path);
    if (!bytes || !file.open(QIODevice::WriteOnly)) {
        if (problem) *problem = tr("%1 was not written: %2").arg(path, bytes ? file.errorString() : tr("the text cannot be read"));
        return false;
    }
    for (quint64 at = 0; at < bytes->size();) {
        const auto part = bytes->read(at, 4'000'000);
        if (!part || part->empty() || file.write(part->data(), static_cast<qint64>(part->size())) != static_cast<qint64>(part->size())) {
            if (problem) *problem = tr("%1 was not written: %2").arg(path, part ? file.errorString() : QString::fromStdString(part.error().text()));
            return false;
        }
        at += part->size();
    }
    if (file.commit()) return true;
    if (problem) *problem = tr("%1 was not written: %2").arg(path, file.errorString());
    return false;
}

void LineView::saveAs() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save as file"), QStringLiteral("output.txt"), tr("Text (*.txt);;All files (*)"));
    QString why;
    if (!path.isEmpty() && !saveTo(path, &why)) Q_EMIT problem(why);
}

void LineView::askLine() {
    const auto lines = static_cast<int>(std::min<quint64>(m_rows.lineCount(), INT_MAX));
    if (lines == 0) return;
    bool ok = false;
    const int line = QInputDialog::getInt(this, tr("Go to line"), tr("Line, 1 to %1:").arg(format::count(lines)), 1, 1, lines, 1, &ok);
    if (ok) goToLine(static_cast<quint64>(line - 1));
}

// ---- find -----------------------------------------------------------------------------------------------------

void LineView::placeFind() {
    const int height = m_find->isHidden() ? 0 : m_find->sizeHint().height();
    setViewportMargins(0, 0, 0, height);
    const QRect port = viewport()->geometry(); // the bar lies between it and the scroll bar
    m_find->setGeometry(port.left(), port.bottom() + 1, port.width(), height);
    fit();
}

void LineView::openFind() {
    QString text;
    if (hasSelection() && selectionEnd() - selectionBegin() < 200) text = selectedText();
    m_find->open(text.contains(QLatin1Char('\n')) ? QString() : text);
    placeFind();
}

void LineView::startSearch() {
    m_match = -1;
    if (m_find->isHidden() || m_find->text().isEmpty() || !source()) {
        m_search.cancel();
        m_find->setResult({}, false);
        viewport()->update();
        return;
    }
    m_search.start(source()->bytes(), {m_find->text(), m_find->matchesCase(), false, m_find->isRegex()});
    onSearch();
}

void LineView::onSearch() {
    const auto& matches = m_search.matches();
    if (m_match < 0 && !matches.isEmpty()) { // the first at or after where the user looks; later ones may still come
        const auto at = m_rows.row(firstVisibleRow());
        const auto from = at ? at->start.offset : 0;
        if (matches.back().begin >= from || !m_search.isRunning()) goToMatch(m_search.next(from));
    }
    QString words;
    const auto count = static_cast<std::int64_t>(m_search.count());
    if (!m_search.problem().isEmpty()) words = m_search.problem();
    else if (count > 0) words = m_match >= 0 ? format::nOfM(m_match + 1, count) : format::count(count);
    else words = m_search.isRunning() ? tr("Searching %1").arg(format::percent(m_search.progress())) : tr("Nothing found");
    if (m_search.isRunning() && count > 0) words += QStringLiteral("…");
    m_find->setResult(m_find->text().isEmpty() ? QString() : words, !m_find->text().isEmpty() && count == 0 && !m_search.isRunning());
    viewport()->update();
}

void LineView::goToMatch(qsizetype index) {
    const auto& matches = m_search.matches();
    if (index < 0 || index >= matches.size()) return;
    m_match = index;
    select(matches.at(index).begin, matches.at(index).end);
}

void LineView::findNext() {
    if (m_find->isHidden()) return openFind();
    goToMatch(m_search.next(m_match < 0 ? m_caret : selectionBegin() + 1));
    onSearch();
}

void LineView::findPrevious() {
    if (m_find->isHidden()) return openFind();
    goToMatch(m_search.previous(selectionBegin()));
    onSearch();
}

} // namespace rlmscope
