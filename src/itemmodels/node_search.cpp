#include "itemmodels/node_search.h"

#include "insight/fold_case.h"
#include "insight/text_scan.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "itemmodels/tree_gate.h"

#include <QMetaObject>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace rlmscope {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr NodeIndex LookNodes = 2048;                       // one look at the tree: well below a millisecond
constexpr auto FirstTold = std::chrono::milliseconds(12);   // something to see at once
constexpr auto TellEvery = std::chrono::milliseconds(60);

} // namespace

// One question and the thread that answers it. The thread keeps the job alive; stop() only tells it to end, so that
// typing never waits.
struct NodeSearch::Job : std::enable_shared_from_this<NodeSearch::Job> {
    Job(NodeSearch* owner, std::shared_ptr<TreeGate> treeGate, NodeMatcher nodeMatcher, std::filesystem::path path, RunId id)
        : search(owner), gate(std::move(treeGate)), matcher(std::move(nodeMatcher)), trace(std::move(path)), run(id) {}

    NodeSearch* search; ///< only compared and posted to while `mutex` is held and cancelled is false
    const std::shared_ptr<TreeGate> gate;
    NodeMatcher matcher;
    const std::filesystem::path trace;
    const RunId run;
    std::mutex mutex;
    std::condition_variable wake;
    std::atomic<bool> cancelled{false}, done{false};
    std::vector<quint32> changed; ///< nodes to ask again
    bool grown = false;

    // The thread's own.
    std::vector<bool> is;
    QVector<quint32> added, removed;
    NodeIndex asked = 0;
    Seq scanned = 0;
    double progress = -1;
    SteadyClock::time_point told;
    bool toldBefore = false;

    void work();
    void ask(const RunTree& tree, NodeIndex node);
    bool askNew();
    void askAgain(const std::vector<quint32>& nodes);
    void readTexts();
    void textFound(const ScannedText& text);
    void tell(bool always);
};

void NodeSearch::Job::ask(const RunTree& tree, NodeIndex node) {
    if (node >= tree.nodes().size()) return;
    const bool now = matcher.matches(tree, node);
    if (is.size() <= node) is.resize(node + 1);
    if (now == is[node]) return;
    is[node] = now;
    (now ? added : removed) << node;
}

/// Nodes that were not asked yet, a look at a time; false when there are no more.
bool NodeSearch::Job::askNew() {
    bool more = false;
    gate->look([&](const RunTree* tree) {
        if (!tree) return;
        const auto n = static_cast<NodeIndex>(tree->nodes().size());
        const auto end = std::min(n, asked + LookNodes);
        for (; asked < end; ++asked) ask(*tree, asked);
        more = asked < n;
    });
    return more;
}

void NodeSearch::Job::askAgain(const std::vector<quint32>& nodes) {
    for (std::size_t at = 0; at < nodes.size() && !cancelled;) {
        const auto end = std::min(nodes.size(), at + LookNodes);
        gate->look([&](const RunTree* tree) {
            for (; at < end; ++at)
                if (tree && nodes[at] < asked) ask(*tree, nodes[at]);
        });
        tell(false);
    }
}

void NodeSearch::Job::textFound(const ScannedText& text) {
    bool fresh = false;
    const auto& terms = matcher.query().terms();
    std::string folded;
    NodeId node = text.node;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto& term = terms[i];
        if (term.field != QueryTerm::Field::Text || (term.scope != TextScope::Any && term.scope != text.scope)) continue;
        if (matcher.hasTextHit(i, node)) continue;
        if (folded.empty()) folded = foldCase(text.text);
        if (folded.find(term.text) == std::string::npos) continue;
        matcher.addTextHit(i, node);
        fresh = true;
    }
    if (!fresh) return;
    gate->look([&](const RunTree* tree) {
        const auto index = tree ? tree->find(node) : NoNode;
        if (index != NoNode && index < asked) ask(*tree, index);
    });
}

void NodeSearch::Job::readTexts() {
    auto reader = TraceReader::open(trace);
    if (!reader) {
        progress = -1;
        return;
    }
    Seq last = 1;
    gate->look([&](const RunTree* tree) { last = tree ? std::max<Seq>(tree->lastSeq(), 1) : 1; });
    progress = 0;
    (void)(*reader)->forEachEvent(run, scanned + 1, [&](const Event& event) {
        scanned = event.seq;
        scanTextsOf(**reader, event, {}, [&](const ScannedText& text) {
            textFound(text);
            return !cancelled;
        });
        progress = std::min(1.0, static_cast<double>(scanned) / static_cast<double>(last));
        tell(false);
        return !cancelled;
    });
    progress = -1;
}

void NodeSearch::Job::tell(bool always) {
    const auto now = SteadyClock::now();
    if (!always && now - told < (toldBefore ? TellEvery : FirstTold)) return;
    told = now;
    toldBefore = true;
    const std::lock_guard lock(mutex);
    if (cancelled) return;
    auto self = shared_from_this();
    const bool looked = always;
    QMetaObject::invokeMethod(
        search,
        [self, owner = search, a = std::exchange(added, {}), r = std::exchange(removed, {}), looked, texts = progress] {
            owner->take(self.get(), a, r, looked, texts);
        },
        Qt::QueuedConnection);
}

void NodeSearch::Job::work() {
    told = SteadyClock::now();
    const bool texts = matcher.query().readsTexts();
    bool first = true;
    while (!cancelled) {
        while (!cancelled && askNew()) tell(false);
        if (texts && !cancelled) {
            if (std::exchange(first, false)) progress = 0;
            tell(true);
            readTexts();
        }
        tell(true);
        std::vector<quint32> again;
        {
            std::unique_lock lock(mutex);
            wake.wait(lock, [this] { return cancelled || grown || !changed.empty(); });
            again.swap(changed);
            grown = false;
        }
        std::sort(again.begin(), again.end());
        again.erase(std::unique(again.begin(), again.end()), again.end());
        askAgain(again);
    }
}

NodeSearch::NodeSearch(QObject* parent) : QObject(parent) {
    m_again.setSingleShot(true);
    m_again.setInterval(0);
    connect(&m_again, &QTimer::timeout, this, &NodeSearch::start);
}

NodeSearch::~NodeSearch() {
    stop();
    m_threads.clear(); // each ends after its look
}

void NodeSearch::stop() {
    if (!m_job) return;
    {
        const std::lock_guard lock(m_job->mutex);
        m_job->cancelled = true;
        m_job->wake.notify_all();
    }
    m_job.reset(); // not waited for: it ends after its look
}

void NodeSearch::setDocument(RunDocument* document) {
    if (document == m_document) return;
    if (m_document) {
        m_document->disconnect(this);
        m_document->annotations()->disconnect(this);
    }
    m_document = document;
    if (document) {
        connect(document, &RunDocument::reset, this, &NodeSearch::start);
        connect(document, &RunDocument::momentChanged, this, [this] {
            if (m_active) m_again.start(); // many in a row while somebody drags the scrubber
        });
        connect(document, &RunDocument::nodesChanged, this, &NodeSearch::onNodesChanged);
        connect(document->annotations(), &RunAnnotations::changed, this, [this] {
            if (m_active) m_again.start();
        });
    }
    start();
}

void NodeSearch::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    auto parsed = NodeQuery::parse(text.toStdString());
    if (auto* problem = std::get_if<QueryProblem>(&parsed)) {
        m_problem = std::move(*problem);
        Q_EMIT stateChanged();
        return;
    }
    m_problem = {};
    m_query = std::get<NodeQuery>(std::move(parsed));
    m_active = !m_query.empty();
    start();
}

void NodeSearch::start() {
    m_again.stop();
    stop();
    m_matches.clear();
    m_is.clear();
    m_textProgress = -1;
    m_looking = m_active && m_document;
    Q_EMIT restarted();
    if (m_looking) {
        m_job = std::make_shared<Job>(this, m_document->treeGate(), NodeMatcher(m_query, queryMarks(*m_document)),
                                      std::filesystem::path(m_document->path().toStdString()), m_document->tree().run());
        std::erase_if(m_threads, [](const auto& old) { return old.first->done.load(); });
        m_threads.emplace_back(m_job, std::jthread([job = m_job] {
            job->work();
            job->done = true;
        }));
    }
    Q_EMIT stateChanged();
}

void NodeSearch::onNodesChanged(quint32, const QVector<quint32>& changed) {
    if (!m_job) return;
    const std::lock_guard lock(m_job->mutex);
    m_job->grown = true;
    m_job->changed.insert(m_job->changed.end(), changed.begin(), changed.end());
    m_job->wake.notify_all();
}

void NodeSearch::take(Job* job, const QVector<quint32>& added, const QVector<quint32>& removed, bool looked, double texts) {
    if (job != m_job.get()) return; // of an older question
    const auto size = std::max(added.isEmpty() ? 0U : *std::max_element(added.begin(), added.end()) + 1, static_cast<quint32>(m_is.size()));
    m_is.resize(size);
    for (const auto node : added) m_is[node] = true;
    for (const auto node : removed) m_is[node] = false;
    if (!removed.isEmpty()) std::erase_if(m_matches, [this](NodeIndex node) { return !m_is[node]; });
    if (!added.isEmpty()) {
        const auto middle = static_cast<std::ptrdiff_t>(m_matches.size());
        m_matches.insert(m_matches.end(), added.begin(), added.end());
        std::sort(m_matches.begin() + middle, m_matches.end());
        std::inplace_merge(m_matches.begin(), m_matches.begin() + middle, m_matches.end());
        m_matches.erase(std::unique(m_matches.begin(), m_matches.end()), m_matches.end());
    }
    const bool state = texts != m_textProgress || (looked && m_looking);
    m_textProgress = texts;
    if (looked) m_looking = texts >= 0;
    if (!added.isEmpty() || !removed.isEmpty()) Q_EMIT found(added, removed);
    if (state) Q_EMIT stateChanged();
}

QueryMarks queryMarks(const RunDocument& document) {
    QueryMarks marks;
    for (const auto& [seq, said] : document.annotations()->all().nodes()) {
        if (said.bookmarked) marks.bookmarked.push_back(seq);
        if (!said.tags.empty()) marks.tagged.push_back(seq);
        if (said.note.empty()) continue;
        marks.noted.push_back(seq);
        marks.notes.emplace_back(seq, foldCase(said.note));
    }
    return marks;
}

} // namespace rlmscope
