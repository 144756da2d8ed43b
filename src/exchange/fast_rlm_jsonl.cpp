// The log of fast-rlm: one JSON line per step, all agents of a run in one file in the order in which their steps ended. A
// parent's step stands behind the steps of the children that it started, so the file is read twice: once for where each step
// is and whose it is, then step by step down the tree of agents, with a stack of our own.
//
// The log knows neither models nor messages nor questions; who started whom it tells by agent, and in which step by time.
#include "base/text.h"
#include "exchange/run_builder.h"

#include <algorithm>
#include <unordered_map>

namespace rlmscope::exchange {
namespace {

constexpr Nanos Day = 86'400 * Second;

enum class RowKind : std::uint8_t { Executed, Generated, Final, Started };

struct Row {
    std::uint64_t offset = 0, length = 0;
    Nanos time = 0;
    RowKind kind = RowKind::Executed;
};

struct Agent {
    std::string id, parentId;
    std::uint32_t parent = None;
    int depth = 0;
    Nanos born = 0, first = 0; ///< first: when it is first heard of
    std::vector<Row> rows;
    std::vector<std::uint32_t> children; ///< by `first`
    bool visited = false;
};

std::optional<RowKind> rowKindOf(Value record) {
    const auto type = record["event_type"].string();
    if (type == "execution_result") return RowKind::Executed;
    if (type == "code_generated") return RowKind::Generated;
    if (type == "final_result") return RowKind::Final;
    if (type == "agent_start") return RowKind::Started;
    return {};
}

/// ISO text, or milliseconds since 1970.
Nanos momentOf(Value value) {
    if (value.isString()) return timeOf(value.string()).value_or(0);
    return millisOf(value);
}

/// An agent's id begins with the milliseconds of its birth.
Nanos bornOf(std::string_view id, Nanos first) {
    std::int64_t ms = 0;
    std::size_t n = 0;
    for (; n < id.size() && n < 14 && id[n] >= '0' && id[n] <= '9'; ++n) ms = ms * 10 + (id[n] - '0');
    const auto born = ms * Millisecond;
    return n >= 12 && n < id.size() && id[n] == '-' && born <= first && first - born < Day ? born : first;
}

struct Probe {
    std::string beginning;
    std::uint64_t characters = 0;
};
/// What step 0 prints about the context.
Probe probeOf(const std::string& output) {
    Probe probe;
    if (const auto at = output.find("Context length: "); at != std::string::npos) probe.characters = std::strtoull(output.c_str() + at + 16, nullptr, 10);
    const std::string_view head = "First 500 characters of str(context):";
    if (const auto at = output.find(head); at != std::string::npos) {
        const auto from = at + head.size(), to = output.find("\n---\nLast 500", from), other = output.find("\nLast 500 characters", from);
        probe.beginning = std::string(trimmed(std::string_view(output).substr(from, std::min(to, other) - from)));
    }
    return probe;
}

class FastRlmReader {
public:
    explicit FastRlmReader(ImportSession& session) : s(session) {}
    Status read();

private:
    struct Level {
        std::uint32_t agent = 0;
        NodeId frame;
        std::string path;
        std::size_t row = 0;
        std::size_t child = 0; ///< next of its agent's children
        Nanos now = 0;
        NodeId turn, cell;
        int turnNumber = 0, spawned = 0;
        Nanos end = 0;         ///< of the step that is being written
        CellEnded cellEnded;
        std::string out;
        bool answered = false;
        std::string answer, answerJson;
    };
    Status index();
    void link();
    Status run(std::uint32_t root, std::uint64_t number);
    Status step(std::vector<Level>& stack);
    Status openRow(Level& level);
    void openStep(Level& level, const Row& row, Value record);
    void modelCall(Level& level, Nanos from, Nanos to, Value record);
    bool childDue(const Level& level) const;
    void openChild(std::vector<Level>& stack);
    Result<Level> levelOf(std::uint32_t agent, NodeId parent, Nanos earliest, CallKey key);
    Result<Probe> firstProbe(const Agent& agent);

    ImportSession& s;
    std::vector<Agent> m_agents;
    std::unordered_map<std::string, std::uint32_t> m_byId;
    RunBuilder* m_run = nullptr;
};

Status FastRlmReader::read() {
    if (auto status = index(); !status) return status;
    link();
    std::uint64_t runs = 0;
    for (std::uint32_t i = 0; i < m_agents.size(); ++i)
        if (m_agents[i].parent == None)
            if (auto status = run(i, runs++); !status) return status;
    for (std::uint32_t i = 0; i < m_agents.size(); ++i) {
        if (m_agents[i].visited) continue;
        s.remark(Remark::Damaged, "Agents that are their own ancestors; each is shown as a run.");
        m_agents[i].parent = None;
        if (auto status = run(i, runs++); !status) return status;
    }
    return {};
}

Status FastRlmReader::index() {
    std::uint64_t damaged = 0;
    while (const auto record = s.lines.next()) {
        if (s.cancel.cancelled()) return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        const auto tape = JsonTape::parse(record->text);
        if (!tape) {
            if (++damaged == 1) s.remark(Remark::Damaged, "Line " + std::to_string(record->line) + " could not be read: " + tape.error().message);
            continue;
        }
        const auto root = tape->root();
        const auto kind = rowKindOf(root);
        const auto id = root["run_id"].string();
        if (!kind || id.empty()) {
            if (root["event_type"].string() != "agent_end") s.remark(Remark::Skipped, "Records of an unknown type.");
            continue;
        }
        const auto [found, fresh] = m_byId.try_emplace(id, static_cast<std::uint32_t>(m_agents.size()));
        if (fresh) {
            m_agents.emplace_back();
            m_agents.back().id = id;
        }
        auto& agent = m_agents[found->second];
        const auto time = momentOf(root["time"]);
        if (agent.parentId.empty()) agent.parentId = root["parent_run_id"].string();
        if (agent.rows.empty() && agent.first == 0) {
            agent.first = time;
            agent.depth = static_cast<int>(std::min<std::int64_t>(root["depth"].count().value_or(0), UINT16_MAX));
            agent.born = *kind == RowKind::Started ? time : bornOf(id, time);
        }
        if (*kind != RowKind::Started) agent.rows.push_back({record->offset, record->text.size(), time, *kind});
        if (s.progress) s.progress(s.lines.read() / 2, s.lines.size());
    }
    if (damaged > 1) s.remark(Remark::Damaged, "More lines that could not be read.", damaged - 1);
    return {};
}

void FastRlmReader::link() {
    for (std::uint32_t i = 0; i < m_agents.size(); ++i) {
        auto& agent = m_agents[i];
        if (agent.parentId.empty()) continue;
        const auto parent = m_byId.find(agent.parentId);
        if (parent == m_byId.end()) {
            s.remark(Remark::Absent, "The parents of some agents; each of those is shown as a run.");
        } else {
            agent.parent = parent->second;
            m_agents[parent->second].children.push_back(i);
        }
    }
    for (auto& agent : m_agents)
        std::stable_sort(agent.children.begin(), agent.children.end(), [&](auto a, auto b) { return m_agents[a].first < m_agents[b].first; });
}

Result<Probe> FastRlmReader::firstProbe(const Agent& agent) {
    if (agent.rows.empty() || agent.rows.front().kind != RowKind::Executed) return Probe{};
    const auto text = s.lines.at(agent.rows.front().offset, agent.rows.front().length);
    if (!text) return text.error();
    const auto tape = JsonTape::parse(*text);
    if (!tape) return tape.error();
    if (tape->root()["step"].count().value_or(1) != 0) return Probe{};
    return probeOf(tape->root()["output"].string());
}

Status FastRlmReader::run(std::uint32_t root, std::uint64_t number) {
    RunBuilder run(s, number);
    m_run = &run;
    const auto& agent = m_agents[root];
    const auto probe = firstProbe(agent);
    if (!probe) return probe.error();
    RunStarted started;
    started.program = "fast-rlm";
    started.spec.question = "";
    started.spec.title = s.name;
    started.spec.strategy = "rlm";
    started.spec.models = {NotRecorded};
    int deepest = 0;
    for (const auto& each : m_agents) deepest = std::max(deepest, each.depth);
    started.spec.depth = deepest + 1; // agents below agents are child frames: paper depth 2 and more
    started.context.shape = "text";
    started.context.characters = probe->characters;
    run.remark(Remark::Absent, "The models, the messages and the limits: the format does not record them.");
    run.remark(Remark::Absent, "The question and the context: the format does not record them.");
    const auto fresh = run.begin(agent.born, std::move(started));
    if (!fresh) return fresh.error();
    std::vector<std::uint32_t> below{root};
    if (!*fresh) { // all of it is in the trace already
        while (!below.empty()) {
            auto& each = m_agents[below.back()];
            below.pop_back();
            if (std::exchange(each.visited, true)) continue;
            below.insert(below.end(), each.children.begin(), each.children.end());
        }
        return {};
    }
    std::vector<Level> stack;
    auto first = levelOf(root, {}, agent.born, {});
    if (!first) return first.error();
    stack.push_back(std::move(*first));
    while (true) {
        auto& top = stack.back();
        const bool over = !top.turn && top.row >= m_agents[top.agent].rows.size();
        if (over && stack.size() == 1) break;
        if (s.cancel.cancelled()) {
            run.end(top.now, {});
            return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        }
        if (auto status = step(stack); !status) return status;
        if (!run.status()) return run.status();
    }
    auto& top = stack.back();
    std::optional<RunEnded> ended;
    if (top.answered) {
        run.add(top.now, top.frame, FrameEnded{"answered", top.answerJson, Text(top.answer), {}});
        ended = RunEnded{"answered", "answer", top.answerJson, Text(top.answer), {}};
    } else {
        run.remark(Remark::Absent, "The end: the log stops without a final result.");
    }
    run.end(top.now, std::move(ended));
    return {};
}

Result<FastRlmReader::Level> FastRlmReader::levelOf(std::uint32_t index, NodeId parent, Nanos earliest, CallKey key) {
    auto& agent = m_agents[index];
    agent.visited = true;
    const auto probe = firstProbe(agent);
    if (!probe) return probe.error();
    Level level;
    level.agent = index;
    level.now = std::max(agent.born, earliest);
    FrameStarted frame;
    frame.strategy = "rlm";
    frame.model = NotRecorded;
    frame.key = std::move(key);
    frame.path = parent ? childPath(frame.key) : std::string();
    frame.depth = agent.depth;
    frame.question = Text(probe->beginning);
    frame.context.shape = "text";
    frame.context.characters = probe->characters;
    if (!probe->beginning.empty()) m_run->remark(Remark::Inferred, "What an agent was given: the beginning of its context, from what its first step printed.");
    level.path = frame.path;
    level.frame = m_run->start(level.now, parent, std::move(frame));
    return level;
}

Status FastRlmReader::step(std::vector<Level>& stack) {
    Level& top = stack.back();
    if (top.turn) {
        if (childDue(top)) return openChild(stack), Status();
        if (top.cell) m_run->endCell(top.end, top.cell, std::move(top.cellEnded), std::move(top.out), {});
        m_run->add(top.end, top.turn, TurnEnded{});
        top.now = top.end;
        top.turn = top.cell = {};
        top.out.clear();
        top.cellEnded = {};
        return {};
    }
    if (top.row < m_agents[top.agent].rows.size()) return openRow(top);
    if (top.answered) m_run->add(top.now, top.frame, FrameEnded{"answered", top.answerJson, Text(top.answer), {}});
    else m_run->remark(Remark::Absent, "The end of some child agents.");
    const auto ended = top.now;
    stack.pop_back();
    stack.back().end = std::max(stack.back().end, ended);
    return {};
}

/// A child is first heard of while the step that started it runs; one that never fits belongs to the last step.
bool FastRlmReader::childDue(const Level& level) const {
    const auto& agent = m_agents[level.agent];
    std::size_t at = level.child;
    while (at < agent.children.size() && m_agents[agent.children[at]].visited) ++at;
    if (at >= agent.children.size()) return false;
    const auto later = std::any_of(agent.rows.begin() + static_cast<std::ptrdiff_t>(level.row), agent.rows.end(), [](const Row& row) { return row.kind != RowKind::Final; });
    return m_agents[agent.children[at]].first <= agent.rows[level.row - 1].time || !later;
}

void FastRlmReader::openChild(std::vector<Level>& stack) {
    Level& parent = stack.back();
    const auto& children = m_agents[parent.agent].children;
    while (m_agents[children[parent.child]].visited) ++parent.child;
    const auto child = children[parent.child++];
    m_run->remark(Remark::Inferred, "Which step started a child agent, from the times.");
    CallKey key{parent.path, parent.turnNumber, 1, "rlm_query", {}, parent.spawned++};
    auto level = levelOf(child, parent.cell ? parent.cell : parent.turn, parent.now, std::move(key));
    if (level) stack.push_back(std::move(*level));
    else s.remark(Remark::Damaged, "Child agents that could not be read again.");
}

Status FastRlmReader::openRow(Level& level) {
    const Row row = m_agents[level.agent].rows[level.row++];
    const auto text = s.lines.at(row.offset, row.length);
    if (!text) return text.error();
    const auto tape = JsonTape::parse(*text);
    if (!tape) return makeError(ErrorKind::Io, "The file has changed while it was read.");
    const auto record = tape->root();
    if (row.kind != RowKind::Final) {
        openStep(level, row, record);
        return {};
    }
    if (level.answered) s.remark(Remark::Skipped, "Further final results of an agent.");
    level.answered = true;
    const Value result = record["result"];
    level.answer = result.text();
    level.answerJson = std::string(result.raw());
    level.now = std::max(level.now, row.time);
    return {};
}

void FastRlmReader::openStep(Level& level, const Row& row, Value record) {
    const auto code = record["code"].string();
    const bool probe = row.kind == RowKind::Executed && record["step"].count().value_or(1) == 0;
    const auto& agent = m_agents[level.agent];
    const auto from = level.now;
    level.end = std::max(row.time, from);
    // Where the model's reply ends and its code begins is only in newer logs.
    const Value times = record["timestamps"];
    Nanos executes = momentOf(times["execution_start"]);
    if (executes == 0) {
        executes = level.end;
        for (auto at = level.child; at < agent.children.size(); ++at)
            if (const auto& child = m_agents[agent.children[at]]; child.first <= row.time) executes = std::min(executes, std::max(child.born, from));
        if (probe) executes = from;
        else m_run->remark(Remark::Estimated, "When a step's code began to run: right before its first child, or when the step was logged.");
    }
    executes = std::clamp(executes, from, level.end);
    level.turnNumber = static_cast<int>(std::min<std::int64_t>(record["step"].count().value_or(0), 1'000'000));
    level.spawned = 0;
    level.turn = m_run->start(from, level.frame, TurnStarted{level.turnNumber});
    if (!probe) modelCall(level, std::clamp(momentOf(times["llm_call_start"]), from, executes), executes, record);
    if (row.kind == RowKind::Generated && code.empty()) return;

    CellStarted cell;
    cell.number = 1;
    cell.code = Text(code);
    level.cell = m_run->start(executes, level.turn, std::move(cell));
    level.cellEnded.status = record["hasError"].isTrue() ? "raised" : "ok";
    if (record["hasError"].isTrue()) {
        level.cellEnded.cause = "its output speaks of an error";
        m_run->remark(Remark::Inferred, "Which cells raised: the tool only looks for the word Error in their output.");
    }
    level.out = record["output"].string();
    level.cellEnded.visible = Text(level.out); // as the model saw it
    level.cellEnded.truncated = level.out.rfind("[TRUNCATED", 0) == 0;
    if (level.cellEnded.truncated) m_run->remark(Remark::Absent, "The whole output of cells that was cut for the model.");
    if (row.kind == RowKind::Generated) m_run->remark(Remark::Absent, "The output of last cells.");
}

void FastRlmReader::modelCall(Level& level, Nanos from, Nanos to, Value record) {
    const Value usage = record["usage"];
    const auto tokens = [&](const char* name) { return std::min<Tokens>(usage[name].count().value_or(0), 1'000'000'000'000); };
    ModelCallStarted started;
    started.role = CallRole::Frame;
    started.model = NotRecorded;
    started.depth = m_agents[level.agent].depth;
    started.key = {level.path, level.turnNumber, 0, "frame", {}, 0};
    ModelCallEnded ended;
    ended.status = "ok";
    const auto reasoning = record["reasoning"].string(), code = record["code"].string();
    if (!reasoning.empty()) ended.reply.push_back({PartKind::Text, Text(reasoning), {}});
    if (!code.empty()) ended.reply.push_back({PartKind::Text, Text((reasoning.empty() ? "" : "\n\n") + ("```repl\n" + code + "\n```")), {}});
    m_run->remark(Remark::Inferred, "The replies: put together from the text and the code that the log has apart.");
    ended.usageKnown = usage.isObject();
    ended.usage.cacheRead = std::min(tokens("cached_tokens"), tokens("prompt_tokens"));
    ended.usage.freshInput = tokens("prompt_tokens") - ended.usage.cacheRead;
    ended.usage.output = tokens("completion_tokens");
    ended.usage.reasoning = std::min(tokens("reasoning_tokens"), ended.usage.output);
    if (const auto cost = usage["cost"].usd()) {
        ended.cost = *cost;
        ended.costSource = CostSource::ProviderReported;
    } else {
        m_run->remark(Remark::Absent, "The cost of some steps.");
    }
    m_run->call(from, to, level.turn, std::move(started), std::move(ended));
}

} // namespace

bool isFastRlm(Value record) {
    const auto type = record["event_type"].string();
    return record["run_id"].isString() && record["time"] &&
           (type == "execution_result" || type == "code_generated" || type == "final_result" || type == "agent_start" || type == "agent_end");
}

Status readFastRlm(ImportSession& session) { return FastRlmReader(session).read(); }

} // namespace rlmscope::exchange
