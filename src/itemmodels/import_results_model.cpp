#include "itemmodels/import_results_model.h"

#include "itemmodels/format.h"
#include "itemmodels/utf8.h"

#include <QFileInfo>

#include <algorithm>

namespace rlmscope {
namespace {

bool already(const ImportedFile& file) {
    return !file.runs.empty() && std::all_of(file.runs.begin(), file.runs.end(), [](const ImportedRun& run) { return run.already; });
}

QString resultText(const ImportedFile& file) {
    if (file.error) {
        QString text = fromUtf8(file.error->message + (file.error->hint.empty() ? "" : " " + file.error->hint));
        const QString name = fromUtf8(file.file.filename().string()) + QStringLiteral(": "); // the row begins with it
        return text.startsWith(name) ? text.mid(name.size()) : text;
    }
    if (already(file)) return ImportResultsModel::tr("Was there already");
    const auto integrity = integrityText(file.report);
    return integrity.isEmpty() ? ImportResultsModel::tr("Imported") : ImportResultsModel::tr("Imported: %1").arg(integrity);
}

} // namespace

QString importFormatText(std::string_view format) {
    if (format == "rlm") return ImportResultsModel::tr("rlm JSONL");
    if (format == "fast-rlm") return ImportResultsModel::tr("fast-rlm JSONL");
    if (format == "tree-json") return ImportResultsModel::tr("JSON tree");
    if (format == "pi-session") return ImportResultsModel::tr("Pi session");
    return QString::fromUtf8(format.data(), static_cast<qsizetype>(format.size()));
}

QString remarkKindText(ImportRemark::Kind kind) {
    switch (kind) {
    case ImportRemark::Kind::Absent: return ImportResultsModel::tr("absent");
    case ImportRemark::Kind::Estimated: return ImportResultsModel::tr("estimated");
    case ImportRemark::Kind::Inferred: return ImportResultsModel::tr("inferred");
    case ImportRemark::Kind::Skipped: return ImportResultsModel::tr("skipped");
    case ImportRemark::Kind::Damaged: return ImportResultsModel::tr("damaged");
    }
    return {};
}

QString integrityText(const IntegrityReport& report) {
    const auto count = [&](ImportRemark::Kind kind) {
        return static_cast<int>(std::count_if(report.remarks.begin(), report.remarks.end(), [&](const ImportRemark& r) { return r.kind == kind; }));
    };
    using Kind = ImportRemark::Kind;
    QStringList parts;
    if (const int n = count(Kind::Damaged)) parts << ImportResultsModel::tr("%n thing(s) damaged", nullptr, n);
    if (const int n = count(Kind::Estimated)) parts << ImportResultsModel::tr("%n thing(s) estimated", nullptr, n);
    if (const int n = count(Kind::Inferred)) parts << ImportResultsModel::tr("%n inferred", nullptr, n);
    if (const int n = count(Kind::Absent)) parts << ImportResultsModel::tr("%n absent", nullptr, n);
    if (const int n = count(Kind::Skipped)) parts << ImportResultsModel::tr("%n skipped", nullptr, n);
    return parts.join(format::comma());
}

void ImportResultsModel::clear() {
    beginResetModel();
    m_files.clear();
    m_imported = m_already = m_failed = 0;
    endResetModel();
}

void ImportResultsModel::append(const QVector<ImportedFile>& files) {
    if (files.isEmpty()) return;
    beginInsertRows({}, static_cast<int>(m_files.size()), static_cast<int>(m_files.size() + files.size()) - 1);
    m_files += files;
    for (const auto& file : files) {
        if (file.error) ++m_failed;
        else if (already(file)) ++m_already;
        else ++m_imported;
    }
    endInsertRows();
}

int ImportResultsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_files.size()); }
int ImportResultsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ImportResultsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == RunsColumn) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case FileColumn: return tr("File");
    case FormatColumn: return tr("Format");
    case RunsColumn: return tr("Runs");
    case ResultColumn: return tr("Result");
    default: return {};
    }
}

QVariant ImportResultsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_files.size()) return {};
    const auto& file = m_files[index.row()];
    switch (role) {
    case PathRole: return fromUtf8(file.file.string());
    case TraceRole: return fromUtf8(file.trace.string());
    case FailedRole: return file.error.has_value();
    case IconRole: return file.error ? QStringLiteral("error") : QStringLiteral("ok");
    case Qt::TextAlignmentRole: return index.column() == RunsColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::ToolTipRole: return index.column() == FileColumn ? fromUtf8(file.file.string()) : index.column() == ResultColumn ? QVariant(resultText(file)) : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() == FileColumn) return fromUtf8(file.file.filename().string()) + format::comma() + resultText(file);
        [[fallthrough]];
    case Qt::DisplayRole:
        switch (index.column()) {
        case FileColumn: return fromUtf8(file.file.filename().string());
        case FormatColumn: return file.format.empty() ? format::unknown() : importFormatText(file.format);
        case RunsColumn: return file.runs.empty() ? format::unknown() : format::count(static_cast<std::int64_t>(file.runs.size()));
        case ResultColumn: return resultText(file);
        default: return {};
        }
    default: return {};
    }
}

} // namespace rlmscope
