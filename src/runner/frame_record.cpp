#include "runner/frame_record.h"
#include "base/json.h"

#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

namespace rlmscope {
namespace {

constexpr std::size_t MaxCells = 100'000;
constexpr std::uint64_t MaxCode = 64ULL << 20;   // of one cell
constexpr std::uint64_t MaxAnswer = 1ULL << 30;  // of one call
constexpr std::uint64_t MaxAnswers = 4ULL << 30; // of a frame; they are all held
constexpr std::uint64_t MaxPiece = 64ULL << 20;  // of output in one event

/// Folds the events of one frame.
class Collector {
public:
    Collector(TraceReader& reader, FrameRecord& record, std::optional<NodeId> until)
        : m_reader(reader), m_record(record), m_until(until) {}

    bool operator()(const Event& event); ///< false: nothing more is needed
    std::optional<Error> error;
    void finish();

private:
    struct Output {
        OutputDigester out, err;
    };
    struct Open {
        std::shared_ptr<JournalCell> cell;
        std::unique_ptr<Output> output; ///< null when the cell has ended
    };
    struct Asked {
        std::size_t cell;
        CellCall name;
    };

    void on(const Event& event, const TurnStarted& body);
    void on(const Event& event, const CellStarted& body);
    void on(const Event& event, const CellOutput& body);
    void on(const Event& event, const CellEnded& body);
    void on(const Event& event, const VariablesChanged& body);
    void on(const Event& event, const ModelCallStarted& body);
    void on(const Event& event, ModelCallEnded body);
    void on(const Event& event, const FrameStarted& body);
    void on(const Event& event, FrameEnded body);
    void on(const Event& event, const Custom& body);
    template<typename T>
    void on(const Event&, const T&) {}

    void frameEnded(const FrameEnded& body);
    void toolCalled(std::size_t cell, const nlohmann::json& data);
    void refused(std::size_t cell, const nlohmann::json& data);
    void asked(const Event& event, const CallKey& key, std::string prompt);
    void answer(const Asked& call, Result<std::string> result);
    bool load(Text& text, std::uint64_t most, const std::string& what);
    std::string place(std::size_t cell) const;
    JournalCell* cellOf(NodeId node) {
        const auto found = m_cells.find(node);
        return found == m_cells.end() ? nullptr : m_open[found->second].cell.get();
    }

    TraceReader& m_reader;
    FrameRecord& m_record;
    const std::optional<NodeId> m_until;
    std::unordered_map<NodeId, int> m_turns;
    std::unordered_map<NodeId, std::size_t> m_cells;
    std::unordered_map<NodeId, Asked> m_calls;
    std::vector<Open> m_open; ///< parallel to m_record.cells
    std::uint64_t m_answers = 0;
    bool m_newRepl = false, m_enough = false;
};

bool Collector::operator()(const Event& event) {
    // What follows its end belongs to the cell: its variables, and the end of the frame when it gave the answer.
    if (m_enough && ((std::holds_alternative<TurnStarted>(event.body) && event.parent == m_record.node) ||
                     (std::holds_alternative<CellStarted>(event.body) && m_turns.contains(event.parent))))
        return false;
    std::visit([&](const auto& body) { on(event, body); }, event.body);
    return !error;
}

std::string Collector::place(std::size_t cell) const {
    const RecordedCell& at = m_record.cells[cell];
    return "cell " + std::to_string(at.number) + " of turn " + std::to_string(at.turn);
}

bool Collector::load(Text& text, std::uint64_t most, const std::string& what) {
    if (error) return false;
    if (text.loaded()) return true;
    auto loaded = m_reader.load(text, most);
    if (!loaded) {
        error = makeError(loaded.error().kind, what + " is not in the trace: " + loaded.error().message,
                          "Choose an earlier cell.");
        return false;
    }
    text = Text(std::move(*loaded));
    return true;
}

void Collector::on(const Event& event, const TurnStarted& body) {
    if (event.parent == m_record.node) m_turns[event.node] = body.number;
}

void Collector::on(const Event& event, const CellStarted& body) {
    const auto turn = m_turns.find(event.parent);
    if (turn == m_turns.end()) return;
    if (m_record.cells.size() >= MaxCells) {
        error = makeError(ErrorKind::Corrupt, "This frame has more than " + std::to_string(MaxCells) + " cells.");
        return;
    }
    auto& lives = m_record.lives;
    if (lives.empty() || m_newRepl || (!m_record.cells.empty() && !m_record.cells.back().replAlive)) lives.emplace_back();
    m_newRepl = false;
    Open open;
    open.cell = std::make_shared<JournalCell>();
    open.output = std::make_unique<Output>();
    open.cell->ended = false;
    open.cell->finalKnown = false;
    RecordedCell recorded;
    recorded.node = event.node;
    recorded.turn = turn->second;
    recorded.number = body.number;
    recorded.life = lives.size() - 1;
    recorded.before = static_cast<ReplPoint>(lives.back().size());
    recorded.cell = open.cell;
    m_cells[event.node] = m_record.cells.size();
    m_record.cells.push_back(std::move(recorded));
    m_open.push_back(std::move(open));
    Text code = body.code;
    if (load(code, MaxCode, "The code of " + place(m_record.cells.size() - 1))) m_open.back().cell->code = code.view();
}

void Collector::on(const Event& event, const CellOutput& body) {
    const auto found = m_cells.find(event.node);
    if (found == m_cells.end() || body.late) return;
    Open& open = m_open[found->second];
    if (!open.output) return;
    Text text = body.text;
    if (!text.loaded()) {
        auto loaded = m_reader.load(text, MaxPiece);
        if (!loaded) {
            if (std::exchange(open.cell->outputKnown, false))
                m_record.remarks.push_back("Output of " + place(found->second) + " is not in the trace, so it is not compared: " +
                                           loaded.error().message);
            return;
        }
        text = Text(std::move(*loaded));
    }
    (body.stream == OutputStream::Stdout ? open.output->out : open.output->err).add(text.view());
}

void Collector::on(const Event& event, const CellEnded& body) {
    const auto found = m_cells.find(event.node);
    if (found == m_cells.end() || m_open[found->second].cell->ended) return;
    Open& open = m_open[found->second];
    RecordedCell& recorded = m_record.cells[found->second];
    JournalCell& cell = *open.cell;
    for (const auto status : {CellStatus::Ok, CellStatus::Raised, CellStatus::Interrupted, CellStatus::Killed, CellStatus::Died})
        if (body.status == toString(status)) cell.status = status;
    if (body.status == "cancelled") cell.status = CellStatus::Interrupted; // with its frame
    cell.ended = recorded.ended = true;
    cell.cause = body.cause;
    cell.exception = body.exception;
    cell.droppedBytes = body.droppedBytes;
    cell.pythonSeconds = body.pythonSeconds;
    cell.replAlive = recorded.replAlive = cell.status != CellStatus::Killed && cell.status != CellStatus::Died;
    cell.out = open.output->out.digest();
    cell.err = open.output->err.digest();
    open.output.reset();
    cell.finalKnown = true; // had it finished the frame, that would end: see frameEnded()
    recorded.ran = !neverRan(cell.status, cell.pythonSeconds);
    if (recorded.ran) m_record.lives[recorded.life].push_back(open.cell);
    if (m_until == event.node) m_enough = true;
}

void Collector::on(const Event& event, const VariablesChanged& body) {
    JournalCell* cell = cellOf(event.node);
    if (cell && cell->ended && cell->replAlive) cell->variables = variableMarks(body.variables);
}

void Collector::asked(const Event& event, const CallKey& key, std::string prompt) {
    const auto found = m_cells.find(event.parent);
    if (found == m_cells.end()) return;
    Asked call{found->second, CellCall(key)};
    m_open[call.cell].cell->calls[call.name].asked = std::move(prompt);
    m_calls.emplace(event.node, std::move(call));
}

void Collector::on(const Event& event, const ModelCallStarted& body) {
    std::string prompt;
    if (!body.added.empty() && !body.added.back().parts.empty()) prompt = body.added.back().parts.front().text.firstWords();
    asked(event, body.key, std::move(prompt));
}

void Collector::on(const Event& event, ModelCallEnded body) {
    const auto found = m_calls.find(event.node);
    if (found == m_calls.end()) return;
    for (Part& part : body.reply)
        if (part.kind == PartKind::Text && !load(part.text, MaxAnswer, "A reply to " + place(found->second.cell))) return;
    answer(found->second, replyText(body));
}

void Collector::on(const Event& event, const FrameStarted& body) {
    if (event.node != m_record.node) asked(event, body.key, body.question.firstWords());
}

void Collector::on(const Event& event, FrameEnded body) {
    if (event.node == m_record.node) return frameEnded(body);
    const auto found = m_calls.find(event.node);
    if (found == m_calls.end()) return;
    if (!load(body.answerText, MaxAnswer, "A child frame's answer to " + place(found->second.cell))) return;
    answer(found->second, replyText(body));
}

void Collector::frameEnded(const FrameEnded& body) {
    m_record.status = body.status;
    if (body.status != "answered" || m_open.empty()) return;
    // The last cell gave the answer.
    Text text = body.answerText;
    if (load(text, MaxAnswer, "The frame's answer")) m_open.back().cell->final = FinalAnswer{body.answer, std::string(text.view())};
}

void Collector::on(const Event& event, const Custom& body) {
    if (body.kind == "repl_started" && event.node == m_record.node) m_newRepl = true;
    const auto found = m_cells.find(event.node);
    if (found == m_cells.end() || (body.kind != "tool_call" && body.kind != "call_refused" && body.kind != "budget")) return;
    const auto data = parseJson(body.data);
    if (!data.is_object()) return;
    if (body.kind != "call_refused") toolCalled(found->second, data);
    else refused(found->second, data);
}

std::string textIn(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Error errorIn(const nlohmann::json& object) {
    const auto kind = errorKindFromString(textIn(object, "kind"));
    return makeError(kind.value_or(ErrorKind::Internal), textIn(object, "message"), textIn(object, "hint"));
}

void Collector::toolCalled(std::size_t cell, const nlohmann::json& data) {
    const auto key = CallKey::parse(textIn(data, "key"));
    if (!key) return;
    const Asked call{cell, CellCall(*key)};
    m_open[cell].cell->calls[call.name].asked = data.contains("name") ? textIn(data, "name") : "budget()";
    const auto failed = data.find("error");
    answer(call, failed != data.end() && failed->is_object() ? Result<std::string>(errorIn(*failed)) : textIn(data, "result"));
}

void Collector::refused(std::size_t cell, const nlohmann::json& data) {
    const auto failed = data.find("error"), keys = data.find("keys");
    if (failed == data.end() || !failed->is_object() || keys == data.end() || !keys->is_array()) return;
    for (const auto& text : *keys) {
        const auto key = text.is_string() ? CallKey::parse(text.get<std::string>()) : std::nullopt;
        if (key) answer({cell, CellCall(*key)}, errorIn(*failed));
    }
}

void Collector::answer(const Asked& call, Result<std::string> result) {
    if (!result && result.error().kind == ErrorKind::Cancelled) return; // nobody waited for it any more
    m_answers += result ? result->size() : 0;
    if (m_answers > MaxAnswers) {
        error = makeError(ErrorKind::Corrupt, "The answers to the calls of this frame are larger than 4 GB.");
        return;
    }
    m_open[call.cell].cell->calls[call.name].answer = std::make_shared<const Result<std::string>>(std::move(result));
}

void Collector::finish() {
    // Without an end of the frame, the last cell may have given its answer.
    if (!m_record.status && !m_open.empty()) m_open.back().cell->finalKnown = false;
}

} // namespace

Result<FrameRecord> readFrame(TraceReader& reader, const RunTree& tree, NodeId frame, std::optional<NodeId> until) {
    const NodeIndex index = tree.find(frame);
    if (index == NoNode || tree.node(index).kind != NodeKind::Frame)
        return makeError(ErrorKind::Usage, "This run has no frame " + std::to_string(frame.seq) + ".");
    FrameRecord record;
    record.node = frame;
    const auto start = reader.event(tree.run(), frame.seq);
    if (!start) return start.error();
    const auto* started = std::get_if<FrameStarted>(&start->body);
    if (!started) return makeError(ErrorKind::Corrupt, "Event " + std::to_string(frame.seq) + " does not start a frame.");
    record.started = *started;

    if (until && !*until) return record;
    Collector collector(reader, record, until);
    const Seq last = tree.node(index).endSeq;
    const auto read = reader.forEachEvent(tree.run(), frame.seq, [&](const Event& event) {
        return collector(event) && (last == 0 || event.seq < last);
    });
    if (collector.error) return *collector.error;
    if (!read) record.remarks.push_back("Part of the trace cannot be read, so cells or answers may be missing: " + read.error().message);
    collector.finish();
    return record;
}

Result<NodeId> frameByPath(TraceReader& reader, const RunTree& tree, const std::string& path) {
    for (const TreeNode& node : tree.nodes()) {
        if (node.kind != NodeKind::Frame) continue;
        const auto event = reader.event(tree.run(), node.id.seq);
        if (!event) continue;
        const auto* started = std::get_if<FrameStarted>(&event->body);
        if (started && started->path == path) return node.id;
    }
    return makeError(ErrorKind::Usage, "This run has no frame with the path \"" + path + "\".");
}

} // namespace rlmscope
