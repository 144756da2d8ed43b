#pragma once
// What came of an import, a row for each file, in the order in which they were given.
#include "exchange/import.h"

#include <QAbstractTableModel>
#include <QVector>

namespace rlmscope {

struct ImportNote;

class ImportResultsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { FileColumn, FormatColumn, RunsColumn, ResultColumn, ColumnCount };
    enum Role {
        PathRole = Qt::UserRole + 1, ///< of the log
        TraceRole,                   ///< where its runs are; empty: nowhere
        FailedRole,                  ///< not, or not all, imported
        IconRole,                    ///< name of an icon
    };
    using QAbstractTableModel::QAbstractTableModel;
    void clear();
    void append(const QVector<ImportedFile>& files);
    const QVector<ImportedFile>& files() const { return m_files; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    int importedCount() const { return m_imported; } ///< files that are traces now
    int alreadyCount() const { return m_already; }   ///< files whose traces were there before
    int failedCount() const { return m_failed; }     ///< files of which nothing, or not all, was taken

private:
    QVector<ImportedFile> m_files;
    int m_imported = 0, m_already = 0, m_failed = 0;
};

/// "rlm JSONL", "Pi session", ...
QString importFormatText(std::string_view format);
/// "4 things estimated, 2 inferred, 5 not in the log"; empty when there is nothing to say.
QString integrityText(const IntegrityReport& report);
QString remarkKindText(ImportRemark::Kind kind); ///< "absent"

} // namespace rlmscope
