// Grabs the timeline: time_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT] [NAME...]
// Not a test: the pictures are for looking at. NAME: demo, big, deep.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"
#include "itemmodels/timeline.h"
#include "support/big_tree.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/english.h"
#include "views/inspector.h"
#include "views/run_drawer.h"
#include "views/run_page.h"
#include "views/timeline_counters.h"
#include "views/timeline_view.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>

#include <functional>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

struct Shots {
    MainWindow& window;
    QString out, theme, width;
    QStringList names;

    bool wanted(const char* name) const { return names.isEmpty() || names.contains(QLatin1String(name)); }
    void grab(const char* name) const { window.grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, QLatin1String(name), theme, width)); }
    RunPage* page() const { return window.runPage(); }

    void views(const char* prefix) const {
        const auto name = [prefix](const char* part) { return QByteArray(prefix) + part; };
        page()->drawer()->showTab(QStringLiteral("timeline"));
        settle(800);
        grab(name("_page"));
        page()->showView(QStringLiteral("timeline"));
        page()->drawer()->setFolded(true);
        settle(800);
        grab(name("_lanes"));
        auto* canvas = page()->timeline()->canvas();
        canvas->setRange(TimelineRange{canvas->timeline()->end() / 4, canvas->timeline()->end() / 2});
        page()->timeline()->setCounter(TimelineCounters::InFlight);
        settle(200);
        grab(name("_range"));
        canvas->setRange({});
        for (const auto& [mode, word] : {std::pair{TimelineMode::FlameTime, "_flame_time"}, std::pair{TimelineMode::FlameCost, "_flame_cost"}, std::pair{TimelineMode::FlameTokens, "_flame_tokens"}}) {
            page()->timeline()->setMode(mode);
            settle(700);
            grab(name(word));
        }
        page()->timeline()->setMode(TimelineMode::Lanes);
        page()->timeline()->setCounter(TimelineCounters::TokenRate);
        settle(500);
        canvas->zoom(0.15, canvas->width() * 0.55);
        settle(300);
        grab(name("_zoomed"));
        page()->drawer()->setFolded(false);
        page()->showView(QStringLiteral("tree"));
    }

    void demo() const {
        auto form = window.launcher()->exampleForm(QStringLiteral("support"));
        if (!form) return;
        form->spec.models = {"sim:latency=400ms,price=2.5/10"};
        form->spec.limits.usd = PicoUsd{800'000'000'000};
        form->spec.limits.inFlight = 6;
        form->spec.depth = 2;
        form->spec.limits.usd = PicoUsd{1'500'000'000'000};
        window.newRunFrom(*form);
        Q_EMIT window.newRunDialog()->runRequested(*form);
        auto* run = window.current();
        if (!run) {
            std::vector<RunSpec::Problem> problems;
            window.launcher()->start(*form, &problems, &window);
            for (const auto& problem : problems) qWarning("%s", problem.message.c_str());
            return;
        }
        waitUntil([&] { return run && run->tree().totals().modelCalls > 20; }, 60000);
        settle(1500);
        grab("demo_live");
        page()->showView(QStringLiteral("timeline"));
        settle(1000);
        grab("demo_live_lanes");
        page()->showView(QStringLiteral("tree"));
        waitUntil([&] { return run && run->tree().ended() && !run->isLive(); }, 120000);
        settle(1500);
        const auto& tree = run->tree();
        for (NodeIndex i = 0; i < tree.nodes().size(); ++i)
            if (tree.node(i).kind == NodeKind::Cell && tree.node(i).children > 8) {
                page()->focus()->setNode(i);
                break;
            }
        views("demo");
    }
    void generated(const char* name, const test::BigShape& shape) const {
        std::string problem;
        const auto path = test::bigTrace(shape, out.toStdString(), &problem);
        if (path.empty()) return void(qWarning("%s", problem.c_str()));
        window.openTrace(QString::fromStdString(path.string()));
        waitUntil([&] { return window.current() && !window.current()->isLoading(); }, 60000);
        settle(2500);
        views(name);
    }
};

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-shots"));
    QApplication::setOrganizationName(QStringLiteral("rlmscope-shots"));
    const auto arguments = QApplication::arguments();
    const QString out = arguments.value(1, QStringLiteral("shots"));
    const QString theme = arguments.value(2, QStringLiteral("light"));
    const auto size = arguments.value(3, QStringLiteral("1440x900")).split(QLatin1Char('x'));
    QDir().mkpath(out);
    Theme::install(app, themeNamed(theme));
    installEnglishPlurals();
    {
        MainWindow window(makeRunLauncher());
        window.resize(size.value(0).toInt(), size.value(1).toInt());
        window.show();
        settle(500);
        const Shots shots{window, out, theme, size.value(0), arguments.mid(4)};
        if (shots.wanted("demo")) shots.demo();
        if (shots.wanted("big")) shots.generated("big", test::BigShape::mixed(20'000));
        if (shots.wanted("deep")) shots.generated("deep", test::BigShape::chain(400));
    }
    LiveRunControl::waitForAll();
    return 0;
}
