#pragma once
// The list beside a run: the runs that are open, newest first, and between them the relatives of these that are in the
// library and not open: what they were forked from, resumed, replayed. The fork graph joins them.
#include "itemmodels/library.h"
#include "library/lanes.h"

#include <QAbstractListModel>
#include <QVector>

namespace rlmscope {

class LibraryModel;
class RunDocument;
class RunsModel;

class RunFamilyModel : public QAbstractListModel {
    Q_OBJECT
public:
    /// Next to those of RunsModel, which it answers as well.
    enum Role { OpenRole = Qt::UserRole + 100, FilledRole };
    explicit RunFamilyModel(RunsModel* runs, QObject* parent = nullptr);
    void setLibrary(LibraryModel* library); ///< without one only the open runs are shown

    RunDocument* documentAt(int row) const; ///< null: not open, see refAt()
    RunRef refAt(int row) const;
    int rowOf(const RunDocument* document) const;
    const library::LaneRow* laneAt(int row) const; ///< null: nothing here is related
    int laneCount() const { return m_lanes.count; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    struct Item {
        RunDocument* document = nullptr;
        library::RowPointer row; ///< as the library knows it; null = it does not
        RunId run;
        Nanos wall = 0;
        int number = 0;
        QString relation; ///< "fork of #12"
        bool operator==(const Item& o) const { return document == o.document && run == o.run && (document || row->file == o.row->file); }
    };
    void rebuild();
    QVector<Item> items() const;
    void relate();
    QVariant relativeData(const Item& item, int role) const;

    RunsModel* m_runs;
    LibraryModel* m_library = nullptr;
    QVector<Item> m_items;
    library::Lanes m_lanes;
    bool m_related = false;
};

} // namespace rlmscope
