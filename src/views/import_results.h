#pragma once
// What came of an import: a row for each file, why some were not taken, and the way to their runs.
#include <QWidget>

class QCheckBox;
class QSortFilterProxyModel;

namespace rlmscope {

class FactsTable;
class ImportResultsModel;
class ThemedLabel;

class ImportResultsPage : public QWidget {
    Q_OBJECT
public:
    explicit ImportResultsPage(ImportResultsModel* model, QWidget* parent = nullptr);
    /// Only files of which nothing, or not all, was taken.
    void setOnlyProblems(bool only);
    bool onlyProblems() const;
    /// More files are coming.
    void setImporting(bool importing);
    QString detail() const;
    FactsTable* table() const { return m_table; }

Q_SIGNALS:
    void openRequested(const QString& trace);
    void closeRequested();

private:
    void refresh();
    void openRow(int row);
    ImportResultsModel* m_model;
    QSortFilterProxyModel* m_shown;
    ThemedLabel* m_title;
    ThemedLabel* m_detail;
    QCheckBox* m_only;
    FactsTable* m_table;
    bool m_importing = false;
};

/// "312 files imported, 3 not"
QString importSummary(const ImportResultsModel& model);

} // namespace rlmscope
