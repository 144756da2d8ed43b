#pragma once
// The nodes whose names answer best what somebody types ("turn 3", "gpt", "paris", #120): letters in order count, words
// count more. A worker looks; the best come first and at most as many as a list shows. GUI thread.
#include "trace/run_tree.h"

#include <QObject>
#include <QString>
#include <QVector>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace rlmscope {

class RunDocument;
class TreeGate;

struct FoundNode {
    NodeIndex node = NoNode;
    int score = 0;
};

class NodeFinder : public QObject {
    Q_OBJECT
public:
    static constexpr int Most = 40; ///< of the best

    explicit NodeFinder(QObject* parent = nullptr);
    ~NodeFinder() override;

    /// Emits found() some times, the last time with finished; an empty text or no document finds nothing, at once. A newer
    /// text replaces an older one.
    void find(RunDocument* document, const QString& text);
    void cancel();

Q_SIGNALS:
    /// The best so far, best first; total: all that answer among the `looked` of `of`.
    void found(const QVector<rlmscope::FoundNode>& best, quint32 total, quint32 looked, quint32 of, bool finished);

private:
    struct Job;
    std::shared_ptr<Job> m_job;
    std::vector<std::pair<std::shared_ptr<Job>, std::jthread>> m_threads;
};

} // namespace rlmscope
