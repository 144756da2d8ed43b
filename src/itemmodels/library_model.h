#pragma once
// The library as a flat table: runs, and heads of groups between them. Filters, sorts and groups on a thread of its own
// when there are many; what is shown then changes in as few steps as possible, so that selection and scroll position stay.
#include "itemmodels/library.h"
#include "library/arrangement.h"

#include <QAbstractTableModel>

#include <memory>

namespace rlmscope {

class LibraryModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { GraphColumn, NumberColumn, StateColumn, NameColumn, StrategyColumn, ModelsColumn, AnswerColumn, ScoreColumn, CostColumn, TokensColumn,
                  TimeColumn, StartedColumn, DepthColumn, CallsColumn, FramesColumn, InputColumn, OutputColumn, CachedColumn, TagsColumn, QuestionColumn,
                  FileColumn, SizeColumn, ColumnCount };
    enum Role {
        GroupRole = Qt::UserRole + 1, ///< bool: the head of a group
        StateRole,                    ///< int library::RunState
        RelationRole,                 ///< "fork of #12"
        TagsRole,                     ///< QStringList
        HiddenRole, RunningRole,
        FractionRole,                 ///< of the score bar, 0 to 1; invalid = none
    };

    /// One line of the table.
    struct Line {
        std::uint64_t id = 0;    ///< the same run keeps it
        library::RowPointer row; ///< null: a group
        int group = -1, number = 0, parentNumber = 0, familySize = 1;
        library::LaneRow lane;
        bool hasLane = false;
    };

    explicit LibraryModel(QObject* parent = nullptr);
    ~LibraryModel() override;
    void setLibrary(Library* library);
    Library* library() const { return m_library; }

    void setQuery(const QString& text);
    QString query() const { return m_query; }
    QString problem() const; ///< what of the query makes no sense; empty = nothing
    void setGroup(library::GroupBy group);
    library::GroupBy group() const { return m_request.group; }
    void setShowHidden(bool show);
    bool showsHidden() const { return m_request.showHidden; }
    void setFolded(int row, bool folded); ///< of a group
    void sort(int column, Qt::SortOrder order) override;
    int sortColumn() const { return m_sortColumn; }
    bool isDescending() const { return m_request.descending; }

    const Line* line(int row) const { return row >= 0 && row < static_cast<int>(m_lines.size()) ? &m_lines[static_cast<std::size_t>(row)] : nullptr; }
    const library::RowGroup* groupOf(int row) const;
    RunRef refAt(int row) const; ///< without a run: a group or a file that cannot be read
    int rowOf(const RunRef& run) const;
    int numberOf(const RunRef& run) const; ///< also of runs that are not shown; 0 = not known
    struct Relative {
        library::RowPointer row;
        int number = 0;
    };
    /// These runs and all of their families, shown or not; at most `most`.
    std::vector<Relative> familiesOf(const std::vector<RunRef>& runs, std::size_t most) const;
    int laneCount() const { return m_laneCount; }
    int shown() const { return m_shown; }
    int total() const { return m_total; }
    int hidden() const { return m_hidden; }
    const library::RowGroup& sums() const { return m_sums; }
    /// Nothing is being arranged: what is shown is what was asked for.
    bool isSettled() const { return m_turn == m_shownTurn; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override; ///< renames
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override; ///< the files, to be dragged out

    static QString stateWord(library::RunState state);
    static QString strategyText(const library::RunDigest& run);
    static QString modelsText(const library::RunDigest& run);
    static bool isNumber(int column);
    QString relationText(const Line& line) const;
    /// "fork of #12"; number 0: `name`, or that it is not here.
    static QString relationWords(const std::string& type, int number, const QString& name = {});
    QString groupLabel(const library::RowGroup& group) const;

Q_SIGNALS:
    void arranged(); ///< after each change of what is shown

private:
    struct Made;
    void update();
    static std::shared_ptr<Made> make(std::shared_ptr<const library::Rows> rows, std::shared_ptr<const std::vector<library::Kinship>> kin,
                                      const library::ArrangeRequest& request);
    void adopt(const std::shared_ptr<Made>& made);
    bool step(std::vector<Line>& lines); ///< false: too many steps, nothing was done
    QString text(const Line& line, int column) const;
    QString groupText(const library::RowGroup& group, int column) const;
    QString toolTip(const Line& line, int column) const;

    Library* m_library = nullptr;
    library::ArrangeRequest m_request;
    QString m_query;
    int m_sortColumn = NumberColumn;
    std::vector<Line> m_lines;
    std::vector<library::RowGroup> m_groups;
    std::shared_ptr<const library::Rows> m_rows;             ///< that are shown
    std::shared_ptr<const std::vector<library::Kinship>> m_kin; ///< of m_rows
    library::RowGroup m_sums;
    int m_laneCount = 0, m_shown = 0, m_total = 0, m_hidden = 0;
    int m_turn = 0, m_shownTurn = 0;
    std::unique_ptr<SerialWorker> m_worker; ///< last
};

} // namespace rlmscope
