// The window: rlmscope [demo [NAME]] [TRACE...] [LINK]
#include "app/language.h"
#include "app/main_window.h"
#include "app/preferences.h"
#include "app/run_launcher.h"
#include "app/session.h"
#include "app/settings_binder.h"
#ifdef RLMSCOPE_WITH_WEB
#include "views/web/report_page.h"
#endif
#ifdef RLMSCOPE_WITH_ENGINE
#include "app/live_run_control.h"
#include "keys/keychain.h"
#include "runner/machine_models.h"
#endif

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QTimer>

namespace {

/// Qt reads its scale when the application is made, so this one setting is read before.
void scaleAsSet() {
    const auto percent = QSettings(QStringLiteral("rlmscope"), QStringLiteral("rlmscope")).value(QStringLiteral("appearance/scale")).toInt();
    if (percent >= 100 && percent <= 300 && qEnvironmentVariableIsEmpty("QT_SCALE_FACTOR")) qputenv("QT_SCALE_FACTOR", QByteArray::number(percent / 100.0));
}

} // namespace

int main(int argc, char** argv) {
    using namespace rlmscope;
    scaleAsSet();
#ifdef RLMSCOPE_WITH_WEB
    registerReportScheme();
#endif
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts); // WebEngine, should it be wanted later
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope"));
    QApplication::setOrganizationName(QStringLiteral("rlmscope"));
    QApplication::setApplicationDisplayName(QStringLiteral("RLMScope"));
    QApplication::setApplicationVersion(QStringLiteral(RLMSCOPE_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::tr("A workbench for recursive language models."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption theme(QStringLiteral("theme"), QApplication::tr("light, dark, high-contrast or system."), QStringLiteral("name"));
    parser.addOption(theme);
    parser.addPositionalArgument(QStringLiteral("what"), QApplication::tr("Traces and logs to open, links to nodes (rlmscope://run/...), or: demo [NAME]"), QStringLiteral("[demo [NAME] | TRACE... | LINK]"));
    parser.process(app);

    auto choice = Settings().theme();
    const auto wanted = parser.value(theme);
    if (wanted == QLatin1String("light")) choice = ThemeChoice::Light;
    else if (wanted == QLatin1String("dark")) choice = ThemeChoice::Dark;
    else if (wanted == QLatin1String("high-contrast")) choice = ThemeChoice::HighContrast;
    else if (wanted == QLatin1String("system")) choice = ThemeChoice::System;

#ifdef RLMSCOPE_WITH_ENGINE
    // The window may stand still for a moment, not until somebody has found a password.
    setMachineKeyStore(systemKeychain(), 2'000'000'000);
#endif

    int code = 0;
    auto arguments = parser.positionalArguments();
    bool again = false;
    do { // once, and once more for each change of the language or the fonts
        SettingsBinder::applyAppearance();
        Theme::install(app, again ? Theme::instance().choice() : choice);
        installLanguage(Preferences().text("appearance/language"));
        MainWindow window(makeRunLauncher());
        window.show();
        QTimer::singleShot(0, &window, [&window, again, arguments]() mutable {
            window.useSession(SessionFile::standardPath(), again);
            if (!arguments.isEmpty() && arguments.first() == QLatin1String("demo") && !QFileInfo::exists(QStringLiteral("demo")))
                return window.runExample(arguments.value(1, QStringLiteral("demo")));
            QStringList files;
            for (const auto& what : arguments) {
                if (what.startsWith(QLatin1String("rlmscope://"))) window.openLink(what);
                else files << what;
            }
            window.openFiles(files);
        });
        code = QApplication::exec();
        again = true;
        arguments.clear();
    } while (code == MainWindow::RebuildCode);
#ifdef RLMSCOPE_WITH_ENGINE
    LiveRunControl::waitForAll();
#endif
    return code;
}
