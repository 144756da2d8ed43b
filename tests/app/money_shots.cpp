// Grabs the money side of the run page: money_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT] [NAME...]
// Not a test: the pictures are for looking at. NAME: running, near, limit, approval, failing, resumed.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/decision_bar.h"
#include "views/english.h"
#include "views/resume_bar.h"
#include "views/run_drawer.h"
#include "views/run_page.h"

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
    RunDocument* start(const char* example, const char* model, const std::function<void(RunSpec&)>& change) const {
        RunLauncher& launcher = *window.launcher();
        auto form = launcher.exampleForm(QLatin1String(example));
        if (!form) return nullptr;
        form->spec.models = {model};
        change(form->spec);
        window.newRunFrom(*form);
        Q_EMIT window.newRunDialog()->runRequested(*form);
        return window.current();
    }
    void near() const {
        auto* run = start("support", "sim:latency=250ms,price=2.5/10", [](RunSpec& spec) {
            spec.limits.usd = PicoUsd{450'000'000'000};
            spec.limits.atLimit = AtLimit::Ask;
        });
        waitUntil([&] { return run && (run->money().newest("warning") || run->tree().ended()); }, 120000);
        settle(600);
        grab("near");
        waitUntil([&] { return window.runPage()->decisions()->isAsking() || run->tree().ended(); }, 120000);
        settle(800);
        grab("limit_asks");
        end(run);
    }
    void limit() const {
        auto* run = start("support", "sim:latency=40ms,price=2.5/10", [](RunSpec& spec) {
            spec.limits.usd = PicoUsd{300'000'000'000};
            spec.limits.calls = 200;
            spec.limits.atLimit = AtLimit::Stop;
        });
        waitUntil([&] { return run && run->tree().ended() && !run->isLive(); }, 120000);
        settle(1500);
        grab("limit");
    }
    void approval() const {
        auto* run = start("support", "sim:latency=100ms,price=2.5/10", [](RunSpec& spec) {
            spec.limits.usd = PicoUsd{500'000'000'000};
            spec.limits.approveCalls = 50;
        });
        waitUntil([&] { return window.runPage()->decisions()->isAsking() || run->tree().ended(); }, 120000);
        settle(800);
        grab("approval");
        end(run);
    }
    void resumed() const {
        auto* run = start("support", "sim:latency=40ms,price=2.5/10", [](RunSpec& spec) { spec.limits.calls = 30; spec.limits.atLimit = AtLimit::Stop; });
        waitUntil([&] { return run && run->tree().ended() && !run->isLive() && window.runPage()->resumeBar()->isVisible(); }, 120000);
        RerunAnswer answer;
        answer.raised.calls = 400;
        Q_EMIT window.runPage()->resumeRequested(run, answer);
        waitUntil([&] { return window.current() != run && window.current()->tree().ended() && !window.current()->isLive(); }, 120000);
        window.runPage()->drawer()->showTab(RunDrawer::TotalsTab);
        settle(800);
        grab("resumed_totals");
        window.runPage()->drawer()->showTab(RunDrawer::BudgetTab);
    }
    /// A server that is not there: each call is tried again a few times.
    void failing() const {
        auto* run = start("support", "http://127.0.0.1:9/v1#small-model", [](RunSpec& spec) { spec.limits.calls = 40; });
        waitUntil([&] { return run && (run->tree().totals().failedAttempts >= 2 || run->tree().ended()); }, 30000);
        settle(300);
        grab("failing");
        window.runPage()->drawer()->showTab(RunDrawer::RequestsTab);
        settle(300);
        grab("failing_lanes");
        window.runPage()->drawer()->showTab(RunDrawer::BudgetTab);
        end(run);
    }
    void end(RunDocument* document) const {
        if (document && document->control()) document->control()->stop();
        waitUntil([&] { return !document || !document->isLive(); }, 30000);
    }

    void running() const {
        auto* run = start("support", "sim:latency=900ms,price=2.5/10", [](RunSpec& spec) {
            spec.limits.usd = PicoUsd{500'000'000'000};
            spec.limits.calls = 200;
            spec.limits.tokens = 600'000;
            spec.limits.seconds = 600;
            spec.limits.inFlight = 6;
        });
        waitUntil([&] { return run && run->tree().totals().inFlight >= 4 && run->tree().totals().modelCalls > 14; }, 60000);
        settle(2500);
        grab("running");
        window.runPage()->drawer()->showTab(RunDrawer::RequestsTab);
        settle();
        grab("lanes");
        window.runPage()->drawer()->showTab(RunDrawer::TotalsTab);
        settle();
        grab("totals");
        window.runPage()->drawer()->showTab(RunDrawer::BudgetTab);
        waitUntil([&] { return run && run->tree().ended(); }, 120000);
        settle(800);
        grab("answered");
        end(run);
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
        if (shots.wanted("approval")) shots.approval();
        if (shots.wanted("limit")) shots.limit();
        if (shots.wanted("resumed")) shots.resumed();
        if (shots.wanted("failing")) shots.failing();
        if (shots.wanted("near")) shots.near();
        if (shots.wanted("running")) shots.running();
    }
    LiveRunControl::waitForAll();
    return 0;
}
