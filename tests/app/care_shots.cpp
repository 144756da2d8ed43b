// The window as people see it, page by page, in any theme, language, size and scale: the set that is looked at before a
// release, and where the README's pictures come from. Not a test.
//   care_shots OUT_FOLDER [--lang en,de,zh_CN] [--theme light,dark,high-contrast] [--size 1440x900] [--scale 1.25]
//              [--page home,run,settings,...] [--example people] [--list]
// One process has one scale; the rest is taken in turn.
#include "app/language.h"
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/preferences.h"
#include "app/run_launcher.h"
#include "app/session.h"
#include "app/settings_binder.h"
#include "app/versions.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/drop_overlay.h"
#include "views/first_guide.h"
#include "views/help_window.h"
#include "views/inspector.h"
#include "views/line_view.h"
#include "views/new_run_dialog.h"
#include "views/rail.h"
#include "views/run_lists.h"
#include "views/run_page.h"
#include "views/settings_page.h"
#ifdef RLMSCOPE_WITH_WEB
#include "views/web/report_page.h"
#endif

#include <QApplication>
#include <QCommandLineParser>
#include <QContextMenuEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>

#include <functional>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

/// One window in one theme and language: its pages by name.
class Shots {
public:
    Shots(QString out, QString suffix, QSize size, QStringList wanted) : m_out(std::move(out)), m_suffix(std::move(suffix)), m_wanted(std::move(wanted)), m_window(makeRunLauncher()) {
        m_window.resize(size);
        m_window.show();
        settle(900);
    }

    void takeAll(const QString& example, const QString& trace) {
        take("home", [] {});
        take("drop", [this] { drag(QStringLiteral(RLMSCOPE_SOURCE_DIR "/src/engine")); });
        if (auto* overlay = m_window.findChild<DropOverlay*>()) overlay->hide();
        settings();
        take("models", [this] { m_window.showModels(); });
        if (wants("newrun")) newRun();
        if (trace.isEmpty()) m_window.runExample(example);
        else m_window.openTrace(trace);
        waitUntil([this] { return m_window.current() && m_window.current()->tree().ended() && !m_window.current()->isLive(); }, 300000);
        settle(800);
        run();
        menus();
        take("report", [this] {
            m_window.showReport();
            settle(4000);
        });
        help();
    }
    QString tracePath() const { return m_window.current() ? m_window.current()->path() : QString(); }

private:
    bool wants(const char* page) const { return m_wanted.isEmpty() || m_wanted.contains(QLatin1String(page)); }
    void grab(QWidget* what, const QString& page) { what->grab().save(QStringLiteral("%1/%2_%3.png").arg(m_out, page, m_suffix)); }
    void take(const char* page, const std::function<void()>& show) {
        if (!wants(page)) return;
        show();
        settle();
        grab(&m_window, QLatin1String(page));
    }
    void drag(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent event({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_window, &event);
    }
    void settings() {
        take("settings", [this] { m_window.showSettings(); settle(1500); });
        take("settings_budgets", [this] { m_window.showSettings(); m_window.settingsPage()->showSection(QStringLiteral("budgets")); });
        take("settings_storage", [this] { m_window.showSettings(); m_window.settingsPage()->showSection(QStringLiteral("storage")); settle(1500); });
    }
    void newRun() {
        m_window.newRun();
        NewRunForm form;
        form.spec.question = "Where is it decided whether a call may be sent, and what does it weigh?";
        form.spec.depth = 2;
        form.spec.limits.usd = PicoUsd{500'000'000'000};
        form.spec.limits.calls = 200;
        form.paths = {QStringLiteral(RLMSCOPE_SOURCE_DIR "/src/engine")};
        m_window.newRunDialog()->setForm(form);
        settle(1500);
        grab(m_window.newRunDialog(), QStringLiteral("newrun"));
        m_window.newRunDialog()->reject();
    }
    void run() {
        auto* page = m_window.runPage();
        const auto& tree = m_window.current()->tree();
        const auto focus = [&](NodeIndex node) { if (node != NoNode) page->focus()->setNode(node); };
        take("guide", [&] { m_window.guide()->start(m_window.current()); });
        m_window.guide()->skip();
        take("run", [&] { focus(tree.roots().front()); });
        take("cell", [&] { focus(firstNode(tree, NodeKind::Cell, [&](NodeIndex i) { return tree.node(i).calls > 0; })); });
        take("messages", [&] { focus(firstNode(tree, NodeKind::ModelCall)); });
        take("subcall", [&] { focus(firstNode(tree, NodeKind::SubCall)); });
        // Whatever views the run page has besides the call tree.
        for (auto* tabs : page->findChildren<QTabBar*>())
            for (int i = 0; i < tabs->count(); ++i) {
                const auto id = tabs->tabData(i).toString();
                if (id.isEmpty() || id == QLatin1String("tree")) continue;
                take(qPrintable(QStringLiteral("view_") + id), [&] {
                    tabs->setTabVisible(i, true); // those of a note and of a value are there only with one
                    tabs->setCurrentIndex(i);
                    settle(900);
                });
            }
        page->showView(QStringLiteral("tree"));
        // And whatever places the window has besides those above.
        const QStringList known{"home", "run", "models", "report", "settings"};
        auto* rail = m_window.findChild<Rail*>();
        for (auto* button : rail->findChildren<QToolButton*>())
            if (!known.contains(button->objectName()))
                take(qPrintable(QStringLiteral("place_") + button->objectName()), [&] { button->click(); settle(1500); });
    }
    void menus() {
        if (!wants("menus")) return;
        int number = 0;
        for (const QAction* action : m_window.menuBar()->actions()) {
            if (!action->menu()) continue;
            action->menu()->popup(m_window.mapToGlobal(QPoint(200, 60)));
            settle(200);
            grab(action->menu(), QStringLiteral("menu_%1").arg(++number));
            action->menu()->hide();
        }
        auto* page = m_window.runPage();
        page->showView(QStringLiteral("tree"));
        auto* tree = page->tree();
        contextMenu(tree->viewport(), tree->visualRect(tree->model()->index(std::min(4, tree->model()->rowCount() - 1), 0)).center(), "tree");
        contextMenu(tree->horizontalHeader()->viewport(), {40, 8}, "columns");
        contextMenu(page->runsList()->viewport(), {40, 20}, "runs");
        for (auto* view : page->inspector()->findChildren<LineView*>())
            if (view->isVisible()) return contextMenu(view->viewport(), {60, 20}, "output");
    }
    void contextMenu(QWidget* of, const QPoint& at, const char* name) {
        QTimer::singleShot(300, &m_window, [this, name] { // the menu has its own event loop
            auto* menu = QApplication::activePopupWidget();
            if (!menu) return;
            grab(menu, QStringLiteral("menu_") + QLatin1String(name));
            menu->close();
        });
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, of->mapToGlobal(at));
        QApplication::sendEvent(of, &event);
        settle(400);
    }
    void help() {
        for (const char* page : {"first-steps", "call-tree", "glossary"}) {
            const auto name = QStringLiteral("help_") + QLatin1String(page);
            if (!wants(qPrintable(name))) continue;
            m_window.showHelp(QLatin1String(page));
            settle();
            grab(m_window.help(), name);
            m_window.help()->hide();
        }
        if (!wants("about")) return;
        AboutDialog about(QStringLiteral("0.1.0"), buildFacts(), linkedParts(), bundledNotices(), &m_window);
        about.show();
        settle();
        grab(&about, QStringLiteral("about"));
    }

    QString m_out, m_suffix;
    QStringList m_wanted;
    MainWindow m_window;
};

} // namespace

int main(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; ++i) // Qt reads it when the application is made
        if (qstrcmp(argv[i], "--scale") == 0) qputenv("QT_SCALE_FACTOR", argv[i + 1]);
#ifdef RLMSCOPE_WITH_WEB
    registerReportScheme();
#endif
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-shots"));
    QApplication::setOrganizationName(QStringLiteral("rlmscope-shots"));
    QSettings().clear();
    QCommandLineParser parser;
    parser.addPositionalArgument("out", "folder of the pictures");
    const QCommandLineOption lang("lang", "languages", "list", "en"), theme("theme", "themes", "list", "light"), size("size", "WxH", "size", "1440x900"),
        scale("scale", "scale factor", "factor", "1"), page("page", "only these", "list"), example("example", "which run", "name", "demo");
    parser.addOptions({lang, theme, size, scale, page, example});
    parser.addHelpOption();
    parser.process(app);
    const auto out = parser.positionalArguments().value(0, QStringLiteral("shots"));
    QDir().mkpath(out);
    const auto wh = parser.value(size).split(QLatin1Char('x'));
    QString trace; // the run is made once
    for (const auto& language : parser.value(lang).split(QLatin1Char(',')))
        for (const auto& look : parser.value(theme).split(QLatin1Char(','))) {
            Theme::install(app, themeNamed(look));
            Theme::instance().setChoice(themeNamed(look));
            Theme::instance().setReduceMotion(true);
            installLanguage(language);
            Preferences().set(QStringLiteral("guide/seen"), true);
            auto suffix = QStringLiteral("%1_%2_%3").arg(language, look, wh.value(0));
            if (parser.value(scale) != QLatin1String("1")) suffix += QStringLiteral("_x") + parser.value(scale);
            Shots shots(out, suffix, {wh.value(0).toInt(), wh.value(1).toInt()}, parser.value(page).isEmpty() ? QStringList() : parser.value(page).split(QLatin1Char(',')));
            shots.takeAll(parser.value(example), trace);
            trace = shots.tracePath();
        }
    LiveRunControl::waitForAll();
    return 0;
}
