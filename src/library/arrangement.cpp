#include "library/arrangement.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace rlmscope::library {
namespace {

template<typename T>
int order(const T& a, const T& b) { return a < b ? -1 : b < a ? 1 : 0; }

using Row = const LibraryRow&;

/// By text or by number. What is not known comes last in both directions.
struct SortRule {
    int (*compare)(Row, Row) = nullptr;
    std::string (*text)(Row) = nullptr; ///< instead: made once for each row
    bool (*known)(Row) = [](Row) { return true; };
};

std::string firstOf(const std::vector<std::string>& list) { return list.empty() ? std::string() : folded(list.front()); }
bool isRun(Row row) { return !row.run.run.isNull(); }
Tokens tokensOf(Row row) { return row.run.usage.input() + row.run.usage.output; }

template<auto Member>
SortRule byText() {
    return {nullptr, [](Row row) { return folded(row.run.*Member); }, [](Row row) { return !(row.run.*Member).empty(); }};
}
template<auto Member>
SortRule byFirst() {
    return {nullptr, [](Row row) { return firstOf(row.run.*Member); }, [](Row row) { return !(row.run.*Member).empty(); }};
}
template<auto Member>
SortRule byNumber(bool (*known)(Row) = isRun) {
    return {[](Row a, Row b) { return order(a.run.*Member, b.run.*Member); }, nullptr, known};
}

SortRule ruleOf(SortKey key) {
    switch (key) {
    case SortKey::Number: return {[](Row a, Row b) { return order(a.run.wall, b.run.wall); }};
    case SortKey::State: return {[](Row a, Row b) { return order(a.state, b.state); }};
    case SortKey::Name: return {nullptr, [](Row row) { return folded(row.name()); }};
    case SortKey::Question: return byText<&RunDigest::question>();
    case SortKey::Strategy: return byText<&RunDigest::strategy>();
    case SortKey::Models: return byFirst<&RunDigest::models>();
    case SortKey::Depth: return byNumber<&RunDigest::depth>();
    case SortKey::Answer: return byText<&RunDigest::answer>();
    case SortKey::Score: return {[](Row a, Row b) { return order(a.score()->value, b.score()->value); }, nullptr, [](Row row) { return row.score() != nullptr; }};
    case SortKey::Cost: return byNumber<&RunDigest::cost>([](Row row) { return row.costKnown(); });
    case SortKey::Tokens: return {[](Row a, Row b) { return order(tokensOf(a), tokensOf(b)); }, nullptr, isRun};
    case SortKey::Input: return {[](Row a, Row b) { return order(a.run.usage.input(), b.run.usage.input()); }, nullptr, isRun};
    case SortKey::Output: return {[](Row a, Row b) { return order(a.run.usage.output, b.run.usage.output); }, nullptr, isRun};
    case SortKey::Cached: return {[](Row a, Row b) { return order(a.run.usage.cacheRead, b.run.usage.cacheRead); }, nullptr, isRun};
    case SortKey::Calls: return byNumber<&RunDigest::calls>();
    case SortKey::Frames: return byNumber<&RunDigest::frames>();
    case SortKey::Time: return byNumber<&RunDigest::duration>();
    case SortKey::Tags: return byFirst<&RunDigest::tags>();
    case SortKey::File: return {nullptr, [](Row row) { return folded(row.fileName); }};
    case SortKey::Size: return {[](Row a, Row b) { return order(a.fileSize, b.fileSize); }};
    }
    return {[](Row, Row) { return 0; }};
}

void addTo(RowGroup& group, const LibraryRow& row) {
    ++group.rows;
    if (!isRun(row)) {
        ++group.unread;
        return;
    }
    const auto& run = row.run;
    if (__builtin_add_overflow(group.cost.value, run.cost.value, &group.cost.value)) group.costUnknown = true;
    if (run.simulated && __builtin_add_overflow(group.simulated.value, run.cost.value, &group.simulated.value)) group.costUnknown = true;
    group.costUnknown |= run.costUnknown;
    if (__builtin_add_overflow(group.tokens, tokensOf(row), &group.tokens)) group.tokens = INT64_MAX;
    if (__builtin_add_overflow(group.duration, run.duration, &group.duration)) group.duration = INT64_MAX;
    if (const auto* score = row.score()) group.best = group.best ? std::max(*group.best, score->value) : score->value;
}

class Arranger {
public:
    Arranger(const Rows& rows, const std::vector<Kinship>& kin, const ArrangeRequest& request) : m_rows(rows), m_kin(kin), m_request(request) {}

    Arrangement run() {
        choose();
        sort();
        if (m_request.group == GroupBy::None) {
            for (const int row : m_order) m_out.lines.push_back({row, -1});
        } else {
            group();
        }
        if (m_request.sort == SortKey::Number && (m_request.group == GroupBy::None || m_request.group == GroupBy::Family)) graph();
        m_out.shown = static_cast<int>(m_order.size());
        return std::move(m_out);
    }

private:
    const LibraryRow& row(int i) const { return *m_rows[static_cast<std::size_t>(i)]; }
    const Kinship& kin(int i) const { return m_kin[static_cast<std::size_t>(i)]; }

    void choose() {
        const bool hiddenToo = m_request.showHidden || m_request.query.wantsHidden();
        for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
            if (row(i).run.hidden) ++m_out.hidden;
            if (row(i).run.hidden && !hiddenToo) continue;
            ++m_out.total;
            if (!m_request.query.matches(row(i))) continue;
            m_order.push_back(i);
            addTo(m_out.sums, row(i));
        }
    }
    void sort() {
        const auto rule = ruleOf(m_request.sort);
        std::vector<char> known(m_rows.size());
        std::vector<std::string> texts(rule.text ? m_rows.size() : 0);
        for (const int i : m_order) {
            const auto at = static_cast<std::size_t>(i);
            known[at] = rule.known(row(i));
            if (rule.text) texts[at] = rule.text(row(i));
        }
        std::sort(m_order.begin(), m_order.end(), [&](int a, int b) {
            const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
            if (known[x] != known[y]) return known[x] > known[y];
            if (known[x])
                if (const int by = rule.text ? texts[x].compare(texts[y]) : rule.compare(row(a), row(b)); by != 0) return m_request.descending ? by > 0 : by < 0;
            // Equal ones: the newest first, or as the numbers go.
            const bool newestFirst = m_request.sort != SortKey::Number || m_request.descending;
            if (kin(a).number != kin(b).number) return newestFirst ? kin(a).number > kin(b).number : kin(a).number < kin(b).number;
            return a < b;
        });
    }
    std::pair<std::string, std::string> groupOf(int i) const { // key, label
        const auto& run = row(i).run;
        if (run.run.isNull()) return {};
        switch (m_request.group) {
        case GroupBy::Question: return {run.question, run.question};
        case GroupBy::Strategy: return {run.strategy, run.strategy};
        case GroupBy::Model: return {run.models.empty() ? std::string() : run.models.front(), run.models.empty() ? std::string() : run.models.front()};
        case GroupBy::Day: {
            auto day = run.wall ? localDay(run.wall) : std::string();
            return {day, day};
        }
        case GroupBy::Family: {
            const auto& oldest = row(kin(i).family);
            if (kin(i).familySize == 1) return {"alone", {}};
            return {oldest.run.run.text(), oldest.name()};
        }
        case GroupBy::None: break;
        }
        return {};
    }
    // Groups come in the order of their first rows: the sort of the table holds for them as well.
    void group() {
        std::map<std::string, int> byKey;
        std::vector<std::vector<int>> members;
        for (const int i : m_order) {
            auto [key, label] = groupOf(i);
            const auto [known, fresh] = byKey.emplace(key, static_cast<int>(members.size()));
            if (fresh) {
                members.emplace_back();
                RowGroup head;
                head.isFolded = m_request.folded.count(key) != 0;
                head.key = std::move(key);
                head.label = std::move(label);
                m_out.groups.push_back(std::move(head));
            }
            members[static_cast<std::size_t>(known->second)].push_back(i);
            addTo(m_out.groups[static_cast<std::size_t>(known->second)], row(i));
        }
        for (std::size_t g = 0; g < members.size(); ++g) {
            m_out.lines.push_back({-1, static_cast<int>(g)});
            if (m_out.groups[g].isFolded) continue;
            for (const int i : members[g]) m_out.lines.push_back({i, static_cast<int>(g)});
        }
    }
    void graph() {
        std::vector<int> lineOf(m_rows.size(), -1), parents(m_out.lines.size(), -1);
        for (std::size_t line = 0; line < m_out.lines.size(); ++line)
            if (m_out.lines[line].row >= 0) lineOf[static_cast<std::size_t>(m_out.lines[line].row)] = static_cast<int>(line);
        for (std::size_t line = 0; line < m_out.lines.size(); ++line) {
            if (m_out.lines[line].row < 0) continue;
            // A parent that is filtered out is passed over: its own parent may be there.
            int parent = kin(m_out.lines[line].row).parent;
            for (int steps = 0; parent >= 0 && lineOf[static_cast<std::size_t>(parent)] < 0 && steps < 1000; ++steps) parent = kin(parent).parent;
            if (parent >= 0) parents[line] = lineOf[static_cast<std::size_t>(parent)];
        }
        m_out.lanes = m_request.descending ? laneGraph(parents) : laneGraphUpwards(parents);
    }

    const Rows& m_rows;
    const std::vector<Kinship>& m_kin;
    const ArrangeRequest& m_request;
    std::vector<int> m_order;
    Arrangement m_out;
};

} // namespace

Arrangement arrange(const Rows& rows, const std::vector<Kinship>& kin, const ArrangeRequest& request) {
    return Arranger(rows, kin, request).run();
}

} // namespace rlmscope::library
