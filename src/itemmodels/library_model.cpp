#include "itemmodels/library_model.h"

#include "itemmodels/serial_worker.h"

#include <QMetaObject>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace rlmscope {
namespace {

using namespace library;

constexpr std::size_t ArrangedHere = 2'000; // rows that are filtered and sorted without another thread
constexpr int MostSteps = 60;               // of inserting and removing; more are one reset

constexpr SortKey Keys[] = {SortKey::Number, SortKey::Number, SortKey::State, SortKey::Name, SortKey::Strategy, SortKey::Models, SortKey::Answer, SortKey::Score,
                            SortKey::Cost, SortKey::Tokens, SortKey::Time, SortKey::Number, SortKey::Depth, SortKey::Calls, SortKey::Frames, SortKey::Input,
                            SortKey::Output, SortKey::Cached, SortKey::Tags, SortKey::Question, SortKey::File, SortKey::Size};
static_assert(std::size(Keys) == LibraryModel::ColumnCount);

std::uint64_t idOf(const LibraryRow& row) {
    return std::hash<RunId>{}(row.run.run) * 0x9E3779B97F4A7C15ULL ^ std::hash<std::string>{}(row.file.native());
}
std::uint64_t idOf(const RowGroup& group) { return std::hash<std::string>{}(group.key) ^ 0x5bd1e9955bd1e995ULL; }

} // namespace

// What is to be shown, made on whichever thread.
struct LibraryModel::Made {
    std::shared_ptr<const Rows> rows;
    std::shared_ptr<const std::vector<Kinship>> kin;
    Arrangement arrangement;
    std::vector<Line> lines;
};

LibraryModel::LibraryModel(QObject* parent) : QAbstractTableModel(parent), m_rows(std::make_shared<Rows>()), m_worker(std::make_unique<SerialWorker>()) {}
LibraryModel::~LibraryModel() { m_worker.reset(); }

void LibraryModel::setLibrary(Library* library) {
    m_library = library;
    connect(library, &Library::rowsChanged, this, &LibraryModel::update);
    update();
}

void LibraryModel::setQuery(const QString& text) {
    if (m_query == text) return;
    m_query = text;
    update();
}

QString LibraryModel::problem() const { return QString::fromStdString(m_request.query.problem()); }

void LibraryModel::setGroup(GroupBy group) {
    if (m_request.group == group) return;
    m_request.group = group;
    m_request.folded.clear();
    update();
}

void LibraryModel::setShowHidden(bool show) {
    if (m_request.showHidden == show) return;
    m_request.showHidden = show;
    update();
}

void LibraryModel::setFolded(int row, bool folded) {
    const auto* group = groupOf(row);
    if (!group) return;
    if (folded) m_request.folded.insert(group->key);
    else m_request.folded.erase(group->key);
    update();
}

void LibraryModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= ColumnCount) return;
    m_sortColumn = column;
    m_request.sort = Keys[column];
    m_request.descending = order == Qt::DescendingOrder;
    update();
}

// ---- arranging -------------------------------------------------------------------------------------------------

std::shared_ptr<LibraryModel::Made> LibraryModel::make(std::shared_ptr<const Rows> rows, std::shared_ptr<const std::vector<Kinship>> kin,
                                                       const ArrangeRequest& request) {
    auto made = std::make_shared<Made>();
    if (!kin) kin = std::make_shared<std::vector<Kinship>>(kinships(*rows));
    made->arrangement = arrange(*rows, *kin, request);
    const auto& lanes = made->arrangement.lanes.rows;
    made->lines.reserve(made->arrangement.lines.size());
    for (std::size_t i = 0; i < made->arrangement.lines.size(); ++i) {
        const auto& from = made->arrangement.lines[i];
        Line line;
        line.group = from.group;
        if (from.row >= 0) {
            const auto at = static_cast<std::size_t>(from.row);
            line.row = (*rows)[at];
            line.id = idOf(*line.row);
            line.number = (*kin)[at].number;
            line.familySize = (*kin)[at].familySize;
            if (const int parent = (*kin)[at].parent; parent >= 0) line.parentNumber = (*kin)[static_cast<std::size_t>(parent)].number;
        } else {
            line.id = idOf(made->arrangement.groups[static_cast<std::size_t>(from.group)]);
        }
        line.hasLane = i < lanes.size();
        if (line.hasLane) line.lane = lanes[i];
        made->lines.push_back(std::move(line));
    }
    made->rows = std::move(rows);
    made->kin = std::move(kin);
    return made;
}

void LibraryModel::update() {
    if (!m_library) return;
    m_request.query = LibraryQuery::parse(m_query.toStdString(), Clock::system().wall()); // days go by
    auto rows = m_library->rows();
    auto kin = rows == m_rows ? m_kin : nullptr;
    const int turn = ++m_turn;
    m_worker->clear();
    if (rows->size() <= ArrangedHere) {
        adopt(make(std::move(rows), std::move(kin), m_request));
        m_shownTurn = turn;
        return;
    }
    m_worker->post([this, turn, rows = std::move(rows), kin = std::move(kin), request = m_request](const std::stop_token&) {
        auto made = make(rows, kin, request);
        QMetaObject::invokeMethod(this, [this, turn, made] {
            if (turn != m_turn) return; // something newer is on its way
            m_shownTurn = turn;
            adopt(made);
        });
    });
}

void LibraryModel::adopt(const std::shared_ptr<Made>& made) {
    m_rows = made->rows;
    m_kin = made->kin;
    auto& arrangement = made->arrangement;
    const bool stepped = step(made->lines);
    if (!stepped) beginResetModel();
    m_lines = std::move(made->lines);
    m_groups = std::move(arrangement.groups);
    m_sums = arrangement.sums;
    m_laneCount = arrangement.lanes.count;
    m_shown = arrangement.shown;
    m_total = arrangement.total;
    m_hidden = arrangement.hidden;
    if (!stepped) endResetModel();
    else if (!m_lines.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT arranged();
}

// Brings m_lines to the ids of `lines`: first what goes, then a new order of what stays, then what comes.
bool LibraryModel::step(std::vector<Line>& lines) {
    std::unordered_set<std::uint64_t> next;
    std::unordered_map<std::uint64_t, int> now;
    for (const auto& line : lines)
        if (!next.insert(line.id).second) return false; // two lines that cannot be told apart
    for (std::size_t i = 0; i < m_lines.size(); ++i) now.emplace(m_lines[i].id, static_cast<int>(i));
    struct Range {
        int first, last;
    };
    std::vector<Range> gone, come;
    const auto extend = [](std::vector<Range>& ranges, int at) {
        if (!ranges.empty() && ranges.back().last == at - 1) ranges.back().last = at;
        else ranges.push_back({at, at});
    };
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        if (!next.count(m_lines[i].id)) extend(gone, static_cast<int>(i));
    std::vector<std::uint64_t> order; // of what stays
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!now.count(lines[i].id)) extend(come, static_cast<int>(i));
        else order.push_back(lines[i].id);
    }
    if (gone.size() + come.size() > MostSteps || m_lines.empty()) return false;
    for (auto range = gone.rbegin(); range != gone.rend(); ++range) {
        beginRemoveRows({}, range->first, range->last);
        m_lines.erase(m_lines.begin() + range->first, m_lines.begin() + range->last + 1);
        endRemoveRows();
    }
    const bool sameOrder = std::equal(m_lines.begin(), m_lines.end(), order.begin(), order.end(), [](const Line& line, std::uint64_t id) { return line.id == id; });
    if (!sameOrder) {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        std::unordered_map<std::uint64_t, int> place;
        for (std::size_t i = 0; i < order.size(); ++i) place.emplace(order[i], static_cast<int>(i));
        QModelIndexList from, to;
        for (const auto& old : persistentIndexList()) {
            from << old;
            to << index(place.at(m_lines[static_cast<std::size_t>(old.row())].id), old.column());
        }
        std::sort(m_lines.begin(), m_lines.end(), [&](const Line& a, const Line& b) { return place.at(a.id) < place.at(b.id); });
        changePersistentIndexList(from, to);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }
    for (const auto& range : come) {
        beginInsertRows({}, range.first, range.last);
        m_lines.insert(m_lines.begin() + range.first, lines.begin() + range.first, lines.begin() + range.last + 1);
        // Until everything is in, a group may have a number that the old groups do not have.
        for (int i = range.first; i <= range.last; ++i)
            if (auto& line = m_lines[static_cast<std::size_t>(i)]; !line.row && line.group >= static_cast<int>(m_groups.size())) line.group = -1;
        endInsertRows();
    }
    return true;
}

// ---- looking things up -----------------------------------------------------------------------------------------

const RowGroup* LibraryModel::groupOf(int row) const {
    const auto* at = line(row);
    return at && !at->row && at->group >= 0 && at->group < static_cast<int>(m_groups.size()) ? &m_groups[static_cast<std::size_t>(at->group)] : nullptr;
}

RunRef LibraryModel::refAt(int row) const {
    const auto* at = line(row);
    return at && at->row ? RunRef{at->row->file, at->row->run.run} : RunRef{};
}

int LibraryModel::rowOf(const RunRef& run) const {
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        if (m_lines[i].row && m_lines[i].row->run.run == run.run && m_lines[i].row->file == run.file) return static_cast<int>(i);
    return -1;
}

int LibraryModel::numberOf(const RunRef& run) const {
    if (!m_kin) return 0;
    for (std::size_t i = 0; i < m_rows->size(); ++i)
        if ((*m_rows)[i]->run.run == run.run && (*m_rows)[i]->file == run.file) return (*m_kin)[i].number;
    return 0;
}

std::vector<LibraryModel::Relative> LibraryModel::familiesOf(const std::vector<RunRef>& runs, std::size_t most) const {
    std::vector<Relative> found;
    if (!m_kin) return found;
    std::unordered_set<RunId> wanted;
    for (const auto& run : runs) wanted.insert(run.run);
    std::set<int> families;
    for (std::size_t i = 0; i < m_rows->size(); ++i)
        if (wanted.count((*m_rows)[i]->run.run)) families.insert((*m_kin)[i].family);
    for (std::size_t i = 0; i < m_rows->size() && found.size() < most; ++i)
        if (families.count((*m_kin)[i].family) && !(*m_rows)[i]->run.run.isNull()) found.push_back({(*m_rows)[i], (*m_kin)[i].number});
    return found;
}

int LibraryModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_lines.size()); }
int LibraryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return QAbstractTableModel::flags(index);
    auto flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    const auto* at = line(index.row());
    if (!at || !at->row) return flags & ~Qt::ItemIsDragEnabled;
    flags |= Qt::ItemIsDragEnabled;
    if (index.column() == NameColumn && !at->row->run.run.isNull()) flags |= Qt::ItemIsEditable;
    return flags;
}

bool LibraryModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() != NameColumn) return false;
    const auto run = refAt(index.row());
    if (run.run.isNull() || !m_library) return false;
    m_library->rename(run, value.toString());
    return true;
}

QStringList LibraryModel::mimeTypes() const { return {QStringLiteral("text/uri-list")}; }

QMimeData* LibraryModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> urls;
    for (const auto& index : indexes) {
        const auto* at = line(index.row());
        const auto url = at && at->row ? QUrl::fromLocalFile(QString::fromStdString(at->row->file.string())) : QUrl();
        if (!url.isEmpty() && !urls.contains(url)) urls << url;
    }
    if (urls.isEmpty()) return nullptr;
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

} // namespace rlmscope
