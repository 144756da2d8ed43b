// What was open is open again: after closing, after kill -9 of the program itself, and never in a loop of crashes.
#include "app/session.h"
#include "app/preferences.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <sys/types.h>

using namespace rlmscope;

namespace {

SessionState sample() {
    SessionState state;
    state.place = QStringLiteral("run");
    state.geometry = QByteArray("\x01\x02\xff geometry", 12);
    state.layout = "layout";
    state.runs = {{QStringLiteral("/a/one.rlmscope"), QStringLiteral("00000000000000000000000000000001"), 18'000'000'000'000'000'000ULL, QStringLiteral("labels"), 0},
                  {QStringLiteral("/a/zwei ü.rlmscope"), QStringLiteral("00000000000000000000000000000002"), 0, {}, 41}};
    state.current = 0;
    return state;
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    QString path() const { return m_dir.filePath(QLatin1String(QTest::currentTestFunction()) + QStringLiteral("/session.json")); }

private Q_SLOTS:
    void roundTrip() {
        int attempts = 0;
        bool closed = false;
        QString problem;
        const auto back = SessionFile::fromJson(SessionFile::toJson(sample(), 1, true), &attempts, &closed, &problem);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(back == sample());
        QCOMPARE(attempts, 1);
        QVERIFY(closed);
    }

    void damagedFilesAreSaidAndLeaveNothing_data() {
        QTest::addColumn<QByteArray>("text");
        const auto whole = SessionFile::toJson(sample(), 0, true);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << whole.left(whole.size() / 2);
        QTest::newRow("binary") << QByteArray(400, '\xfe');
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("another version") << QByteArray(R"({"version": 99, "runs": []})");
    }
    void damagedFilesAreSaidAndLeaveNothing() {
        QFETCH(QByteArray, text);
        int attempts = 0;
        bool closed = false;
        QString problem;
        const auto state = SessionFile::fromJson(text, &attempts, &closed, &problem);
        QVERIFY(!problem.isEmpty());
        QVERIFY(state == SessionState());
    }

    void wrongFieldsAreLeftOut() {
        int attempts = 0;
        bool closed = false;
        QString problem;
        const auto state = SessionFile::fromJson(R"({"version": 1, "current": 1, "attempts": -4, "runs": [{"path": 7}, {"path": "/x", "node": "no number"}, 3], "place": []})",
                                                 &attempts, &closed, &problem);
        QVERIFY(problem.isEmpty());
        QCOMPARE(state.runs.size(), 1);
        QCOMPARE(state.runs[0].path, QStringLiteral("/x"));
        QCOMPARE(state.runs[0].node, 0ULL);
        QCOMPARE(state.current, 0); // it pointed at /x
        QCOMPARE(attempts, 0);
    }

    void closingIsNotACrash() {
        {
            SessionFile file(path());
            QVERIFY(file.isMine());
            QVERIFY(!file.begin().found);
            QVERIFY(file.close(sample()));
        }
        {
            SessionFile file(path());
            const auto start = file.begin();
            QVERIFY(start.found && !start.crashed && !start.givenUp);
            QVERIFY(start.state == sample());
            file.settled();
            QVERIFY(file.write(sample()));
        } // no close(): the process died
        SessionFile file(path());
        QVERIFY(file.begin().crashed);
    }

    void aCrashWhileOpeningDoesNotLoop() {
        {
            SessionFile file(path());
            file.close(sample());
        }
        for (int attempt = 0; attempt < SessionFile::MaxAttempts; ++attempt) {
            SessionFile file(path());
            const auto start = file.begin();
            QVERIFY(start.found && !start.givenUp);
            file.write(SessionState()); // what is half open must not make it look well
        }
        SessionFile file(path());
        const auto start = file.begin();
        QVERIFY(start.givenUp);
        QVERIFY(QFile::exists(path() + ".failed"));
        QVERIFY(file.write(sample()));
        file.settled();
    }

    void aSecondWindowLeavesItAlone() {
        SessionFile first(path());
        first.write(sample());
        SessionFile second(path());
        QVERIFY(!second.isMine());
        QVERIFY(!second.begin().found);
        QVERIFY(!second.write(SessionState()));
        second.forget();
        QVERIFY(QFile::exists(path()));
    }

    void settingsKeepWhatIsAllowedOnly() {
        QSettings().clear();
        Preferences preferences;
        for (const auto& key : Preferences::keys()) QCOMPARE(preferences.get(key), Preferences::standard(key));
        preferences.set("appearance/theme", "dark");
        preferences.set("appearance/ui_size", 15);
        preferences.set("budgets/usd", 1.25);
        preferences.set("session/restore", false);
        preferences.set("appearance/language", "fr");       // not spoken
        preferences.set("appearance/code_size", 4000);      // out of range
        preferences.set("keys/openai", "sk-secret");        // no setting
        QSettings stored;
        stored.setValue("budgets/turns", "many");           // written by hand
        stored.setValue("budgets/at_limit", "explode");
        stored.sync();
        const Preferences again;
        QCOMPARE(again.text("appearance/theme"), QStringLiteral("dark"));
        QCOMPARE(again.number("appearance/ui_size"), 15);
        QCOMPARE(again.real("budgets/usd"), 1.25);
        QVERIFY(!again.on("session/restore"));
        QCOMPARE(again.text("appearance/language"), QString());
        QCOMPARE(again.number("appearance/code_size"), 0);
        QCOMPARE(again.number("budgets/turns"), 30);
        QCOMPARE(again.text("budgets/at_limit"), QStringLiteral("finish"));
        QVERIFY(!stored.contains("keys/openai"));
        preferences.set("appearance/theme", Preferences::standard("appearance/theme"));
        QVERIFY2(!QSettings().contains("appearance/theme"), "a default is stored as nothing");
        QSettings().clear();
    }

    // The program itself, started, killed and started again with the same home.
    void theProgramSurvivesKill9() {
        const auto program = QStringLiteral(RLMSCOPE_BIN_DIR "/rlmscope");
        if (!QFile::exists(program)) QSKIP("the program is not built");
        QTemporaryDir home;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", home.path());
        for (const char* name : {"DATA", "CONFIG", "CACHE"}) environment.insert(QStringLiteral("XDG_%1_HOME").arg(QLatin1String(name)), home.filePath(QString::fromLatin1(name).toLower()));
        environment.insert("RLMSCOPE_WORKER", QStringLiteral(RLMSCOPE_BIN_DIR "/rlmscope-worker"));
        const auto session = home.filePath("config/rlmscope/session.json");
        const auto state = [&] {
            QFile file(session);
            return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
        };
        const auto runs = [&] { return static_cast<int>(state()["runs"].toArray().size()); };
        const auto start = [&](QProcess& process, const QStringList& arguments) {
            process.setProcessEnvironment(environment);
            process.start(program, arguments);
            return process.waitForStarted(20000);
        };
        {
            QProcess first;
            QVERIFY(start(first, {"demo", "harbour"}));
            QTRY_COMPARE_WITH_TIMEOUT(runs(), 1, 60000);
            QTRY_VERIFY_WITH_TIMEOUT(!state()["runs"].toArray()[0].toObject()["node"].toString().isEmpty(), 60000);
            ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
            QVERIFY(first.waitForFinished(20000));
        }
        QVERIFY(!state()["closed"].toBool());
        const auto trace = state()["runs"].toArray()[0].toObject()["path"].toString();
        QVERIFY2(QFile::exists(trace), qPrintable(trace));
        {
            QProcess second;
            QVERIFY(start(second, {}));
            QTRY_VERIFY_WITH_TIMEOUT(state()["attempts"].toInt() == 1 || runs() == 1, 30000);
            // Opened, and alive for a while: the attempt is over.
            QTRY_VERIFY_WITH_TIMEOUT(state()["attempts"].toInt() == 0, 60000);
            QTRY_COMPARE_WITH_TIMEOUT(runs(), 1, 20000);
            QCOMPARE(state()["runs"].toArray()[0].toObject()["path"].toString(), trace);
            ::kill(static_cast<pid_t>(second.processId()), SIGKILL);
            QVERIFY(second.waitForFinished(20000));
        }
        // Killed twice while it opens: the third start leaves it closed, and lives.
        QFile file(session);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto failing = QJsonDocument::fromJson(file.readAll()).object();
        file.close();
        failing["attempts"] = SessionFile::MaxAttempts;
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(failing).toJson());
        file.close();
        QProcess third;
        QVERIFY(start(third, {}));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(session + ".failed"), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(session) && runs() == 0, 30000);
        QCOMPARE(third.state(), QProcess::Running);
        ::kill(static_cast<pid_t>(third.processId()), SIGKILL);
        QVERIFY(third.waitForFinished(20000));
    }
};

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName("rlmscope-test-session");
    QCoreApplication::setOrganizationName("rlmscope-test-session");
    TestSession test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_session.moc"
