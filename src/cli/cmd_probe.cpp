// Looks into a recorded run: rebuilds the REPL of a frame as it was after a cell, and shows its variables or the value of
// an expression. The trace is never changed, no model is asked.
#include "cli/commands.h"
#include "cli/foreign_trace.h"
#include "cli/format.h"
#include "cli/json_fields.h"
#include "cli/recorded_run.h"
#include "cli/terminal.h"
#include "runner/library.h"
#include "runner/python_parts.h"
#include "runner/restore.h"
#include "runner/standard_parts.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {

namespace {

using Json = nlohmann::json;

constexpr std::size_t NamedFrames = 20; // in an error

Exit notShown(const Error& error) {
    tell(error);
    switch (error.kind) {
    case ErrorKind::Usage: return Exit::Usage;
    case ErrorKind::Cancelled: return Exit::Cancelled;
    case ErrorKind::Internal: return Exit::Internal;
    default: return Exit::BadInput;
    }
}

/// What somebody must know before they say yes.
std::string question(const RunSpec& spec, std::size_t cells) {
    std::string models;
    for (const auto& model : spec.models) models += (models.empty() ? "" : ", ") + model;
    return "This trace is not from your library. Looking into it runs the code that is recorded in it again: " + count(cells) +
           (cells == 1 ? " cell" : " cells") + " written by " + models +
           (spec.tools.empty() ? "" : ", and the functions of a tools file") + ".\nNo model is asked.";
}

std::string framesOf(const RunTree& tree) {
    std::string list;
    std::size_t n = 0;
    const auto& nodes = tree.nodes();
    for (NodeIndex i = 0; i < nodes.size(); ++i) {
        if (nodes[i].kind != NodeKind::Frame) continue;
        if (++n > NamedFrames) continue;
        list += (list.empty() ? "" : ", ") + std::to_string(nodes[i].id.seq) + " (" +
                (nodes[i].parent == NoNode ? "root" : "depth " + std::to_string(nodes[i].depth) + ": " + std::string(tree.label(i))) + ")";
    }
    return "Its frames: " + list + (n > NamedFrames ? " and " + count(n - NamedFrames) + " more" : "") + ".";
}

Result<NodeId> wantedFrame(RunRestorer& run, const std::string& text) {
    const RunTree& tree = run.tree();
    if (text.empty() || text == "root") {
        if (!tree.roots().empty()) return tree.node(tree.roots().front()).id;
        return makeError(ErrorKind::BadInput, "This run has no frame: it ended before it began.");
    }
    Seq number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code == std::errc() && end == text.data() + text.size()) {
        const NodeIndex index = tree.find(NodeId{number});
        if (index != NoNode && tree.node(index).kind == NodeKind::Frame) return NodeId{number};
    } else if (auto frame = run.frameByPath(text)) {
        return frame;
    }
    return makeError(ErrorKind::Usage, "This run has no frame " + text + ".", framesOf(tree));
}

std::vector<NodeIndex> cellsOf(const RunTree& tree, NodeId frame) {
    std::vector<NodeIndex> cells;
    const auto& nodes = tree.nodes();
    for (NodeIndex i = 0; i < nodes.size(); ++i) {
        if (nodes[i].kind != NodeKind::Cell || nodes[i].parent == NoNode) continue;
        const NodeIndex up = nodes[nodes[i].parent].parent;
        if (up != NoNode && nodes[up].id == frame) cells.push_back(i);
    }
    return cells;
}

std::string heading(const RestoredFrame& frame, double seconds) {
    std::string out = frame.after ? "After cell " + std::to_string(frame.after->number) + " of turn " + std::to_string(frame.after->turn)
                                  : std::string("Before the first cell");
    char took[64];
    std::snprintf(took, sizeof took, ": rebuilt by %s in %.2f s", std::string(toString(frame.restored.method)).c_str(), seconds);
    out += took;
    if (!frame.restored.why.empty()) out += " (" + frame.restored.why + ")";
    const auto n = frame.restored.divergences.size();
    out += n == 0 ? "; nothing differed.\n" : "; " + count(n) + (n == 1 ? " thing" : " things") + " differed:\n";
    for (const auto& d : frame.restored.divergences) {
        out += "  cell " + std::to_string(d.cell) + " " + d.what + "\n";
        if (!d.before.empty()) out += "    before: " + fitted(d.before, 100) + "\n";
        if (!d.now.empty()) out += "    now:    " + fitted(d.now, 100) + "\n";
    }
    for (const auto& remark : frame.remarks) out += remark + "\n";
    return out;
}

Json headingJson(const RestoredFrame& frame, NodeId node, double seconds) {
    Json out{{"frame", node.seq}, {"cell", nullptr}, {"method", toString(frame.restored.method)}, {"why", frame.restored.why},
             {"seconds", seconds}, {"sandbox", frame.restored.repl->sandbox().text()}, {"remarks", frame.remarks},
             {"divergences", Json::array()}};
    if (frame.after) out["cell"] = {{"id", frame.after->node.seq}, {"turn", frame.after->turn}, {"number", frame.after->number}};
    for (const auto& d : frame.restored.divergences)
        out["divergences"].push_back({{"cell", d.cell}, {"what", d.what}, {"before", d.before}, {"now", d.now}});
    return out;
}

// ---- variables and values --------------------------------------------------------------------------------------

std::string sizeText(const Variable& v) {
    return !v.shape.empty() ? v.shape : v.size >= 0 ? count(static_cast<std::uint64_t>(v.size)) : std::string();
}

std::string table(const std::vector<Variable>& variables, int width) {
    if (variables.empty()) return "No variables yet; only the context is there.\n";
    int name = 0, type = 0, size = 0;
    for (const auto& v : variables) {
        name = std::max(name, std::min(columns(v.name), 30));
        type = std::max(type, std::min(columns(v.type), 20));
        size = std::max(size, std::min(columns(sizeText(v)), 16));
    }
    std::string out;
    for (const auto& v : variables)
        out += padded(fitted(v.name, 30), name) + "  " + padded(fitted(v.type, 20), type) + "  " +
               paddedLeft(fitted(sizeText(v), 16), size) + "  " + fitted(v.preview, std::max(20, width - name - type - size - 6)) + "\n";
    return out;
}

Json variablesJson(const std::vector<Variable>& variables) {
    Json out = Json::array();
    for (const auto& v : variables)
        out.push_back({{"name", v.name}, {"type", v.type}, {"size", v.size < 0 ? Json(nullptr) : Json(v.size)}, {"shape", v.shape},
                       {"preview", v.preview}, {"cell", v.cell > 0 ? Json(v.cell) : Json(nullptr)}});
    return out;
}

std::string pageText(const ValuePage& page, int width) {
    std::string out;
    switch (page.form) {
    case ValuePage::Form::Text:
    case ValuePage::Form::Other: out = page.text + (page.text.ends_with('\n') ? "" : "\n"); break;
    case ValuePage::Form::Items:
        for (const auto& item : page.items) out += fitted(item.key + ": " + item.preview, width) + "\n";
        break;
    case ValuePage::Form::Table:
        for (const auto& column : page.columns) out += "\t" + column;
        out += "\n";
        for (const auto& row : page.rows) {
            for (std::size_t i = 0; i < row.size(); ++i) out += (i ? "\t" : "") + row[i];
            out += "\n";
        }
        break;
    }
    return out;
}

/// Which part of the value it is; nothing when it is all of it.
std::string pagePlace(const ValuePage& page) {
    std::string out = page.type + (page.shape.empty() ? "" : " " + page.shape);
    if (page.size >= 0) out += ", " + count(static_cast<std::uint64_t>(page.size)) + (page.form == ValuePage::Form::Text ? " characters" : " items");
    if (page.first > 0) out += ", from " + count(static_cast<std::uint64_t>(page.first));
    if (page.matchesTotal >= 0) out += ", " + count(static_cast<std::uint64_t>(page.matchesTotal)) + " matches";
    return out + "\n" + page.output;
}

Json pageJson(const ValuePage& page) {
    static const char* const forms[] = {"text", "items", "table", "other"};
    Json out{{"form", forms[static_cast<std::size_t>(page.form)]}, {"type", page.type}, {"shape", page.shape},
             {"size", page.size < 0 ? Json(nullptr) : Json(page.size)}, {"first", page.first}, {"output", page.output}};
    if (page.form == ValuePage::Form::Text || page.form == ValuePage::Form::Other) out["text"] = page.text;
    if (page.form == ValuePage::Form::Items) {
        out["items"] = Json::array();
        for (const auto& item : page.items)
            out["items"].push_back({{"key", item.key}, {"type", item.type}, {"size", item.size < 0 ? Json(nullptr) : Json(item.size)}, {"preview", item.preview}});
    }
    if (page.form == ValuePage::Form::Table) out.update({{"columns", page.columns}, {"columns_total", page.columnsTotal}, {"rows", page.rows}});
    if (page.matchesTotal >= 0) out.update({{"matches", page.matches}, {"matches_total", page.matchesTotal}});
    return out;
}

Result<ValuePage> valueIn(Repl& repl, const ProbeOptions& options) {
    ValueRequest request;
    request.expression = options.expression;
    request.first = options.first;
    request.count = options.count;
    request.search = options.search;
    return repl.read(request, {}, {});
}

Exit show(const ProbeOptions& options, RestoredFrame& frame, NodeId node, double seconds) {
    Repl& repl = *frame.restored.repl;
    Json json = headingJson(frame, node, seconds);
    std::string people = heading(frame, seconds), text;
    const int width = Terminal::of(STDOUT_FILENO).width;
    if (options.expression.empty()) {
        // A cell that does nothing reports them; this REPL is thrown away.
        const CellOutcome outcome = repl.run("pass", {60}, {}, {});
        json["variables"] = variablesJson(outcome.variables);
        text = table(outcome.variables, width);
    } else {
        const auto page = valueIn(repl, options);
        if (!options.json) std::fputs(std::exchange(people, {}).c_str(), stderr);
        if (!page) return notShown(page.error());
        json["value"] = pageJson(*page);
        people += pagePlace(*page);
        text = pageText(*page, width);
    }
    if (options.json) text = dumped(json) + "\n";
    else std::fputs(people.c_str(), stderr);
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written ? Exit::Answered : Exit::Internal;
}

Exit probe(const ProbeOptions& options, TraceReader& reader, RunId id) {
    RestoreOptions restoring;
    if (!isInLibrary(options.trace) && !options.allowWeakSandbox) restoring.requiredSandbox = SandboxLevel::Full;
    for (const auto& folder : options.packages) {
        auto path = packageFolder(folder);
        if (!path) return notShown(path.error());
        restoring.packageFolders.push_back(std::move(*path));
    }
    auto run = RunRestorer::open(reader, id, restoring);
    if (!run) return notShown(run.error());
    const RunTree& tree = (*run)->tree();
    const auto frame = wantedFrame(**run, options.frame);
    if (!frame) return notShown(frame.error());
    const auto cells = cellsOf(tree, *frame);
    if (options.cell > static_cast<int>(cells.size()))
        return notShown(makeError(ErrorKind::Usage, "Frame " + std::to_string(frame->seq) + " has " + count(cells.size()) +
                                (cells.size() == 1 ? " cell; " : " cells; ") + "there is no cell " + std::to_string(options.cell) + ".",
                                "--cell 0 is the state before the first."));
    const std::size_t n = options.cell < 0 ? cells.size() : static_cast<std::size_t>(options.cell);
    std::optional<NodeId> cell;
    if (n > 0) cell = tree.node(cells[n - 1]).id;
    const ForeignConsent consent{options.yes, options.allowWeakSandbox};
    if (const auto yes = allowForeign(options.trace, consent, question(tree.started()->spec, n)); !yes) return notShown(yes.error());

    auto repls = standardRepls();
    if (!repls) return notShown(repls.error());
    const Nanos begin = Clock::system().steady();
    auto restored = (*run)->restoreFrame(*frame, cell, **repls, {});
    if (!restored) return notShown(restored.error());
    const double seconds = static_cast<double>(Clock::system().steady() - begin) / 1e9;
    return show(options, *restored, *frame, seconds);
}

} // namespace

Exit probeCommand(const ProbeOptions& options) {
    auto reader = TraceReader::open(options.trace);
    if (!reader) return notShown(reader.error());
    const auto runs = chosenRuns(**reader, options.run);
    if (!runs) return notShown(runs.error());
    if (runs->empty()) return notShown(makeError(ErrorKind::BadInput, options.trace + " holds no run."));
    const auto newest = std::max_element(runs->begin(), runs->end(), [](const auto& a, const auto& b) { return a.wallStart < b.wallStart; });
    return probe(options, **reader, newest->id);
}

} // namespace rlmscope::cli
