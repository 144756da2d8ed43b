#pragma once
// The lower panel of the library: the chosen runs against each other. Score against cost (time against cost without
// scores), figures side by side, and of two runs where they begin to differ.
#include "itemmodels/library.h"
#include "itemmodels/serial_worker.h"
#include "library/first_difference.h"

#include <QWidget>

#include <atomic>
#include <optional>

class QPushButton;
class QSplitter;

namespace rlmscope {

class ComparedModel;
class DiffLines;
class DockTitle;
class FactsTable;
class LibraryModel;
class RunScatter;

class LibraryCompare : public QWidget {
    Q_OBJECT
public:
    explicit LibraryCompare(LibraryModel* model, QWidget* parent = nullptr);
    ~LibraryCompare() override;
    /// The first MostCompared of them, oldest first. Fewer than two: nothing is shown.
    void setRuns(const QVector<RunRef>& runs);
    static constexpr int MostCompared = 6;
    const std::optional<library::RunDifference>& difference() const { return m_difference; }

Q_SIGNALS:
    void openRequested(const rlmscope::RunRef& run, quint64 node);
    void runToggled(const rlmscope::RunRef& run);

private:
    void refresh();
    void showScatter();
    void compareTexts();
    void showDifference(const Result<library::RunDifference>& difference);
    QString name(const RunRef& run) const; ///< "#12"
    QString relation() const;              ///< "#13: fork of #12"

    LibraryModel* m_model;
    QVector<RunRef> m_runs;
    QVector<RunRef> m_points; ///< runs of the scatter
    ComparedModel* m_compared;
    DockTitle *m_scatterTitle, *m_comparedTitle, *m_diffTitle;
    RunScatter* m_scatter;
    FactsTable* m_table;
    DiffLines* m_diff;
    QPushButton *m_showFirst, *m_showSecond;
    QWidget* m_diffPart;
    std::optional<library::RunDifference> m_difference;
    QString m_comparedPair; ///< of the difference that is shown or being looked for
    std::shared_ptr<std::atomic<int>> m_turn = std::make_shared<std::atomic<int>>(0);
    std::unique_ptr<SerialWorker> m_worker; ///< last
};

} // namespace rlmscope
