// Cost of the timeline: laying out, the critical path, and a frame while panning and zooming, at 1k, 100k and a million
// spans and at depth 10,000. Baseline in the same run: one pass that sums a field of every span, and filling an image of
// the same size.
#include "itemmodels/timeline.h"
#include "support/big_tree.h"
#include "views/theme.h"
#include "views/timeline_canvas.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

using namespace rlmscope;

namespace {

double ms(QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

nlohmann::json spread(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) { return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))]; };
    return {{"median_ms", at(0.5)}, {"p95_ms", at(0.95)}, {"worst_ms", values.back()}};
}

template<typename Work>
double best(Work work) {
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        least = std::min(least, ms(timer));
    }
    return least;
}

nlohmann::json computing(const insight::SpansAt& run) {
    nlohmann::json out;
    std::int64_t sum = 0;
    out["one_pass_ms"] = best([&] {
        for (NodeIndex i = 0; i < run.count; ++i) sum += run[i].cost + run[i].start;
    });
    out["sum"] = sum != 0;
    out["lanes_ms"] = best([&] { (void)insight::layOutLanes(run); });
    out["children_ms"] = best([&] { (void)insight::Children(run); });
    const insight::Children children(run);
    out["critical_path_ms"] = best([&] { (void)insight::criticalPath(run, children); });
    const auto path = insight::criticalPath(run, children);
    out["critical_path_steps"] = path.steps.size();
    out["what_would_be_faster_ms"] = best([&] { (void)insight::whatWouldBeFaster(run, children, path); });
    out["counters_ms"] = best([&] { (void)insight::countersOf(run); });
    out["flame_by_time_ms"] = best([&] { (void)insight::flameOf(run, insight::FlameBy::Time); });
    return out;
}

nlohmann::json measure(const test::BigShape& shape) {
    RunDocument document;
    document.beginLive("none.rlmscope", RunId::random());
    document.append(test::bigEvents(shape));
    document.endLive();
    Timeline timeline;
    TimelineCanvas canvas(&timeline, false);
    canvas.resize(1600, 900);
    QElapsedTimer timer;
    timer.start();
    timeline.setDocument(&document);
    canvas.show();
    double longest = 0; // the GUI thread was not there for anybody else
    while (!timeline.isReady() || timeline.isBusy()) {
        QElapsedTimer turn;
        turn.start();
        QApplication::processEvents(QEventLoop::AllEvents, 1);
        longest = std::max(longest, ms(turn));
    }
    nlohmann::json out{{"shape", shape.name()}, {"nodes", document.tree().nodes().size()}, {"shown_ms", ms(timer)}, {"gui_stall_ms", longest}};
    out["lanes"] = timeline.facts().lanes->rows.size();
    out.update(computing(timeline.facts().whole));
    std::vector<double> frames, fills;
    const auto frame = [&] {
        timer.start();
        const QImage image = canvas.render();
        frames.push_back(ms(timer));
        timer.start();
        QImage plain(image.size(), QImage::Format_RGB32);
        plain.fill(Qt::white);
        fills.push_back(ms(timer));
    };
    for (int i = 0; i < 20; ++i) frame(); // all of it
    out["paint_all"] = spread(frames);
    frames.clear();
    for (int i = 0; i < 40; ++i) {
        canvas.zoom(0.75, 900);
        frame();
    }
    out["zoom_frame"] = spread(frames);
    frames.clear();
    canvas.fit();
    canvas.zoom(0.05, 300);
    for (int i = 0; i < 60; ++i) {
        canvas.pan(160);
        frame();
    }
    out["pan_frame"] = spread(frames);
    out["fill_image"] = spread(fills);
    return out;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    Theme::install(app, ThemeChoice::Light);
    nlohmann::json results = nlohmann::json::array();
    const bool quick = argc > 1 && std::string_view(argv[1]) == "--quick";
    for (const auto& shape : {test::BigShape::mixed(1'000), test::BigShape::mixed(100'000), test::BigShape::chain(10'000), test::BigShape::wide(quick ? 50'000 : 1'000'000), test::BigShape::mixed(quick ? 50'000 : 1'000'000)}) {
        results.push_back(measure(shape));
        std::fprintf(stderr, "%s\n", results.back().dump().c_str());
    }
    std::printf("%s\n", nlohmann::json{{"bench", "timeline"}, {"results", results}}.dump(2).c_str());
    return 0;
}
