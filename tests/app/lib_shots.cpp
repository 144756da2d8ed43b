// Grabs the library: lib_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT]. Not a test: the pictures are for looking
// at. Its runs are made in a folder of its own.
#include "app/main_window.h"
#include "base/folders.h"
#include "app/run_launcher.h"
#include "itemmodels/library_model.h"
#include "library/varied_runs.h"
#include "support/shots.h"
#include "views/english.h"
#include "views/library_compare.h"
#include "views/library_page.h"
#include "views/library_table.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <functional>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-shots"));
    QApplication::setOrganizationName(QStringLiteral("rlmscope-shots"));
    const auto arguments = QApplication::arguments();
    const QString out = arguments.value(1, QStringLiteral("shots")), theme = arguments.value(2, QStringLiteral("light"));
    const auto size = arguments.value(3, QStringLiteral("1440x900")).split(QLatin1Char('x'));
    QDir().mkpath(out);
    QTemporaryDir home;
    for (const char* name : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}) qputenv(name, home.path().toUtf8());
    Theme::install(app, themeNamed(theme));
    installEnglishPlurals();
    MainWindow window(makeRunLauncher());
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    auto& page = *window.libraryPage();
    const auto grab = [&](const char* name) {
        settle();
        window.grab().save(QStringLiteral("%1/lib_%2_%3_%4.png").arg(out, QLatin1String(name), theme, size.value(0)));
    };
    window.showLibrary();
    waitUntil([&] { return !window.library()->isScanning(); }, 5000);
    grab("empty");
    test::writeVariedRuns(libraryFolder());
    // One that goes on.
    auto writer = TraceWriter::open(libraryFolder() / "now.rlmscope").value();
    auto sink = writer->beginRun(test::runId(900)).value();
    RunStarted started;
    started.spec.question = "Which user opened the most tickets about outages, and how many?";
    started.spec.title = "depth 2, verify";
    started.spec.depth = 2;
    started.spec.models = {"openai:gpt-5", "openai:gpt-5-mini"};
    sink->append({}, {}, started);
    (void)sink->flush();
    if (!waitUntil([&] { return page.model()->rowCount() >= 19; }, 20000)) return 1; // pictures of an empty library say nothing
    page.table()->setFocus();
    grab("all");
    const auto rowNamed = [&](const char* name) {
        for (int row = 0; row < page.model()->rowCount(); ++row)
            if (page.model()->index(row, LibraryModel::NameColumn).data().toString() == QLatin1String(name)) return page.model()->refAt(row);
        return RunRef{};
    };
    page.table()->select({rowNamed("chunk = 200"), rowNamed("depth 1, map only")});
    waitUntil([&] { return page.compare()->difference().has_value(); }, 20000);
    grab("compare");
    page.table()->select({rowNamed("chunk = 200"), rowNamed("depth 1, map only"), rowNamed("direct call"), rowNamed("depth 0, REPL only")});
    settle(600);
    grab("compare4");
    page.table()->clearSelection();
    const auto group = [&](library::GroupBy by) { // as a person does, so that the choice shows it
        auto* choice = page.findChild<QComboBox*>();
        choice->setCurrentIndex(choice->findData(static_cast<int>(by)));
    };
    group(library::GroupBy::Question);
    settle(500);
    grab("grouped");
    group(library::GroupBy::Family);
    settle(300);
    grab("families");
    group(library::GroupBy::None);
    page.filterField()->setText(QStringLiteral("cost>1"));
    settle(400);
    grab("nothing");
    page.filterField()->setText(QStringLiteral("model:gpt cost>abc"));
    settle(400);
    grab("problem");
    page.filterField()->clear();
    settle(300);
    page.table()->select({rowNamed("direct call")});
    page.deleteSelected();
    waitUntil([&] { return page.model()->hidden() == 1; }, 5000);
    grab("deleted");
    page.model()->setShowHidden(true);
    settle(300);
    page.askToPurge();
    grab("purge");
    window.showHome();
    grab("home");
    const auto run = rowNamed("chunk = 200");
    window.openRun(QString::fromStdString(run.file.string()), QString::fromStdString(run.run.text()), 0);
    const auto other = rowNamed("depth 1, map only");
    settle(600);
    window.openRun(QString::fromStdString(other.file.string()), QString::fromStdString(other.run.text()), 0);
    settle(800);
    grab("run");
    return 0;
}
