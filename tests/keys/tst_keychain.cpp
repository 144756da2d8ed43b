// The keychain: programs that answer wrongly stand in for rlmscope-keychain, and a real Secret Service on a bus of its own.
#include "keys/keychain.h"
#include "runner/machine_models.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <sys/stat.h>

using namespace rlmscope;

namespace {
constexpr const char* Origin = "https://api.example.com";

bool contains(const std::string& text, const std::string& what) {
    if (text.find(what) != std::string::npos) return true;
    qWarning("\"%s\" is not in \"%s\"", what.c_str(), text.c_str());
    return false;
}
} // namespace

class TestKeychain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answers();
    void strangeAnswers_data();
    void strangeAnswers();
    void noProgram();
    void patience();
    void questionsAreNoArguments();
    void noBus();
    void secretService();

private:
    std::shared_ptr<KeyStore> saying(const std::string& script, Nanos patience = 20'000'000'000) {
        const std::string program = m_folder.filePath(QString::number(++m_count)).toStdString();
        std::ofstream(program) << "#!/bin/sh\n" << script << "\n";
        ::chmod(program.c_str(), 0700);
        return systemKeychain({program, patience});
    }
    QTemporaryDir m_folder;
    int m_count = 0;
};

void TestKeychain::answers() {
    const auto there = saying(R"(cat >/dev/null; printf '%s' '{"value":" sk-1\n"}')");
    QCOMPARE(there->read("N", Origin)->value(), std::string("sk-1"));
    const auto none = saying(R"(cat >/dev/null; echo '{"value":null}')");
    QVERIFY(!none->read("N", Origin)->has_value());
    QVERIFY(none->store("N", Origin, "k").ok() && none->remove("N", Origin).ok());
    const auto named = saying(R"(cat >/dev/null; echo '{"value":"Secret Service"}')");
    QCOMPARE(*named->service(), std::string("Secret Service"));
    const auto absent = saying(R"(cat >/dev/null; echo '{"error":"no service","detail":""}')");
    QVERIFY(contains(absent->read("N", Origin).error().message, "No keychain service answers on this computer."));
    const auto denied = saying(R"(cat >/dev/null; echo '{"error":"denied"}')");
    QVERIFY(contains(denied->store("N", Origin, "k").error().message, "not unlocked"));
    const auto broken = saying(R"(cat >/dev/null; echo '{"error":"failed","detail":"disk full"}')");
    QVERIFY(contains(broken->remove("N", Origin).error().message, "could not do it: disk full."));
}

void TestKeychain::strangeAnswers_data() {
    QTest::addColumn<QString>("script");
    QTest::newRow("nothing") << "exit 0";
    QTest::newRow("crash") << "kill -SEGV $$";
    QTest::newRow("closes at once") << "exec 0<&- 1>&-; exit 1";
    QTest::newRow("text") << "cat >/dev/null; echo hello";
    QTest::newRow("number") << R"(cat >/dev/null; echo '{"value":7}')";
    QTest::newRow("list") << "cat >/dev/null; echo '[]'";
    QTest::newRow("cut") << R"(cat >/dev/null; printf '{"value":"sk-')";
    QTest::newRow("endless") << "cat >/dev/null; yes";
}

void TestKeychain::strangeAnswers() {
    QFETCH(QString, script);
    const auto store = saying(script.toStdString());
    QVERIFY(!store->read("N", Origin));
    QVERIFY(!store->service());
    QVERIFY(!store->store("N", Origin, std::string(1 << 20, 'k'))); // more than a socket holds
}

void TestKeychain::noProgram() {
    const auto missing = systemKeychain({"/nonexistent/rlmscope-keychain"});
    const auto read = missing->read("N", Origin);
    QVERIFY(!read && contains(read.error().message, "cannot be run"));
}

void TestKeychain::patience() {
    const auto slow = saying("sleep 100", 50'000'000);
    const auto read = slow->read("N", Origin);
    QVERIFY(!read && contains(read.error().message, "did not answer in time"));
}

void TestKeychain::questionsAreNoArguments() {
    const std::string seen = m_folder.filePath(QStringLiteral("seen")).toStdString();
    const auto store = saying("{ echo \"args: $*\"; env; } > " + seen + "; cat >> " + seen + ".in; echo '{\"value\":null}'");
    QVERIFY(store->store("MY_NAME", Origin, "sk-planted").ok());
    std::ifstream out(seen), in(seen + ".in");
    const std::string around{std::istreambuf_iterator<char>(out), {}}, question{std::istreambuf_iterator<char>(in), {}};
    QVERIFY(around.find("sk-planted") == std::string::npos && around.find("args: \n") == 0);
    QVERIFY(contains(question, "sk-planted") && contains(question, "MY_NAME https://api.example.com"));
}

void TestKeychain::noBus() {
    const std::string program = std::string(RLMSCOPE_BIN_DIR) + "/rlmscope-keychain";
    if (!QFile::exists(QString::fromStdString(program))) QSKIP("rlmscope-keychain is not part of this build");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const auto store = systemKeychain({program});
    const auto service = store->service();
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    QVERIFY(!service && contains(service.error().message, "No keychain service answers on this computer."));
}

void TestKeychain::secretService() {
    const std::string program = std::string(RLMSCOPE_BIN_DIR) + "/rlmscope-keychain";
    if (!QFile::exists(QString::fromStdString(program))) QSKIP("rlmscope-keychain is not part of this build");
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty() ||
        QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty())
        QSKIP("dbus-daemon or gnome-keyring-daemon is not installed");
    QProcess bus, keyring;
    bus.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
    QVERIFY(bus.waitForStarted() && bus.waitForReadyRead());
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus.readLine().trimmed());
    keyring.start(QStringLiteral("gnome-keyring-daemon"), {QStringLiteral("--unlock"), QStringLiteral("--foreground"), QStringLiteral("--components=secrets")});
    QVERIFY(keyring.waitForStarted());
    keyring.write("password"); // which it reads before it answers on the bus
    QVERIFY(keyring.waitForBytesWritten());
    keyring.closeWriteChannel();
    const auto stop = qScopeGuard([&] {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        for (QProcess* each : {&keyring, &bus}) {
            each->terminate();
            each->waitForFinished();
        }
    });

    const auto store = systemKeychain({program});
    QTRY_VERIFY(store->service().ok());
    QCOMPARE(*store->service(), std::string("Secret Service"));
    const Status kept = store->store("KEY", Origin, "sk-planted-\xC3\xA4");
    QVERIFY2(kept.ok(), kept ? "" : kept.error().text().c_str());
    QCOMPARE(store->read("KEY", Origin)->value(), std::string("sk-planted-\xC3\xA4"));
    QVERIFY(!store->read("KEY", "https://evil.example")->has_value());
    QVERIFY(!store->read("OTHER", Origin)->has_value());
    QVERIFY(store->store("KEY", Origin, "sk-second").ok());
    QCOMPARE(store->read("KEY", Origin)->value(), std::string("sk-second"));
    QVERIFY(store->remove("KEY", Origin).ok() && store->remove("KEY", Origin).ok());
    QVERIFY(!store->read("KEY", Origin)->has_value());

    // The whole way: kept for a provider, found for its requests, not in any file of ours.
    setMachineKeyStore(store);
    const ProviderEntry& openai = *builtInProvider("openai");
    QVERIFY(storeMachineKey(openai, "sk-planted-whole").ok());
    QCOMPARE(keyState(openai, *machineKeys()).place, KeyPlace::Keychain);
    QCOMPARE(machineKeys()->keyFor("OPENAI_API_KEY", "https://api.openai.com").value_or(""), std::string("sk-planted-whole"));
    QVERIFY(!machineKeys()->keyFor("OPENAI_API_KEY", "https://evil.example"));
    std::ifstream file(modelRegistryPath());
    const std::string written{std::istreambuf_iterator<char>(file), {}};
    QVERIFY(contains(written, "https://api.openai.com") && written.find("sk-planted") == std::string::npos);
    QVERIFY(*forgetMachineKey(openai));
    QVERIFY(!machineKeys()->keyFor("OPENAI_API_KEY", "https://api.openai.com"));
    setMachineKeyStore(nullptr);
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
