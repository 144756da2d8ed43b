#include "cli/tree_printer.h"

#include "cli/format.h"

#include <algorithm>
#include <array>
#include <map>

namespace rlmscope::cli {

namespace {

struct Icon {
    const char* unicode;
    const char* ascii;
    Paint paint;
};
Icon iconOf(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return {"○", ".", Paint::Faint};
    case NodeStatus::Running: return {"●", "*", Paint::Busy};
    case NodeStatus::Ok: return {"✓", "+", Paint::Good};
    case NodeStatus::Error: return {"✗", "x", Paint::Bad};
    case NodeStatus::Cancelled: return {"–", "-", Paint::Faint};
    case NodeStatus::Interrupted: return {"!", "!", Paint::Bad};
    }
    return {"?", "?", Paint::None};
}

// Children of one parent that look alike: the same kind, model and batch.
struct Group {
    std::vector<NodeIndex> members;
    std::array<std::size_t, 6> byStatus{};
    Usage usage;
    PicoUsd cost;
    bool costUnknown = false, simulated = false;
    Nanos start = INT64_MAX, end = 0;
    bool open = false;
};

struct Siblings {
    std::vector<Group> groups; // in the order of their first members; small ones hold one member each
};

std::string statusCounts(const Group& group) {
    std::string text;
    const auto add = [&](NodeStatus status) {
        const auto n = group.byStatus[static_cast<std::size_t>(status)];
        if (n == 0) return;
        text += text.empty() ? "" : ", ";
        text += count(n) + " " + std::string(statusWord(status));
    };
    for (const auto status : {NodeStatus::Ok, NodeStatus::Error, NodeStatus::Cancelled, NodeStatus::Interrupted,
                              NodeStatus::Running, NodeStatus::Queued})
        add(status);
    return text;
}

void addMember(Group& group, const RunTree& tree, NodeIndex index) {
    const auto& node = tree.node(index);
    group.members.push_back(index);
    ++group.byStatus[static_cast<std::size_t>(node.status)];
    group.usage += node.totalUsage;
    group.cost += node.totalCost;
    group.costUnknown |= node.costUnknown;
    group.simulated |= node.simulated;
    group.start = std::min(group.start, node.start);
    group.open |= node.endSeq == 0 && node.status != NodeStatus::Interrupted;
    group.end = std::max(group.end, node.end);
}

Siblings siblingsOf(const RunTree& tree, NodeIndex parent) {
    using Key = std::tuple<NodeKind, std::string_view, std::uint32_t>;
    std::map<Key, std::size_t> sizes;
    const auto keyOf = [&](NodeIndex i) {
        return Key{tree.node(i).kind, tree.model(i), tree.node(i).batch};
    };
    const auto mayGroup = [&](NodeIndex i) {
        const auto& node = tree.node(i);
        return node.parent != NoNode && (node.kind == NodeKind::SubCall || node.kind == NodeKind::Frame);
    };
    const auto& node = tree.node(parent);
    for (auto i = node.firstChild; i != NoNode; i = tree.node(i).nextSibling)
        if (mayGroup(i)) ++sizes[keyOf(i)];

    Siblings out;
    std::map<Key, std::size_t> place;
    for (auto i = node.firstChild; i != NoNode; i = tree.node(i).nextSibling) {
        const bool grouped = mayGroup(i) && sizes[keyOf(i)] > GroupAbove;
        std::size_t at = out.groups.size();
        if (grouped) at = place.try_emplace(keyOf(i), at).first->second;
        if (at == out.groups.size()) out.groups.emplace_back();
        addMember(out.groups[at], tree, i);
    }
    return out;
}

struct LineParts {
    NodeStatus status;
    std::string title, text, model;
    Usage usage;
    std::string cost;
    Nanos elapsed = 0;
};

std::string_view glyph(const Terminal& terminal, const char* unicode, const char* ascii) {
    return terminal.unicode ? unicode : ascii;
}

// The columns on the right, as many as leave room for words: time is the last to go, the model the first.
std::string columnsOf(const LineParts& parts, int room, const Terminal& terminal) {
    std::string tokensText;
    if (parts.usage.input() || parts.usage.output)
        tokensText = tokens(parts.usage.input()) + std::string(glyph(terminal, " → ", " > ")) + tokens(parts.usage.output);
    const std::array<std::string, 4> all{paddedLeft(duration(parts.elapsed), 12), paddedLeft(parts.cost, 15),
                                         paddedLeft(tokensText, 15),
                                         " " + paddedLeft(fitted(parts.model, 19, terminal.unicode), 19)};
    std::string right;
    for (const auto& column : all) {
        if (room - columns(right) - columns(column) < 30 && !right.empty()) break;
        right = column + right;
    }
    return right;
}

std::string composed(const std::string& indent, const LineParts& parts, const Terminal& terminal) {
    const auto icon = iconOf(parts.status);
    const int whole = terminal.width - 1 - columns(indent) - 2;
    const std::string right = columnsOf(parts, whole, terminal);
    const int room = std::max(4, whole - columns(right));
    const std::string title = fitted(parts.title, room, terminal.unicode);
    std::string text;
    if (const int left = room - columns(title) - 2; left > 6 && !parts.text.empty())
        text = "  " + fitted(parts.text, left, terminal.unicode);
    const int fill = room - columns(title) - columns(text);
    std::string line = painted(indent, Paint::Faint, terminal) +
                       painted(terminal.unicode ? icon.unicode : icon.ascii, icon.paint, terminal) + " " + title +
                       painted(text, Paint::Faint, terminal);
    line.append(static_cast<std::size_t>(std::max(0, fill)), ' ');
    return line + right;
}

Nanos elapsedOf(const TreeNode& node, Nanos now) {
    const bool open = node.endSeq == 0 && node.status != NodeStatus::Interrupted;
    return std::max<Nanos>(0, (open ? now : node.end) - node.start);
}

std::string toolCallsText(const RunTree& tree, NodeIndex cell) {
    const auto use = tree.toolUse(cell);
    if (use.calls == 0) return {};
    return count(use.calls) + (use.calls == 1 ? " tool call" : " tool calls") + (use.failed ? ", " + count(use.failed) + " failed" : "");
}

LineParts partsOf(const RunTree& tree, NodeIndex index, Nanos now) {
    const auto& node = tree.node(index);
    LineParts parts{node.status, nodeTitle(tree, index), {}, {}, {}, {}, 0};
    const bool plain = node.status == NodeStatus::Ok || node.status == NodeStatus::Running;
    if (!plain) parts.title += std::string(" (") + std::string(statusWord(node.status)) + ")";
    if (node.forced) parts.title += " (forced)";
    if (node.replayed) parts.title += " (replayed)";
    if (node.attempts > 1) parts.title += " (" + std::to_string(node.attempts) + " attempts)";
    if (node.usageEstimated) parts.title += " (estimated usage)";
    if (const auto tools = toolCallsText(tree, index); !tools.empty()) parts.title += " (" + tools + ")";

    const auto label = std::string(tree.label(index)), hint = std::string(tree.hint(index));
    const bool failed = node.status == NodeStatus::Error;
    if (node.kind == NodeKind::ModelCall || failed) parts.text = hint;
    else if (node.kind == NodeKind::SubCall || node.kind == NodeKind::Frame)
        parts.text = hint.empty() ? label : label + " = " + hint;
    else parts.text = label;
    if (node.kind != NodeKind::Turn && node.kind != NodeKind::Cell) parts.model = tree.model(index);
    parts.usage = node.totalUsage;
    if (node.calls > 0) parts.cost = costText(node.totalCost, node.costUnknown, node.simulated);
    parts.elapsed = elapsedOf(node, now);
    return parts;
}

LineParts partsOf(const RunTree& tree, const Group& group, Nanos now) {
    const auto first = group.members.front();
    LineParts parts{NodeStatus::Ok, {}, {}, std::string(tree.model(first)), group.usage,
                    costText(group.cost, group.costUnknown, group.simulated), 0};
    if (group.byStatus[static_cast<std::size_t>(NodeStatus::Error)]) parts.status = NodeStatus::Error;
    if (group.byStatus[static_cast<std::size_t>(NodeStatus::Interrupted)]) parts.status = NodeStatus::Interrupted;
    if (group.open) parts.status = NodeStatus::Running;
    parts.title = count(group.members.size()) + " x " + nodeTitle(tree, first) + ", " + statusCounts(group);
    parts.elapsed = std::max<Nanos>(0, (group.open ? now : group.end) - group.start);
    return parts;
}

// One parent whose children are being printed.
struct Level {
    std::vector<std::pair<const Group*, NodeIndex>> entries; // a whole group, or one node
    Siblings siblings;
    std::size_t next = 0;
};

void fill(Level& level, const RunTree& tree, NodeIndex parent) {
    level.siblings = siblingsOf(tree, parent);
    for (const auto& group : level.siblings.groups) {
        if (group.members.size() == 1) {
            level.entries.emplace_back(nullptr, group.members.front());
            continue;
        }
        level.entries.emplace_back(&group, NoNode);
        // What failed is what somebody looks for; the rest is in the trace.
        std::size_t shown = 0;
        for (const auto member : group.members)
            if (tree.node(member).status == NodeStatus::Error && shown++ < GroupAbove)
                level.entries.emplace_back(nullptr, member);
    }
}

std::string indentOf(const std::vector<Level>& levels, const Terminal& terminal) {
    std::string indent;
    const std::size_t depth = levels.size() - 1;
    // So many levels are drawn; below that a number says how deep.
    const auto deepest = static_cast<std::size_t>(std::clamp((terminal.width - 50) / 3, 6, 24));
    if (depth > deepest) indent = "[" + std::to_string(depth) + "] ";
    const std::size_t from = depth > deepest ? depth - 4 : 1;
    for (std::size_t i = from; i <= depth; ++i) {
        const bool last = levels[i].next >= levels[i].entries.size();
        if (i < depth) indent += last ? "   " : glyph(terminal, "│  ", "|  ");
        else indent += last ? glyph(terminal, "└─ ", "`- ") : glyph(terminal, "├─ ", "|- ");
    }
    return indent;
}

} // namespace

std::string_view statusWord(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return "queued";
    case NodeStatus::Running: return "running";
    case NodeStatus::Ok: return "ok";
    case NodeStatus::Error: return "failed";
    case NodeStatus::Cancelled: return "cancelled";
    case NodeStatus::Interrupted: return "interrupted";
    }
    return "unknown";
}

std::string costText(PicoUsd cost, bool unknown, bool simulated) {
    if (unknown) return cost.value ? money(cost) + " + unknown" : "unknown cost";
    return money(cost) + (simulated && cost.value ? " sim." : "");
}

std::string nodeTitle(const RunTree& tree, NodeIndex index) {
    const auto& node = tree.node(index);
    switch (node.kind) {
    case NodeKind::Turn: return "turn " + std::to_string(node.number);
    case NodeKind::Cell: return "cell " + std::to_string(node.number);
    case NodeKind::ModelCall: return "model call";
    case NodeKind::SubCall: return "llm_query";
    case NodeKind::Frame:
        if (node.parent == NoNode) return "root frame";
        return tree.node(node.parent).kind == NodeKind::Cell ? "rlm_query" : "call";
    }
    return "node";
}

std::string fanOut(const RunTree& tree, NodeIndex cell) {
    std::map<std::string, Group> kinds;
    for (auto i = tree.node(cell).firstChild; i != NoNode; i = tree.node(i).nextSibling)
        addMember(kinds[nodeTitle(tree, i)], tree, i);
    std::string text;
    for (const auto& [kind, group] : kinds)
        text += (text.empty() ? "" : "; ") + count(group.members.size()) + " x " + kind + ", " + statusCounts(group);
    if (const auto tools = toolCallsText(tree, cell); !tools.empty()) text += (text.empty() ? "" : "; ") + tools;
    return text;
}

std::vector<std::string> treeLines(const RunTree& tree, const Terminal& terminal, Nanos now) {
    std::vector<std::string> lines;
    std::vector<Level> levels(1);
    for (const auto root : tree.roots()) levels.front().entries.emplace_back(nullptr, root);
    while (!levels.empty()) {
        auto& level = levels.back();
        if (level.next == level.entries.size()) {
            levels.pop_back();
            continue;
        }
        const auto [group, index] = level.entries[level.next++];
        const auto indent = indentOf(levels, terminal);
        lines.push_back(composed(indent, group ? partsOf(tree, *group, now) : partsOf(tree, index, now), terminal));
        if (group || tree.node(index).firstChild == NoNode) continue;
        Level below;
        fill(below, tree, index);
        // Moving the groups keeps their addresses: the vector's storage moves with it.
        levels.push_back(std::move(below));
    }
    return lines;
}

} // namespace rlmscope::cli
