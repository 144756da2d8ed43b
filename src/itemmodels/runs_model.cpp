#include "itemmodels/runs_model.h"

#include "itemmodels/format.h"
#include "itemmodels/import_facts.h"
#include "itemmodels/run_document.h"

namespace rlmscope {

void RunsModel::add(RunDocument* document) {
    beginInsertRows({}, 0, 0);
    m_documents.prepend(document);
    endInsertRows();
    const auto changed = [this, document] {
        if (const int row = indexOf(document); row >= 0) Q_EMIT dataChanged(index(row), index(row));
    };
    connect(document, &RunDocument::runChanged, this, changed);
    connect(document, &RunDocument::reset, this, changed);
    connect(document, &QObject::destroyed, this, [this, document] { remove(document); });
}

void RunsModel::remove(RunDocument* document) {
    const auto row = static_cast<int>(m_documents.indexOf(document)); // only compared, it may be half destroyed
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    m_documents.removeAt(row);
    endRemoveRows();
}

int RunsModel::indexOf(const RunDocument* document) const {
    return static_cast<int>(m_documents.indexOf(const_cast<RunDocument*>(document)));
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_documents.size());
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    auto* document = m_documents.value(index.row());
    if (!document) return {};
    const auto& tree = document->tree();
    const auto& totals = tree.totals();
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole: return document->title();
    case Qt::ToolTipRole: return document->path();
    case DetailRole: {
        QString detail = document->statusText().toLower();
        if (tree.now() > 0) detail += QStringLiteral(" · ") + format::duration(tree.now());
        if (isImported(*document)) detail += QStringLiteral(" · ") + tr("imported");
        if (totals.simulated) detail += QStringLiteral(" · ") + tr("simulated");
        return detail;
    }
    case Qt::AccessibleTextRole: return document->title() + format::comma() + data(index, DetailRole).toString();
    case StatusRole: return static_cast<int>(document->status());
    case CostRole: return static_cast<qint64>(totals.cost.value);
    case CostUnknownRole: return totals.costUnknown;
    case SimulatedRole: return totals.simulated;
    case LiveRole: return document->isLive();
    case PausedRole: return document->isPaused();
    case DocumentRole: return QVariant::fromValue(document);
    default: return {};
    }
}

} // namespace rlmscope
