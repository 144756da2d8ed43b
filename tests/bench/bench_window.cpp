// The run page with big runs: bench_window [NAME...] [NODES...]   NAME: recorded, live, chain, output, idle, peer (all of them)
// Every figure is a frame as the user waits for it: the change, and what is painted after it, offscreen at 1440 x 900.
// Baseline in the same run: one row more in a QTreeView with everything open, which is what a tree without flat rows does.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"
#include "support/big_tree.h"
#include "views/call_tree_view.h"
#include "views/run_page.h"
#include "views/scrubber.h"
#include "views/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using namespace rlmscope::test;
using nlohmann::json;

namespace {

double ms(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

json summary(std::vector<double> values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    return {{"p50_ms", values[values.size() / 2]}, {"p95_ms", values[values.size() * 95 / 100]}, {"max_ms", values.back()}, {"n", values.size()}};
}

/// The page in a window, with a scrubber as the main window has it.
struct Stage {
    RunsModel runs;
    RunPage page{&runs};
    Scrubber* scrubber = new Scrubber;
    std::unique_ptr<RunDocument> document = std::make_unique<RunDocument>();

    Stage() {
        page.setScrubber(scrubber);
        QObject::connect(page.focus(), &FocusHolder::changed, scrubber, [this](const Focus& now) { scrubber->setDocument(now.document); });
        page.resize(1384, 810);
        page.show();
        paint();
    }
    ~Stage() { page.setDocument(nullptr); }
    void show() {
        runs.add(document.get());
        page.setDocument(document.get());
    }
    static void paint() {
        for (int i = 0; i < 3; ++i) QApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
    }
    CallTreeModel* model() const { return qobject_cast<CallTreeModel*>(page.tree()->model()); }
    double frame(const std::function<void()>& change) const {
        QElapsedTimer timer;
        timer.start();
        change();
        paint();
        return ms(timer);
    }
    /// `first`: milliseconds until there were rows, painted.
    bool load(const std::filesystem::path& path, double* first = nullptr) {
        bool shown = false, done = false, ok = true;
        QElapsedTimer timer;
        timer.start();
        QObject::connect(document.get(), &RunDocument::reset, document.get(), [&] { shown = true; });
        QObject::connect(document.get(), &RunDocument::loaded, document.get(), [&] { done = true; });
        QObject::connect(document.get(), &RunDocument::failed, document.get(), [&](const Error& error) {
            std::fprintf(stderr, "%s\n", error.text().c_str());
            ok = false;
        });
        document->open(path);
        while (!shown && ok) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        paint();
        if (first) *first = ms(timer);
        while (!done && ok) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        paint();
        document->disconnect(document.get());
        return ok;
    }
};

json scrub(const Stage& stage, std::mt19937_64& random) {
    const Seq last = stage.document->whole().lastSeq();
    std::vector<double> jumps, steps, moves;
    for (int i = 0; i < 40; ++i) jumps.push_back(stage.frame([&] { stage.document->setMoment(1 + random() % (last - 1)); }));
    for (int i = 0; i < 40; ++i) steps.push_back(stage.frame([&] { stage.document->setMoment(stage.document->moment() > 2 ? stage.document->moment() - 1 : 2 + random() % 100); }));
    RunTree past; // without any view
    QElapsedTimer timer;
    for (int i = 0; i < 40; ++i) {
        timer.start();
        past.moveTo(stage.document->whole(), 1 + random() % (last - 1));
        moves.push_back(ms(timer));
    }
    const double back = stage.frame([&] { stage.document->setMoment(0); });
    return {{"jump", summary(jumps)}, {"step", summary(steps)}, {"tree_alone", summary(moves)}, {"back_to_now_ms", back}};
}

json foldAndScroll(const Stage& stage, std::mt19937_64& random) {
    auto* model = stage.model();
    auto* bar = stage.page.tree()->verticalScrollBar();
    std::vector<double> folds, scrolls;
    for (int i = 0; i < 30; ++i) {
        int row = static_cast<int>(random() % static_cast<std::uint64_t>(std::max(1, model->rowCount())));
        while (row > 0 && !model->index(row, 0).data(CallTreeModel::ExpandableRole).toBool()) --row;
        const bool open = model->index(row, 0).data(CallTreeModel::ExpandedRole).toBool();
        if (row == 0) continue; // everything: told on its own
        folds.push_back(stage.frame([&] { model->setExpanded(row, !open); }));
        folds.push_back(stage.frame([&] { model->setExpanded(row, open); }));
    }
    for (int i = 0; i < 40; ++i)
        scrolls.push_back(stage.frame([&] { bar->setValue(static_cast<int>(random() % static_cast<std::uint64_t>(std::max(1, bar->maximum())))); }));
    json root;
    root["fold_all_ms"] = stage.frame([&] { model->setExpanded(0, false); });
    root["unfold_all_ms"] = stage.frame([&] { model->setExpanded(0, true); });
    return {{"fold", summary(folds)}, {"scroll", summary(scrolls)}, {"root", root}, {"rows", model->rowCount()}};
}

json recorded(const BigShape& shape) {
    std::string problem;
    const auto path = bigTrace(shape, RLMSCOPE_BENCH_DATA, &problem);
    if (path.empty()) return {{"error", problem}};
    Stage stage;
    stage.show();
    QElapsedTimer timer;
    timer.start();
    double first = 0;
    if (!stage.load(path, &first)) return {{"error", "not opened"}};
    const double open = ms(timer);
    const auto& tree = stage.document->whole();
    std::mt19937_64 random(2);
    json out{{"shape", shape.name()}, {"nodes", tree.size()}, {"events", tree.lastSeq()}, {"open_to_first_row_ms", first}, {"open_all_ms", open},
             {"bytes_per_node", tree.memory() / tree.size()}};
    out["folded"] = {{"scrub", scrub(stage, random)}};
    out["expand_all_ms"] = stage.frame([&] { stage.model()->expandAllBelow(0); });
    out["all_open"] = {{"scrub", scrub(stage, random)}, {"rows", foldAndScroll(stage, random)}};
    return out;
}

/// 5,000 events a second in 30 deliveries, into a tree that has so many nodes already.
json live(std::uint32_t nodes, bool open) {
    Stage stage;
    stage.document->beginLive("none.rlmscope", RunId::random());
    stage.show();
    BigClock clock;
    EventTap tap(clock);
    BigRun run(BigShape::mixed(nodes + 40'000), tap, clock);
    while (run.nodes() < nodes) run.more();
    stage.document->append(tap.take());
    if (open) stage.model()->expandAllBelow(0);
    Stage::paint();
    const int perDelivery = 167, deliveries = 150;
    while (tap.size() < static_cast<std::size_t>(perDelivery * deliveries) && run.more()) {}
    const auto events = tap.take();
    std::vector<double> frames;
    double busy = 0;
    for (std::size_t at = 0; at + perDelivery <= events.size() && frames.size() < deliveries; at += perDelivery) {
        const std::vector<Event> some(events.begin() + static_cast<std::ptrdiff_t>(at), events.begin() + static_cast<std::ptrdiff_t>(at + perDelivery));
        frames.push_back(stage.frame([&] { stage.document->append(some); }));
        busy += frames.back();
    }
    return {{"nodes", nodes}, {"all_open", open}, {"frame", summary(frames)}, {"share_of_a_core", busy / (static_cast<double>(frames.size()) * 1000.0 / 30)}};
}

json output() {
    std::string problem;
    const auto path = bigTrace(BigShape::output(100ULL << 20), RLMSCOPE_BENCH_DATA, &problem);
    if (path.empty()) return {{"error", problem}};
    Stage stage;
    stage.show();
    QElapsedTimer timer;
    timer.start();
    if (!stage.load(path)) return {{"error", "not opened"}};
    const double open = ms(timer);
    NodeIndex cell = NoNode;
    const auto& tree = stage.document->whole();
    for (NodeIndex i = 0; i < tree.size() && cell == NoNode; ++i)
        if (tree.node(i).kind == NodeKind::Cell) cell = i;
    return {{"open_ms", open}, {"show_output_ms", stage.frame([&] { stage.page.focus()->setNode(cell); })},
            {"again_ms", stage.frame([&] { stage.page.focus()->setNode(0); stage.page.focus()->setNode(cell); })}};
}

json idle(bool isLive) {
    Stage stage;
    stage.document->beginLive("none.rlmscope", RunId::random());
    stage.show();
    auto events = bigEvents(BigShape::mixed(1'000));
    if (isLive) events.resize(events.size() - 40);
    stage.document->append(events);
    if (!isLive) stage.document->endLive();
    const auto wait = [](int milliseconds) {
        QEventLoop loop;
        QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
        loop.exec();
    };
    wait(1000);
    const double before = cpuSeconds();
    QElapsedTimer timer;
    timer.start();
    wait(10'000);
    return {{"live", isLive}, {"share_of_a_core", (cpuSeconds() - before) / (ms(timer) / 1000)}};
}

/// What a tree view with a row for everything takes for one more row.
json peer(int rows) {
    QStandardItemModel model;
    auto* root = new QStandardItem(QStringLiteral("root"));
    model.appendRow(root);
    for (int turn = 0; turn < rows / 20; ++turn) {
        auto* item = new QStandardItem(QString::number(turn));
        QList<QStandardItem*> calls;
        for (int i = 0; i < 19; ++i) calls << new QStandardItem(QStringLiteral("call"));
        item->appendRows(calls);
        root->appendRow(item);
    }
    QTreeView view;
    view.setUniformRowHeights(true);
    view.setModel(&model);
    view.resize(600, 800);
    view.show();
    view.expandAll();
    Stage::paint();
    std::vector<double> frames;
    QElapsedTimer timer;
    for (int i = 0; i < 8; ++i) {
        timer.start();
        root->child(root->rowCount() / 2)->appendRow(new QStandardItem(QStringLiteral("call")));
        Stage::paint();
        frames.push_back(ms(timer));
    }
    return {{"rows", rows}, {"insert", summary(frames)}};
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    Theme::install(app, ThemeChoice::Light);
    QStringList names;
    std::vector<std::uint32_t> sizes;
    for (int i = 1; i < argc; ++i) {
        const QString argument = QString::fromLocal8Bit(argv[i]);
        if (argument.toUInt() > 0) sizes.push_back(argument.toUInt());
        else names << argument;
    }
    if (sizes.empty()) sizes = {1'000, 100'000, 1'000'000};
    const auto wanted = [&](const char* name) { return names.isEmpty() || names.contains(QLatin1String(name)); };
    json out{{"benchmark", "window"}};
    for (const auto size : sizes) {
        if (wanted("recorded")) out["recorded"].push_back(recorded(BigShape::mixed(size)));
        if (wanted("live"))
            for (const bool open : {false, true}) out["live"].push_back(live(size, open));
    }
    if (wanted("chain")) out["chain"] = recorded(BigShape::chain(10'000));
    if (wanted("output")) out["output_100_mb"] = output();
    if (wanted("idle")) out["idle"] = {idle(false), idle(true)};
    if (wanted("peer")) out["qtreeview"] = peer(100'000);
    std::puts(out.dump(2).c_str());
}
