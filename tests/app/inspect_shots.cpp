// Grabs the inspector: inspect_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT] [NAME...]
// Not a test: the pictures are for looking at. NAME: cell, messages, output, raw, variables, value.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"
#include "support/live_trace.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/english.h"
#include "views/find_bar.h"
#include "views/inspector.h"
#include "views/line_view.h"
#include "views/output_page.h"
#include "views/run_page.h"
#include "views/value_page.h"
#include "views/variables_panel.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <functional>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

struct Shots {
    MainWindow& window;
    QString out, theme, width;
    QStringList names;

    bool wanted(const char* name) const { return names.isEmpty() || names.contains(QLatin1String(name)); }
    void grab(const char* name) const {
        settle();
        window.grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, QLatin1String(name), theme, width));
    }
    Inspector& inspector() const { return *window.runPage()->inspector(); }
    void show(NodeIndex node, const char* tab) const {
        window.runPage()->focus()->setNode(node);
        inspector().showTab(QLatin1String(tab));
    }
    NodeIndex last(RunDocument* run, NodeKind kind, int from = 0) const {
        NodeIndex found = NoNode;
        const auto& nodes = run->tree().nodes();
        for (NodeIndex i = static_cast<NodeIndex>(from); i < nodes.size(); ++i)
            if (nodes[i].kind == kind && nodes[i].depth == 0) found = i;
        return found;
    }
    NodeIndex callingCell(RunDocument* run) const {
        const auto& nodes = run->tree().nodes();
        for (NodeIndex i = 0; i < nodes.size(); ++i)
            if (nodes[i].kind == NodeKind::Cell && nodes[i].children > 0) return i;
        return last(run, NodeKind::Cell);
    }

    RunDocument* example() const {
        RunLauncher& launcher = *window.launcher();
        auto form = launcher.exampleForm(QStringLiteral("support"));
        if (!form) return nullptr;
        form->spec.models = {"sim:latency=20ms,price=2.5/10"};
        window.newRunFrom(*form);
        Q_EMIT window.newRunDialog()->runRequested(*form);
        RunDocument* run = window.current();
        waitUntil([&] { return run && run->tree().ended() && !run->isLive(); }, 120000);
        return run;
    }

    /// What no example writes: colours, a progress bar, stderr, a cut, a wrong line, an arabic word, a raised error.
    std::filesystem::path made(const QTemporaryDir& dir) const {
        test::LiveTrace trace(dir.filePath("terminal.rlmscope").toStdString());
        test::EventScript s;
        s.begin("What does a program write?", 1);
        const NodeId frame = s.frame(), turn = s.turn(frame, 1), call = s.call(turn);
        s.attempt(call);
        s.reply(call, "Let me look.");
        const NodeId cell = s.cell(turn, 1, "import sys\n\ndef work(n):\n    return 1 / (n - 3)\n\nfor i in range(5):\n    print(work(i))\n");
        std::string text = "\x1b[1mRunning 3 checks\x1b[0m\n\x1b[32mPASS\x1b[0m context is text\n\x1b[31mFAIL\x1b[0m \x1b[4mlabels\x1b[0m do not add up\n"
                           "\x1b[33mWARN\x1b[0m \x1b[44m highlighted \x1b[0m \x1b[38;5;208morange\x1b[0m \x1b[38;2;90;90;90mgrey\x1b[0m \x1b[7minverse\x1b[0m\n";
        for (int i = 0; i <= 100; i += 5) text += "\rreading " + std::string(static_cast<std::size_t>(i / 5), '#') + " " + std::to_string(i) + "%";
        text += "\nuser\xe2\x80\xaenimda\xe2\x80\xac shows its real order; bell \a and title \x1b]0;evil\a are marks\n\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85 \xe4\xbd\xa0\xe5\xa5\xbd\n";
        for (int i = 0; i < 60; ++i) text += "row " + std::to_string(i) + "  " + std::string(static_cast<std::size_t>(i % 37), '=') + "\n";
        s.output(cell, text);
        s.add(CellOutput{OutputStream::Stderr, Text("DeprecationWarning: this will change\nanother line of stderr\n"), false}, cell);
        std::string rest;
        for (int i = 0; i < 4000; ++i) rest += "later row " + std::to_string(i) + "\n";
        s.output(cell, rest);
        CellEnded end;
        end.status = "raised";
        end.exception = "ZeroDivisionError";
        end.cause = "ZeroDivisionError: division by zero";
        end.traceback = Text("Traceback (most recent call last):\n  File \"<cell 1>\", line 7, in <module>\n  File \"<cell 1>\", line 4, in work\nZeroDivisionError: division by zero\n");
        end.visible = Text(text.substr(0, 700) + "\n[output cut: the first 690 of 61,204 characters are shown]\n");
        end.truncated = true;
        end.droppedBytes = 2'400'000;
        s.add(end, cell);
        s.endTurn(turn);
        s.endFrame(frame);
        s.end();
        trace.write(s);
        trace.finish();
        return trace.path();
    }

    void cell(RunDocument* run) const {
        show(callingCell(run), "cell");
        grab("cell");
    }
    void messages(RunDocument* run) const {
        show(last(run, NodeKind::ModelCall), "messages");
        grab("messages");
        show(run->tree().roots().front(), "cell");
        grab("frame");
    }
    void variables(RunDocument* run) const {
        const NodeIndex cell = last(run, NodeKind::Cell);
        show(cell, "cell");
        auto& panel = *window.runPage()->variables();
        if (panel.history().cells().size() > 1) panel.compareWith(panel.history().cells().front());
        grab("variables_compared");
        panel.compareWith(NoNode);
    }
    void value(RunDocument* run) const {
        const NodeIndex cell = last(run, NodeKind::Cell);
        show(cell, "cell");
        auto& panel = *window.runPage()->variables();
        const auto* model = panel.model();
        ValuePanel& page = *window.runPage()->valuePage();
        bool first = true;
        for (int row = 0; row < std::min(8, model->rowCount()); ++row) {
            const QString name = model->index(row, 0).data(VariablesModel::NameRole).toString();
            Q_EMIT panel.valueWanted(name);
            if (std::exchange(first, false)) {
                grab("value_offer");
                page.loadButton()->click();
                waitUntil([&] { return !page.loadButton()->isVisible(); }, 20000);
            }
            settle(500);
            grab(qPrintable(QStringLiteral("value_%1").arg(name)));
        }
    }
    void output() const {
        QTemporaryDir dir;
        window.openTrace(QString::fromStdString(made(dir).string()));
        waitUntil([&] { return window.current() && window.current()->title().startsWith("What does"); }, 5000);
        settle();
        const NodeIndex cell = last(window.current(), NodeKind::Cell);
        show(cell, "cell");
        grab("cell_raised");
        show(cell, "output");
        auto* page = inspector().findChild<OutputPage*>();
        grab("output_colours");
        page->view()->goToByte(690);
        page->view()->setFocus();
        grab("output_boundary");
        page->view()->openFind();
        page->view()->findBar()->findChild<QLineEdit*>()->setText("row 1");
        settle(600);
        grab("output_find");
        page->view()->findBar()->close();
        page->showStream(NodeOutput::Seen);
        grab("output_seen");
        show(cell, "raw");
        grab("raw");
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
        if (shots.wanted("cell") || shots.wanted("messages") || shots.wanted("variables") || shots.wanted("value"))
            if (RunDocument* run = shots.example()) {
                settle(800);
                if (shots.wanted("cell")) shots.cell(run);
                if (shots.wanted("messages")) shots.messages(run);
                if (shots.wanted("variables")) shots.variables(run);
                if (shots.wanted("value")) shots.value(run);
            }
        if (shots.wanted("output")) shots.output();
    }
    LiveRunControl::waitForAll();
    return 0;
}
