#include "cli/progress_view.h"

#include "cli/format.h"
#include "cli/tree_printer.h"

#include <cstdio>

namespace rlmscope::cli {

namespace {

void toStderr(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

std::string loadingLine(const LiveStatus& status) {
    const auto& loading = status.loading;
    std::string line = "Reading " + (loading.name.empty() ? std::string("the context") : loading.name) + "  " + bytes(loading.done);
    if (loading.total > 0) line += " of " + bytes(loading.total);
    return line;
}

class QuietView final : public ProgressView {
    void loading(const LiveStatus&) override {}
    void update(const RunTree&, const LiveStatus&, const std::vector<Event>&) override {}
    void say(const std::string&) override {}
    void finish(const RunTree&) override {}
};

// ---- one line per thing that happened ------------------------------------------------------------------------------

class LineView final : public ProgressView {
public:
    explicit LineView(const Terminal& terminal) : m_terminal(terminal) {}

    void loading(const LiveStatus& status) override {
        // Small contexts load before anybody could read this; big ones speak up every 200 MB.
        if (status.loading.done < m_nextLoading) return;
        m_nextLoading = status.loading.done + 200'000'000;
        toStderr(loadingLine(status) + "\n");
    }

    void update(const RunTree& tree, const LiveStatus&, const std::vector<Event>& events) override {
        std::string out;
        for (const auto& event : events) {
            const auto line = lineOf(tree, event);
            if (!line.empty()) out += line + "\n";
        }
        toStderr(out);
    }

    void say(const std::string& line) override { toStderr(line + "\n"); }
    void finish(const RunTree& tree) override { toStderr(statusLine(tree, tree.ended() ? tree.ended()->status : "interrupted", tree.now()) + "\n"); }

private:
    std::string lineOf(const RunTree& tree, const Event& event) {
        if (const auto* note = std::get_if<Note>(&event.body)) return note->severity + ": " + note->text;
        if (const auto* ledger = std::get_if<LedgerEvent>(&event.body)) {
            if (ledger->op == "waited" || ledger->op == "reserve_final" || ledger->op == "estimate" || ledger->op == "asked") return {};
            if (ledger->op == "approved" || ledger->op == "denied") return ledger->op + ": " + ledger->detail;
            return "limit " + ledger->limit + ": " + ledger->op + (ledger->detail.empty() ? "" : ", " + ledger->detail);
        }
        if (const auto* failed = std::get_if<AttemptFailed>(&event.body))
            return at(tree, event, "attempt " + std::to_string(failed->number) + " failed: " + failed->error.message +
                      (failed->wait > 0 ? "; again in " + duration(failed->wait) : ""));
        if (std::holds_alternative<FrameStarted>(event.body)) return frameLine(tree, event, "started");
        if (std::holds_alternative<FrameEnded>(event.body)) return frameLine(tree, event, {});
        if (std::holds_alternative<CellEnded>(event.body) || std::holds_alternative<ModelCallEnded>(event.body))
            return nodeLine(tree, event);
        return {};
    }

    // Indented by frames: what belongs to a child stands further to the right.
    static std::string at(const RunTree& tree, const Event& event, const std::string& text) {
        const auto index = tree.find(event.node);
        const int depth = index == NoNode ? 0 : tree.node(index).depth;
        return "[" + paddedLeft(duration(tree.now()), 8) + "] " + std::string(static_cast<std::size_t>(2 * std::min(depth, 20)), ' ') + text;
    }

    std::string frameLine(const RunTree& tree, const Event& event, std::string_view verb) const {
        const auto index = tree.find(event.node);
        if (index == NoNode) return {};
        const auto& node = tree.node(index);
        const bool started = !verb.empty();
        return at(tree, event, nodeTitle(tree, index) + " " + std::string(started ? verb : statusWord(node.status)) + ": " +
                  std::string(started ? tree.label(index) : tree.hint(index)) +
                  (started ? "" : "  (" + costText(node.totalCost, node.costUnknown, node.simulated) + ")"));
    }

    std::string nodeLine(const RunTree& tree, const Event& event) const {
        const auto index = tree.find(event.node);
        if (index == NoNode) return {};
        const auto& node = tree.node(index);
        // A batch of sub-calls is told by its cell; a single failure is worth a line.
        if (node.kind == NodeKind::SubCall && node.status == NodeStatus::Ok) return {};
        std::string line = node.parent == NoNode || node.kind == NodeKind::SubCall ? "" : nodeTitle(tree, node.parent) + ", ";
        line += nodeTitle(tree, index) + " " + std::string(statusWord(node.status));
        if (node.kind == NodeKind::Cell) {
            line += ", " + std::to_string(node.lines) + (node.lines == 1 ? " line" : " lines");
            if (const auto calls = fanOut(tree, index); !calls.empty()) line += ", " + calls;
        } else {
            const Usage usage = tree.own(index).usage;
            line += ", " + tokens(usage.input()) + " tokens in, " + tokens(usage.output) + " out";
        }
        line += ", " + duration(node.end - node.start);
        if (node.status != NodeStatus::Ok && !tree.hint(index).empty()) line += ": " + std::string(tree.hint(index));
        return at(tree, event, line);
    }

    const Terminal m_terminal;
    std::uint64_t m_nextLoading = 50'000'000;
};

// ---- a tree that redraws in place ----------------------------------------------------------------------------------

class LiveView final : public ProgressView {
public:
    explicit LiveView(Terminal terminal) : m_terminal(terminal) {}
    ~LiveView() override { erase(); }

    void loading(const LiveStatus& status) override { draw({loadingLine(status)}); }

    void update(const RunTree& tree, const LiveStatus& status, const std::vector<Event>&) override {
        // A big tree costs time to lay out: never more than about a tenth of ours.
        const auto begin = Clock::system().steady();
        if (begin < m_notBefore) return;
        m_terminal.measure(fileno(stderr));
        // Between two events the clocks of what is open go on, except in a pause.
        if (tree.lastSeq() != m_lastSeq || status.phase == LivePhase::Paused) m_eventSeen = begin;
        m_lastSeq = tree.lastSeq();
        const Nanos now = tree.now() + (begin - m_eventSeen);
        auto lines = treeLines(tree, m_terminal, now);
        const std::size_t room = static_cast<std::size_t>(std::max(4, m_terminal.height - 3));
        if (lines.size() > room) {
            const auto hidden = lines.size() - room + 1;
            lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(hidden));
            lines.insert(lines.begin(), painted("  " + count(hidden) + " lines above", Paint::Faint, m_terminal));
        }
        lines.push_back(painted(fitted(statusLine(tree, toString(status.phase), now), m_terminal.width - 1, m_terminal.unicode),
                                Paint::Strong, m_terminal));
        draw(lines);
        m_notBefore = begin + 10 * (Clock::system().steady() - begin);
    }

    void say(const std::string& line) override {
        erase();
        toStderr(line + "\n");
    }

    void finish(const RunTree& tree) override {
        erase();
        std::string out;
        for (const auto& line : treeLines(tree, m_terminal, tree.now())) out += line + "\n";
        out += statusLine(tree, tree.ended() ? tree.ended()->status : "interrupted", tree.now()) + "\n";
        toStderr(out);
    }

private:
    void draw(const std::vector<std::string>& lines) {
        std::string out = "\x1b[?25l" + up();
        for (const auto& line : lines) out += line + "\x1b[K\n";
        toStderr(out + "\x1b[J\x1b[?25h");
        std::fflush(stderr);
        m_drawn = lines.size();
    }
    void erase() {
        if (m_drawn == 0) return;
        toStderr(up() + "\x1b[J");
        m_drawn = 0;
    }
    std::string up() const { return m_drawn ? "\x1b[" + std::to_string(m_drawn) + "A\r" : "\r"; }

    Terminal m_terminal;
    std::size_t m_drawn = 0;
    Seq m_lastSeq = 0;
    Nanos m_eventSeen = 0, m_notBefore = 0;
};

} // namespace

std::string statusLine(const RunTree& tree, std::string_view state, Nanos now) {
    const auto& totals = tree.totals();
    std::string line = std::string(state) + "  " + duration(now) + "  " +
                       costText(totals.cost, totals.costUnknown, false) + (totals.simulated ? " (simulated)" : "") + "  " + tokens(totals.usage.input()) +
                       " tokens in, " + tokens(totals.usage.output) + " out  " + count(totals.modelCalls) + (totals.modelCalls == 1 ? " model call" : " model calls");
    if (totals.inFlight + totals.queued > 0)
        line += "  " + count(totals.inFlight) + " in flight, " + count(totals.queued) + " queued";
    return line;
}

std::unique_ptr<ProgressView> makeQuietView() { return std::make_unique<QuietView>(); }
std::unique_ptr<ProgressView> makeLineView(const Terminal& terminal) { return std::make_unique<LineView>(terminal); }
std::unique_ptr<ProgressView> makeLiveView(const Terminal& terminal) { return std::make_unique<LiveView>(terminal); }

} // namespace rlmscope::cli
