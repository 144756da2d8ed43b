#pragma once
// The notebook of a run: what its user kept, in their order and words, and below it where they went lately. What is kept is
// part of the trace; the way there stays on this computer, so that a trace that is shared does not tell it.
#include "itemmodels/focus_history.h"
#include "trace/annotations.h"

#include <QAbstractListModel>
#include <QPointer>

#include <vector>

namespace rlmscope {

class NotebookModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int MostRecent = 50;
    enum Role {
        NameRole = Qt::UserRole + 1, ///< "Turn 3"
        PathRole,     ///< "root › Turn 3 › Cell 1"
        TextRole,     ///< the user's words; empty = none. Editable, as Qt::EditRole is
        WhenRole,     ///< "14:05", with the date when it was not today
        MomentRole,   ///< quint64, 0 = all
        MomentTextRole, ///< "event 1,204"
        StarredRole, KeptRole, ///< bool
        NodeRole,     ///< quint32, NoNode = the run
        KindRole,     ///< int NodeKind; -1 = the run
        NoteRole,     ///< the node's own note
        HeadingRole,  ///< first row of a part: its title
    };
    explicit NotebookModel(QObject* parent = nullptr);
    ~NotebookModel() override; ///< keeps the recent ones

    void setDocument(RunDocument* document);
    RunDocument* document() const { return m_document; }
    /// Somebody was there. A place that is in the list already comes to the top of the recent ones.
    void visit(const HistoryStep& step);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override; ///< TextRole, StarredRole
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    const NotebookEntry& at(int row) const;
    bool isKept(int row) const { return row < static_cast<int>(m_kept.size()); }
    void remove(int row);
    void clearRecent();
    /// Of a kept one, by one place.
    bool canMove(int row, int by) const;
    void move(int row, int by);

private:
    void reload();
    void load();
    void store();
    void keep(NotebookEntry entry);
    QString whenText(Nanos wall) const;
    NodeIndex nodeOf(const NotebookEntry& entry) const;

    QPointer<RunDocument> m_document;
    RunId m_run; ///< of the recent ones
    std::vector<NotebookEntry> m_kept;   ///< ascending in order
    std::vector<NotebookEntry> m_recent; ///< newest first
    bool m_dirty = false;
};

} // namespace rlmscope
