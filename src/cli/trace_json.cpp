#include "cli/trace_json.h"

#include "base/json.h"
#include "cli/json_fields.h"
#include "cli/tree_printer.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {

namespace {

using nlohmann::ordered_json;

std::string line(const ordered_json& json) { return dumpJson(json); }

std::string utcTime(Nanos wall) {
    const auto seconds = static_cast<std::time_t>(wall / 1'000'000'000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 64> buffer{};
    const auto length = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(buffer.data() + length, buffer.size() - length, ".%03dZ", static_cast<int>(wall / 1'000'000 % 1000));
    return buffer.data();
}

double seconds(Nanos nanos) { return static_cast<double>(nanos) / 1e9; }

ordered_json errorJson(const std::optional<Error>& error) {
    if (!error) return nullptr;
    return {{"kind", toString(error->kind)}, {"message", error->message}};
}

ordered_json runJson(TraceReader& reader, const RecordedRun& run) {
    const auto& tree = *run.tree;
    const auto& totals = tree.totals();
    ordered_json out;
    out["id"] = run.summary.id.text();
    out["status"] = run.status();
    out["stop_reason"] = tree.ended() ? ordered_json(tree.ended()->stopReason) : ordered_json(nullptr);
    out["simulated"] = totals.simulated;
    out["started"] = utcTime(run.summary.wallStart);
    out["seconds"] = seconds(tree.now());
    if (const auto* started = tree.started()) {
        const auto& spec = started->spec;
        out["question"] = spec.question;
        out["strategy"] = spec.strategy;
        out["depth"] = spec.depth;
        out["models"] = spec.models;
        const auto& context = started->context;
        out["context"] = {{"source", context.source}, {"shape", context.shape}, {"documents", context.documents.size()},
                          {"bytes", context.bytes}, {"characters", context.characters}, {"lines", context.lines},
                          {"stored", tree.contextStored()}};
        auto relations = ordered_json::array();
        for (const auto& relation : started->relations)
            relations.push_back({{"type", relation.type}, {"run", relation.run.text()},
                                 {"node", relation.node ? ordered_json(relation.node.seq) : ordered_json(nullptr)}});
        out["relations"] = relations;
        out["program"] = started->program;
    }
    const auto* ended = tree.ended();
    const bool answered = ended && (!ended->answer.empty() || !ended->answerText.empty());
    out["answer"] = answered ? ordered_json(textOf(reader, ended->answerText)) : ordered_json(nullptr);
    out["error"] = ended ? errorJson(ended->error) : ordered_json(nullptr);
    out["usage"] = usageJson(totals.usage);
    out["cost_usd"] = costJson(totals.cost, totals.costUnknown);
    out["model_calls"] = totals.modelCalls;
    out["frames"] = totals.frames;
    out["turns"] = totals.turns;
    out["cells"] = totals.cells;
    out["errors"] = totals.errors;
    auto notes = ordered_json::array();
    for (const auto& note : run.notes) notes.push_back({{"severity", note.severity}, {"text", note.text}});
    out["notes"] = notes;
    out["import"] = nullptr;
    if (run.import) {
        auto remarks = ordered_json::array();
        for (const auto& remark : run.import->report.remarks)
            remarks.push_back({{"kind", toString(remark.kind)}, {"text", remark.text}, {"count", remark.count}});
        out["import"] = {{"format", run.import->format}, {"file", run.import->file}, {"remarks", remarks}};
    }
    if (run.damage) out["damage"] = run.damage->message;
    return out;
}

/// What a node's events say beyond the tree. Visited with the start and the end event.
class NodeTexts {
public:
    NodeTexts(TraceReader& reader, ordered_json& out) : m_reader(reader), m_out(out) {}

    void operator()(const FrameStarted& e) {
        m_out["strategy"] = e.strategy;
        m_out["question"] = textOf(m_reader, e.question);
        m_out["path"] = e.path;
        if (!e.key.kind.empty()) m_out["call"] = e.key.kind;
        if (!e.sandbox.empty()) m_out["sandbox"] = e.sandbox;
        batch(e);
    }
    void operator()(const FrameEnded& e) {
        m_out["frame_status"] = e.status;
        m_out["answer"] = textOf(m_reader, e.answerText);
        m_out["error"] = errorJson(e.error);
    }
    void operator()(const TurnStarted& e) { m_out["number"] = e.number; }
    void operator()(const ModelCallStarted& e) {
        m_out["role"] = toString(e.role);
        m_out["call"] = e.key.kind;
        m_out["key"] = e.key.text();
        std::string prompt;
        for (const auto& message : e.added) {
            if (!prompt.empty()) prompt += "\n\n";
            prompt += textOf(m_reader, message.parts);
        }
        m_out["prompt"] = prompt;
        m_out["messages_kept"] = e.kept;
        m_out["output_cap"] = e.outputCap;
        if (e.depthLimited) m_out["depth_limited"] = true;
        batch(e);
    }
    void operator()(const ModelCallEnded& e) {
        m_out["reply"] = textOf(m_reader, e.reply);
        m_out["call_status"] = e.status;
        m_out["finish_reason"] = toString(e.finish);
        m_out["usage_known"] = e.usageKnown;
        if (!e.modelReported.empty()) m_out["model_reported"] = e.modelReported;
        m_out["error"] = errorJson(e.error);
    }
    void operator()(const CellStarted& e) {
        m_out["number"] = e.number;
        m_out["code"] = textOf(m_reader, e.code);
    }
    void operator()(const CellEnded& e) {
        m_out["cell_status"] = e.status;
        m_out["output"] = textOf(m_reader, e.visible);
        m_out["output_truncated"] = e.truncated;
        m_out["stdout_bytes"] = e.stdoutBytes;
        m_out["stderr_bytes"] = e.stderrBytes;
        m_out["python_seconds"] = e.pythonSeconds;
        if (!e.cause.empty()) m_out["cause"] = e.cause;
        if (!e.exception.empty()) m_out["exception"] = e.exception;
    }
    template<typename T>
    void operator()(const T&) {}

private:
    template<typename T>
    void batch(const T& e) {
        if (e.batch == 0) return;
        m_out["batch"] = {{"id", e.batch}, {"index", e.batchIndex}, {"size", e.batchSize}};
    }

    TraceReader& m_reader;
    ordered_json& m_out;
};

std::string_view kindWord(NodeKind kind) {
    switch (kind) {
    case NodeKind::Frame: return "frame";
    case NodeKind::Turn: return "turn";
    case NodeKind::ModelCall:
    case NodeKind::SubCall: return "model_call"; // the field "role" tells them apart
    case NodeKind::Cell: return "cell";
    }
    return "node";
}

ordered_json nodeFields(const RecordedRun& run, NodeIndex index) {
    const auto& tree = *run.tree;
    const auto& node = tree.node(index);
    const bool open = node.endSeq == 0;
    const auto moment = [](Nanos time, bool known) { return known ? ordered_json(seconds(time)) : ordered_json(nullptr); };
    ordered_json out;
    out["id"] = node.id.seq;
    out["parent"] = node.parent == NoNode ? ordered_json(nullptr) : ordered_json(tree.node(node.parent).id.seq);
    out["run"] = run.summary.id.text();
    out["kind"] = kindWord(node.kind);
    out["status"] = statusWord(node.status);
    out["depth"] = node.depth;
    out["model"] = tree.model(index).empty() ? ordered_json(nullptr) : ordered_json(tree.model(index));
    out["title"] = nodeTitle(tree, index);
    out["times"] = {{"start", seconds(node.start)}, {"sent", moment(node.sent, node.sent > 0)},
                    {"first_token", moment(node.firstToken, node.firstToken > 0)}, {"end", moment(node.end, !open)}};
    const OwnSpend own = tree.own(index);
    out["usage"] = usageJson(own.usage);
    const bool call = isCall(node.kind);
    out["cost_usd"] = costJson(own.cost, call && node.costUnknown);
    out["total_usage"] = usageJson(node.totalUsage);
    out["total_cost_usd"] = costJson(node.totalCost, node.costUnknown);
    out["total_model_calls"] = node.calls;
    out["attempts"] = node.attempts;
    out["simulated"] = node.simulated;
    if (node.forced) out["forced"] = true;
    if (node.replayed) out["replayed"] = true;
    if (node.usageEstimated) out["usage_estimated"] = true;
    return out;
}

ordered_json nodeJson(TraceReader& reader, const RecordedRun& run, NodeIndex index) {
    ordered_json out = nodeFields(run, index);
    const auto& node = run.tree->node(index);
    NodeTexts texts(reader, out);
    const auto add = [&](Seq seq) {
        const auto event = reader.event(run.summary.id, seq);
        if (event) std::visit(texts, event->body);
        else out["damage"] = event.error().message;
    };
    add(node.id.seq);
    if (node.endSeq != 0) add(node.endSeq);
    if (const auto failed = run.failedAttempts.find(node.id.seq); failed != run.failedAttempts.end()) {
        auto list = ordered_json::array();
        for (const auto& attempt : failed->second)
            list.push_back({{"number", attempt.number}, {"http", attempt.http}, {"error", errorJson(attempt.error)},
                            {"retryable", attempt.retryable}, {"wait_seconds", seconds(attempt.wait)},
                            {"partial", textOf(reader, attempt.partial)}, {"usage", usageJson(attempt.usage)},
                            {"cost_usd", costJson(attempt.cost, false)}});
        out["failed_attempts"] = list;
    }
    if (const auto open = run.openOutput.find(node.id.seq); open != run.openOutput.end()) {
        std::string output;
        for (const auto seq : open->second)
            if (const auto event = reader.event(run.summary.id, seq))
                if (const auto* piece = std::get_if<CellOutput>(&event->body)) output += textOf(reader, piece->text);
        out["output"] = output;
    }
    return out;
}

} // namespace

bool writeJson(TraceReader& reader, const std::vector<RecordedRun>& runs, const Output& out) {
    auto list = ordered_json::array();
    for (const auto& run : runs) list.push_back(runJson(reader, run));
    if (!out("{\"runs\":" + line(list) + ",\"nodes\":[")) return false;
    const char* separator = "\n";
    for (const auto& run : runs)
        for (NodeIndex i = 0; i < run.tree->nodes().size(); ++i) {
            if (!out(separator + line(nodeJson(reader, run, i)))) return false;
            separator = ",\n";
        }
    return out("]}\n");
}

bool writeJsonLines(TraceReader& reader, const std::vector<RecordedRun>& runs, const Output& out) {
    for (const auto& run : runs)
        for (NodeIndex i = 0; i < run.tree->nodes().size(); ++i)
            if (!out(line(nodeJson(reader, run, i)) + "\n")) return false;
    return true;
}

} // namespace rlmscope::cli
