#include "itemmodels/node_finder.h"

#include "insight/fold_case.h"
#include "itemmodels/run_document.h"
#include "itemmodels/tree_gate.h"

#include <QMetaObject>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <mutex>

namespace rlmscope {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr NodeIndex NodesAtOnce = 1024;
constexpr auto FirstWait = std::chrono::milliseconds(12);
constexpr auto NextWait = std::chrono::milliseconds(80);

void appendName(std::string& out, const TreeNode& n) {
    switch (n.kind) {
    case NodeKind::Frame: out += n.parent == NoNode ? "root" : "rlm_query"; break;
    case NodeKind::Turn: (out += "turn ") += std::to_string(n.number); break;
    case NodeKind::Cell: (out += "cell ") += std::to_string(n.number); break;
    case NodeKind::SubCall: out += "llm_query"; break;
    case NodeKind::ModelCall: break;
    }
}

/// How well a node answers; 0 = not at all. What it is called counts more than what it says.
int scoreOf(const RunTree& tree, NodeIndex index, std::string_view typed, const std::vector<std::string>& words, std::string& room) {
    const auto& n = tree.node(index);
    room.clear();
    if ((n.kind == NodeKind::Cell || n.kind == NodeKind::ModelCall) && n.parent != NoNode) {
        appendName(room, tree.node(n.parent)); // "turn 3 cell 1"
        room += ' ';
    }
    const auto own = room.size();
    appendName(room, n);
    if (n.kind == NodeKind::ModelCall) room += foldCase(tree.model(index));
    int best = std::max(fuzzyScore(std::string_view(room).substr(own), typed), fuzzyScore(room, typed) - 100);
    if (best >= 2000) return best;
    // Every word somewhere in it.
    int worst = INT32_MAX;
    for (const auto& word : words) {
        int here = 0;
        if (room.find(word) != std::string::npos) here = 900;
        else if (containsFolded(tree.label(index), word)) here = 1300;
        else if (containsFolded(tree.hint(index), word)) here = 1000;
        else if (containsFolded(tree.model(index), word)) here = 700;
        worst = std::min(worst, here);
    }
    best = std::max(best, worst);
    return best;
}

} // namespace

struct NodeFinder::Job : std::enable_shared_from_this<NodeFinder::Job> {
    NodeFinder* finder = nullptr;
    std::shared_ptr<TreeGate> gate;
    std::string typed;
    std::vector<std::string> words;
    Seq id = 0; ///< of #120
    std::mutex mutex;
    std::atomic<bool> cancelled{false}, done{false};

    std::vector<FoundNode> best; ///< a heap, the worst on top
    quint32 total = 0, looked = 0, of = 0;

    static bool better(const FoundNode& a, const FoundNode& b) { return a.score != b.score ? a.score > b.score : a.node < b.node; }
    void work();
    void look(const RunTree& tree, std::string& room);
    void tell(bool finished);
};

void NodeFinder::Job::look(const RunTree& tree, std::string& room) {
    of = static_cast<quint32>(tree.nodes().size());
    if (id) {
        // The node of an event: the one it starts, or what it is about is not known here.
        if (const auto node = tree.find({id}); node != NoNode) best = {{node, 5000}};
        total = static_cast<quint32>(best.size());
        looked = of;
        return;
    }
    for (const auto end = std::min(of, looked + NodesAtOnce); looked < end; ++looked) {
        const int score = scoreOf(tree, looked, typed, words, room);
        if (score <= 0) continue;
        ++total;
        const FoundNode found{looked, score};
        if (best.size() >= Most && !better(found, best.front())) continue;
        if (best.size() >= Most) {
            std::pop_heap(best.begin(), best.end(), better);
            best.pop_back();
        }
        best.push_back(found);
        std::push_heap(best.begin(), best.end(), better);
    }
}

void NodeFinder::Job::work() {
    auto told = SteadyClock::now();
    auto wait = FirstWait;
    std::string room;
    for (bool more = true; more && !cancelled;) {
        gate->look([&](const RunTree* tree) {
            more = false;
            if (!tree) return;
            look(*tree, room);
            more = looked < of;
        });
        if (more && SteadyClock::now() - told >= wait) {
            told = SteadyClock::now();
            wait = NextWait;
            tell(false);
        }
    }
    tell(true);
}

void NodeFinder::Job::tell(bool finished) {
    QVector<FoundNode> sorted(best.begin(), best.end());
    std::sort(sorted.begin(), sorted.end(), better);
    const std::lock_guard lock(mutex);
    if (cancelled) return;
    QMetaObject::invokeMethod(
        finder,
        [self = shared_from_this(), owner = finder, sorted, total = total, looked = looked, of = of, finished] {
            if (owner->m_job == self) Q_EMIT owner->found(sorted, total, looked, of, finished);
        },
        Qt::QueuedConnection);
}

NodeFinder::NodeFinder(QObject* parent) : QObject(parent) {}

NodeFinder::~NodeFinder() {
    cancel();
    m_threads.clear();
}

void NodeFinder::cancel() {
    if (!m_job) return;
    {
        const std::lock_guard lock(m_job->mutex);
        m_job->cancelled = true;
    }
    m_job.reset();
}

void NodeFinder::find(RunDocument* document, const QString& text) {
    cancel();
    std::erase_if(m_threads, [](const auto& old) { return old.first->done.load(); });
    const std::string typed = foldCase(text.simplified().toStdString());
    if (!document || typed.empty()) {
        Q_EMIT found({}, 0, 0, document ? static_cast<quint32>(document->tree().nodes().size()) : 0, true);
        return;
    }
    m_job = std::make_shared<Job>();
    m_job->finder = this;
    m_job->gate = document->treeGate();
    m_job->typed = typed;
    for (const auto& word : text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts)) m_job->words.push_back(foldCase(word.toStdString()));
    if (typed.size() > 1 && typed.front() == '#') {
        Seq id = 0;
        const auto [end, error] = std::from_chars(typed.data() + 1, typed.data() + typed.size(), id);
        if (error == std::errc() && end == typed.data() + typed.size()) m_job->id = id;
    }
    m_threads.emplace_back(m_job, std::jthread([job = m_job] {
        job->work();
        job->done = true;
    }));
}

} // namespace rlmscope
