// A session of the Pi coding agent (ypi's children are such files too): a first line about the session, then a line per
// message. Since version 2 each line names the one before it, so that a session can branch; before that they are a list.
//
// An agent has no REPL: each tool call is shown as a cell, whose code is the command or the call. The file is read twice,
// first for where each line is and what it follows, then reply by reply: what a reply was asked is put together from the
// lines above it, since the last reply or since the last compaction.
//
// Traps: lines that are older than the session were copied from the one it was branched from, with their cost; a session has no end;
// children that `rlm_query` starts in a shell are files of their own; costs are what Pi worked out, not a bill.
#include "base/text.h"
#include "exchange/rlm_records.h"
#include "exchange/run_builder.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace rlmscope::exchange {
namespace {

constexpr std::size_t MostAbove = 20'000; // lines that one reply's prompt is put together from

enum class EntryKind : std::uint8_t { Other, User, Assistant, Result, Shell, Summary, Compaction };

struct Entry {
    std::uint64_t offset = 0, length = 0;
    Nanos time = 0;
    std::uint32_t parent = None;
    std::uint32_t kept = None; ///< of a compaction: the first line that stays
    EntryKind kind = EntryKind::Other;
    NodeId call;               ///< of a reply that has been written
    int messages = 0;          ///< that it was asked with
};

EntryKind entryKindOf(Value record) {
    const auto type = record["type"].string();
    if (type == "compaction") return EntryKind::Compaction;
    if (type == "branch_summary" || type == "custom_message") return EntryKind::Summary;
    if (type != "message") return EntryKind::Other;
    const auto role = record["message"]["role"].string();
    if (role == "user") return EntryKind::User;
    if (role == "assistant") return EntryKind::Assistant;
    if (role == "toolResult") return EntryKind::Result;
    if (role == "bashExecution") return EntryKind::Shell;
    return role == "branchSummary" || role == "compactionSummary" || role == "custom" ? EntryKind::Summary : EntryKind::Other;
}

/// Texts of a message's content; images become words.
std::string textOf(Value content) {
    if (!content.isArray()) return toValidUtf8(content.text());
    std::string out;
    for (const Value part : content) {
        const auto type = part["type"].string();
        const auto text = type == "image" ? "[an image, " + part["mimeType"].string() + "]" : part["text"].string();
        if (!text.empty()) out += (out.empty() ? "" : "\n") + text;
    }
    return toValidUtf8(out);
}

/// What a reply says: words, reasoning, and tool calls as they stand.
std::vector<Part> partsOf(Value content) {
    std::vector<Part> parts;
    if (!content.isArray()) {
        if (auto text = content.text(); !text.empty()) parts.push_back({PartKind::Text, Text(std::move(text)), {}});
        return parts;
    }
    for (const Value part : content) {
        const auto type = part["type"].string();
        if (type == "text") parts.push_back({PartKind::Text, Text(part["text"].string()), {}});
        else if (type == "thinking") parts.push_back({PartKind::Reasoning, Text(part["thinking"].string()), {}});
        else parts.push_back({PartKind::Opaque, Text(toValidUtf8(part.raw())), {}});
    }
    return parts;
}

/// The command of a shell, else the call: read({"path": "a"}).
std::string codeOf(Value toolCall) {
    const Value arguments = toolCall["arguments"];
    const auto name = toolCall["name"].string();
    if (name == "bash" && arguments["command"].isString()) return arguments["command"].string();
    return toValidUtf8(name + "(" + std::string(arguments.raw()) + ")");
}

class PiReader {
public:
    explicit PiReader(ImportSession& session) : s(session) {}
    Status read();

private:
    struct Pending { ///< a tool call whose result comes later
        NodeId cell;
        Nanos start = 0;
    };
    Status index();
    void indexed(Value record, const Record& line);
    Result<bool> begin();
    Status reply(std::uint32_t at, Value message);
    Status toolCalls(std::uint32_t at, Value message, NodeId turn, Nanos from);
    Status result(NodeId cell, std::uint32_t at, Nanos from, Nanos* end);
    Status askedWith(std::uint32_t at, ModelCallStarted& started, int* messages);
    Result<Message> messageAt(std::uint32_t at);
    Result<std::string> textAt(std::uint32_t at) { return s.lines.at(m_entries[at].offset, m_entries[at].length); }
    void finish();

    ImportSession& s;
    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::uint32_t> m_byId;
    std::map<std::pair<std::string, std::uint32_t>, bool> m_results; ///< (tool call, line of its result); true: taken
    std::string m_cwd, m_provider, m_model, m_parentSession, m_firstQuestion;
    Nanos m_sessionTime = 0;
    std::optional<RunBuilder> m_run;
    NodeId m_frame, m_lastCall;
    bool m_compacted = false; ///< the prompt of the newest reply begins with a summary
    int m_turn = 0;
    Nanos m_now = 0;
    std::string m_answer;
    bool m_stopped = false; ///< the newest reply asks for nothing more
};

Status PiReader::read() {
    if (auto status = index(); !status) return status;
    const auto replies = std::count_if(m_entries.begin(), m_entries.end(), [](const Entry& e) { return e.kind == EntryKind::Assistant; });
    if (replies == 0) return makeError(ErrorKind::BadInput, "It holds no reply of a model: there is nothing to show.");
    const auto fresh = begin();
    if (!fresh) return fresh.error();
    if (!*fresh) return {};
    for (std::uint32_t i = 0; i < m_entries.size(); ++i) {
        if (s.cancel.cancelled()) {
            m_run->end(m_now, {});
            return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        }
        if (m_entries[i].kind != EntryKind::Assistant) {
            m_stopped = m_stopped && m_entries[i].kind == EntryKind::Other;
            m_now = std::max(m_now, m_entries[i].time);
            continue;
        }
        const auto text = textAt(i);
        if (!text) return text.error();
        const auto tape = JsonTape::parse(*text);
        if (!tape) return makeError(ErrorKind::Io, "The file has changed while it was read.");
        if (auto status = reply(i, tape->root()["message"]); !status) return status;
        if (!m_run->status()) return m_run->status();
        if (s.progress) s.progress(s.lines.size() / 2 + m_entries[i].offset / 2, s.lines.size());
    }
    finish();
    return {};
}

Status PiReader::index() {
    std::uint64_t damaged = 0;
    while (const auto record = s.lines.next()) {
        if (s.cancel.cancelled()) return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        const auto tape = JsonTape::parse(record->text);
        if (!tape) {
            if (++damaged == 1) s.remark(Remark::Damaged, "Line " + std::to_string(record->line) + " could not be read: " + tape.error().message);
            continue;
        }
        indexed(tape->root(), *record);
        if (s.progress) s.progress(s.lines.read() / 2, s.lines.size());
    }
    if (damaged > 1) s.remark(Remark::Damaged, "More lines that could not be read.", damaged - 1);
    return {};
}

void PiReader::indexed(Value record, const Record& line) {
    const auto type = record["type"].string();
    if (type == "session") {
        m_cwd = record["cwd"].string();
        m_provider = record["provider"].string();
        m_model = record["modelId"].string();
        m_parentSession = record["branchedFrom"].string() + record["parentSession"].string();
        m_sessionTime = timeOf(record["timestamp"].string()).value_or(0);
        return;
    }
    Entry entry;
    entry.offset = line.offset;
    entry.length = line.text.size();
    entry.kind = entryKindOf(record);
    const Value message = record["message"];
    entry.time = timeOf(record["timestamp"].string()).value_or(millisOf(message["timestamp"]));
    const auto at = static_cast<std::uint32_t>(m_entries.size());
    const Value parent = record["parentId"];
    if (record["id"].isString() && (parent.isString() || parent.isNull())) {
        const auto found = m_byId.find(parent.string());
        if (found != m_byId.end()) entry.parent = found->second;
        else if (parent.isString()) s.remark(Remark::Absent, "Lines that others say they follow.");
        m_byId.emplace(record["id"].string(), at);
    } else if (at > 0) {
        entry.parent = at - 1; // a list
    }
    if (entry.kind == EntryKind::Compaction) {
        if (const auto kept = m_byId.find(record["firstKeptEntryId"].string()); kept != m_byId.end()) entry.kept = kept->second;
        if (const auto n = record["firstKeptEntryIndex"].count(); n && *n > 0 && static_cast<std::uint64_t>(*n) <= at) entry.kept = static_cast<std::uint32_t>(*n) - 1; // the session line counts
    }
    if (entry.kind == EntryKind::Result) m_results.try_emplace({message["toolCallId"].string(), at}, false);
    if (entry.kind == EntryKind::User && m_firstQuestion.empty()) m_firstQuestion = textOf(message["content"]);
    m_entries.push_back(entry);
}

Result<bool> PiReader::begin() {
    m_run.emplace(s, 0);
    Nanos begun = m_sessionTime;
    std::uint64_t copied = 0;
    for (const auto& entry : m_entries) {
        if (entry.time == 0) continue;
        if (begun == 0 || entry.time < begun) begun = entry.time;
        copied += m_sessionTime && entry.time < m_sessionTime && entry.kind == EntryKind::Assistant;
    }
    RunStarted started;
    started.program = "pi";
    started.spec.question = m_firstQuestion;
    started.spec.title = m_firstQuestion.empty() ? s.name : std::string();
    started.spec.strategy = "rlm";
    started.spec.depth = 0; // an agent with tools; its children are other sessions
    started.spec.models = {m_model.empty() ? NotRecorded : (m_provider.empty() ? "" : m_provider + ":") + m_model};
    started.context.shape = "text";
    m_run->remark(Remark::Absent, "The system prompt and the tools: the format does not record them.");
    m_run->remark(Remark::Inferred, "Cells: the agent has no REPL; each of its tool calls is shown as one.");
    if (copied > 0)
        m_run->remark(Remark::Inferred, "Replies older than the session: copied from the one it was branched from, where their tokens and cost were spent.", copied);
    else if (!m_parentSession.empty())
        m_run->remark(Remark::Absent, "The session that this one goes on from.");
    const auto model = started.spec.models.front();
    const auto fresh = m_run->begin(begun, std::move(started));
    if (!fresh || !*fresh) return fresh;
    FrameStarted frame;
    frame.strategy = "rlm";
    frame.model = model;
    frame.question = Text(m_firstQuestion);
    m_frame = m_run->start(begun, {}, std::move(frame));
    m_now = m_run->began();
    return true;
}

Result<Message> PiReader::messageAt(std::uint32_t at) {
    const auto text = textAt(at);
    if (!text) return text.error();
    const auto tape = JsonTape::parse(*text);
    if (!tape) return makeError(ErrorKind::Io, "The file has changed while it was read.");
    const auto record = tape->root();
    const Value message = record["message"];
    switch (m_entries[at].kind) {
    case EntryKind::Assistant: return Message{Role::Assistant, partsOf(message["content"])};
    case EntryKind::Result: return Message::text(Role::User, "[" + message["toolName"].string() + "] " + textOf(message["content"]));
    case EntryKind::Shell: return Message::text(Role::User, "$ " + message["command"].text() + "\n" + message["output"].text());
    case EntryKind::Compaction: return Message::text(Role::User, "[Summary of what came before] " + record["summary"].text());
    case EntryKind::Summary: return Message::text(Role::User, message ? message["summary"].text() + textOf(message["content"]) : record["summary"].text() + textOf(record["content"]));
    default: return Message::text(Role::User, textOf(message["content"]));
    }
}

/// The lines above a reply, back to the reply before it or to a compaction.
Status PiReader::askedWith(std::uint32_t at, ModelCallStarted& started, int* messages) {
    std::vector<std::uint32_t> lines; // newest first
    std::uint32_t previous = None;
    std::uint32_t until = None; // after a compaction: the first line that it kept
    bool compacted = false;
    for (auto i = m_entries[at].parent; i != None; i = m_entries[i].parent) {
        const auto& entry = m_entries[i];
        if (lines.size() >= MostAbove) {
            m_run->remark(Remark::Skipped, "Messages far above a reply: only the nearest 20,000 are shown with it.");
            break;
        }
        if (!compacted && entry.kind == EntryKind::Assistant && entry.call) {
            previous = i;
            break;
        }
        if (entry.kind == EntryKind::Compaction) {
            if (compacted) break;
            compacted = true;
            until = entry.kept;
            lines.push_back(i);
            if (until == None) break;
            continue;
        }
        if (entry.kind != EntryKind::Other) lines.push_back(i);
        if (compacted && i == until) break;
    }
    if (previous != None) {
        started.previous = m_entries[previous].call;
        started.kept = m_entries[previous].messages;
        lines.push_back(previous); // its reply
    }
    m_compacted = compacted;
    if (compacted) { // the summary stands before what was kept
        const auto summary = std::find_if(lines.begin(), lines.end(), [&](auto i) { return m_entries[i].kind == EntryKind::Compaction; });
        std::rotate(summary, summary + 1, lines.end());
        m_run->remark(Remark::Inferred, "What was asked after a compaction: its summary, and the messages that it kept.");
    }
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        auto message = messageAt(*line);
        if (!message) return message.error();
        started.added.push_back(std::move(*message));
    }
    *messages = started.kept + static_cast<int>(started.added.size());
    return {};
}

Status PiReader::reply(std::uint32_t at, Value message) {
    auto& entry = m_entries[at];
    const auto provider = message["provider"].string(), model = message["model"].string();
    ModelCallStarted started;
    started.model = model.empty() ? NotRecorded : (provider.empty() ? "" : provider + ":") + model;
    started.key = {{}, ++m_turn, 0, "frame", {}, 0};
    if (auto status = askedWith(at, started, &entry.messages); !status) return status;
    if (m_turn > 1 && started.previous != m_lastCall && !started.added.empty() && !m_compacted) m_run->remark(Remark::Inferred, "Branches: some replies go on from an earlier message; all are shown in the order of their times.");

    ModelCallEnded ended;
    const auto stop = message["stopReason"].string();
    ended.status = stop == "aborted" ? "cancelled" : stop == "error" ? "failed" : "ok";
    ended.finishRaw = stop;
    ended.finish = stop == "stop" ? FinishReason::Stop : stop == "toolUse" ? FinishReason::Tool : stop == "length" ? FinishReason::Length : stop == "error" ? FinishReason::Error : stop == "aborted" ? FinishReason::Interrupted : FinishReason::Unknown;
    if (ended.status != "ok") ended.error = Error{stop == "aborted" ? ErrorKind::Cancelled : ErrorKind::Provider, oneLine(message["errorMessage"].isNull() ? "The log says " + stop + "." : message["errorMessage"].text(), 300), {}};
    ended.reply = partsOf(message["content"]);
    const Value usage = message["usage"];
    const auto tokens = [&](const char* name) { return std::min<Tokens>(usage[name].count().value_or(0), 1'000'000'000'000); };
    ended.usageKnown = usage.isObject();
    ended.usage = {tokens("input"), tokens("cacheRead"), tokens("cacheWrite"), tokens("output"), 0};
    if (!ended.usageKnown) m_run->remark(Remark::Absent, "Tokens and cost of some replies.");
    if (const auto cost = usage["cost"]["total"].usd()) {
        ended.cost = *cost;
        ended.costSource = CostSource::Computed;
        m_run->remark(Remark::Estimated, "Costs: worked out by Pi from its own prices, not billed sums.");
    }
    const auto to = std::max(entry.time ? entry.time : m_now, m_run->began());
    const auto from = std::min(to, std::max(millisOf(message["timestamp"]), m_run->began()));
    const auto turn = m_run->start(from, m_frame, TurnStarted{m_turn});
    m_answer = textOf(message["content"]);
    m_stopped = stop == "stop";
    entry.call = m_lastCall = m_run->call(from, to, turn, std::move(started), std::move(ended));
    m_now = std::max(m_now, to);
    return toolCalls(at, message, turn, to);
}

Status PiReader::toolCalls(std::uint32_t at, Value message, NodeId turn, Nanos from) {
    int number = 0;
    Nanos end = from;
    const Value content = message["content"];
    if (content.isArray())
        for (const Value part : content) {
            if (part["type"].string() != "toolCall") continue;
            CellStarted cell;
            cell.number = ++number;
            const auto code = codeOf(part);
            if (code.find("rlm_query") != std::string::npos) m_run->remark(Remark::Absent, "Children that rlm_query started: their sessions are files of their own.");
            cell.code = Text(code);
            const auto node = m_run->start(end, turn, std::move(cell));
            auto found = m_results.lower_bound({part["id"].string(), at});
            while (found != m_results.end() && found->first.first == part["id"].string() && found->second) ++found;
            if (found == m_results.end() || found->first.first != part["id"].string()) {
                m_run->remark(Remark::Absent, "Results of some tool calls.");
                continue; // open: the end interrupts it
            }
            found->second = true;
            if (auto status = result(node, found->first.second, end, &end); !status) return status;
            m_run->remark(Remark::Estimated, "When a tool call began: the format only logs when it ended.");
        }
    m_run->add(end, turn, TurnEnded{});
    m_now = std::max(m_now, end);
    return {};
}

Status PiReader::result(NodeId cell, std::uint32_t at, Nanos from, Nanos* end) {
    const auto text = textAt(at);
    if (!text) return text.error();
    const auto tape = JsonTape::parse(*text);
    if (!tape) return makeError(ErrorKind::Io, "The file has changed while it was read.");
    const Value message = tape->root()["message"];
    auto out = textOf(message["content"]);
    CellEnded ended;
    ended.status = message["isError"].isTrue() ? "raised" : "ok";
    if (message["isError"].isTrue()) ended.cause = out.empty() ? "the tool failed" : oneLine(lastLine(out), 300);
    ended.visible = Text(out); // the model sees all of it
    *end = std::max(m_entries[at].time, from);
    m_run->endCell(*end, cell, std::move(ended), std::move(out), {});
    return {};
}

/// A session goes on whenever somebody types; it is over when its last reply asked for nothing more.
void PiReader::finish() {
    std::optional<RunEnded> ended;
    if (m_stopped) {
        m_run->remark(Remark::Inferred, "The answer: the last reply, which called no tool. A session has no end of its own.");
        m_run->add(m_now, m_frame, FrameEnded{"answered", {}, Text(m_answer), {}});
        ended = RunEnded{"answered", "answer", {}, Text(m_answer), {}};
    } else {
        m_run->remark(Remark::Absent, "The end: the session stops in the middle of its work.");
    }
    m_run->end(m_now, std::move(ended));
}

} // namespace

bool isPiSession(Value record) {
    const auto type = record["type"].string();
    if (type == "session") return record["id"].isString() && record["timestamp"];
    // A session whose first line was lost.
    return type == "message" && record["message"]["role"].isString() && record["message"]["content"] && record["timestamp"];
}

Status readPiSession(ImportSession& session) { return PiReader(session).read(); }

} // namespace rlmscope::exchange
