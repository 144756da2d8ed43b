// Grabs what the window does with other people's logs: import_shots OUT-FOLDER TRACES-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT]
// Not a test: the pictures are for looking at. TRACES-FOLDER: logs of all formats.
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/import_job.h"
#include "support/shots.h"
#include "views/english.h"
#include "views/import_results.h"
#include "views/integrity_panel.h"
#include "views/run_page.h"

#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <functional>

using namespace rlmscope;
using namespace rlmscope::test;

int main(int argc, char** argv) {
    QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.filePath("data").toUtf8());
    qputenv("XDG_CONFIG_HOME", home.filePath("config").toUtf8());
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("import_shots"));
    const auto arguments = QApplication::arguments();
    if (arguments.size() < 3) return 2;
    const auto out = arguments[1], logs = arguments[2], theme = arguments.value(3, QStringLiteral("light"));
    const auto size = arguments.value(4, QStringLiteral("1440x900")).split(QLatin1Char('x'));
    QDir().mkpath(out);
    Theme::install(app, themeNamed(theme));
    installEnglishPlurals();
    MainWindow window(makeRunLauncher());
    window.resize(size[0].toInt(), size[1].toInt());
    window.show();
    const auto grab = [&](const QString& name) { window.grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, name, theme, size[0])); };
    const auto import = [&](const QStringList& files) {
        window.importFiles(files);
        waitUntil([&] { return !window.importJob()->isRunning(); });
        settle(900);
    };
    QDirIterator it(logs, {QStringLiteral("*.json*")}, QDir::Files, QDirIterator::Subdirectories);
    QStringList all;
    while (it.hasNext()) all << it.next();
    all.sort();
    for (const auto* format : {"rlm/depth2", "fast-rlm/oolong", "tree-json/trace_20260115_12", "pi-session"})
        for (const auto& file : all)
            if (file.contains(QLatin1String(format))) {
                import({file});
                grab(QStringLiteral("run_") + QString::fromLatin1(format).section(QLatin1Char('/'), 0, 0));
            }
    if (auto* line = window.runPage()->findChild<IntegrityLine*>(); line && window.current()) {
        line->click();
        settle();
        if (auto* panel = window.runPage()->findChild<IntegrityPanel*>()) {
            panel->grab().save(QStringLiteral("%1/integrity_%2.png").arg(out, theme));
            panel->accept();
        }
    }
    QFile broken(home.filePath("broken.jsonl")), zipped(home.filePath("archive.jsonl"));
    if (broken.open(QIODevice::WriteOnly)) broken.write("{\"half\": ");
    if (zipped.open(QIODevice::WriteOnly)) zipped.write("PK\x03\x04zip");
    broken.close();
    zipped.close();
    import(all + QStringList{broken.fileName(), zipped.fileName()});
    grab(QStringLiteral("results"));
    // One that takes a while, for its bar.
    QFile big(home.filePath("big.jsonl"));
    QFile sample(all.filter(QStringLiteral("fast-rlm/oolong")).value(0));
    if (big.open(QIODevice::WriteOnly) && sample.open(QIODevice::ReadOnly)) {
        const auto bytes = sample.readAll();
        for (int i = 0; i < 200; ++i) big.write(bytes);
        big.close();
        window.importFiles({big.fileName()});
        waitUntil([&] { return window.importJob()->seconds() > 1.6 || !window.importJob()->isRunning(); });
        grab(QStringLiteral("progress"));
        window.importJob()->cancel();
        waitUntil([&] { return !window.importJob()->isRunning(); });
        settle();
    }
    import({zipped.fileName()});
    grab(QStringLiteral("refused"));
    return 0;
}
