#include "exchange/report_run.h"

#include <algorithm>

namespace rlmscope::report {

namespace {

class Fold {
public:
    explicit Fold(Run& run) : m_run(run) {}

    void operator()(const Event& event) {
        m_run.tree->apply(event);
        m_event = &event;
        std::visit(*this, event.body);
    }

    void operator()(const AttemptFailed& e) {
        m_run.failedAttempts[m_event->node.seq].push_back(e);
        spend(e.cost, e.usage);
    }
    void operator()(const ModelCallEnded& e) {
        spend(e.cost, e.usage);
        if (e.source == ReplySource::Model) return;
        ++m_run.notPaid;
        m_run.saved += e.recordedCost;
    }
    void operator()(const CellOutput&) { m_run.openOutput[m_event->node.seq].push_back(m_event->seq); }
    void operator()(const CellEnded&) { m_run.openOutput.erase(m_event->node.seq); }
    void operator()(const Note& e) { remark(e.severity, e.text); }
    void operator()(const ErrorEvent& e) { remark("error", e.error.text()); }
    void operator()(const LedgerEvent& e) {
        // What happens all the time (waiting, estimates) is no remark.
        static const std::vector<std::pair<std::string_view, std::string_view>> told{
            {"refused", "warning"}, {"overrun", "error"}, {"warning", "warning"}, {"denied", "warning"},
            {"raised", "info"}, {"approved", "info"}, {"inherited", "info"}};
        const auto found = std::find_if(told.begin(), told.end(), [&](const auto& entry) { return entry.first == e.op; });
        if (found == told.end()) return;
        remark(std::string(found->second), e.detail.empty() ? "Budget: " + e.op + " (" + e.limit + ")" : e.detail);
    }
    void operator()(const Tag& e) {
        auto& tags = m_run.tags;
        tags.erase(std::remove(tags.begin(), tags.end(), e.name), tags.end());
        if (!e.removed && tags.size() < 100) tags.push_back(e.name);
    }
    void operator()(const Custom& e) {
        if (e.kind == "import" && !m_event->node) m_run.import = noteFrom(e.data);
    }
    void operator()(const Score& e) {
        if (m_run.scores.size() < 100) m_run.scores.push_back(e);
    }
    template<typename T>
    void operator()(const T&) {}

private:
    void spend(PicoUsd cost, const Usage& usage) {
        if (cost.value == 0 && usage == Usage()) return;
        m_run.spent.push_back({m_run.tree->now(), cost, usage.input() + usage.output});
    }
    void remark(std::string severity, std::string text) {
        if (++m_run.remarkCount <= Run::MostRemarks) m_run.remarks.push_back({std::move(severity), std::move(text), m_run.tree->now()});
    }

    Run& m_run;
    const Event* m_event = nullptr;
};

} // namespace

std::string Run::status() const {
    if (const auto* ended = tree->ended()) return ended->status;
    return live ? "running" : "interrupted";
}

int depthOf(const RunTree& tree, const TreeNode& node) {
    return isCall(node.kind) && node.spendRow < tree.spend().size() ? tree.spend()[node.spendRow].depth : node.depth;
}

Run readRun(TraceReader& reader, const RunSummary& summary) {
    Run run;
    run.summary = summary;
    run.tree = std::make_unique<RunTree>(summary.id);
    Fold fold(run);
    const auto status = reader.forEachEvent(summary.id, 1, [&fold](const Event& event) {
        fold(event);
        return true;
    });
    if (!status) run.damage = status.error();
    run.live = reader.beingWritten() && !run.tree->ended();
    if (!run.live) run.tree->markInterrupted();
    return run;
}

} // namespace rlmscope::report
