#include "itemmodels/lanes_model.h"

#include "itemmodels/format.h"

namespace rlmscope {

namespace {

int all(const LaneState& lane) { return lane.inFlight + lane.queued + lane.retrying; }

QString why(const LaneState& lane) {
    const QString reason = QString::fromStdString(lane.reason);
    if (lane.wait <= 0) return reason;
    const QString wait = LanesModel::tr("next in %1").arg(format::duration(lane.wait));
    return reason.isEmpty() ? wait : reason + QStringLiteral(" · ") + wait;
}

} // namespace

void LanesModel::setLanes(const std::vector<LaneState>& lanes) {
    const auto same = [](const LaneState& a, const LaneState& b) { return a.model == b.model; };
    if (!std::equal(lanes.begin(), lanes.end(), m_lanes.begin(), m_lanes.end(), same)) {
        beginResetModel();
        m_lanes = lanes;
        endResetModel();
        return;
    }
    if (lanes == m_lanes) return;
    m_lanes = lanes;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1)); // the scale of the bars is common to all
}

int LanesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_lanes.size()); }
int LanesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant LanesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LaneState& lane = m_lanes[static_cast<std::size_t>(index.row())];
    const auto number = [](int n) { return n ? format::count(n) : format::unknown(); };
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case ModelColumn: return format::shortModel(lane.model);
        case InFlightColumn: return number(lane.inFlight);
        case QueuedColumn: return number(lane.queued);
        case RetryingColumn: return number(lane.retrying);
        case WhyColumn: return why(lane);
        default: return {};
        }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        QString text = tr("%1: %2 in flight, %3 queued, %4 to be tried again")
                           .arg(QString::fromStdString(lane.model), format::count(lane.inFlight), format::count(lane.queued), format::count(lane.retrying));
        if (const QString reason = why(lane); !reason.isEmpty()) text += QStringLiteral(". ") + reason;
        return text;
    }
    case Qt::TextAlignmentRole: {
        const bool right = index.column() >= InFlightColumn && index.column() <= RetryingColumn;
        return QVariant::fromValue(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    case InFlightRole: return lane.inFlight;
    case QueuedRole: return lane.queued;
    case RetryingRole: return lane.retrying;
    case MostRole: {
        int most = 1;
        for (const LaneState& other : m_lanes) most = std::max(most, all(other));
        return most;
    }
    default: return {};
    }
}

QVariant LanesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section >= InFlightColumn && section <= RetryingColumn;
        return QVariant::fromValue(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case ModelColumn: return tr("Model");
    case InFlightColumn: return tr("In flight");
    case QueuedColumn: return tr("Queued");
    case RetryingColumn: return tr("Retrying");
    case WhyColumn: return tr("Waits for");
    default: return QString();
    }
}

} // namespace rlmscope
