// The view of big texts, one JSON object: open 100 MB, a frame of scrolling, a search that finds nothing against memmem,
// what a growing text costs, memory.
#include "itemmodels/text_pieces.h"
#include "views/find_bar.h"
#include "views/line_view.h"
#include "views/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>

using namespace rlmscope;

namespace {

double ms(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double residentMb() {
    std::ifstream file("/proc/self/statm");
    long pages = 0, resident = 0;
    file >> pages >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}

template<typename Done>
void wait(Done done) {
    while (!done()) QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    Theme::install(app, ThemeChoice::Light);
    std::string bytes;
    bytes.reserve(100'000'100);
    for (int i = 0; bytes.size() < 100'000'000; ++i) bytes += "2023-01-02 08:14 user " + std::to_string(i) + (i % 50 ? " I was charged twice for January\n" : " \x1b[31mfailed\x1b[0m\n");
    std::vector<TextPieces::Piece> pieces;
    for (std::size_t at = 0; at < bytes.size(); at += 64 * 1024) pieces.push_back({Text(bytes.substr(at, 64 * 1024)), false});
    const double before = residentMb();

    LineView view;
    view.resize(800, 900);
    view.show();
    TextPieces source;
    source.setPieces({}, pieces, false);
    QElapsedTimer timer;
    timer.start();
    view.setSource(&source);
    wait([&] { return view.rows().rowCount() > 0; });
    view.grab();
    const double firstPicture = ms(timer);
    wait([&] { return !view.rows().isFinding(); });
    const double all = ms(timer);
    const double memory = residentMb() - before;

    std::vector<double> frames;
    auto* bar = view.verticalScrollBar();
    for (int i = 0; i < 200; ++i) {
        bar->setValue(static_cast<int>((static_cast<qint64>(i) * 7919 * 131) % std::max(1, bar->maximum())));
        timer.restart();
        view.viewport()->grab();
        frames.push_back(ms(timer));
    }
    std::vector<double> steps;
    for (int i = 0; i < 200; ++i) {
        bar->setValue(bar->value() + 1);
        timer.restart();
        view.viewport()->grab();
        steps.push_back(ms(timer));
    }

    timer.restart();
    const bool there = memmem(bytes.data(), bytes.size(), "no such needle", 14) != nullptr;
    const double bare = ms(timer);
    LineSearch search;
    timer.restart();
    search.start(source.bytes(), {QStringLiteral("no such needle"), true, false, false});
    wait([&] { return !search.isRunning(); });
    const double miss = ms(timer);

    bar->setValue(bar->maximum());
    std::vector<double> appends;
    for (int i = 0; i < 200; ++i) {
        timer.restart();
        source.append({Text("one more line of output while the cell runs\n"), false});
        view.viewport()->grab();
        appends.push_back(ms(timer));
    }
    std::printf("{\"bytes\": %zu, \"rows\": %llu, \"first_picture_ms\": %.1f, \"all_rows_ms\": %.0f, \"memory_mb\": %.1f, \"rows_memory_mb\": %.1f, "
                "\"jump_frame_ms\": %.2f, \"step_frame_ms\": %.2f, \"find_miss_ms\": %.0f, \"memmem_ms\": %.0f, \"append_and_paint_ms\": %.2f, \"found\": %d}\n",
                bytes.size(), static_cast<unsigned long long>(view.rows().rowCount()), firstPicture, all, memory, static_cast<double>(view.rows().memory()) / 1e6,
                median(frames), median(steps), miss, bare, median(appends), there || search.count() > 0);
    return 0;
}
