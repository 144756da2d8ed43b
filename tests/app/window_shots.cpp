// Grabs the window as a person would see it: window_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT] [EXAMPLE]
// Not a test: the pictures are for looking at.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/english.h"
#include "views/run_page.h"
#include "views/widgets.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QScrollArea>
#include <QStandardPaths>

#include <functional>
#include <utility>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

NodeIndex firstOf(const RunTree& tree, NodeKind kind, int skip = 0) {
    for (NodeIndex i = 0; i < tree.nodes().size(); ++i)
        if (tree.node(i).kind == kind && skip-- == 0) return i;
    return NoNode;
}

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
    const QString example = arguments.value(4, QStringLiteral("demo"));
    QDir().mkpath(out);
    Theme::install(app, themeNamed(theme));
    installEnglishPlurals();
    {
        MainWindow window(makeRunLauncher());
        window.resize(size.value(0).toInt(), size.value(1).toInt());
        window.show();
        const auto grab = [&](QWidget* what, const char* name) {
            what->grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, QLatin1String(name), theme, size.value(0)));
        };
        const auto select = [&](NodeIndex node) {
            auto* model = qobject_cast<CallTreeModel*>(window.runPage()->tree()->model());
            if (model && node != NoNode) window.runPage()->tree()->selectRow(model->reveal(node));
        };
        settle(1500);
        grab(&window, "home");

        window.newRun();
        NewRunForm form;
        form.spec.question = "How many of the messages report an outage, and which user reported most?";
        form.spec.depth = 2;
        form.spec.limits.usd = PicoUsd{500'000'000'000};
        form.spec.limits.calls = 200;
        form.paths = {QStringLiteral(RLMSCOPE_SOURCE_DIR "/src/engine")};
        window.newRunDialog()->setForm(form);
        settle(1200);
        grab(window.newRunDialog(), "newrun");
        // The Python group, with a file that nobody has allowed yet and one that is broken.
        QDir().mkpath(out + QStringLiteral("/files/libs"));
        const auto write = [&](const char* name, const char* text) {
            QFile file(out + QStringLiteral("/files/") + QLatin1String(name));
            if (file.open(QIODevice::WriteOnly)) file.write(text);
            return QFileInfo(file).absoluteFilePath();
        };
        form.toolsFile = write("parse_logs.py", "def parse_line(line):\n    'Splits a line.'\n\ndef by_day(lines, field='user'):\n    'Groups.'\n");
        form.trustedToolsFile = write("tickets.py", "def ticket(number: int) -> dict:\n    'Fetches a ticket of the help desk.'\n\n"
                                                    "def close(number, why=''):\n    'Closes a ticket.'\n");
        form.packageFolders = {out + QStringLiteral("/files/libs")};
        form.spec.requiredSandbox = SandboxLevel::Full;
        window.newRunDialog()->setForm(form);
        settle(3000);
        const auto showPython = [&] {
            auto* last = window.newRunDialog()->findChild<QWidget*>(QStringLiteral("requiredSandbox"));
            for (auto* area : window.newRunDialog()->findChildren<QScrollArea*>())
                if (area->isAncestorOf(last)) area->ensureWidgetVisible(last, 0, 40);
            settle();
        };
        showPython();
        grab(window.newRunDialog(), "newrun_python");
        form.toolsFile = write("broken.py", "import re\n\ndef f(:\n    pass\n");
        form.packageFolders = {form.toolsFile};
        window.newRunDialog()->setForm(form);
        settle(3000);
        showPython();
        grab(window.newRunDialog(), "newrun_python_broken");
        window.newRunDialog()->reject();

        window.runExample(example);
        auto* document = window.current();
        if (!document) return 1;
        waitUntil([&] { return document->tree().ended() || document->tree().totals().inFlight >= 4; }, 60000);
        settle(700);
        grab(&window, "running");
        waitUntil([&] { return document->tree().ended() != nullptr; }, 300000);
        settle(1200);
        grab(&window, "finished");
        for (auto* notice : window.findChildren<NoticeBar*>()) notice->hide();
        if (auto* model = qobject_cast<CallTreeModel*>(window.runPage()->tree()->model())) { // children but the first folded
            bool first = true;
            for (int row = 1; row < model->rowCount(); ++row)
                if (model->index(row, 0).data(CallTreeModel::KindRole).toInt() == CallTreeModel::FrameRow && !std::exchange(first, false))
                    model->setExpanded(row, false);
        }
        for (int skip = 0;; ++skip) { // the first cell that called a model
            const auto cell = firstOf(document->tree(), NodeKind::Cell, skip);
            if (cell == NoNode) break;
            if (document->tree().node(cell).calls == 0) continue;
            select(cell);
            settle();
            window.runPage()->tree()->scrollToTop();
            settle();
            grab(&window, "cell");
            break;
        }
        select(firstOf(document->tree(), NodeKind::ModelCall, 1));
        settle();
        grab(&window, "messages");
        select(firstOf(document->tree(), NodeKind::SubCall));
        settle();
        grab(&window, "subcall");

        NewRunForm broken;
        broken.spec.question = "What does the folder say about outages?";
        broken.spec.models = {"http://127.0.0.1:9/v1#missing-model"};
        broken.paths = {QStringLiteral(RLMSCOPE_SOURCE_DIR "/README.md")};
        window.newRunFrom(broken);
        settle(600);
        Q_EMIT window.newRunDialog()->runRequested(broken);
        auto* failed = window.current();
        waitUntil([&] { return failed && failed->tree().ended(); }, 60000);
        settle(800);
        grab(&window, "error");
        window.openTrace(QStringLiteral(RLMSCOPE_SOURCE_DIR "/README.md"));
        settle(800);
        grab(&window, "badfile");
    }
    LiveRunControl::waitForAll();
    return 0;
}
