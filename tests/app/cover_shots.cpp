// Grabs the coverage of runs: cover_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT] [NAME...]
// Not a test: the pictures are for looking at. NAME: support, harbour, demo, running, trace=FILE.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/coverage_job.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "support/shots.h"
#include "views/context_panel.h"
#include "views/coverage_map.h"
#include "views/coverage_view.h"
#include "views/english.h"
#include "views/facts_table.h"
#include "views/inspector.h"
#include "views/new_run_dialog.h"
#include "views/run_page.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMouseEvent>
#include <QStandardPaths>

#include <functional>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

struct Shots {
    MainWindow& window;
    QString out, theme, width;

    RunPage& page() const { return *window.runPage(); }
    CoverageView& view() const { return *page().findChild<CoverageView*>(); }
    ContextPanel& context() const { return *page().findChild<ContextPanel*>(); }
    CoverageJob& job() const { return *page().findChild<CoverageJob*>(); }
    void grab(const QString& name) const { window.grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, name, theme, width)); }

    RunDocument* start(const QString& example, const char* latency) const {
        auto form = window.launcher()->exampleForm(example);
        if (!form) return nullptr;
        form->spec.models = {std::string("sim:price=2.5/10,latency=") + latency};
        window.newRunFrom(*form);
        Q_EMIT window.newRunDialog()->runRequested(*form);
        return window.current();
    }
    void show() const {
        page().showView(QStringLiteral("coverage"));
        page().inspector()->showTab(QStringLiteral("context"));
    }
    void states(const QString& name) const {
        show();
        waitUntil([&] { return job().state() == CoverageJob::State::Ready || job().state() == CoverageJob::State::NoContext || job().state() == CoverageJob::State::Failed; }, 30000);
        settle(500);
        grab(name + QStringLiteral("_plain"));
        if (!job().profile()) return;
        auto& map = *view().map();
        const auto& grid = map.grid();
        const int first = std::min(grid.count() - 1, grid.columns * 2);
        for (int i : {first, std::min(grid.count() - 1, first + grid.columns - 1)}) {
            QMouseEvent press(QEvent::MouseButtonPress, map.squareRect(i).center(), map.mapToGlobal(map.squareRect(i).center()), Qt::LeftButton, Qt::LeftButton, i == first ? Qt::NoModifier : Qt::ShiftModifier);
            QApplication::sendEvent(&map, &press);
        }
        settle(300);
        grab(name + QStringLiteral("_selected"));
        if (context().readers()->model()->rowCount() > 0) {
            Q_EMIT context().readers()->activated(context().readers()->model()->index(0, 0));
            settle(300);
            grab(name + QStringLiteral("_call"));
        }
        context().goToNextGap();
        settle(300);
        grab(name + QStringLiteral("_gap"));
        view().setMode(CoverageView::BytesMode);
        settle(200);
        grab(name + QStringLiteral("_bytes"));
        view().setMode(CoverageView::FilesMode);
        settle(200);
        grab(name + QStringLiteral("_files"));
        view().setMode(CoverageView::LinesMode);
    }
    void example(const QString& name) const {
        auto* run = start(name, "20ms");
        waitUntil([&] { return run && run->tree().ended() && !run->isLive(); }, 120000);
        states(name);
    }
    void running() const {
        auto* run = start(QStringLiteral("support"), "400ms");
        show();
        waitUntil([&] { return run && (run->tree().totals().subCalls > 20 || run->tree().ended()); }, 60000);
        settle(1500);
        grab(QStringLiteral("running"));
        if (run && run->control()) run->control()->stop();
        waitUntil([&] { return !run || !run->isLive(); }, 30000);
    }
    void trace(const QString& path) const {
        window.openTrace(path);
        waitUntil([&] { return window.current() && !window.current()->isLoading() && window.current()->path() == path; }, 60000);
        settle();
        states(QStringLiteral("trace_") + QFileInfo(path).completeBaseName());
    }
};

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-shots"));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) return 2;
    const QString theme = arguments.value(2, QStringLiteral("light"));
    const QStringList size = arguments.value(3, QStringLiteral("1440x900")).split(QLatin1Char('x'));
    Theme::install(app, themeNamed(theme));
    installEnglishPlurals();
    QDir().mkpath(arguments.at(1));
    {
    MainWindow window(makeRunLauncher());
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    settle();
    Shots shots{window, arguments.at(1), theme, size.value(0)};
    const QStringList names = arguments.size() > 4 ? arguments.mid(4) : QStringList{QStringLiteral("support"), QStringLiteral("running")};
    for (const QString& name : names) {
        if (name.startsWith(QLatin1String("trace="))) shots.trace(name.mid(6));
        else if (name == QLatin1String("running")) shots.running();
        else shots.example(name);
    }
    }
    LiveRunControl::waitForAll();
    return 0;
}
