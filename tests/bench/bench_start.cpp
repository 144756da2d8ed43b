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
    FirstPaint(QWidget* widget, double begin) : m_begin(begin) { widget->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::UpdateRequest && event->type() != QEvent::Expose) return false;
        watched->removeEventFilter(this);
        watched->event(event); // paints
        std::printf("%.2f\n", now() - m_begin);
        std::fflush(stdout);
        std::_Exit(0);
    }

private:
    double m_begin;
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
    SettingsBinder::applyAppearance();
    Theme::install(app, ThemeChoice::Light);
    installLanguage(QStringLiteral("en"));
    MainWindow window(makeRunLauncher());
    window.resize(1440, 900);
    FirstPaint paint(&window, begin);
    window.show();
    return QApplication::exec();
}

double run(const char* program, const char* what) {
    QProcess process;
    process.start(QString::fromLocal8Bit(program), {QStringLiteral("--child"), QString::fromLatin1(what), QString::number(now(), 'f', 3)});
    process.waitForFinished(60000);
    return process.readAllStandardOutput().trimmed().toDouble();
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--child") return child(argc, argv, argv[2], std::atof(argv[3]));
    QCoreApplication app(argc, argv);
    const int times = argc > 1 ? std::atoi(argv[1]) : 9;
    std::vector<double> empty, window;
    for (int i = 0; i <= times; ++i) {
        const double e = run(argv[0], "empty"), w = run(argv[0], "window");
        if (i == 0) continue; // reads the libraries from the disk
        empty.push_back(e);
        window.push_back(w);
    }
    std::sort(empty.begin(), empty.end());
    std::sort(window.begin(), window.end());
    const auto median = [](const std::vector<double>& v) { return v[v.size() / 2]; };
    std::puts(nlohmann::json{{"benchmark", "start"}, {"times", times}, {"window_first_paint_ms", {{"p50", median(window)}, {"best", window.front()}, {"worst", window.back()}}},
                             {"empty_widget_ms", {{"p50", median(empty)}, {"best", empty.front()}}},
                             {"ours_ms", median(window) - median(empty)}}
                  .dump(2)
                  .c_str());
}
