#include "exchange/report_rows.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace rlmscope::report {

namespace {

constexpr std::size_t GroupFrom = 9;      // siblings alike
constexpr std::size_t GroupShows = 6;
constexpr std::uint16_t DeepestLevel = 60; // deeper pages cannot be read, and nested lists have their limit in browsers
constexpr std::size_t CodeBytes = 20'000, OutputBytes = 10'000, ReplyBytes = 10'000, RowQuestionBytes = 4'000;

// What stands below one row: a node, or a group of siblings.
struct Entry {
    NodeIndex node = NoNode;        // of a group: NoNode
    std::vector<NodeIndex> members; // of a group
    std::uint16_t level = 0;
    Json row;
    std::vector<std::size_t> below; // positions in Chooser::m_entries
    std::uint64_t hidden = 0;       // nodes below that are left out
};

bool failed(const TreeNode& node) {
    return node.status == NodeStatus::Error || node.status == NodeStatus::Interrupted || node.errors > 0;
}

// Chooses breadth first. The tree may be 10,000 deep: no recursion.
class Chooser {
public:
    Chooser(const RunTree& tree, std::size_t most) : m_tree(tree), m_most(most) {}

    std::vector<Entry> choose() {
        for (const auto root : m_tree.roots()) {
            if (m_shown >= m_most) break;
            add(NoNode, root, 0);
        }
        m_rootsShown = m_entries.size();
        for (std::size_t i = 0; i < m_entries.size(); ++i) fill(i);
        return std::move(m_entries);
    }
    std::size_t shown() const { return m_shown; }
    std::size_t roots() const { return m_rootsShown; }

private:
    std::size_t add(std::size_t parent, NodeIndex node, std::uint16_t level) {
        Entry entry;
        entry.node = node;
        entry.level = level;
        m_entries.push_back(std::move(entry));
        if (parent != NoNode) m_entries[parent].below.push_back(m_entries.size() - 1);
        ++m_shown;
        return m_entries.size() - 1;
    }

    void fill(std::size_t at) {
        if (m_entries[at].node == NoNode) return fillGroup(at);
        const auto parent = m_entries[at].node;
        const auto level = static_cast<std::uint16_t>(m_entries[at].level + 1);
        if (level > DeepestLevel) {
            m_entries[at].hidden = m_tree.node(parent).descendants;
            return;
        }
        using Key = std::tuple<NodeKind, std::string_view, std::uint32_t>;
        std::map<Key, std::size_t> sizes;
        std::map<Key, std::size_t> groups;
        const auto keyOf = [&](NodeIndex i) { return Key{m_tree.node(i).kind, m_tree.model(i), m_tree.node(i).batch}; };
        const auto fansOut = [&](NodeIndex i) {
            return m_tree.node(i).kind == NodeKind::SubCall || m_tree.node(i).kind == NodeKind::Frame;
        };
        for (auto i = m_tree.node(parent).firstChild; i != NoNode; i = m_tree.node(i).nextSibling)
            if (fansOut(i)) ++sizes[keyOf(i)];
        for (auto i = m_tree.node(parent).firstChild; i != NoNode; i = m_tree.node(i).nextSibling) {
            const auto key = keyOf(i);
            if (fansOut(i) && sizes[key] >= GroupFrom) {
                auto found = groups.find(key);
                if (found == groups.end()) {
                    Entry group;
                    group.level = level;
                    m_entries.push_back(std::move(group));
                    m_entries[at].below.push_back(m_entries.size() - 1);
                    found = groups.emplace(key, m_entries.size() - 1).first;
                }
                m_entries[found->second].members.push_back(i);
            } else if (m_shown < m_most) {
                add(at, i, level);
            } else {
                m_entries[at].hidden += 1 + m_tree.node(i).descendants;
            }
        }
    }

    void fillGroup(std::size_t at) {
        const auto level = static_cast<std::uint16_t>(m_entries[at].level + 1);
        auto members = m_entries[at].members;
        // Failed ones first; those shown stand in their own order.
        std::stable_partition(members.begin(), members.end(), [&](NodeIndex i) { return failed(m_tree.node(i)); });
        const auto room = m_most - std::min(m_most, m_shown);
        const auto shown = level > DeepestLevel ? 0 : std::min({members.size(), GroupShows, room});
        for (std::size_t i = shown; i < members.size(); ++i) m_entries[at].hidden += 1 + m_tree.node(members[i]).descendants;
        std::sort(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(shown));
        for (std::size_t i = 0; i < shown; ++i) add(at, members[i], level);
    }

    const RunTree& m_tree;
    std::size_t m_most, m_shown = 0, m_rootsShown = 0;
    std::vector<Entry> m_entries;
};

std::string oneLineOf(std::string_view text) { return toValidUtf8(oneLine(toValidUtf8(text), 300)); }

// The first prose line of a reply; else the first comment or line of its code.
Json didOf(const std::string& reply) {
    bool fenced = false;
    std::string code;
    for (std::size_t at = 0; at < reply.size();) {
        const auto end = std::min(reply.find('\n', at), reply.size());
        const auto line = trimmed(std::string_view(reply).substr(at, end - at));
        at = end + 1;
        if (line.rfind("```", 0) == 0) {
            fenced = !fenced;
            continue;
        }
        if (line.empty()) continue;
        if (!fenced) return {{"text", oneLineOf(line)}, {"code", false}};
        if (line.front() == '#') {
            const auto words = trimmed(line.substr(line.find_first_not_of('#') == std::string_view::npos ? line.size() : line.find_first_not_of('#')));
            if (!words.empty() && code.empty()) return {{"text", oneLineOf(words)}, {"code", false}};
        }
        if (code.empty()) code = std::string(line);
    }
    return {{"text", oneLineOf(code)}, {"code", !code.empty()}};
}

/// What a node's events say beyond the tree. Visited with the start and the end event.
class NodeTexts {
public:
    NodeTexts(Texts& texts, const ReportOptions& options, Json& row) : m_texts(texts), m_options(options), m_row(row) {}

    void operator()(const FrameStarted& e) {
        m_row["strategy"] = e.strategy;
        m_row["path"] = e.path;
        m_row["question"] = m_texts(e.question, RowQuestionBytes);
        m_row["answer"] = nullptr;
        m_row["frame_status"] = nullptr;
        m_row["error"] = nullptr;
    }
    void operator()(const FrameEnded& e) {
        m_row["frame_status"] = e.status;
        if (!e.answer.empty() || !e.answerText.empty()) m_row["answer"] = m_texts(e.answerText, ReplyBytes);
        m_row["error"] = errorJson(e.error);
    }
    void operator()(const ModelCallStarted& e) {
        m_row["role"] = toString(e.role);
        if (e.depthLimited) m_row["depth_limited"] = true;
        if (m_options.contextText) {
            std::vector<Part> parts;
            for (const auto& message : e.added) {
                if (!parts.empty()) parts.push_back({PartKind::Text, Text("\n\n"), {}});
                parts.insert(parts.end(), message.parts.begin(), message.parts.end());
            }
            m_row["prompt"] = m_texts(parts, ReplyBytes);
        }
        for (const auto& message : e.added) images(message.parts);
    }
    void operator()(const ModelCallEnded& e) {
        m_row["reply"] = m_texts(e.reply, ReplyBytes);
        if (auto reasoning = m_texts(e.reply, ReplyBytes, PartKind::Reasoning); reasoning["bytes"] != 0) m_row["reasoning"] = std::move(reasoning);
        m_row["finish"] = toString(e.finish);
        m_row["error"] = errorJson(e.error);
        images(e.reply);
    }
    void operator()(const CellStarted& e) { m_row["code"] = m_texts(e.code, CodeBytes); }
    void operator()(const CellEnded& e) {
        m_row["output"] = m_texts(e.visible, OutputBytes);
        m_row["cell_status"] = e.status;
        m_row["exception"] = oneLineOf(e.exception);
        m_row["cause"] = oneLineOf(e.cause);
        m_row["output_truncated"] = e.truncated;
        m_row["stdout_bytes"] = e.stdoutBytes;
        m_row["stderr_bytes"] = e.stderrBytes;
        m_row["dropped_bytes"] = e.droppedBytes;
        m_row["python_seconds"] = e.pythonSeconds;
    }
    template<typename T>
    void operator()(const T&) {}

private:
    void images(const std::vector<Part>& parts) {
        for (const auto& part : parts) {
            if (part.kind != PartKind::Image) continue;
            Json image{{"mime", oneLineOf(part.mime)}, {"bytes", part.text.size}};
            constexpr std::uint64_t Largest = 20'000'000;
            if (m_options.reencode && part.text.size <= Largest) {
                const auto bytes = part.text.loaded() ? Result<std::string>(std::string(part.text.view())) : m_texts.reader().load(part.text, Largest);
                if (bytes)
                    if (const auto made = m_options.reencode(part.mime, *bytes);
                        made && (made->mime == "image/png" || made->mime == "image/jpeg" || made->mime == "image/webp")) {
                        image["mime"] = made->mime;
                        image["data"] = base64(made->bytes);
                    }
            }
            m_row["images"].push_back(std::move(image));
        }
    }

    Texts& m_texts;
    const ReportOptions& m_options;
    Json& m_row;
};

std::string_view kindWord(NodeKind kind) {
    switch (kind) {
    case NodeKind::Frame: return "frame";
    case NodeKind::Turn: return "turn";
    case NodeKind::ModelCall: return "model";
    case NodeKind::Cell: return "cell";
    case NodeKind::SubCall: return "sub";
    }
    return "node";
}

class Maker {
public:
    Maker(const Run& run, Texts& texts, const ReportOptions& options) : m_run(run), m_tree(*run.tree), m_texts(texts), m_options(options) {}

    Json node(const Entry& entry) {
        const auto index = entry.node;
        const auto& node = m_tree.node(index);
        Json row{{"level", entry.level}, {"kind", kindWord(node.kind)}, {"id", node.id.seq}, {"number", node.number},
                 {"label", oneLineOf(m_tree.label(index))}, {"hint", oneLineOf(m_tree.hint(index))}, {"model", oneLineOf(m_tree.model(index))},
                 {"depth", depthOf(m_tree, node)}, {"status", statusWord(node.status)}, {"start", seconds(node.start)},
                 {"seconds", node.endSeq ? Json(seconds(node.end - node.start)) : Json(nullptr)}, {"calls", node.calls},
                 {"usage", usageJson(node.totalUsage)}, {"cost", costJson(node.totalCost, node.costUnknown)}, {"errors", node.errors}};
        if (node.attempts > 1) row["attempts"] = node.attempts;
        if (node.forced) row["forced"] = true;
        if (node.replayed) row["replayed"] = true;
        if (node.simulated) row["simulated"] = true;
        if (node.usageEstimated) row["estimated"] = true;
        NodeTexts visit(m_texts, m_options, row);
        event(node.id.seq, visit, row);
        if (node.endSeq) event(node.endSeq, visit, row);
        if (node.kind == NodeKind::Turn) row["did"] = did(index);
        if (node.kind == NodeKind::Cell && !node.endSeq) openOutput(node, row);
        if (const auto found = m_run.failedAttempts.find(node.id.seq); found != m_run.failedAttempts.end())
            for (const auto& attempt : found->second)
                row["failed_attempts"].push_back({{"number", attempt.number}, {"http", attempt.http}, {"error", errorJson(attempt.error)},
                                                  {"wait", seconds(attempt.wait)}});
        return row;
    }

    Json group(const Entry& entry) {
        Usage usage;
        PicoUsd cost;
        bool unknown = false, simulated = false, open = false;
        std::uint64_t calls = 0, errors = 0;
        Nanos start = INT64_MAX, end = 0;
        std::map<std::string_view, std::size_t> byStatus;
        std::vector<Nanos> times;
        std::vector<PicoUsd> costs;
        for (const auto index : entry.members) {
            const auto& node = m_tree.node(index);
            usage += node.totalUsage;
            cost += node.totalCost;
            unknown |= node.costUnknown;
            simulated |= node.simulated;
            calls += node.calls;
            errors += node.errors;
            start = std::min(start, node.start);
            open |= !node.endSeq;
            end = std::max(end, node.end);
            ++byStatus[statusWord(node.status)];
            if (node.endSeq) times.push_back(node.end - node.start);
            costs.push_back(node.totalCost);
        }
        const auto& first = m_tree.node(entry.members.front());
        Json row{{"level", entry.level}, {"kind", "group"}, {"of", kindWord(first.kind)}, {"count", entry.members.size()},
                 {"shown", entry.below.size()}, {"by_status", byStatus}, {"model", oneLineOf(m_tree.model(entry.members.front()))},
                 {"depth", depthOf(m_tree, first)}, {"start", seconds(start)}, {"seconds", open ? Json(nullptr) : Json(seconds(end - start))},
                 {"calls", calls}, {"usage", usageJson(usage)}, {"cost", costJson(cost, unknown)}, {"errors", errors}};
        if (simulated) row["simulated"] = true;
        std::sort(times.begin(), times.end());
        std::sort(costs.begin(), costs.end());
        row["each_seconds"] = times.empty() ? Json(nullptr)
                                            : Json{seconds(times.front()), seconds(times[times.size() / 2]), seconds(times.back())};
        row["each_usd"] = unknown ? Json(nullptr) : Json{costs.front().exact(), costs[costs.size() / 2].exact(), costs.back().exact()};
        return row;
    }

private:
    void event(Seq seq, NodeTexts& visit, Json& row) {
        const auto event = m_texts.reader().event(m_tree.run(), seq);
        if (event) std::visit(visit, event->body);
        else row["damage"] = toValidUtf8(event.error().message);
    }

    Json did(NodeIndex turn) {
        for (auto i = m_tree.node(turn).firstChild; i != NoNode; i = m_tree.node(i).nextSibling) {
            const auto& call = m_tree.node(i);
            if (call.kind != NodeKind::ModelCall || !call.endSeq) continue;
            const auto event = m_texts.reader().event(m_tree.run(), call.endSeq);
            const auto* ended = event ? std::get_if<ModelCallEnded>(&event->body) : nullptr;
            if (!ended) continue;
            std::string reply;
            for (const auto& part : ended->reply)
                if (part.kind == PartKind::Text && reply.size() < 4'000) reply += m_texts.head(part.text, 4'000);
            return didOf(reply);
        }
        return {{"text", ""}, {"code", false}};
    }

    void openOutput(const TreeNode& node, Json& row) {
        const auto found = m_run.openOutput.find(node.id.seq);
        if (found == m_run.openOutput.end()) return;
        std::vector<Part> parts;
        constexpr std::size_t MostPieces = 200;
        for (std::size_t i = 0; i < std::min(MostPieces, found->second.size()); ++i)
            if (const auto event = m_texts.reader().event(m_tree.run(), found->second[i]))
                if (const auto* piece = std::get_if<CellOutput>(&event->body)) parts.push_back({PartKind::Text, piece->text, {}});
        row["output"] = m_texts(parts, OutputBytes);
        if (found->second.size() > MostPieces) row["output"]["cut"] = true;
    }

    const Run& m_run;
    const RunTree& m_tree;
    Texts& m_texts;
    const ReportOptions& m_options;
};

} // namespace

std::string_view statusWord(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return "queued";
    case NodeStatus::Running: return "running";
    case NodeStatus::Ok: return "ok";
    case NodeStatus::Error: return "error";
    case NodeStatus::Cancelled: return "cancelled";
    case NodeStatus::Interrupted: return "interrupted";
    }
    return "unknown";
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) { return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U; };
        const std::uint32_t three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        out += Letters[three >> 18];
        out += Letters[three >> 12 & 63];
        out += i + 1 < bytes.size() ? Letters[three >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? Letters[three & 63] : '=';
    }
    return out;
}

Rows rowsOf(const Run& run, Texts& texts, const ReportOptions& options) {
    Chooser chooser(*run.tree, options.nodes);
    auto entries = chooser.choose();
    Maker maker(run, texts, options);
    // Breadth first, so that the upper levels get their texts when the room for texts does not last.
    for (auto& entry : entries) entry.row = entry.node == NoNode ? maker.group(entry) : maker.node(entry);

    Rows rows;
    rows.shown = chooser.shown();
    struct Step {
        std::size_t entry = 0, next = 0;
    };
    std::vector<Step> path;
    const auto enter = [&](std::size_t entry) {
        rows.rows.push_back(std::move(entries[entry].row));
        path.push_back({entry, 0});
    };
    for (std::size_t root = 0; root < chooser.roots(); ++root) {
        enter(root);
        while (!path.empty()) {
            auto& step = path.back();
            const auto& entry = entries[step.entry];
            if (step.next < entry.below.size()) {
                enter(entry.below[step.next++]);
                continue;
            }
            if (entry.hidden > 0) rows.rows.push_back({{"level", entry.level + 1}, {"kind", "more"}, {"count", entry.hidden}});
            path.pop_back();
        }
    }
    return rows;
}

} // namespace rlmscope::report
