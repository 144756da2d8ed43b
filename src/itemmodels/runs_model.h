#pragma once
// The runs open in the window, newest first. Does not own the documents; a destroyed one disappears.
#include <QAbstractListModel>
#include <QVector>

namespace rlmscope {

class RunDocument;

class RunsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        TitleRole = Qt::UserRole + 1, ///< first line
        DetailRole,                   ///< second line: "running · 48.3 s"
        StatusRole,                   ///< int NodeStatus
        CostRole, CostUnknownRole,    ///< pico-USD
        SimulatedRole, LiveRole,
        DocumentRole,                 ///< RunDocument*
        PausedRole,                   ///< bool
    };
    using QAbstractListModel::QAbstractListModel;
    void add(RunDocument* document); ///< at the top
    void remove(RunDocument* document);
    int indexOf(const RunDocument* document) const;
    RunDocument* at(int row) const { return m_documents.value(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QVector<RunDocument*> m_documents;
};

} // namespace rlmscope
