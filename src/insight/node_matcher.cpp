// The question asked of a node.
#include "insight/fold_case.h"
#include "insight/node_query.h"
#include "insight/query_words.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {

using query::Field;

namespace {

std::uint32_t kindBits(const TreeNode& n) {
    switch (n.kind) {
    case NodeKind::Frame: return query::FrameBit | (n.parent == NoNode ? query::RootBit : query::ChildBit);
    case NodeKind::Turn: return query::TurnBit;
    case NodeKind::ModelCall: return query::ModelBit;
    case NodeKind::Cell: return query::CellBit;
    case NodeKind::SubCall: return query::SubBit;
    }
    return 0;
}

std::uint32_t statusBit(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return query::QueuedBit;
    case NodeStatus::Running: return query::RunningBit;
    case NodeStatus::Ok: return query::OkBit;
    case NodeStatus::Error: return query::ErrorBit;
    case NodeStatus::Cancelled: return query::CancelledBit;
    case NodeStatus::Interrupted: return query::InterruptedBit;
    }
    return 0;
}

std::uint32_t properties(const TreeNode& n) {
    std::uint32_t bits = 0;
    if (n.forced) bits |= query::Forced;
    if (n.source == ReplySource::Cache) bits |= query::Cached;
    if (n.source == ReplySource::Recorded) bits |= query::Recorded;
    if (n.replayed) bits |= query::Replayed;
    if (n.simulated) bits |= query::Simulated;
    if (n.usageEstimated) bits |= query::Estimated;
    if (n.status == NodeStatus::Running || n.status == NodeStatus::Queued) bits |= query::Open;
    if (n.batch != 0) bits |= query::Batched;
    if (n.attempts > 1) bits |= query::Retried;
    if (n.costUnknown) bits |= query::Unpriced;
    return bits;
}

/// NaN = does not apply, so no comparison holds.
double numberOf(Field field, const RunTree& tree, NodeIndex index) {
    const TreeNode& n = tree.node(index);
    const bool call = isCall(n.kind);
    switch (field) {
    case Field::Depth: return n.depth;
    case Field::Cost: return static_cast<double>(n.totalCost.value);
    case Field::OwnCost: return static_cast<double>(tree.own(index).cost.value);
    case Field::AllTokens: return static_cast<double>(n.totalUsage.input() + n.totalUsage.output);
    case Field::OwnTokens: return static_cast<double>(tree.own(index).usage.input() + tree.own(index).usage.output);
    case Field::In: return call ? static_cast<double>(tree.own(index).usage.input()) : NAN;
    case Field::Out: return call ? static_cast<double>(tree.own(index).usage.output) : NAN;
    case Field::Cached: return call ? static_cast<double>(tree.own(index).usage.cacheRead) : NAN;
    case Field::Time: {
        if (n.status == NodeStatus::Queued) return NAN;
        const bool open = n.status == NodeStatus::Running;
        return static_cast<double>((open ? tree.now() : n.end) - (n.sent ? n.sent : n.start));
    }
    case Field::Start: return static_cast<double>(n.sent ? n.sent : n.start);
    case Field::Calls: return n.calls;
    case Field::Errors: return n.errors;
    case Field::Lines: return n.kind == NodeKind::Cell ? static_cast<double>(n.lines) : NAN;
    case Field::Attempts: return call ? static_cast<double>(n.attempts) : NAN;
    case Field::Number: return n.kind == NodeKind::Turn || n.kind == NodeKind::Cell ? static_cast<double>(n.number) : NAN;
    case Field::Children: return n.children;
    default: return NAN;
    }
}

bool contains(const std::vector<Seq>& sorted, Seq seq) { return std::binary_search(sorted.begin(), sorted.end(), seq); }

/// "turn 3", "cell 1", "root", "llm_query": what the tree calls a node, folded. Models are looked at on their own.
bool nameContains(const TreeNode& n, std::string_view folded) {
    std::string_view name;
    switch (n.kind) {
    case NodeKind::Frame: name = n.parent == NoNode ? "root" : "rlm_query"; break;
    case NodeKind::SubCall: name = "llm_query"; break;
    case NodeKind::ModelCall: return false;
    case NodeKind::Turn: name = "turn "; break;
    case NodeKind::Cell: name = "cell "; break;
    }
    if (n.kind != NodeKind::Turn && n.kind != NodeKind::Cell) return name.find(folded) != std::string_view::npos;
    char text[24];
    std::copy(name.begin(), name.end(), text);
    auto number = static_cast<std::uint32_t>(std::max(n.number, 0));
    char digits[12];
    int count = 0;
    do digits[count++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    char* end = text + name.size();
    while (count > 0) *end++ = digits[--count];
    return std::string_view(text, static_cast<std::size_t>(end - text)).find(folded) != std::string_view::npos;
}

} // namespace

NodeMatcher::NodeMatcher(NodeQuery query, QueryMarks marks)
    : m_query(std::move(query)), m_marks(std::move(marks)), m_hits(m_query.m_terms.size()), m_under(m_query.m_terms.size()) {}

bool NodeMatcher::matches(const RunTree& tree, NodeIndex node) {
    using Op = NodeQuery::Step::Op;
    // What lies under something is learned from above to below, whatever else decides about a node.
    for (std::size_t i = 0; i < m_query.m_terms.size(); ++i)
        if (m_query.m_terms[i].field == Field::Under) isUnder(m_query.m_terms[i], i, tree, node);
    bool result = true;
    const auto& steps = m_query.m_steps;
    for (std::size_t at = 0; at < steps.size();) {
        const auto& step = steps[at++];
        switch (step.op) {
        case Op::Term: result = holds(m_query.m_terms[step.value], step.value, tree, node); break;
        case Op::Not: result = !result; break;
        case Op::SkipIfFalse:
            if (!result) at = step.value;
            break;
        case Op::SkipIfTrue:
            if (result) at = step.value;
            break;
        }
    }
    return result;
}

bool NodeMatcher::isUnder(const QueryTerm& term, std::size_t index, const RunTree& tree, NodeIndex node) {
    auto& under = m_under[index];
    if (under.size() <= node) under.resize(node + 1);
    const auto& n = tree.node(node);
    const bool itself = term.seq ? n.id.seq == term.seq : (kindBits(n) & term.bits) && (term.number < 0 || n.number == term.number);
    return under[node] = itself || (n.parent != NoNode && n.parent < under.size() && under[n.parent]);
}

bool NodeMatcher::saysName(const QueryTerm& term, const RunTree& tree, NodeIndex node) const {
    return nameContains(tree.node(node), term.text) || containsFolded(tree.label(node), term.text) || containsFolded(tree.hint(node), term.text) ||
           containsFolded(tree.model(node), term.text);
}

bool NodeMatcher::holds(const QueryTerm& term, std::size_t index, const RunTree& tree, NodeIndex node) {
    const auto& n = tree.node(node);
    const auto says = [&](std::string_view text) { return containsFolded(text, term.text); };
    const bool call = isCall(n.kind);
    bool result = false;
    switch (term.field) {
    case Field::Kind: result = kindBits(n) & term.bits; break;
    case Field::State: result = statusBit(n.status) & term.bits; break;
    case Field::Is: {
        auto bits = properties(n);
        if ((term.bits & query::Bookmarked) && contains(m_marks.bookmarked, n.id.seq)) bits |= query::Bookmarked;
        if ((term.bits & query::Noted) && contains(m_marks.noted, n.id.seq)) bits |= query::Noted;
        if ((term.bits & query::Tagged) && contains(m_marks.tagged, n.id.seq)) bits |= query::Tagged;
        result = bits & term.bits;
        break;
    }
    case Field::Under: result = m_under[index][node]; break;
    case Field::Model: result = says(tree.model(node)); break;
    case Field::Text:
        // What the tree keeps of the texts answers at once; the rest comes from the trace.
        switch (term.scope) {
        case TextScope::Any: result = saysName(term, tree, node); break;
        case TextScope::Name: result = saysName(term, tree, node); break;
        case TextScope::Code: result = n.kind == NodeKind::Cell && says(tree.label(node)); break;
        case TextScope::Prompt: result = (n.kind == NodeKind::SubCall || n.kind == NodeKind::Frame) && says(tree.label(node)); break;
        case TextScope::Reply: result = (call || n.kind == NodeKind::Frame) && n.status == NodeStatus::Ok && says(tree.hint(node)); break;
        case TextScope::Output: result = n.kind == NodeKind::Cell && says(tree.hint(node)); break;
        case TextScope::Note: break;
        }
        if (!result && (term.scope == TextScope::Any || term.scope == TextScope::Note)) {
            const auto note = std::lower_bound(m_marks.notes.begin(), m_marks.notes.end(), n.id.seq, [](const auto& a, Seq seq) { return a.first < seq; });
            result = note != m_marks.notes.end() && note->first == n.id.seq && note->second.find(term.text) != std::string::npos;
        }
        result = result || hasTextHit(index, n.id);
        break;
    default: {
        const double value = numberOf(term.field, tree, node);
        result = (term.openLow ? value > term.low : value >= term.low) && (term.openHigh ? value < term.high : value <= term.high);
        break;
    }
    }
    return result != term.negated;
}

void NodeMatcher::addTextHit(std::size_t term, NodeId node) {
    auto& hits = m_hits[term];
    if (hits.empty() || hits.back() < node.seq) return hits.push_back(node.seq);
    const auto place = std::lower_bound(hits.begin(), hits.end(), node.seq);
    if (place == hits.end() || *place != node.seq) hits.insert(place, node.seq);
}

bool NodeMatcher::hasTextHit(std::size_t term, NodeId node) const { return contains(m_hits[term], node.seq); }

} // namespace rlmscope
