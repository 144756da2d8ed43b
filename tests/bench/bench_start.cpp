// The window to its first paint, from the start of the process: bench_start [TIMES]
// Baseline in the same run, interleaved: the same program (the same libraries are loaded) with an empty QWidget.
#include "app/language.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "app/settings_binder.h"
#include "views/theme.h"

#include <QApplication>
#include <QEvent>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

using namespace rlmscope;

namespace {

double now() {
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

/// Prints the milliseconds since `begin` once the widget was painted, and ends the program.
class FirstPaint : public QObject {
public:
    FirstPaint(QWidget* widget, double begin, std::vector<double> parts = {}) : m_begin(begin), m_parts(std::move(parts)) { widget->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::UpdateRequest && event->type() != QEvent::Expose) return false;
        watched->removeEventFilter(this);
        watched->event(event); // paints
        for (const double part : m_parts) std::printf("%.2f ", part - m_begin);
        std::printf("%.2f\n", now() - m_begin);
        std::fflush(stdout);
        std::_Exit(0);
    }

private:
    double m_begin;
    std::vector<double> m_parts;
};

int child(int argc, char** argv, const std::string& what, double begin) {
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-bench"));
    if (what == "empty") {
        QWidget widget;
        widget.resize(1440, 900);
        FirstPaint paint(&widget, begin);
        widget.show();
        return QApplication::exec();
    }
    std::vector<double> parts{now()};
    SettingsBinder::applyAppearance();
    Theme::install(app, ThemeChoice::Light);
    installLanguage(QStringLiteral("en"));
    parts.push_back(now());
    MainWindow window(makeRunLauncher());
    parts.push_back(now());
    window.resize(1440, 900);
    FirstPaint paint(&window, begin, parts);
    window.show();
    return QApplication::exec();
}

QList<double> run(const char* program, const char* what) {
    QProcess process;
    process.start(QString::fromLocal8Bit(program), {QStringLiteral("--child"), QString::fromLatin1(what), QString::number(now(), 'f', 3)});
    process.waitForFinished(60000);
    QList<double> times;
    for (const auto& word : process.readAllStandardOutput().trimmed().split(' ')) times << word.toDouble();
    return times;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--child") return child(argc, argv, argv[2], std::atof(argv[3]));
    QCoreApplication app(argc, argv);
    const int times = argc > 1 ? std::atoi(argv[1]) : 9;
    std::vector<double> empty, window;
    std::vector<std::vector<double>> parts(3);
    for (int i = 0; i <= times; ++i) {
        const auto e = run(argv[0], "empty"), w = run(argv[0], "window");
        if (i == 0 || w.size() != 4) continue; // the first one reads the libraries from the disk
        empty.push_back(e.last());
        window.push_back(w.last());
        for (int k = 0; k < 3; ++k) parts[static_cast<std::size_t>(k)].push_back(w[k]);
    }
    std::sort(empty.begin(), empty.end());
    std::sort(window.begin(), window.end());
    for (auto& each : parts) std::sort(each.begin(), each.end());
    if (window.empty()) return 1;
    const auto median = [](const std::vector<double>& v) { return v[v.size() / 2]; };
    std::puts(nlohmann::json{{"benchmark", "start"}, {"times", times}, {"window_first_paint_ms", {{"p50", median(window)}, {"best", window.front()}, {"worst", window.back()}}},
                             {"empty_widget_ms", {{"p50", median(empty)}, {"best", empty.front()}}},
                             {"until_ms", {{"application", median(parts[0])}, {"theme_and_language", median(parts[1])}, {"window_made", median(parts[2])}}},
                             {"ours_ms", median(window) - median(empty)}}
                  .dump(2)
                  .c_str());
}
