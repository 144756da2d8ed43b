// Grabs what a person sees who goes places: places_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT] [NAME...]
// Not a test: the pictures are for looking at. NAME: go, commands, query, problem, filter, nothing, highlight, notes, library, sheet.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/library_search.h"
#include "itemmodels/notebook_model.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/english.h"
#include "views/filter_bar.h"
#include "views/notebook_panel.h"
#include "views/omnibox.h"
#include "views/run_page.h"
#include "views/shortcut_sheet.h"

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
    void grab(const char* name) const {
        settle();
        window.grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, QLatin1String(name), theme, width));
    }
    void box(const char* name, const QString& text, int wait = 500) const {
        if (!wanted(name)) return;
        window.activateWindow(); // the dialog of the run had the focus; without it the box shows no answers
        settle(50);
        window.omnibox()->open(text);
        settle(wait);
        grab(name);
        window.runPage()->tree()->setFocus();
    }
    void ask(const char* name, const QString& question, bool filter) const {
        if (!wanted(name)) return;
        window.runPage()->askTree(question, filter);
        settle(700);
        window.runPage()->nextMatch(false);
        grab(name);
    }
    void all() const {
        box("start", {});
        box("go", QStringLiteral("turn 2"));
        box("text", QStringLiteral("billing"));
        box("commands", QStringLiteral("> re"));
        box("query_start", QStringLiteral("?"));
        box("query", QStringLiteral("?kind:sub cost>0.0001 "), 900);
        box("problem", QStringLiteral("?kind:cel cost>0.01"));
        ask("filter", QStringLiteral("kind:sub billing"), true);
        ask("nothing", QStringLiteral("cost>1"), true);
        ask("highlight", QStringLiteral("kind:cell"), false);
        window.runPage()->askTree({}, true);
        if (wanted("notes")) notes();
        if (wanted("library")) {
            window.librarySearch()->update();
            waitUntil([&] { return !window.librarySearch()->isIndexing(); }, 60'000);
        }
        box("library", QStringLiteral("library: billing"), 1500);
        if (wanted("sheet")) {
            ShortcutSheet sheet(&window);
            sheet.show();
            settle();
            sheet.grab().save(QStringLiteral("%1/sheet_%2_%3.png").arg(out, theme, width));
        }
    }
    void notes() const {
        auto* document = window.current();
        const auto& tree = document->tree();
        auto* page = window.runPage();
        page->showSidePanel(QStringLiteral("notebook"));
        for (const NodeIndex node : {1U, 3U, 2U, 6U}) {
            page->goTo(tree.node(std::min<NodeIndex>(node, static_cast<NodeIndex>(tree.nodes().size()) - 1)).id);
            settle(900);
        }
        auto* model = qobject_cast<NotebookModel*>(page->notebook()->list()->model());
        model->setData(model->index(1), QStringLiteral("Here it decides to split by hundred lines"), NotebookModel::TextRole);
        model->setData(model->index(2), true, NotebookModel::StarredRole);
        document->annotations()->setBookmarked(tree.node(2).id, true);
        page->goTo(tree.node(3).id);
        document->annotations()->setNote(tree.node(3).id, QStringLiteral("The prompt asks for JSON and nothing else; two replies came back with prose around it."));
        document->annotations()->setTag(tree.node(3).id, QStringLiteral("prompt"), true);
        page->writeNote();
        settle(900);
        grab("notes");
    }
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    const QString theme = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral("light");
    Theme::install(app, themeNamed(theme));
    installEnglishPlurals();
    const QStringList size = QString::fromLocal8Bit(argc > 3 ? argv[3] : "1440x900").split(QLatin1Char('x'));
    QDir().mkpath(QString::fromLocal8Bit(argv[1]));
    {
        MainWindow window(makeRunLauncher());
        window.resize(size.value(0).toInt(), size.value(1).toInt());
        window.show();
        window.activateWindow();
        Shots shots{window, QString::fromLocal8Bit(argv[1]), theme, size.value(0), {}};
        for (int i = 4; i < argc; ++i) shots.names << QString::fromLocal8Bit(argv[i]);
        auto form = window.launcher()->exampleForm(QStringLiteral("support"));
        if (!form) return 1;
        form->spec.models = {"sim:latency=5ms,price=2.5/10"};
        window.newRunFrom(*form);
        Q_EMIT window.newRunDialog()->runRequested(*form);
        if (!waitUntil([&] { return window.current() && window.current()->tree().ended() && !window.current()->isLive(); }, 180'000)) return 1;
        settle(1500);
        shots.all();
    }
    LiveRunControl::waitForAll();
    return 0;
}
