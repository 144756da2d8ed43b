#pragma once
// What the omnibox answers to what is typed in it:
//     words            nodes, variables of the focused frame, open runs; and the way on to the whole library
//     > words          every command of the window
//     ? question       nodes by the query language, with what may come next
//     library: words   full texts of all runs
//     rlmscope://...   a link
// A screenful of rows at most; how many there are in all is said in words. GUI thread; the looking is done by workers.
#include "itemmodels/library_search.h"
#include "itemmodels/node_finder.h"
#include "itemmodels/node_link.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QVector>

#include <functional>
#include <optional>

class QAction;

namespace rlmscope {

class NodeSearch;
class RunDocument;
class RunsModel;

/// A command of the window.
struct OmniCommand {
    QPointer<QAction> action;
    QString text, menu, shortcut; ///< "Export report", "File", "Ctrl+E"
};

class OmniboxModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int MostRows = 40;
    enum class Row { Heading, Node, Variable, Run, Command, Completion, Filter, Highlight, Library, Hit, Link, Mode, Problem };
    Q_ENUM(Row)
    enum Role {
        RowRole = Qt::UserRole + 1, ///< int Row
        TitleRole, DetailRole,      ///< what it is; where, or more of it
        SideRole,                   ///< at the right end: a shortcut, a time
        IconRole,                   ///< name of an icon
        NodeKindRole,               ///< int NodeKind of a node; -1
    };
    explicit OmniboxModel(QObject* parent = nullptr);
    ~OmniboxModel() override;

    void setDocument(RunDocument* document);
    void setFocusNode(NodeIndex node) { m_focus = node; }
    void setRuns(RunsModel* runs);
    void setLibrary(LibrarySearch* library);
    /// Asked each time that commands are looked for.
    void setCommands(std::function<QVector<OmniCommand>()> commands) { m_commands = std::move(commands); }

    /// Starts answering; rows come at once, more of them as workers find them.
    void setText(const QString& text);
    QString text() const { return m_text; }
    /// Stops all looking; the rows go.
    void clear();
    /// "12 of 1,204 nodes match", "Looking..."; empty = nothing to say.
    QString summary() const { return m_summary; }
    bool isSelectable(int row) const;
    /// Does what the row says, by one of the signals.
    void activate(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void summaryChanged();
    void nodeChosen(quint32 node);
    void variableChosen(quint32 node, const QString& name);
    void runChosen(rlmscope::RunDocument* document);
    void commandChosen(QAction* action);
    void linkChosen(const rlmscope::NodeLink& link, const QString& trace);
    void filterChosen(const QString& question, bool filter);
    void textWanted(const QString& text); ///< the row goes on with this text

private:
    struct Item {
        Row row = Row::Node;
        QString title, detail, side, icon;
        int nodeKind = -1;
        NodeIndex node = NoNode;
        QPointer<RunDocument> run;
        QPointer<QAction> action;
        std::optional<NodeLink> link;
        QString text; ///< variable, completion, trace of a hit
    };
    void setItems(QVector<Item> items, const QString& summary);
    void showModes();
    void showNodes(const QVector<FoundNode>& best, quint32 total, quint32 looked, quint32 of, bool finished);
    void showCommands(const QString& words);
    void showQuery();
    void showLibrary(const LibraryFound& found);
    void showLink();
    Item nodeItem(NodeIndex node) const;
    void appendVariables(QVector<Item>& items, const QString& words) const;
    void appendRuns(QVector<Item>& items, const QString& words) const;
    Item libraryItem(const QString& words) const;

    QPointer<RunDocument> m_document;
    NodeIndex m_focus = NoNode;
    QPointer<RunsModel> m_runs;
    QPointer<LibrarySearch> m_library;
    std::function<QVector<OmniCommand>()> m_commands;
    NodeFinder* m_finder;
    NodeSearch* m_search; ///< of "?"; not the one that filters the tree
    QString m_text, m_summary, m_hitsOf;
    QVector<Item> m_items;
    QStringList m_lastCommands; ///< newest first
};

} // namespace rlmscope
