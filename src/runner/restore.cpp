#include "runner/restore.h"

#include "engine/frame_repl.h"
#include "runner/trace_context.h"

#include <algorithm>

namespace rlmscope {
namespace {

std::string nameOf(const RecordedCell& cell) {
    return "cell " + std::to_string(cell.number) + " of turn " + std::to_string(cell.turn);
}

const RecordedCell* findCell(const FrameRecord& record, NodeId cell) {
    const auto found = std::find_if(record.cells.begin(), record.cells.end(), [&](const RecordedCell& c) { return c.node == cell; });
    return found == record.cells.end() ? nullptr : &*found;
}

Error noSuchCell(NodeId frame, NodeId cell) {
    return makeError(ErrorKind::Usage, "Frame " + std::to_string(frame.seq) + " has no cell " + std::to_string(cell.seq) + ".");
}

} // namespace

Result<std::unique_ptr<RunRestorer>> RunRestorer::open(TraceReader& reader, RunId run, RestoreOptions options) {
    std::unique_ptr<RunRestorer> restorer(new RunRestorer(reader, run, std::move(options)));
    const auto read = reader.forEachEvent(run, 1, [&](const Event& event) {
        restorer->m_tree.apply(event);
        return true;
    });
    if (!restorer->m_tree.started())
        return read ? makeError(ErrorKind::Corrupt, reader.path().filename().string() + " holds no beginning of run " + run.text() + ".")
                    : read.error();
    return restorer;
}

Result<ReplSpec> RunRestorer::specOf(const FrameStarted& frame) {
    const RunStarted& run = *m_tree.started();
    std::shared_ptr<const Context> context;
    if (frame.depth == 0 && frame.context.documents.empty()) {
        if (!m_context) {
            auto loaded = contextOfTrace(m_reader, run.context);
            if (!loaded) return loaded.error();
            m_context = std::make_shared<const Context>(std::move(*loaded));
        }
        context = m_context;
    } else if (!frame.context.shape.empty()) { // also a prompt that became a child's context
        auto loaded = contextOfTrace(m_reader, frame.context);
        if (!loaded) return loaded.error();
        context = std::make_shared<const Context>(std::move(*loaded));
    }
    ReplSpec spec = replSpecOf(run.spec, frame.path, std::move(context));
    spec.packages = m_options.packageFolders;
    spec.requiredSandbox = std::max(spec.requiredSandbox, m_options.requiredSandbox);
    return spec;
}

Result<RestoredFrame> RunRestorer::restoreAt(const FrameRecord& record, std::size_t life, ReplPoint point,
                                             ReplFactory& factory, const CancelToken& cancel) {
    auto spec = specOf(record.started);
    if (!spec) return spec.error();
    RestoredFrame frame;
    frame.journal.spec = std::move(*spec);
    if (life < record.lives.size()) frame.journal.cells = record.lives[life];
    frame.journal = frame.journal.upTo(point);
    auto restored = replay(factory, frame.journal, point, cancel);
    if (!restored) return restored.error();
    frame.restored = std::move(*restored);
    frame.restored.why = "a trace holds no snapshots";
    frame.remarks = record.remarks;
    if (const auto& packages = m_tree.started()->spec.packages; packages.size() > m_options.packageFolders.size()) {
        std::string names;
        for (const auto& name : packages) names += (names.empty() ? "" : ", ") + name;
        frame.remarks.push_back("The run had extra Python packages (" + names + "); a trace does not say where they are.");
    }
    return frame;
}

Result<RestoredFrame> RunRestorer::restoreFrame(NodeId frame, std::optional<NodeId> cell, ReplFactory& factory, CancelToken cancel) {
    const auto record = readFrame(m_reader, m_tree, frame, cell.value_or(NodeId{}));
    if (!record) return record.error();
    if (!cell) return restoreAt(*record, 0, 0, factory, cancel);
    const RecordedCell* at = findCell(*record, *cell);
    if (!at) return noSuchCell(frame, *cell);
    const RecordedCell* last = at;
    std::string remark;
    if (!at->ended) {
        const bool first = at == record->cells.data();
        last = first ? nullptr : at - 1;
        remark = "The run was cut off in " + nameOf(*at) + ": this is the state " +
                 (first ? "before it." : "after " + nameOf(*last) + ".");
    }
    if (last && last->ended && !last->replAlive)
        return makeError(ErrorKind::Usage, "The REPL ended in " + nameOf(*last) + " (" + last->cell->cause +
                         "), so there is no state after it.", "Choose the cell before it.");
    auto restored = last ? restoreAt(*record, last->life, last->after(), factory, cancel) : restoreAt(*record, 0, 0, factory, cancel);
    if (!restored) return restored.error();
    if (last) restored->after = *last;
    if (!remark.empty()) restored->remarks.push_back(std::move(remark));
    return restored;
}

Result<RestoredFrame> RunRestorer::restoreBefore(NodeId frame, NodeId cell, RecordedCell& current, ReplFactory& factory,
                                                 const CancelToken& cancel) {
    const auto record = readFrame(m_reader, m_tree, frame, cell);
    if (!record) return record.error();
    const RecordedCell* at = findCell(*record, cell);
    if (!at) return noSuchCell(frame, cell);
    current = *at;
    auto restored = restoreAt(*record, at->life, at->before, factory, cancel);
    if (!restored) return restored.error();
    if (at != record->cells.data()) restored->after = *(at - 1);
    return restored;
}

Result<RestoredChain> RunRestorer::restoreChain(NodeId frame, std::optional<NodeId> cell, ReplFactory& factory, CancelToken cancel) {
    auto restored = restoreFrame(frame, cell, factory, cancel);
    if (!restored) return restored.error();
    RestoredChain chain;
    chain.frame = std::move(*restored);
    for (NodeIndex index = m_tree.find(frame);;) {
        const NodeId child = m_tree.node(index).id;
        const NodeIndex by = m_tree.node(index).parent;
        if (by == NoNode) return chain;
        const auto start = m_reader.event(m_tree.run(), child.seq);
        if (!start) return start.error();
        const auto* started = std::get_if<FrameStarted>(&start->body);
        const NodeIndex turn = m_tree.node(by).parent;
        const NodeIndex above = turn == NoNode ? NoNode : m_tree.node(turn).parent;
        if (!started || m_tree.node(by).kind != NodeKind::Cell || above == NoNode || m_tree.node(above).kind != NodeKind::Frame)
            return makeError(ErrorKind::Unsupported, "Frame " + std::to_string(child.seq) + " was not started by a cell, so what led to it cannot be run again.");
        FrameAbove link;
        link.frame = m_tree.node(above).id;
        link.down = CellCall(started->key);
        auto before = restoreBefore(link.frame, m_tree.node(by).id, link.current, factory, cancel);
        if (!before) return before.error();
        link.before = std::move(*before);
        chain.above.push_back(std::move(link));
        index = above;
    }
}

} // namespace rlmscope
