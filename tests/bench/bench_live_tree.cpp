// Cost of growing the live call tree: one delivery of new nodes into a tree that already has many, rows and all.
// Baseline in the same run: appending the same nodes to a std::vector.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "support/event_script.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using rlmscope::test::EventScript;

namespace {

constexpr int Delivery = 170; // events of one delivery at 5,000 events a second and 30 deliveries

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// A tree of `nodes` nodes: turns of one cell with 20 sub-calls; with `open` every fan-out shows its members.
nlohmann::json measure(int nodes, bool open) {
    RunDocument document;
    document.beginLive("none.rlmscope", RunId::random());
    CallTreeModel model;
    model.setDocument(&document);
    EventScript script;
    script.begin();
    const auto root = script.frame();
    int turn = 0;
    std::int64_t batch = 0;
    NodeId cell;
    const auto grow = [&](int count) {
        for (int made = 0; made < count;) {
            const auto id = script.turn(root, ++turn);
            cell = script.cell(id, 1);
            ++batch;
            for (int i = 0; i < 20; ++i) script.sub(cell, batch, i, 20);
            made += 22;
        }
    };
    QElapsedTimer timer;
    timer.start();
    while (static_cast<int>(document.tree().nodes().size()) < nodes) {
        grow(std::min(nodes, 20000));
        document.append(script.take());
    }
    const double buildMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (open) model.expandAllBelow(0);

    std::vector<double> deliveries, folds;
    for (int i = 0; i < 60; ++i) {
        grow(Delivery);
        const auto events = script.take();
        timer.start();
        document.append(events);
        deliveries.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e3);
    }
    for (int i = 0; i < 20; ++i) { // fold and unfold a turn in the middle
        int row = model.rowCount() / 2;
        while (row > 0 && model.index(row, 0).data(CallTreeModel::KindRole).toInt() != CallTreeModel::TurnRow) --row;
        timer.start();
        model.setExpanded(row, false);
        model.setExpanded(row, true);
        folds.push_back(static_cast<double>(timer.nsecsElapsed()) / 2e3);
    }
    std::sort(deliveries.begin(), deliveries.end());
    return {{"nodes", document.tree().nodes().size()}, {"rows", model.rowCount()}, {"all_open", open}, {"build_ms", buildMs},
            {"delivery_events", Delivery}, {"delivery_us_median", medianOf(deliveries)},
            {"delivery_us_p95", deliveries[deliveries.size() * 95 / 100]}, {"fold_us_median", medianOf(folds)}};
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    nlohmann::json out{{"benchmark", "live_tree"}, {"cases", nlohmann::json::array()}};
    for (const int nodes : {1'000, 100'000, 1'000'000})
        for (const bool open : {false, true}) out["cases"].push_back(measure(nodes, open));
    std::vector<TreeNode> plain;
    plain.reserve(1000);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < Delivery; ++i) plain.emplace_back();
    out["baseline_vector_append_us"] = static_cast<double>(timer.nsecsElapsed()) / 1e3;
    std::puts(out.dump(2).c_str());
}
