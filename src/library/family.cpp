#include "library/family.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace rlmscope::library {

namespace {

int rootOf(std::vector<int>& roots, int row) {
    auto at = static_cast<std::size_t>(row);
    while (roots[at] != static_cast<int>(at)) {
        roots[at] = roots[static_cast<std::size_t>(roots[at])]; // halves the way for the next one
        at = static_cast<std::size_t>(roots[at]);
    }
    return static_cast<int>(at);
}

} // namespace

std::vector<Kinship> kinships(const Rows& rows) {
    std::vector<Kinship> kin(rows.size());
    std::vector<int> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    const auto row = [&](int i) -> const LibraryRow& { return *rows[static_cast<std::size_t>(i)]; };
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const auto& x = row(a);
        const auto& y = row(b);
        if (x.run.wall != y.run.wall) return x.run.wall < y.run.wall;
        return x.run.run != y.run.run ? x.run.run < y.run.run : x.file < y.file;
    });
    std::unordered_map<RunId, int> byRun;
    byRun.reserve(rows.size());
    int number = 0;
    for (const int i : order) {
        auto& mine = kin[static_cast<std::size_t>(i)];
        const auto& id = row(i).run.run;
        if (id.isNull()) {
            mine.number = ++number;
            continue;
        }
        const auto [known, fresh] = byRun.emplace(id, i);
        mine.number = fresh ? ++number : kin[static_cast<std::size_t>(known->second)].number;
    }
    // Ascending in time, so that the smaller place in the order is the older run.
    std::vector<int> place(rows.size()), roots(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    std::iota(roots.begin(), roots.end(), 0);
    const auto join = [&](int a, int b) {
        a = rootOf(roots, a), b = rootOf(roots, b);
        if (a == b) return;
        if (place[static_cast<std::size_t>(a)] > place[static_cast<std::size_t>(b)]) std::swap(a, b);
        roots[static_cast<std::size_t>(b)] = a;
    };
    for (const int i : order) {
        const auto& run = row(i).run;
        if (run.run.isNull()) continue;
        if (const auto copy = byRun.find(run.run); copy->second != i) join(copy->second, i);
        for (const auto& relation : run.relations) {
            const auto other = byRun.find(relation.run);
            if (other == byRun.end() || other->second == i) continue;
            join(other->second, i);
            auto& mine = kin[static_cast<std::size_t>(i)];
            // A parent is older: what a damaged trace claims makes no circle.
            if (mine.parent < 0 && relation.type != "imported_from" && place[static_cast<std::size_t>(other->second)] < place[static_cast<std::size_t>(i)])
                mine.parent = other->second;
        }
    }
    std::vector<int> sizes(rows.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i) ++sizes[static_cast<std::size_t>(kin[i].family = rootOf(roots, static_cast<int>(i)))];
    for (auto& one : kin) one.familySize = sizes[static_cast<std::size_t>(one.family)];
    return kin;
}

} // namespace rlmscope::library
