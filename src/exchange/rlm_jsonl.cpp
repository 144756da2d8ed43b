// The log of the reference implementation (alexzhang13/rlm): one metadata line, then a line per turn of the root. A child
// frame is not in lines of its own but inside of the call that made it, `rlm_calls[].metadata.iterations`, to any depth; the
// walk over it keeps its own stack.
//
// What the format gets wrong is known and said in the report: the root's usage is missing, a child's usage is one sum without
// its own children, the prompts of a child's turns are all its last one, the context is repeated in every cell, the turn that
// trips a limit is not logged.
#include "base/text.h"
#include "exchange/rlm_records.h"
#include "exchange/run_builder.h"

#include <algorithm>
#include <map>

namespace rlmscope::exchange {
namespace {

constexpr const char* Question = "The question, taken from the first message to the model.";

struct Share {
    Usage usage;
    PicoUsd cost;
};

class RlmReader {
public:
    explicit RlmReader(ImportSession& session) : s(session) {}
    Status read();

private:
    struct Frame {
        NodeId node;
        int depth = 0;
        std::string path, model;
        int turn = 0;
        bool nested = false;
        NodeId lastCall;
        std::vector<BlobId> messages; ///< of the last call, hashed
        std::map<std::string, BlobId> variables;
        std::vector<Share> shares; ///< nested: usage by turn
        bool sharesKnown = false, sharesPriced = false;
        Nanos now = 0; ///< where its last turn ended
        Final answer;
        bool forced = false;
    };
    /// A frame on the stack of the walk, and where in its turns the walk is.
    struct Level {
        Frame frame;
        Value::Iterator next, end; ///< nested: its turns
        Value turnValue;         ///< the turn that is being read, or due (root)
        bool due = false;
        NodeId turn;
        Value::Iterator block, blockEnd;
        std::vector<Nanos> cellEnds; ///< one per block
        std::size_t cellNumber = 0;
        NodeId cell;
        Value cellValue;
        Value::Iterator call, callEnd;
        Nanos cursor = 0, cellStart = 0, cellEnd = 0, turnEnd = 0;
        std::int64_t batch = 0;
        int batchSize = 0, batchIndex = 0;
        Nanos batchTime = 0;
        std::map<BlobId, int> seen; ///< requests of this cell
        Value source;               ///< nested: the call that made it
    };
    static Level levelOf(Frame frame, Value iterations) {
        Level level;
        level.frame = std::move(frame);
        level.next = iterations.begin();
        level.end = iterations.end();
        return level;
    }

    Status startRun(Value iteration);
    void endRun(bool complete);
    Status walk(Value iteration);
    void step(std::vector<Level>& stack);
    void startTurn(Level& level);
    void modelCall(Level& level, Nanos from, Nanos to);
    void startCell(Level& level);
    void endCell(Level& level);
    void variables(Level& level, Value locals, Nanos time);
    void subCall(std::vector<Level>& stack);
    void childFrame(std::vector<Level>& stack, Value call, ModelCallStarted started);
    void share(Frame& frame, Value call);
    void endFrame(Level& level);
    std::optional<Nanos> time(Value value);

    ImportSession& s;
    std::string m_model, m_backend;
    int m_maxDepth = 1, m_maxTurns = 0;
    std::optional<Nanos> m_start;
    std::optional<RunBuilder> m_run;
    Frame m_root;
    std::uint64_t m_runs = 0;
    bool m_metadata = false, m_skipping = false;
    std::int64_t m_batches = 0;
};

std::optional<Nanos> RlmReader::time(Value value) {
    bool zoned = true;
    const auto time = timeOf(value.string(), &zoned);
    if (time && !zoned && m_run) m_run->remark(Remark::Inferred, "Times of the log have no time zone; they are read as UTC.");
    return time;
}

Status RlmReader::read() {
    std::uint64_t damaged = 0;
    while (const auto record = s.lines.next()) {
        if (s.cancel.cancelled()) {
            endRun(false);
            return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        }
        const auto tape = JsonTape::parse(record->text);
        if (!tape) {
            ++damaged;
            if (damaged == 1) s.remark(Remark::Damaged, "Line " + std::to_string(record->line) + " could not be read: " + tape.error().message);
            continue;
        }
        const auto root = tape->root();
        const auto type = root["type"].string();
        if (type == "metadata") {
            endRun(false);
            m_metadata = true;
            m_model = root["root_model"].string();
            m_backend = root["backend"].string();
            m_maxDepth = static_cast<int>(std::min<std::int64_t>(root["max_depth"].count().value_or(1), 1000));
            m_maxTurns = static_cast<int>(std::min<std::int64_t>(root["max_iterations"].count().value_or(0), 1'000'000));
            m_start = timeOf(root["timestamp"].string());
        } else if (type == "iteration") {
            if (root["iteration"].count().value_or(0) == 1) endRun(false); // one logger, several questions
            if (!m_run)
                if (auto status = startRun(root); !status) return status;
            if (m_skipping) {
                if (finalOf(root["final_answer"]).there) endRun(true);
            } else if (auto status = walk(root); !status) {
                return status;
            }
        } else {
            s.remark(Remark::Skipped, "Records of an unknown type.");
        }
        if (s.progress) s.progress(s.lines.read(), s.lines.size());
    }
    if (damaged > 1) s.remark(Remark::Damaged, "More lines that could not be read.", damaged - 1);
    endRun(false);
    if (m_runs == 0) return makeError(ErrorKind::BadInput, m_metadata ? "It ends before its first turn: there is nothing to show." : "It holds no turn.");
    return {};
}

Status RlmReader::startRun(Value iteration) {
    m_run.emplace(s, m_runs++);
    m_root = {};
    m_root.model = m_model.empty() ? NotRecorded : m_model;
    const auto end = time(iteration["timestamp"]);
    const auto took = secondsOf(iteration["iteration_time"]).value_or(0);
    const auto begun = m_runs == 1 && m_start && (!end || *m_start <= *end) ? *m_start : end ? *end - took : m_start.value_or(0);

    RunStarted started;
    started.program = "rlm (reference implementation)";
    auto [question, characters] = introduction(iteration["prompt"]);
    started.spec.question = question;
    started.spec.strategy = "rlm";
    started.spec.depth = m_maxDepth; // its max_depth counts as the paper does: 1 = plain sub-calls
    started.spec.models = {m_root.model};
    if (m_maxTurns) started.spec.limits.turns = m_maxTurns;
    started.spec.title = question.empty() ? s.name : std::string();
    // The context is in the variables of each cell; once is enough.
    std::vector<std::pair<std::string, std::string>> context;
    for (const Value block : iteration["code_blocks"]) {
        const auto value = block["result"]["locals"]["context"];
        if (value.isNull() || !context.empty()) continue;
        started.context.shape = value.isString() ? "text" : value.isArray() ? "list" : value.isObject() ? "dict" : "json";
        context.emplace_back("", value.text());
    }
    if (!question.empty()) m_run->remark(Remark::Inferred, Question);
    else m_run->remark(Remark::Absent, "The question: the format does not record it.");
    if (context.empty()) {
        started.context.shape = "text";
        started.context.characters = characters;
        m_run->remark(Remark::Absent, "The context: the first turn ran no code, so no variables were logged.");
    }
    if (!m_metadata) m_run->remark(Remark::Absent, "The line with the model and the limits.");
    m_run->remark(Remark::Absent, "Tokens and cost of the root's own calls: the format does not record them.");
    const auto fresh = m_run->begin(begun, std::move(started), std::move(context));
    if (!fresh) return fresh.error();
    m_skipping = !*fresh;
    if (m_skipping) return {};

    FrameStarted frame;
    frame.strategy = "rlm";
    frame.model = m_root.model;
    frame.question = Text(question);
    m_root.node = m_run->start(begun, {}, frame);
    m_root.now = begun;
    return {};
}

void RlmReader::endRun(bool complete) {
    if (!m_run) return;
    if (!m_skipping) {
        if (!complete)
            m_run->remark(Remark::Absent, "The end: the log stops after turn " + std::to_string(m_root.turn) +
                                              " without an answer. The turn that trips a limit is not logged.");
        std::optional<RunEnded> ended;
        if (complete) ended = RunEnded{"answered", m_root.forced ? "forced" : "answer", m_root.answer.json, Text(m_root.answer.text), {}};
        m_run->end(m_root.now, std::move(ended));
    }
    m_run.reset();
    m_skipping = false;
}

Status RlmReader::walk(Value iteration) {
    std::vector<Level> stack;
    stack.push_back(levelOf(std::move(m_root), {}));
    stack.back().turnValue = iteration;
    stack.back().due = true;
    while (true) {
        if (stack.size() == 1 && !stack[0].due && !stack[0].turn) break;
        step(stack);
        if (!m_run->status()) return m_run->status();
    }
    m_root = std::move(stack[0].frame);
    if (m_root.answer.there) {
        const auto node = m_root.node;
        m_run->add(m_root.now, node, FrameEnded{m_root.forced ? "forced" : "answered", m_root.answer.json, Text(m_root.answer.text), {}});
        endRun(true);
    }
    return {};
}

void RlmReader::step(std::vector<Level>& stack) {
    Level& top = stack.back();
    if (top.cell) {
        if (top.call != top.callEnd) return subCall(stack);
        return endCell(top);
    }
    if (top.turn) {
        if (top.block != top.blockEnd) return startCell(top);
        m_run->add(top.turnEnd, top.turn, TurnEnded{});
        top.frame.now = std::max(top.frame.now, top.turnEnd);
        top.turn = {};
        return;
    }
    if (top.due) {
        top.due = false;
        return startTurn(top);
    }
    if (top.next != top.end) {
        top.turnValue = *top.next;
        ++top.next;
        return startTurn(top);
    }
    const auto ended = top.frame.now;
    endFrame(top);
    stack.pop_back();
    stack.back().cursor = std::max(stack.back().cursor, ended);
}

void RlmReader::startTurn(Level& level) {
    auto& frame = level.frame;
    const Value it = level.turnValue;
    const int number = static_cast<int>(std::min<std::int64_t>(it["iteration"].count().value_or(frame.turn + 1), 1'000'000));
    if (number != frame.turn + 1) m_run->remark(Remark::Absent, "Turns whose numbers are left out.");
    frame.turn = number;
    // A turn is logged when it has ended; its cells are taken to be right before that, and the model's call before them.
    const auto logged = time(it["timestamp"]);
    const auto took = secondsOf(it["iteration_time"]);
    level.turnEnd = std::max(logged.value_or(frame.now), frame.now);
    Nanos begun = took ? std::max(frame.now, level.turnEnd - *took) : frame.now;
    Nanos cells = 0;
    for (const Value block : it["code_blocks"]) cells = later(cells, secondsOf(block["result"]["execution_time"]).value_or(0));
    cells = std::min(cells, level.turnEnd - begun);
    if (!logged) m_run->remark(Remark::Absent, "The times of some turns.");
    m_run->remark(Remark::Estimated, "When a turn, its model call and its cells began: the format only logs when a turn has ended and how long its cells took.");

    level.turn = m_run->start(begun, frame.node, TurnStarted{number});
    level.block = it["code_blocks"].begin();
    level.blockEnd = it["code_blocks"].end();
    level.cellNumber = 0;
    level.cursor = level.turnEnd - cells;
    const auto final = finalOf(it["final_answer"]);
    frame.forced = final.there && it["iteration_time"].isNull() && level.block == level.blockEnd;
    if (final.there) frame.answer = final;
    modelCall(level, begun, level.cursor);
}

void RlmReader::modelCall(Level& level, Nanos from, Nanos to) {
    auto& frame = level.frame;
    const Value it = level.turnValue;
    const auto response = it["response"].text();
    std::vector<Value> prompt;
    for (const Value message : it["prompt"]) prompt.push_back(message);
    if (frame.nested) {
        // All turns of a child show the child's last prompt: what this turn was asked ends where its own reply stands.
        int replies = 0;
        for (std::size_t i = 0; i < prompt.size(); ++i) {
            if (roleOf(prompt[i]) != Role::Assistant || ++replies < frame.turn) continue;
            if (prompt[i]["content"].text() != response) break;
            prompt.resize(i);
            m_run->remark(Remark::Inferred, "What a turn of a child was asked: the log shows its last prompt in all of its turns; it is cut where the turn's own reply stands.");
            break;
        }
    }
    ModelCallStarted started;
    started.role = frame.forced ? CallRole::Final : CallRole::Frame;
    started.model = frame.model;
    started.depth = frame.depth;
    started.key = {frame.path, frame.turn, 0, frame.forced ? "final" : "frame", {}, 0};
    std::vector<BlobId> hashes;
    for (const Value message : prompt) hashes.push_back(BlobId::of(message.raw()));
    std::size_t kept = 0;
    while (kept < hashes.size() && kept < frame.messages.size() && hashes[kept] == frame.messages[kept]) ++kept;
    if (frame.lastCall && kept > 0) {
        started.previous = frame.lastCall;
        started.kept = static_cast<int>(kept);
    } else {
        kept = 0;
    }
    for (auto i = kept; i < prompt.size(); ++i) started.added.push_back(messageOf(prompt[i]));
    frame.messages = std::move(hashes);

    ModelCallEnded ended;
    ended.status = "ok";
    ended.reply = {{PartKind::Text, Text(response), {}}};
    const auto turn = static_cast<std::size_t>(std::max(frame.turn, 1)) - 1;
    if (frame.sharesKnown && turn < frame.shares.size()) {
        ended.usage = frame.shares[turn].usage;
        ended.cost = frame.shares[turn].cost;
        if (frame.sharesPriced) ended.costSource = CostSource::ProviderReported;
    }
    frame.lastCall = m_run->call(from, to, level.turn, std::move(started), std::move(ended));
}

void RlmReader::startCell(Level& level) {
    level.cellValue = *level.block;
    ++level.block;
    const Value result = level.cellValue["result"];
    const auto took = secondsOf(result["execution_time"]).value_or(0);
    level.cellStart = level.cursor;
    level.cellEnd = std::min(level.turnEnd, later(level.cursor, took));
    CellStarted cell;
    cell.number = static_cast<int>(++level.cellNumber);
    cell.code = Text(level.cellValue["code"].text());
    level.cell = m_run->start(level.cursor, level.turn, std::move(cell));
    level.call = result["rlm_calls"].begin();
    level.callEnd = result["rlm_calls"].end();
    level.batch = level.batchSize = level.batchIndex = 0;
    level.seen.clear();
}

void RlmReader::endCell(Level& level) {
    const Value result = level.cellValue["result"];
    auto out = result["stdout"].text(), err = result["stderr"].text();
    CellEnded ended;
    ended.exception = exceptionOf(err);
    ended.status = ended.exception.empty() ? "ok" : "raised";
    if (!ended.exception.empty()) {
        ended.cause = oneLine(lastLine(err), 300);
        ended.traceback = Text(err);
    }
    ended.pythonSeconds = result["execution_time"].number().value_or(0);
    const auto time = std::max(level.cellEnd, level.cursor);
    variables(level, result["locals"], time);
    m_run->remark(Remark::Inferred, "What the model was shown of a cell: the first 20,000 characters of what it printed, as the reference cuts it.");
    m_run->endCell(time, level.cell, std::move(ended), std::move(out), std::move(err));
    level.cursor = time;
    level.turnEnd = std::max(level.turnEnd, time);
    level.cell = {};
}

void RlmReader::variables(Level& level, Value locals, Nanos time) {
    VariablesChanged all;
    std::map<std::string, BlobId> now;
    for (auto it = locals.begin(); it != locals.end(); ++it) {
        Variable variable;
        variable.name = it.key();
        const Value value = *it;
        const auto raw = value.raw();
        if (isContextName(variable.name) || raw.substr(0, 21) == "\"<_io.TextIOWrapper na") continue;
        switch (value.type()) {
        case JsonTape::Type::Object: variable.type = "dict"; break;
        case JsonTape::Type::Array: variable.type = "list"; break;
        case JsonTape::Type::String: variable.type = "str"; break;
        case JsonTape::Type::Number: variable.type = raw.find_first_of(".eEN") == std::string_view::npos ? "int" : "float"; break;
        case JsonTape::Type::True:
        case JsonTape::Type::False: variable.type = "bool"; break;
        case JsonTape::Type::Null: variable.type = "NoneType"; break;
        }
        if (value.isObject() || value.isArray()) variable.size = static_cast<std::int64_t>(value.size());
        if (value.isString() && raw.size() < 1'000'000) {
            const auto text = value.string();
            variable.size = static_cast<std::int64_t>(codePoints(text));
            variable.preview = std::string(headCodePoints(text, 200));
        } else {
            variable.preview = toValidUtf8(headCodePoints(raw.substr(0, 800), 200));
        }
        const auto hash = BlobId::of(raw);
        const auto before = level.frame.variables.find(variable.name);
        variable.changed = before == level.frame.variables.end() || before->second != hash;
        now[variable.name] = hash;
        all.variables.push_back(std::move(variable));
    }
    level.frame.variables = std::move(now);
    if (!all.variables.empty()) m_run->add(time, level.cell, std::move(all));
}

void RlmReader::subCall(std::vector<Level>& stack) {
    Level& level = stack.back();
    const Value call = *level.call;
    auto ahead = level.call;
    ++level.call;
    const auto took = secondsOf(call["execution_time"]).value_or(0);
    const bool plain = call["metadata"].isNull();
    // Calls of a batch carry the batch's time divided by their number: the same digits.
    if (level.batchIndex >= level.batchSize) {
        int same = 0;
        const auto digits = call["execution_time"].raw();
        for (; plain && took > 0 && ahead != level.callEnd && (*ahead)["metadata"].isNull() && (*ahead)["execution_time"].raw() == digits; ++ahead) ++same;
        level.batchSize = same > 1 ? same : 1;
        level.batchIndex = 0;
        level.batch = level.batchSize > 1 ? ++m_batches : 0;
        level.batchTime = took > INT64_MAX / level.batchSize ? took : took * level.batchSize;
        if (level.batchSize > 1) m_run->remark(Remark::Inferred, "Which calls were one batch, from their equal times; the log repeats the usage of its last call for each.");
    }
    ModelCallStarted started;
    started.model = call["root_model"].string();
    started.depth = level.frame.depth + 1;
    const auto request = BlobId::of(call["prompt"].raw());
    started.key = {level.frame.path, level.frame.turn, static_cast<int>(level.cellNumber), plain ? "llm_query" : "rlm_query", request, level.seen[request]++};
    if (!plain) return childFrame(stack, call, std::move(started));

    started.role = CallRole::Sub;
    started.added = promptOf(call["prompt"]);
    started.batch = level.batch;
    started.batchIndex = level.batch ? level.batchIndex : 0;
    started.batchSize = level.batch ? level.batchSize : 0;
    const auto sum = summaryOf(call["usage_summary"]);
    ModelCallEnded ended;
    ended.status = "ok";
    auto reply = call["response"].text();
    const bool failed = !call["error"].isNull() || (reply.rfind("Error: ", 0) == 0 && !sum.known);
    if (failed) {
        ended.status = "failed";
        ended.error = Error{ErrorKind::Provider, call["error"].isNull() ? oneLine(reply, 300) : oneLine(call["error"].text(), 300), {}};
    }
    ended.reply = {{PartKind::Text, Text(std::move(reply)), {}}};
    ended.usage = sum.usage;
    ended.usageKnown = sum.known;
    ended.cost = sum.cost;
    if (sum.priced) ended.costSource = CostSource::ProviderReported;
    if (!sum.known) m_run->remark(Remark::Absent, "Tokens of some sub-calls.");
    else if (!sum.priced) m_run->remark(Remark::Absent, "The cost of sub-calls.");
    m_run->remark(Remark::Estimated, "When a sub-call began: the format only logs how long it took.");
    const auto from = level.cursor, to = later(from, level.batch ? level.batchTime : took);
    m_run->call(from, to, level.cell, std::move(started), std::move(ended));
    ++level.batchIndex;
    if (!level.batch || level.batchIndex == level.batchSize) level.cursor = to;
}

/// The usage of a child's own calls, by turn: its sum without its sub-calls, split by the lengths of prompts and replies.
void RlmReader::share(Frame& frame, Value call) {
    auto sum = summaryOf(call["usage_summary"]);
    if (!sum.known) return m_run->remark(Remark::Absent, "Tokens and cost of some child frames.");
    std::vector<std::uint64_t> in, out;
    std::uint64_t lengths = 0;
    const Value iterations = call["metadata"]["iterations"];
    for (const Value it : iterations) {
        // A prompt that is the child's last one in all turns still grows by each reply and output.
        lengths += it["response"].raw().size();
        for (const Value block : it["code_blocks"]) {
            lengths += std::min<std::uint64_t>(block["result"]["stdout"].raw().size(), 20'000);
            for (const Value inner : block["result"]["rlm_calls"]) {
                if (!inner["metadata"].isNull()) continue; // has an account of its own
                const auto part = summaryOf(inner["usage_summary"]);
                sum.usage.freshInput = std::max<Tokens>(0, sum.usage.freshInput - part.usage.freshInput);
                sum.usage.output = std::max<Tokens>(0, sum.usage.output - part.usage.output);
                sum.cost.value = std::max<std::int64_t>(0, sum.cost.value - part.cost.value);
            }
        }
        in.push_back(lengths + 1);
        out.push_back(it["response"].raw().size() + 1);
    }
    const auto inputs = split(sum.usage.freshInput, in), outputs = split(sum.usage.output, out), costs = split(sum.cost.value, in);
    for (std::size_t i = 0; i < in.size(); ++i) frame.shares.push_back({{inputs[i], 0, 0, outputs[i], 0}, {costs[i]}});
    frame.sharesKnown = true;
    frame.sharesPriced = sum.priced;
    m_run->remark(Remark::Estimated, "Tokens and cost of each turn of a child: the log has one sum for all of them; it is exact, its parts are not.");
}

void RlmReader::childFrame(std::vector<Level>& stack, Value call, ModelCallStarted started) {
    Level& parent = stack.back();
    const Value metadata = call["metadata"], iterations = metadata["iterations"];
    Frame frame;
    frame.depth = parent.frame.depth + 1;
    frame.path = childPath(started.key);
    frame.model = metadata["run_metadata"]["root_model"].string();
    if (frame.model.empty()) frame.model = started.model.empty() ? NotRecorded : started.model;
    frame.nested = true;
    share(frame, call);
    frame.now = parent.cursor;
    if (iterations.size() > 0) {
        const Value first = *iterations.begin();
        // Children of a batch overlap; their own times are real.
        if (const auto logged = time(first["timestamp"]))
            frame.now = std::clamp(*logged - secondsOf(first["iteration_time"]).value_or(0), parent.cellStart, std::max(parent.cellStart, parent.cellEnd));
    }
    FrameStarted body;
    body.strategy = "rlm";
    body.model = frame.model;
    body.depth = frame.depth;
    body.key = started.key;
    body.path = frame.path;
    // The prompt is the child's context; it has no question of its own.
    auto prompt = call["prompt"].text();
    body.context.shape = "text";
    body.context.bytes = prompt.size();
    body.context.characters = codePoints(prompt);
    body.question = Text(prompt);
    body.context.documents.push_back({"", body.question, body.context.characters});
    frame.node = m_run->start(frame.now, parent.cell, std::move(body));
    auto level = levelOf(std::move(frame), iterations);
    level.source = call;
    level.cursor = level.frame.now;
    stack.push_back(std::move(level));
}

void RlmReader::endFrame(Level& level) {
    auto& frame = level.frame;
    FrameEnded ended;
    ended.status = frame.forced ? "forced" : "answered";
    if (frame.answer.there) {
        ended.answer = frame.answer.json;
        ended.answerText = Text(frame.answer.text);
    } else {
        const auto response = level.source["response"].text();
        if (response.rfind("Error: ", 0) == 0 || response.empty()) {
            ended.status = "failed";
            ended.error = Error{ErrorKind::Provider, response.empty() ? "The log does not say how it ended." : oneLine(response, 300), {}};
        } else {
            ended.answerText = Text(response);
            m_run->remark(Remark::Inferred, "The answer of some child frames, from what their parent was told.");
        }
    }
    m_run->add(frame.now, frame.node, std::move(ended));
}

} // namespace

bool isRlm(Value record) {
    const auto type = record["type"].string();
    if (type == "metadata") return record["root_model"] && (record["max_iterations"] || record["max_depth"] || record["backend"]);
    return type == "iteration" && record["prompt"].isArray() && record["code_blocks"].isArray();
}

Status readRlm(ImportSession& session) { return RlmReader(session).read(); }

} // namespace rlmscope::exchange
