// The window: rlmscope [demo [NAME]] [TRACE...]
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "views/english.h"
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

int main(int argc, char** argv) {
    using namespace rlmscope;
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
    parser.addPositionalArgument(QStringLiteral("what"), QApplication::tr("Traces to open, or: demo [NAME]"), QStringLiteral("[demo [NAME] | TRACE...]"));
    parser.process(app);

    auto choice = Settings().theme();
    const auto wanted = parser.value(theme);
    if (wanted == QLatin1String("light")) choice = ThemeChoice::Light;
    else if (wanted == QLatin1String("dark")) choice = ThemeChoice::Dark;
    else if (wanted == QLatin1String("high-contrast")) choice = ThemeChoice::HighContrast;
    else if (wanted == QLatin1String("system")) choice = ThemeChoice::System;
    Theme::install(app, choice);
    installEnglishPlurals();

#ifdef RLMSCOPE_WITH_ENGINE
    // The window may stand still for a moment, not until somebody has found a password.
    setMachineKeyStore(systemKeychain(), 2'000'000'000);
#endif

    int code = 0;
    {
        MainWindow window(makeRunLauncher());
        window.show();
        auto arguments = parser.positionalArguments();
        QTimer::singleShot(0, &window, [&window, arguments]() mutable {
            if (!arguments.isEmpty() && arguments.first() == QLatin1String("demo") && !QFileInfo::exists(QStringLiteral("demo")))
                return window.runExample(arguments.value(1, QStringLiteral("demo")));
            for (const auto& path : arguments) window.openTrace(path);
        });
        code = QApplication::exec();
    }
#ifdef RLMSCOPE_WITH_ENGINE
    LiveRunControl::waitForAll();
#endif
    return code;
}
