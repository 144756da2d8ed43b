#pragma once
// The nodes of a run that answer a question, kept up to date while the run grows and while another moment is shown. All the
// looking is done by a worker: what the tree itself says comes within moments, what stands in full texts after the trace was
// read. GUI thread.
#include "insight/node_query.h"
#include "trace/run_tree.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <QVector>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rlmscope {

class RunDocument;

class NodeSearch : public QObject {
    Q_OBJECT
public:
    explicit NodeSearch(QObject* parent = nullptr);
    ~NodeSearch() override;

    void setDocument(RunDocument* document);
    /// Starts looking; the newest question replaces an older one at once. An empty text ends the search. When the text makes
    /// no sense, problem() says why and what was found before stays.
    void setText(const QString& text);
    QString text() const { return m_text; }
    const QueryProblem& problem() const { return m_problem; } ///< of setText(); empty message = none

    bool isActive() const { return m_active; }
    bool isLooking() const { return m_looking; }   ///< not every node was asked yet
    /// Texts are being read; 0..1 of the events, -1 = not.
    double textProgress() const { return m_textProgress; }
    /// Found so far, ascending.
    const std::vector<NodeIndex>& matches() const { return m_matches; }
    bool isMatch(NodeIndex node) const { return node < m_is.size() && m_is[node]; }

Q_SIGNALS:
    void restarted(); ///< another question, or another tree: matches() is empty
    /// Some nodes match now, or do not any more.
    void found(const QVector<quint32>& added, const QVector<quint32>& removed);
    void stateChanged(); ///< isLooking(), textProgress(), problem()

private:
    struct Job;
    void start();
    void stop();
    void take(Job* job, const QVector<quint32>& added, const QVector<quint32>& removed, bool looked, double texts);
    void onNodesChanged(quint32 firstNew, const QVector<quint32>& changed);

    QPointer<RunDocument> m_document;
    QString m_text;
    NodeQuery m_query;
    QueryProblem m_problem;
    bool m_active = false, m_looking = false;
    double m_textProgress = -1;
    std::vector<NodeIndex> m_matches;
    std::vector<bool> m_is;
    std::shared_ptr<Job> m_job;
    std::vector<std::pair<std::shared_ptr<Job>, std::jthread>> m_threads; ///< of older questions too, until they have ended
    QTimer m_again; ///< marks changed: the question may be about them
};

/// What a question may ask about the user's marks.
QueryMarks queryMarks(const RunDocument& document);

} // namespace rlmscope
