// A keystroke in the filter or in the omnibox: until something is there to see, until everything was looked at, and how long the
// GUI thread was busy at most meanwhile. Baseline in the same run: one pass over the labels of all nodes.
#include "insight/fold_case.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/node_finder.h"
#include "itemmodels/node_search.h"
#include "itemmodels/run_document.h"
#include "support/big_tree.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

using namespace rlmscope;

namespace {

double ms(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

struct Sample {
    std::vector<double> first, rows, all, worst;
    nlohmann::json json() const {
        return {{"first_ms", medianOf(first)}, {"first_rows_ms", medianOf(rows)}, {"all_ms", medianOf(all)}, {"longest_gui_stall_ms", medianOf(worst)}};
    }
};

/// Runs the event loop until done; the longest turn of it is what a user would feel.
template<typename Done>
double spin(const Done& done) {
    double worst = 0;
    QElapsedTimer turn;
    while (!done()) {
        turn.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
        worst = std::max(worst, ms(turn));
    }
    return worst;
}

nlohmann::json measure(std::uint32_t nodes) {
    RunDocument document;
    document.beginLive("none.rlmscope", RunId::random());
    document.append(test::bigEvents(test::BigShape::mixed(nodes)));
    document.endLive();
    NodeSearch search;
    search.setDocument(&document);
    CallTreeModel model;
    model.setDocument(&document);
    model.setSearch(&search);
    model.setFiltering(true);
    QElapsedTimer timer;

    timer.start();
    std::size_t hits = 0;
    const auto& tree = document.tree();
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i) hits += containsFolded(tree.label(i), "zebra");
    const double baseline = ms(timer);

    nlohmann::json out{{"nodes", tree.nodes().size()}, {"labels_pass_ms", baseline}, {"hits", hits}};
    for (const char* question : {"kind:sub status:ok", "cost>0.0001", "name:e", "name:zebra", "kind:cell under:turn3"}) {
        Sample sample;
        for (int i = 0; i < 7; ++i) {
            search.setText({});
            spin([&] { return !search.isLooking(); });
            double first = -1, rows = -1;
            timer.start();
            const auto found = QObject::connect(&search, &NodeSearch::found, [&] { first = first < 0 ? ms(timer) : first; });
            const auto synced = QObject::connect(&model, &CallTreeModel::rowsSynced, [&] { rows = rows < 0 ? ms(timer) : rows; });
            search.setText(question);
            sample.worst.push_back(spin([&] { return !search.isLooking(); }));
            sample.all.push_back(ms(timer));
            spin([&] { return rows >= 0; });
            sample.first.push_back(first < 0 ? ms(timer) : first);
            sample.rows.push_back(rows);
            QObject::disconnect(found);
            QObject::disconnect(synced);
        }
        auto entry = sample.json();
        entry["matches"] = search.matches().size();
        out["filter"][question] = entry;
    }
    search.setText({});
    spin([&] { return !search.isLooking(); });
    NodeFinder finder;
    for (const char* text : {"turn 3", "t", "zebra crossing"}) {
        Sample sample;
        for (int i = 0; i < 7; ++i) {
            double first = -1;
            bool finished = false;
            const auto found = QObject::connect(&finder, &NodeFinder::found, [&](const auto&, quint32, quint32, quint32, bool last) {
                first = first < 0 ? ms(timer) : first;
                finished = last;
            });
            timer.start();
            finder.find(&document, text);
            sample.worst.push_back(spin([&] { return finished; }));
            sample.all.push_back(ms(timer));
            sample.first.push_back(first);
            sample.rows.push_back(first);
            QObject::disconnect(found);
        }
        out["go_to"][text] = sample.json();
    }
    return out;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    nlohmann::json all = nlohmann::json::array();
    const bool quick = argc > 1 && std::string_view(argv[1]) == "--quick";
    for (const std::uint32_t nodes : {1'000U, 100'000U, 1'000'000U})
        if (!quick || nodes < 1'000'000) all.push_back(measure(nodes));
    std::puts(all.dump(2).c_str());
    return 0;
}
