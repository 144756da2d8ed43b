#include "itemmodels/notebook_model.h"

#include "base/clock.h"
#include "base/folders.h"
#include "base/text_file.h"
#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "trace/annotate.h"

#include <QDateTime>
#include <QVector>

#include <algorithm>

namespace rlmscope {

namespace {

std::filesystem::path recentFile(RunId run) { return dataFolder() / "recent" / (run.text() + ".jsonl"); }

bool samePlace(const NotebookEntry& a, const NotebookEntry& b) { return a.node == b.node && a.moment == b.moment && a.value == b.value; }

} // namespace

NotebookModel::NotebookModel(QObject* parent) : QAbstractListModel(parent) {}

NotebookModel::~NotebookModel() { store(); }

void NotebookModel::setDocument(RunDocument* document) {
    if (document == m_document) return;
    if (m_document) {
        m_document->disconnect(this);
        m_document->annotations()->disconnect(this);
    }
    m_document = document;
    if (document) {
        connect(document, &RunDocument::reset, this, &NotebookModel::reload);
        connect(document->annotations(), &RunAnnotations::changed, this, &NotebookModel::reload);
        connect(document, &QObject::destroyed, this, &NotebookModel::reload);
    }
    reload();
}

void NotebookModel::reload() {
    const RunId run = m_document ? m_document->tree().run() : RunId{};
    auto kept = m_document ? m_document->annotations()->all().notebook() : std::vector<NotebookEntry>();
    if (run == m_run && kept == m_kept) return;
    beginResetModel();
    if (run != m_run) {
        store();
        m_run = run;
        load();
    }
    m_kept = std::move(kept);
    endResetModel();
}

void NotebookModel::load() {
    m_recent.clear();
    m_dirty = false;
    if (m_run.isNull()) return;
    const auto file = readTextFile(recentFile(m_run), 1 << 20);
    if (!file || !*file) return;
    Annotations said; // the same lines as annotations beside a trace
    std::string_view rest = **file;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        if (const auto line = annotationFromLine(rest.substr(0, end))) said.apply(line->node, line->body);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    m_recent = said.notebook();
    if (m_recent.size() > MostRecent) m_recent.resize(MostRecent);
}

void NotebookModel::store() {
    if (!m_dirty || m_run.isNull()) return;
    m_dirty = false;
    std::string lines;
    double order = 0;
    for (auto entry : m_recent) {
        entry.order = ++order;
        lines += annotationToLine({entry.node, notebookEvent(entry)}) + '\n';
    }
    (void)replaceTextFile(recentFile(m_run), lines); // where somebody was is no loss worth a message
}

void NotebookModel::visit(const HistoryStep& step) {
    if (!m_document || step.document != m_document || !step.node) return;
    NotebookEntry entry;
    entry.id = RunId::random().text();
    entry.node = step.node;
    entry.moment = step.moment;
    entry.value = step.value.toStdString();
    entry.label = step.name.toStdString();
    entry.wall = Clock::system().wall();
    const int first = static_cast<int>(m_kept.size());
    const auto known = std::find_if(m_recent.begin(), m_recent.end(), [&](const NotebookEntry& e) { return samePlace(e, entry); });
    m_dirty = true;
    if (known != m_recent.end()) {
        const int row = first + static_cast<int>(known - m_recent.begin());
        if (row > first) {
            beginMoveRows({}, row, row, {}, first);
            std::rotate(m_recent.begin(), known, known + 1);
            endMoveRows();
        }
        m_recent.front().wall = entry.wall;
        Q_EMIT dataChanged(index(first), index(first));
        return;
    }
    if (m_recent.size() >= MostRecent) {
        const int last = rowCount() - 1;
        beginRemoveRows({}, last, last);
        m_recent.pop_back();
        endRemoveRows();
    }
    beginInsertRows({}, first, first);
    m_recent.insert(m_recent.begin(), std::move(entry));
    endInsertRows();
    if (m_recent.size() > 1) Q_EMIT dataChanged(index(first + 1), index(first + 1)); // no longer the first of its part
}

int NotebookModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_kept.size() + m_recent.size());
}

const NotebookEntry& NotebookModel::at(int row) const {
    const auto i = static_cast<std::size_t>(row);
    return i < m_kept.size() ? m_kept[i] : m_recent[i - m_kept.size()];
}

NodeIndex NotebookModel::nodeOf(const NotebookEntry& entry) const { return m_document ? m_document->whole().find(entry.node) : NoNode; }

QString NotebookModel::whenText(Nanos wall) const {
    return format::dayAndClock(QDateTime::fromMSecsSinceEpoch(wall / 1'000'000));
}

QVariant NotebookModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& entry = at(index.row());
    const bool kept = isKept(index.row());
    const auto node = nodeOf(entry);
    switch (role) {
    case Qt::DisplayRole: return entry.text.empty() ? data(index, NameRole) : QVariant(fromUtf8(entry.text));
    case NameRole: {
        // The label was written in the language of that day: only what is gone goes by it.
        const auto name = node != NoNode ? nodeName(m_document->whole(), node) : entry.label.empty() ? tr("The run") : fromUtf8(entry.label);
        return entry.value.empty() ? name : QStringLiteral("%1 · %2").arg(fromUtf8(entry.value), name);
    }
    case PathRole: return node == NoNode ? tr("no longer in the trace") : nodePath(m_document->whole(), node);
    case Qt::EditRole:
    case TextRole: return fromUtf8(entry.text);
    case WhenRole: return whenText(entry.wall);
    case MomentRole: return static_cast<quint64>(entry.moment);
    case MomentTextRole: return entry.moment ? tr("event %1").arg(format::count(static_cast<std::int64_t>(entry.moment))) : QString();
    case StarredRole: return entry.starred;
    case KeptRole: return kept;
    case NodeRole: return node;
    case KindRole: return node == NoNode ? -1 : static_cast<int>(m_document->whole().node(node).kind);
    case NoteRole: return m_document ? fromUtf8(m_document->annotations()->all().note(entry.node)) : QString();
    case HeadingRole:
        if (index.row() == 0 && kept) return tr("Kept with the trace");
        return index.row() == static_cast<int>(m_kept.size()) && !kept ? tr("Where you went, newest first") : QString();
    case Qt::AccessibleTextRole: {
        QStringList parts{fromUtf8(entry.text), data(index, NameRole).toString(), data(index, PathRole).toString(), whenText(entry.wall)};
        if (entry.starred) parts << tr("starred");
        parts.removeAll(QString());
        return parts.join(format::comma());
    }
    default: return {};
    }
}

Qt::ItemFlags NotebookModel::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

void NotebookModel::keep(NotebookEntry entry) {
    if (m_document) m_document->annotations()->keep(entry); // comes back by changed()
}

bool NotebookModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || !m_document || index.row() >= rowCount()) return false;
    auto entry = at(index.row());
    if (role == TextRole || role == Qt::EditRole) {
        const auto words = value.toString().trimmed().toStdString();
        if (words == entry.text) return false;
        entry.text = words;
    } else if (role == StarredRole) {
        if (entry.starred == value.toBool()) return false;
        entry.starred = value.toBool();
    } else {
        return false;
    }
    if (!isKept(index.row())) { // words or a star keep it
        const auto at = static_cast<std::ptrdiff_t>(index.row()) - static_cast<std::ptrdiff_t>(m_kept.size());
        beginRemoveRows({}, index.row(), index.row());
        m_recent.erase(m_recent.begin() + at);
        endRemoveRows();
        m_dirty = true;
        entry.order = m_kept.empty() ? 1 : m_kept.back().order + 1;
    }
    keep(std::move(entry));
    return true;
}

void NotebookModel::remove(int row) {
    if (row < 0 || row >= rowCount()) return;
    if (isKept(row)) {
        if (m_document) m_document->annotations()->forget(at(row).id);
        return;
    }
    beginRemoveRows({}, row, row);
    m_recent.erase(m_recent.begin() + (row - static_cast<std::ptrdiff_t>(m_kept.size())));
    endRemoveRows();
    m_dirty = true;
}

void NotebookModel::clearRecent() {
    if (m_recent.empty()) return;
    beginRemoveRows({}, static_cast<int>(m_kept.size()), rowCount() - 1);
    m_recent.clear();
    endRemoveRows();
    m_dirty = true;
}

bool NotebookModel::canMove(int row, int by) const {
    const int to = row + by, kept = static_cast<int>(m_kept.size());
    return row >= 0 && row < kept && to >= 0 && to < kept && by != 0;
}

void NotebookModel::move(int row, int by) {
    if (!canMove(row, by)) return;
    const int to = row + by;
    // Between its new neighbours; only this entry changes.
    auto entry = at(row);
    const int before = by < 0 ? to - 1 : to, after = before + 1;
    const double low = before >= 0 ? at(before).order : at(0).order - 2;
    const double high = after < static_cast<int>(m_kept.size()) ? at(after).order : at(static_cast<int>(m_kept.size()) - 1).order + 2;
    entry.order = (low + high) / 2;
    keep(std::move(entry));
}

} // namespace rlmscope
