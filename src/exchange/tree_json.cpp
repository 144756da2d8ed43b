// The trace of rlm_async_minimal and its kin: one JSON value with all nodes of a session by name, each with its parent's
// name, its turns and its times. The file is read whole (its tape is); the walk down the tree keeps its own stack.
//
// The format knows neither models nor messages nor tokens nor plain sub-calls. Who started whom it tells by node; in which
// turn follows from the times, in which cell from the code. A child whose parent went on without it stays "running" for
// ever, and an answer that stands in no reply was got by a call that is not in the file.
#include "base/text.h"
#include "exchange/rlm_records.h"
#include "exchange/run_builder.h"

#include <algorithm>
#include <unordered_map>

namespace rlmscope::exchange {
namespace {

struct Node {
    std::string id, parentId;
    Value value;
    std::uint32_t parent = None;
    std::vector<std::uint32_t> children; ///< by start
    Nanos start = 0, end = 0;            ///< end 0: not recorded
    bool visited = false;
};

struct Cell {
    Value value;
    Nanos start = 0, end = 0;
    std::vector<std::uint32_t> children;
};

bool mayStartChildren(std::string_view code) {
    for (const std::string_view word : {"llm_", "rlm_", "query(", "batch(", "rlm("})
        if (code.find(word) != std::string_view::npos) return true;
    return false;
}

Nanos tookOf(Value execution) { return secondsOf(execution["execution_time"]).value_or(0); }

class TreeReader {
public:
    explicit TreeReader(ImportSession& session) : s(session) {}
    Status read();

private:
    struct Level {
        std::uint32_t index = 0;
        NodeId frame, turn, cell;
        std::string path, lastReply, printed;
        int depth = 0, number = 0, started = 0;
        Value::Iterator next, end;
        std::vector<Cell> cells;
        std::size_t cellAt = 0, childAt = 0, looseAt = 0;
        std::vector<std::uint32_t> loose; ///< children of this turn that no cell can have started
        std::size_t due = 0;                 ///< of the node's children: the next one without a turn
        Nanos turnEnd = 0, now = 0;
    };
    void index(Value nodes);
    Status run(std::uint32_t root, std::uint64_t number);
    Level levelOf(std::uint32_t index, NodeId parent, Nanos earliest, int depth, CallKey key);
    void step(std::vector<Level>& stack);
    void openTurn(Level& level);
    void placeChildren(Level& level, bool last);
    void openChild(std::vector<Level>& stack, std::uint32_t child, NodeId parent, Nanos earliest);
    void openCell(Level& level);
    void endCell(Level& level);
    void endFrame(Level& level);
    void skip(std::uint32_t root);

    ImportSession& s;
    std::vector<Node> m_nodes;
    std::unordered_map<std::string, std::uint32_t> m_byId;
    RunBuilder* m_run = nullptr;
};

Status TreeReader::read() {
    const auto text = s.lines.all();
    if (!text) return text.error();
    const auto tape = JsonTape::parse(*text);
    if (!tape) return tape.error();
    if (s.progress) s.progress(s.lines.size() / 2, s.lines.size());
    index(tape->root()["nodes"]);
    std::uint64_t runs = 0;
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i)
        if (m_nodes[i].parent == None)
            if (auto status = run(i, runs++); !status) return status;
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
        if (m_nodes[i].visited) continue;
        s.remark(Remark::Damaged, "Nodes that are their own ancestors; each is shown as a run.");
        m_nodes[i].parent = None;
        if (auto status = run(i, runs++); !status) return status;
    }
    if (m_nodes.empty()) return makeError(ErrorKind::BadInput, "It holds no node.");
    if (s.progress) s.progress(s.lines.size(), s.lines.size());
    return {};
}

void TreeReader::index(Value nodes) {
    for (auto it = nodes.begin(); it != nodes.end(); ++it) {
        Node node;
        node.value = *it;
        if (!node.value.isObject()) {
            s.remark(Remark::Damaged, "Nodes that are no objects.");
            continue;
        }
        node.id = nodes.isObject() ? it.key() : node.value["node_id"].text();
        node.parentId = node.value["parent_id"].text();
        node.start = secondsOf(node.value["start_time"]).value_or(0);
        node.end = secondsOf(node.value["end_time"]).value_or(0);
        if (node.end && node.end < node.start) node.end = node.start;
        if (!m_byId.try_emplace(node.id, static_cast<std::uint32_t>(m_nodes.size())).second) {
            s.remark(Remark::Damaged, "Nodes of a name that another one has.");
            continue;
        }
        m_nodes.push_back(std::move(node));
    }
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
        auto& node = m_nodes[i];
        if (node.parentId.empty()) continue;
        const auto parent = m_byId.find(node.parentId);
        if (parent == m_byId.end()) {
            s.remark(Remark::Absent, "The parents of some nodes; each of those is shown as a run.");
            continue;
        }
        node.parent = parent->second;
        m_nodes[parent->second].children.push_back(i);
    }
    for (auto& node : m_nodes)
        std::stable_sort(node.children.begin(), node.children.end(), [&](auto a, auto b) { return m_nodes[a].start < m_nodes[b].start; });
}

void TreeReader::skip(std::uint32_t root) {
    std::vector<std::uint32_t> below{root};
    while (!below.empty()) {
        auto& node = m_nodes[below.back()];
        below.pop_back();
        if (std::exchange(node.visited, true)) continue;
        below.insert(below.end(), node.children.begin(), node.children.end());
    }
}

Status TreeReader::run(std::uint32_t root, std::uint64_t number) {
    RunBuilder run(s, number);
    m_run = &run;
    const auto& node = m_nodes[root];
    RunStarted started;
    started.program = "rlm_async_minimal";
    const Value first = node.value["iterations"].first();
    started.spec.question = first ? toValidUtf8(first["prompt"].text()) : std::string();
    started.spec.title = started.spec.question.empty() ? s.name : std::string();
    started.spec.strategy = "rlm";
    started.spec.models = {NotRecorded};
    // Its max_depth counts as the paper does: 1 = sub-calls are plain, 2 = they are frames whose sub-calls are plain.
    started.spec.depth = static_cast<int>(std::min<std::int64_t>(node.value["max_depth"].count().value_or(1), 1000));
    run.remark(Remark::Absent, "The models, the messages, tokens and cost: the format does not record them.");
    run.remark(Remark::Absent, "The context: the format does not record it.");
    run.remark(Remark::Absent, "Plain sub-calls: the format records only those that became frames.");
    if (started.spec.question.empty()) run.remark(Remark::Absent, "The question: the first node has no turn.");
    else run.remark(Remark::Inferred, "The question: the prompt of the first turn.");
    const auto fresh = run.begin(node.start, std::move(started));
    if (!fresh) return fresh.error();
    if (!*fresh) return skip(root), Status();

    std::vector<Level> stack;
    stack.push_back(levelOf(root, {}, run.began(), 0, {}));
    Level last;
    while (!stack.empty()) {
        if (s.cancel.cancelled()) {
            run.end(stack.back().now, {});
            return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        }
        if (stack.size() == 1) last = stack.back();
        step(stack);
        if (!run.status()) return run.status();
    }
    const auto status = node.value["status"].string();
    const Final answer = finalOf(node.value["final_answer"]);
    std::optional<RunEnded> ended;
    const auto time = std::max(node.end, last.now);
    if (answer.there) {
        ended = RunEnded{"answered", "answer", answer.json, Text(answer.text), {}};
    } else if (status == "running" || status.empty()) {
        run.remark(Remark::Absent, "The end: the first node has no answer and is still running.");
    } else {
        ended = RunEnded{"failed", "model_error", {}, {}, Error{ErrorKind::Internal, "The log says " + oneLine(status, 60) + ", and no answer.", {}}};
    }
    run.end(time, std::move(ended));
    return {};
}

TreeReader::Level TreeReader::levelOf(std::uint32_t index, NodeId parent, Nanos earliest, int depth, CallKey key) {
    auto& node = m_nodes[index];
    node.visited = true;
    Level level;
    level.index = index;
    level.depth = depth;
    level.now = std::max(node.start, earliest);
    const Value iterations = node.value["iterations"];
    level.next = iterations.begin();
    level.end = iterations.end();
    if (const auto said = node.value["depth"].count(); !said || *said != depth)
        m_run->remark(Remark::Inferred, "The depth of some nodes: counted from their parents, the log says another one.");
    FrameStarted frame;
    frame.strategy = "rlm";
    frame.model = NotRecorded;
    frame.depth = depth;
    frame.key = std::move(key);
    frame.path = parent ? childPath(frame.key) : std::string();
    const Value first = iterations.first();
    frame.question = Text(toValidUtf8(first ? first["prompt"].text() : node.value["instance_name"].text()));
    level.path = frame.path;
    level.frame = m_run->start(level.now, parent, std::move(frame));
    return level;
}

void TreeReader::step(std::vector<Level>& stack) {
    Level& top = stack.back();
    if (top.cell) {
        auto& cell = top.cells[top.cellAt];
        if (top.childAt < cell.children.size()) return openChild(stack, cell.children[top.childAt++], top.cell, cell.start);
        return endCell(top);
    }
    if (top.looseAt < top.loose.size()) return openChild(stack, top.loose[top.looseAt++], top.turn ? top.turn : top.frame, top.now);
    if (top.turn) {
        if (top.cellAt < top.cells.size()) return openCell(top);
        m_run->add(top.turnEnd, top.turn, TurnEnded{});
        top.now = std::max(top.now, top.turnEnd);
        top.turn = {};
        return;
    }
    if (top.next != top.end) return openTurn(top);
    const auto& children = m_nodes[top.index].children;
    if (top.due < children.size()) { // it has no turns
        top.loose.assign(children.begin() + static_cast<std::ptrdiff_t>(top.due), children.end());
        top.due = children.size();
        top.looseAt = 0;
        return;
    }
    endFrame(top);
    const auto ended = top.now;
    stack.pop_back();
    if (!stack.empty()) {
        auto& parent = stack.back();
        parent.turnEnd = std::max(parent.turnEnd, ended);
        if (parent.cell) parent.cells[parent.cellAt].end = std::max(parent.cells[parent.cellAt].end, ended);
    }
}

void TreeReader::openTurn(Level& level) {
    const auto& node = m_nodes[level.index];
    const Value it = *level.next;
    ++level.next;
    const bool last = level.next == level.end;
    ++level.number;
    level.cells.clear();
    level.cellAt = level.looseAt = 0;
    level.loose.clear();
    // A turn's time is when it began; it ends where the next one begins.
    const auto logged = secondsOf(it["timestamp"]);
    if (!logged) m_run->remark(Remark::Absent, "The times of some turns.");
    const auto begun = std::max(logged.value_or(level.now), level.now);
    Nanos sum = 0;
    for (const Value execution : it["code_executions"]) {
        level.cells.push_back({execution, 0, 0, {}});
        sum = later(sum, tookOf(execution));
    }
    const auto next = last ? std::optional<Nanos>() : secondsOf((*level.next)["timestamp"]);
    level.turnEnd = std::max(later(begun, sum), next.value_or(last ? node.end : 0));
    placeChildren(level, last);
    if (it["sub_llm_calls"].first()) m_run->remark(Remark::Skipped, "Lists of what a turn called: children are placed by their times.");
    // Cells are taken to be at the end of their turn. Behind those of the last turn may come a call that is not in the file,
    // so there the children tell when they were.
    Nanos from = level.turnEnd - sum, before = 0;
    for (const auto& cell : level.cells) {
        if (last && !cell.children.empty()) from = std::min(from, m_nodes[cell.children.front()].start - before);
        before = later(before, tookOf(cell.value));
    }
    from = std::max(from, begun);
    level.turn = m_run->start(begun, level.frame, TurnStarted{level.number});
    ModelCallStarted started;
    started.model = NotRecorded;
    started.depth = level.depth;
    started.key = {level.path, level.number, 0, "frame", {}, 0};
    ModelCallEnded ended;
    ended.status = "ok";
    level.lastReply = toValidUtf8(it["response"].text());
    ended.reply = {{PartKind::Text, Text(level.lastReply), {}}};
    m_run->call(begun, from, level.turn, std::move(started), std::move(ended));
    m_run->remark(Remark::Estimated, "When a reply ended and its cells began: the format only logs when a turn began and how long its cells took.");
    level.printed.clear();
    for (auto& cell : level.cells) {
        cell.start = from;
        cell.end = from = later(from, tookOf(cell.value));
    }
    level.turnEnd = std::max(level.turnEnd, from);
    level.now = begun;
}

/// The children that began before a turn ended; of its cells the first one that can have
/// started them and ran long enough.
void TreeReader::placeChildren(Level& level, bool last) {
    const auto& children = m_nodes[level.index].children;
    std::vector<std::uint32_t> mine;
    for (; level.due < children.size(); ++level.due) {
        const auto child = children[level.due];
        if (m_nodes[child].visited || (!last && m_nodes[child].start > level.turnEnd)) break;
        mine.push_back(child);
    }
    if (mine.empty()) return;
    m_run->remark(Remark::Inferred, "Which turn and cell started a child, from the times and the code.");
    std::vector<std::size_t> able;
    for (std::size_t i = 0; i < level.cells.size(); ++i)
        if (mayStartChildren(level.cells[i].value["code"].raw())) able.push_back(i);
    if (able.empty() && level.cells.size() == 1) able.push_back(0);
    if (able.empty()) return void(level.loose = std::move(mine));
    Nanos all = 0;
    for (const auto& cell : level.cells) all = later(all, tookOf(cell.value));
    for (const auto child : mine) {
        // Where each cell would end when all of them stand at the end of the turn.
        Nanos end = level.turnEnd - all;
        std::size_t chosen = able.back();
        for (std::size_t i = 0, k = 0; i < level.cells.size() && k < able.size(); ++i) {
            end = later(end, tookOf(level.cells[i].value));
            if (i != able[k]) continue;
            if (++k; m_nodes[child].start <= end) {
                chosen = i;
                break;
            }
        }
        level.cells[chosen].children.push_back(child);
    }
}

void TreeReader::openChild(std::vector<Level>& stack, std::uint32_t child, NodeId parent, Nanos earliest) {
    Level& top = stack.back();
    if (m_nodes[child].visited) return;
    CallKey key{top.path, top.number, static_cast<int>(top.cell ? top.cellAt + 1 : 0), "rlm_query", {}, top.started++};
    auto level = levelOf(child, parent, earliest, top.depth + 1, std::move(key));
    stack.push_back(std::move(level));
}

void TreeReader::openCell(Level& level) {
    auto& cell = level.cells[level.cellAt];
    CellStarted started;
    started.number = static_cast<int>(level.cellAt + 1);
    started.code = Text(toValidUtf8(cell.value["code"].text()));
    cell.start = std::max(cell.start, level.now);
    level.cell = m_run->start(cell.start, level.turn, std::move(started));
    level.childAt = 0;
    level.started = 0;
}

void TreeReader::endCell(Level& level) {
    auto& cell = level.cells[level.cellAt];
    auto out = toValidUtf8(cell.value["stdout"].text()), err = toValidUtf8(cell.value["stderr"].text());
    CellEnded ended;
    ended.exception = exceptionOf(err);
    ended.status = err.empty() ? "ok" : "raised";
    if (!err.empty()) {
        ended.cause = oneLine(lastLine(err), 300);
        ended.traceback = Text(err);
        m_run->remark(Remark::Inferred, "Which cells raised: those that wrote to the error output.");
    }
    ended.pythonSeconds = cell.value["execution_time"].number().value_or(0);
    level.printed += out;
    const auto time = std::max(cell.end, cell.start);
    m_run->remark(Remark::Inferred, "What the model was shown of a cell: the first 20,000 characters of what it printed.");
    m_run->endCell(time, level.cell, std::move(ended), std::move(out), std::move(err));
    level.now = time;
    level.turnEnd = std::max(level.turnEnd, time);
    level.cell = {};
    ++level.cellAt;
}

void TreeReader::endFrame(Level& level) {
    const auto& node = m_nodes[level.index];
    level.now = std::max(level.now, node.end);
    const auto status = node.value["status"].string();
    const Final answer = finalOf(node.value["final_answer"]);
    FrameEnded ended;
    ended.status = "answered";
    if (answer.there) {
        ended.answer = answer.json;
        ended.answerText = Text(answer.text);
        const auto said = trimmed(answer.text);
        if (!said.empty() && level.lastReply.find(said) == std::string::npos && level.printed.find(said) == std::string::npos)
            m_run->remark(Remark::Absent, "The calls that gave some answers: those stand in no recorded reply or output.");
    } else if (status == "running" || status.empty()) {
        m_run->remark(Remark::Absent, "The end of some nodes: they are still running in the log.");
        return; // open: the run's end interrupts it
    } else {
        ended.status = "failed";
        ended.error = Error{ErrorKind::Internal, "The log says " + oneLine(status, 60) + ", and no answer.", {}};
    }
    m_run->add(level.now, level.frame, std::move(ended));
}

} // namespace

bool isTreeJson(Value record) {
    const Value nodes = record["nodes"];
    return nodes.isObject() && record["session_id"] && (record["tree_structure"] || record["session_start"]);
}

Status readTreeJson(ImportSession& session) { return TreeReader(session).read(); }

} // namespace rlmscope::exchange
