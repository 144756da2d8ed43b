#include "runner/run_tape.h"
#include "base/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

BlobId textId(const Text& text) {
    if (!text.id.isNull()) return text.id;
    return BlobId::of(text.view());
}

void add(std::string& canonical, BlobId id) {
    canonical.append(reinterpret_cast<const char*>(&id.high), sizeof id.high);
    canonical.append(reinterpret_cast<const char*>(&id.low), sizeof id.low);
}

std::optional<LimitKind> limitOf(const std::string& word) {
    for (int i = 0; i <= static_cast<int>(LimitKind::Frames); ++i)
        if (word == toString(static_cast<LimitKind>(i))) return static_cast<LimitKind>(i);
    return {};
}

/// Numbers of a stranger's trace must not overflow.
void sum(std::int64_t& total, std::int64_t n) {
    if (n > 0 && __builtin_add_overflow(total, n, &total)) total = INT64_MAX;
}

/// Folds the events of a run.
class Folder {
public:
    explicit Folder(RunTape& tape) : m_tape(tape) {}

    void apply(const Event& event) {
        if (event.segment != m_segment) {
            m_segment = event.segment;
            m_base = m_now;
            m_pausedSince.reset();
        }
        m_now = std::max(m_now, m_base + std::clamp<Nanos>(event.time, 0, INT64_MAX / 4));
        std::visit([&](const auto& body) { on(event, body); }, event.body);
    }

    void finish() {
        m_tape.spend.active = std::max<Nanos>(0, m_now - m_paused);
        for (TapeCall& call : m_tape.calls) {
            if (!call.onTheWire) continue;
            ++m_tape.spend.inFlightCalls;
            sum(m_tape.spend.inFlightInput, static_cast<Tokens>(std::min<std::uint64_t>(call.bytes + 32 * call.messageCount, 1ULL << 50)));
            sum(m_tape.spend.inFlightOutput, call.attempt.outputCap);
            sum(m_tape.spend.inFlightUsd.value, call.attempt.reserved.value);
        }
    }

private:
    void on(const Event&, const RunStarted& body) {
        if (m_begun) return;
        m_begun = true;
        m_tape.started = body;
        m_tape.contextStored |= body.context.documents.empty();
    }
    void on(const Event&, const SegmentStarted&) { m_tape.ended.reset(); }
    void on(const Event&, const ContextStored&) { m_tape.contextStored = true; }
    void on(const Event&, const RunEnded& body) { m_tape.ended = body; }

    void on(const Event& event, const FrameStarted& body) {
        TapeFrame frame;
        frame.node = event.node;
        frame.path = body.path;
        frame.depth = body.depth;
        frame.question = body.question;
        if (const auto place = m_places.find(event.parent); place != m_places.end()) {
            frame.parent = place->second.frame;
            frame.parentTurn = place->second.turn;
        }
        const std::size_t index = m_tape.frames.size();
        m_places[event.node] = {index, 0};
        m_tape.frameByPath[body.path] = index;
        m_tape.frames.push_back(std::move(frame));
        if (!body.key.kind.empty()) countInCell(event.parent);
    }
    void on(const Event& event, const FrameEnded& body) {
        const auto place = m_places.find(event.node);
        if (place == m_places.end()) return;
        TapeFrame& frame = m_tape.frames[place->second.frame];
        frame.status = body.status;
        frame.answer = body.answerText;
    }
    void on(const Event& event, const TurnStarted& body) {
        if (const auto parent = m_places.find(event.parent); parent != m_places.end())
            m_places[event.node] = {parent->second.frame, body.number};
    }

    void on(const Event& event, const CellStarted& body) {
        const auto parent = m_places.find(event.parent);
        if (parent == m_places.end()) return;
        TapeCell cell;
        cell.node = event.node;
        cell.frame = parent->second.frame;
        cell.turn = parent->second.turn;
        cell.number = body.number;
        cell.code = body.code;
        const std::size_t index = m_tape.cells.size();
        m_places[event.node] = parent->second;
        m_cells[event.node] = index;
        m_tape.cellByPlace[cellPlace(m_tape.frames[cell.frame].path, cell.turn, cell.number)] = index;
        m_tape.cells.push_back(std::move(cell));
    }
    void on(const Event& event, const CellEnded& body) {
        if (const auto cell = m_cells.find(event.node); cell != m_cells.end()) m_tape.cells[cell->second].end = body;
    }

    void on(const Event& event, const ModelCallStarted& body) {
        const auto parent = m_places.find(event.parent);
        TapeCall call;
        call.node = event.node;
        call.key = body.key;
        call.role = body.role;
        call.model = body.model;
        if (parent != m_places.end()) call.frame = parent->second.frame;
        std::vector<Mark> messages;
        if (body.previous) {
            const auto before = m_messages.find(body.previous);
            if (before != m_messages.end() && body.kept >= 0 && static_cast<std::size_t>(body.kept) <= before->second.size())
                messages.assign(before->second.begin(), before->second.begin() + body.kept);
        }
        for (const Message& message : body.added) messages.push_back(markOf(message));
        std::vector<BlobId> ids;
        ids.reserve(messages.size());
        for (const Mark& mark : messages) {
            ids.push_back(mark.id);
            call.bytes += mark.bytes;
        }
        call.messages = messagesId(ids);
        call.messageCount = messages.size();
        if (!body.added.empty() && !body.added.back().parts.empty()) call.prompt = body.added.back().parts.back().text;
        if (body.role != CallRole::Sub) m_messages[event.node] = std::move(messages);
        const std::size_t index = m_tape.calls.size();
        m_calls[event.node] = index;
        m_tape.callByKey[body.key.text()] = index;
        m_tape.calls.push_back(std::move(call));
        if (body.role == CallRole::Sub) countInCell(event.parent);
    }
    void on(const Event& event, const AttemptStarted& body) {
        TapeCall* call = callOf(event);
        if (!call) return;
        call->attempt = body;
        call->onTheWire = true;
    }
    void on(const Event& event, const AttemptFailed& body) {
        TapeCall* call = callOf(event);
        if (!call) return;
        call->onTheWire = false;
        spend(body.cost, body.usage, body.usageKnown || body.cost.value != 0 || body.usage != Usage{}, false);
    }
    void on(const Event& event, const ModelCallEnded& body) {
        TapeCall* call = callOf(event);
        if (!call || call->ended) return;
        call->ended = true;
        call->onTheWire = false;
        call->end = body;
        const bool ok = body.status == "ok";
        if (ok && call->role == CallRole::Frame && call->frame != TapeFrame::None) {
            TapeFrame& frame = m_tape.frames[call->frame];
            frame.lastTurn = std::max(frame.lastTurn, call->key.turn);
        }
        if (body.source == ReplySource::Model) spend(body.cost, body.usage, ok, ok && body.costSource == CostSource::Unknown);
    }

    void on(const Event& event, const LedgerEvent& body) {
        if (body.op != "refused") return;
        if (!event.node && body.limit == "seconds") m_tape.secondsUsedUp = true;
        if (TapeCall* call = callOf(event)) call->limit = limitOf(body.limit);
    }
    void on(const Event&, const GateChanged& body) {
        if (body.state == "pausing" || body.state == "paused") {
            if (!m_pausedSince) m_pausedSince = m_now;
        } else if (m_pausedSince) {
            m_paused += m_now - *m_pausedSince;
            m_pausedSince.reset();
        }
    }

    void on(const Event&, const Custom& body) {
        const bool named = body.kind == "budget_line" || body.kind == "fan_out";
        if (body.kind != "tool_call" && body.kind != "budget" && !named) return;
        const auto json = parseJson(body.data);
        if (!json.is_object()) return;
        const auto text = [](const nlohmann::json& object, const char* name) {
            const auto found = object.find(name);
            return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
        };
        const std::string key = text(json, "key");
        if (key.empty()) return;
        TapeValue value;
        value.what = body.kind == "tool_call" ? text(json, "arguments") : body.kind;
        if (const auto error = json.find("error"); error != json.end() && error->is_object())
            value.answer = makeError(errorKindFromString(text(*error, "kind")).value_or(ErrorKind::Internal), text(*error, "message"), text(*error, "hint"));
        else value.answer = text(json, body.kind == "budget_line" ? "text" : "result");
        m_tape.values.insert_or_assign(named ? key + " " + body.kind : key, std::move(value));
    }
    template<typename T>
    void on(const Event&, const T&) {}

    TapeCall* callOf(const Event& event) {
        const auto found = m_calls.find(event.node);
        return found == m_calls.end() ? nullptr : &m_tape.calls[found->second];
    }
    void countInCell(NodeId parent) {
        if (const auto cell = m_cells.find(parent); cell != m_cells.end()) ++m_tape.cells[cell->second].calls;
    }
    void spend(PicoUsd cost, const Usage& usage, bool billed, bool unknown) {
        sum(m_tape.spend.usd.value, cost.value);
        for (const Tokens input : {usage.freshInput, usage.cacheRead, usage.cacheWrite}) sum(m_tape.spend.input, input);
        sum(m_tape.spend.output, usage.output);
        m_tape.spend.calls += billed ? 1 : 0;
        m_tape.spend.unknown |= unknown;
    }

    struct Place {
        std::size_t frame;
        int turn;
    };
    struct Mark {
        BlobId id;
        std::uint64_t bytes;
    };
    static Mark markOf(const Message& message) {
        Mark mark{messageId(message), 0};
        for (const Part& part : message.parts) mark.bytes += std::min<std::uint64_t>(part.text.size, 1ULL << 40);
        return mark;
    }
    RunTape& m_tape;
    bool m_begun = false;
    std::unordered_map<NodeId, Place> m_places; // of frames, turns and cells
    std::unordered_map<NodeId, std::size_t> m_cells, m_calls;
    std::unordered_map<NodeId, std::vector<Mark>> m_messages; // of frames' own calls
    std::uint32_t m_segment = 0;
    Nanos m_base = 0, m_now = 0, m_paused = 0;
    std::optional<Nanos> m_pausedSince;
};

} // namespace

BlobId messageId(const Message& message) {
    std::string canonical(toString(message.role));
    for (const Part& part : message.parts) {
        canonical += "\n" + std::string(toString(part.kind)) + "\n" + part.mime + "\n";
        add(canonical, textId(part.text));
    }
    return BlobId::of(canonical);
}

BlobId messagesId(const std::vector<BlobId>& messages) {
    std::string canonical;
    canonical.reserve(messages.size() * 16);
    for (const BlobId id : messages) add(canonical, id);
    return BlobId::of(canonical);
}

BlobId messagesId(const MessageList& messages) {
    std::vector<BlobId> ids;
    ids.reserve(messages.size());
    for (const Message& message : messages) ids.push_back(messageId(message));
    return messagesId(ids);
}

std::string cellPlace(const std::string& framePath, int turn, int number) {
    return framePath + "/t" + std::to_string(turn) + ".c" + std::to_string(number);
}

const TapeCall* RunTape::call(const CallKey& key) const {
    const auto found = callByKey.find(key.text());
    return found == callByKey.end() ? nullptr : &calls[found->second];
}

const TapeFrame* RunTape::frame(const std::string& path) const {
    const auto found = frameByPath.find(path);
    return found == frameByPath.end() ? nullptr : &frames[found->second];
}

const TapeCell* RunTape::cell(const std::string& framePath, int turn, int number) const {
    const auto found = cellByPlace.find(cellPlace(framePath, turn, number));
    return found == cellByPlace.end() ? nullptr : &cells[found->second];
}

bool RunTape::settled(std::size_t index, int turn) const {
    // Frames start after the frames above them, so this ends.
    while (index != TapeFrame::None) {
        const TapeFrame& f = frames[index];
        if (f.lastTurn > turn) return true;
        if (f.status.empty() || f.status == "cancelled") return false;
        turn = f.parentTurn;
        index = f.parent;
    }
    return false;
}

Result<RunTape> readTape(TraceReader& reader, RunId run) {
    RunTape tape;
    tape.run = run;
    Folder folder(tape);
    bool begun = false;
    const auto read = reader.forEachEvent(run, 1, [&](const Event& event) {
        begun |= std::holds_alternative<RunStarted>(event.body);
        folder.apply(event);
        return true;
    });
    if (!begun)
        return read ? makeError(ErrorKind::Corrupt, reader.path().filename().string() + " holds no beginning of run " + run.text() + ".")
                    : read.error();
    folder.finish();
    if (!read) tape.damage = read.error();
    return tape;
}

} // namespace rlmscope
