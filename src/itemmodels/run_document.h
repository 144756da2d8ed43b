#pragma once
// One run as the views see it. A live run, a recorded one and an imported one enter through this same door: a RunTree
// that grows by committed events, and texts fetched from the trace on demand.
//
// Lives in the GUI thread. Opening a recorded trace folds its events on a thread of its own and hands the finished
// tree over in one step; of a big one the beginning comes first, so that there is something to look at.
#include "itemmodels/cell_facts.h"
#include "itemmodels/run_money.h"
#include "itemmodels/variable_events.h"
#include "trace/event.h"
#include "trace/event_sink.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVector>

#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>

namespace rlmscope {

class RunAnnotations;
class RunControl;
class TreeGate;

/// A text for display, possibly the beginning of a longer one.
struct ShownText {
    QString text;
    quint64 bytes = 0;      ///< size of all of it, UTF-8
    bool complete = true;   ///< false: `text` is the beginning
    QString error;          ///< why it could not be read; empty = fine
    bool operator==(const ShownText&) const = default;
};

/// Everything the inspector shows about one node. Fields that do not apply are empty.
struct NodeDetails {
    NodeIndex index = NoNode;
    NodeKind kind = NodeKind::Frame;
    NodeStatus status = NodeStatus::Running;
    QVector<NodeIndex> path; ///< from the root to the node

    // cells
    ShownText code; ///< what the cell wrote: NodeOutput
    QVector<CodeNote> callNotes;
    int failedLine = -1; ///< of the code, from 0
    double pythonSeconds = -1;
    QString cause; ///< why it is not ok: "ZeroDivisionError: division by zero"

    QString model; ///< of a frame or a call; more about a call: callDetails()

    // cells: calls of trusted tools, the first ones
    struct ToolCall {
        QString name, arguments; ///< "fetch", "\"https://...\", days=3"
        QString result;          ///< one line of JSON; of a failed call what it raised
        bool failed = false;
        double seconds = 0;
    };
    static constexpr int MaxToolCalls = 20;
    QVector<ToolCall> toolCalls;
    int toolCallCount = 0; ///< all of them

    // frames
    ShownText question, answer;
    QString strategy, contextText;
    QString sandbox;            ///< level: "full", "partial", "limits"; empty = not known (yet)
    QString sandboxMissing;     ///< what is missing, in words
    QStringList tools;          ///< names of the functions of the run's tools file

    QString raw; ///< the node's events as indented JSON, as many as a person reads
    int rawEvents = 0, allEvents = 0; ///< in `raw`, and of the node
};

class RunDocument : public QObject {
    Q_OBJECT
public:
    explicit RunDocument(QObject* parent = nullptr);
    ~RunDocument() override;

    /// Opens a recorded trace; `run` null = its newest. Emits reset() when there is something to see, twice for a big one,
    /// and loaded() when all of it has been read; or failed().
    void open(const std::filesystem::path& path, RunId run = {});
    /// Becomes the view of a run that is being written to `path`; feed it with append().
    void beginLive(const std::filesystem::path& path, RunId run);
    void append(const std::vector<Event>& events);
    void appendLive(const std::vector<LiveDelta>& deltas);
    /// The live run has ended and its file is complete.
    void endLive();

    bool isLoading() const { return m_loading; } ///< tree() is empty, or the beginning of a recorded run
    bool isLive() const { return m_live; }
    /// The run at the moment that is shown: what came later is not in it.
    const RunTree& tree() const { return m_moment ? *m_past : *m_tree; }
    /// All of it, whatever moment is shown.
    const RunTree& whole() const { return *m_tree; }
    /// The newest event that is shown; 0 = all of them, and those that are still to come. The last event of a run that
    /// does not go on is 0 as well.
    Seq moment() const { return m_moment; }
    void setMoment(Seq moment);
    QString path() const;
    QString title() const;    ///< the run's title or question, one line
    QString question() const; ///< whole
    QString answer() const;   ///< whole; empty = none (yet)
    /// For people: "Running", "Answered", "Stopped by the limit of $0.25", "Interrupted"...
    QString statusText() const;
    NodeStatus status() const;
    bool isPaused() const; ///< what has not ended stands still
    QVector<RunSummary> runs() const { return m_runs; } ///< all runs of the file

    /// What the user says about the run: notes, bookmarks, names. Does not follow the moment.
    RunAnnotations* annotations() const { return m_annotations; }
    /// For workers that look at tree(), see TreeGate.
    const std::shared_ptr<TreeGate>& treeGate() const { return m_gate; }

    /// Limits, spend, lanes and open questions: of a live run as it was asked last, else what its events tell.
    BudgetState budget() const;
    const RunMoney& money() const { return m_moment ? *m_pastMoney : *m_money; }
    RunLimits limits() const { return money().limits(tree()); } ///< those of the specification, with what was raised
    /// The moment that now is on the run clock; goes on between two events of a live run.
    Nanos clock() const;

    RunControl* control() const { return m_control; }
    void setControl(RunControl* control); ///< takes ownership; null is fine

    /// Reads from the trace; quick (bounded by MaxShownBytes per text).
    NodeDetails details(NodeIndex node);
    /// Variables after a cell; for a frame or turn after its newest cell.
    std::vector<Variable> variables(NodeIndex node);
    /// The node a variables() of this node speaks about; NoNode = none has run.
    NodeIndex variablesCell(NodeIndex node) const;
    /// Sequence numbers of what is known about a node at the moment shown: its start, what happened in it, its end.
    std::vector<Seq> eventSeqs(NodeIndex node) const;
    /// One of them, as the trace has it: long texts are named, not loaded. Nothing: not there, or after the moment shown.
    std::optional<Event> event(Seq seq);
    /// That which holds the variables after a cell; 0 = none.
    Seq variablesEvent(NodeIndex cell) const;
    /// The cells of a frame that have one at the moment shown, in order.
    QVector<NodeIndex> variablesCells(NodeIndex frame) const;
    /// What has come of the reply of a call under way.
    QString liveReply(NodeIndex call, bool reasoning) const { return m_moment ? QString() : (reasoning ? m_liveReasoning : m_liveReplies).value(call); }
    /// A text in full, for copying; empty with `error` set when it cannot be read.
    QString fullText(const Text& text, QString* error);
    QString codeOf(NodeIndex cell, QString* error);
    QString promptOf(NodeIndex call, QString* error);
    QString replyOf(NodeIndex call, QString* error);

    static constexpr quint64 MaxShownBytes = 2'000'000;
    static constexpr Seq FirstPart = 20'000; ///< events that are shown before the rest of a bigger trace is read

Q_SIGNALS:
    void reset();  ///< tree() is another one; after the beginning of a recorded run its whole: node indices keep their meaning
    void loaded(); ///< all of a recorded run is there
    void failed(const rlmscope::Error& error);
    /// Nodes from firstNew on are new; `changed` are older ones whose numbers or status changed.
    void nodesChanged(quint32 firstNew, const QVector<quint32>& changed);
    void runChanged(); ///< status, totals, answer
    /// tree() went to another moment: nodes from its size on are gone or new, any other may be different. Node indices
    /// keep their meaning. What details() and variables() say has changed as well.
    void momentChanged();
    /// whole() has more events than before, whatever moment is shown. nodesChanged() is not emitted for a past moment.
    void grew();
    void replyGrew(quint32 node, const QString& text, bool reasoning);
    void outputGrew(quint32 cell, const QString& text, bool isError);
    void remark(const QString& severity, const QString& text); ///< a note, warning or error of the run
    void budgetChanged(); ///< of a live run: limits, lanes or open questions, at most four times a second

private:
    struct Loaded;
    TraceReader* reader(QString* error = nullptr);
    bool finishing() const { return m_live && m_tree->ended(); }
    void adopt(std::shared_ptr<Loaded> loaded, bool more);
    void follow(); ///< another process writes the file: fold what is new
    void remember(const Event& event);
    ShownText shown(const Text& text);
    void announce(NodeIndex firstNew);
    void remarkOf(const Event& event);
    std::optional<Event> eventAt(Seq seq);
    std::vector<Event> eventsOf(NodeIndex node);
    void stopLoading();
    void showMoment();
    void showNow(); ///< without saying so

    std::filesystem::path m_path;
    std::shared_ptr<TreeGate> m_gate;
    RunAnnotations* m_annotations;
    std::unique_ptr<RunTree> m_tree;
    std::unique_ptr<RunMoney> m_money; ///< of the same events
    std::vector<RunMoney> m_moneyAt;   ///< by checkpoint of the tree
    std::unique_ptr<RunTree> m_past;   ///< m_tree at m_moment
    std::unique_ptr<RunMoney> m_pastMoney;
    QElapsedTimer m_sinceEvent;        ///< of a live run
    std::unique_ptr<TraceReader> m_reader;
    QVector<RunSummary> m_runs;
    RunControl* m_control = nullptr;
    Seq m_moment = 0;
    bool m_live = false, m_loading = false;
    QHash<quint32, QString> m_liveReplies;   ///< open model calls
    QHash<quint32, QString> m_liveReasoning;
    /// Events between the start and the end of a node (output, variables, failed attempts), by the node's first event.
    std::unordered_map<Seq, std::vector<Seq>> m_inner;
    VariableEvents m_variables;
    QString m_answer;
    QTimer m_follow;
    std::jthread m_loader; ///< last: ends before what it writes to
};

} // namespace rlmscope
