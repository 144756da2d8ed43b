#include "views/compared_model.h"

#include "itemmodels/format.h"
#include "itemmodels/library_model.h"

#include <cmath>
#include <optional>

namespace rlmscope {

namespace {

using library::LibraryRow;
using Number = std::optional<double>;

QString signed_(double value, const QString& magnitude) { return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + magnitude; }

QString share(double before, double after) {
    const double change = (after - before) / std::abs(before) * 100;
    if (std::abs(change) >= 1000) return QStringLiteral("×") + format::locale().toString(after / before, 'f', 1);
    return signed_(change, format::locale().toString(std::abs(change), 'f', std::abs(change) < 10 ? 1 : 0) + QStringLiteral(" %"));
}

} // namespace

void ComparedModel::setRuns(const library::Rows& runs, const QStringList& names) {
    beginResetModel();
    m_rows.clear();
    m_names = names;
    using Words = std::function<QString(const LibraryRow&)>;
    using Value = std::function<Number(const LibraryRow&)>;
    enum class Change { Share, Difference, Time, Points };
    const auto add = [&](const QString& name, const Words& text, const Value& value = {}, Change how = Change::Difference) {
        Row row{name, {}, {}};
        bool any = false;
        for (const auto& run : runs) {
            row.values << text(*run);
            any |= row.values.back() != format::unknown();
        }
        if (!any) return;
        if (runs.size() == 2 && value) {
            const auto before = value(*runs[0]), after = value(*runs[1]);
            if (before && after) {
                const double by = *after - *before;
                if (by == 0) row.change = tr("same");
                else if (how == Change::Share && *before != 0) row.change = share(*before, *after);
                else if (how == Change::Time) row.change = signed_(by, format::duration(static_cast<Nanos>(std::abs(by))));
                else if (how == Change::Points) row.change = signed_(by, format::locale().toString(std::abs(by), 'f', 2));
                else row.change = signed_(by, format::count(std::llround(std::abs(by))));
            }
        } else if (runs.size() == 2 && row.values[0] == row.values[1]) {
            row.change = tr("same");
        }
        m_rows << row;
    };
    const auto count = [&](const QString& name, std::int64_t library::RunDigest::*member) {
        add(name, [member](const LibraryRow& r) { return format::count(r.run.*member); }, [member](const LibraryRow& r) { return Number(static_cast<double>(r.run.*member)); });
    };
    const auto tokens = [&](const QString& name, auto value) {
        add(name, [value](const LibraryRow& r) { return format::tokens(value(r.run.usage)); },
            [value](const LibraryRow& r) { return Number(static_cast<double>(value(r.run.usage))); }, Change::Share);
    };
    add(tr("State"), [](const LibraryRow& r) { return LibraryModel::stateWord(r.state); });
    for (const auto& score : runs.empty() ? std::vector<Score>() : runs.front()->run.scores) {
        const auto of = [name = score.name](const LibraryRow& r) -> Number {
            for (const auto& s : r.run.scores)
                if (s.name == name) return s.value;
            return {};
        };
        add(tr("Score, %1").arg(QString::fromStdString(score.name)),
            [of](const LibraryRow& r) { return of(r) ? format::locale().toString(*of(r), 'f', 2) : format::unknown(); }, of, Change::Points);
    }
    add(tr("Cost"), [](const LibraryRow& r) { return r.costKnown() ? (r.run.costUnknown ? QStringLiteral("≥ ") : QString()) + format::money(r.run.cost) : tr("unknown"); },
        [](const LibraryRow& r) { return r.costKnown() && !r.run.costUnknown ? Number(r.run.cost.usd()) : Number(); }, Change::Share);
    tokens(tr("Tokens in"), [](const Usage& u) { return u.input(); });
    tokens(tr("Tokens out"), [](const Usage& u) { return u.output; });
    tokens(tr("Cached tokens"), [](const Usage& u) { return u.cacheRead; });
    add(tr("Time"), [](const LibraryRow& r) { return format::duration(r.run.duration); }, [](const LibraryRow& r) { return Number(static_cast<double>(r.run.duration)); }, Change::Time);
    count(tr("Model calls"), &library::RunDigest::calls);
    count(tr("Sub-calls"), &library::RunDigest::subCalls);
    count(tr("Frames"), &library::RunDigest::frames);
    count(tr("Turns"), &library::RunDigest::turns);
    count(tr("Cells"), &library::RunDigest::cells);
    count(tr("Failed nodes"), &library::RunDigest::errors);
    add(tr("Strategy"), [](const LibraryRow& r) { return LibraryModel::strategyText(r.run); });
    add(tr("Models"), [](const LibraryRow& r) { return LibraryModel::modelsText(r.run); });
    add(tr("Answer"), [](const LibraryRow& r) { return r.run.answer.empty() ? format::unknown() : QString::fromStdString(r.run.answer); });
    endResetModel();
}

int ComparedModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int ComparedModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || m_names.isEmpty() ? 0 : static_cast<int>(m_names.size()) + (m_names.size() == 2 ? 2 : 1);
}

QVariant ComparedModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    const auto& row = m_rows[index.row()];
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) return QVariant((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole) return {};
    const auto text = column == 0 ? row.name : column <= row.values.size() ? row.values[column - 1] : row.change;
    if (role == Qt::AccessibleTextRole && column > 0) return row.name + QLatin1Char(' ') + headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + QLatin1Char(' ') + text;
    return text;
}

QVariant ComparedModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    if (section == 0) return QString();
    return section <= m_names.size() ? m_names[section - 1] : tr("change");
}

} // namespace rlmscope
