// rlmscope-keychain: one question to the system's keychain, as a line of JSON on standard input, and one answer, as a line
// of JSON on standard output. Started by keys/keychain.cpp; keys never appear in its arguments or its environment.
//
//   {"do":"service"}                          {"value":"Secret Service"}
//   {"do":"read","key":"NAME ORIGIN"}         {"value":"..."} or {"value":null}
//   {"do":"store","key":"...","value":"..."}  {"value":null}
//   {"do":"remove","key":"..."}               {"value":null}, also when there was none
//   anything that fails                       {"error":"no service" | "denied" | "failed", "detail":"..."}
#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusReply>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <cstdio>
#include <sys/prctl.h>

namespace {

QByteArray readAll() {
    QByteArray text;
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, stdin)) text.append(buffer, static_cast<qsizetype>(n));
    return text;
}

int answer(const QJsonObject& reply) {
    const QByteArray text = QJsonDocument(reply).toJson(QJsonDocument::Compact) + '\n';
    const bool written = std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout) == static_cast<std::size_t>(text.size());
    return written && std::fflush(stdout) == 0 ? 0 : 1;
}

int failed(const char* error, const QString& detail = {}) {
    return answer({{QStringLiteral("error"), QLatin1String(error)}, {QStringLiteral("detail"), detail}});
}

/// What answers on the session's bus, or would when it is called; empty = nothing.
QString service() {
    const auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return {};
    QStringList names = bus.interface()->registeredServiceNames().value();
    names += bus.interface()->activatableServiceNames().value();
    if (names.contains(QStringLiteral("org.freedesktop.secrets"))) return QStringLiteral("Secret Service");
    for (const char* name : {"org.kde.kwalletd6", "org.kde.kwalletd5", "org.kde.kwalletd"})
        if (names.contains(QLatin1String(name))) return QStringLiteral("KWallet");
    return {};
}

int run(QKeychain::Job& job, const QString& key, bool missingIsFine, const std::function<QJsonValue()>& value) {
    job.setAutoDelete(false);
    job.setInsecureFallback(false); // never a file of plain text
    job.setKey(key);
    QObject::connect(&job, &QKeychain::Job::finished, qApp, &QCoreApplication::quit);
    QTimer::singleShot(0, &job, [&job] { job.start(); });
    QCoreApplication::exec();
    switch (job.error()) {
    case QKeychain::NoError: return answer({{QStringLiteral("value"), value()}});
    case QKeychain::EntryNotFound:
        if (missingIsFine) return answer({{QStringLiteral("value"), QJsonValue::Null}});
        return failed("failed", job.errorString());
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied: return failed("denied", job.errorString());
    case QKeychain::NoBackendAvailable: return failed("no service", job.errorString());
    default: return failed("failed", job.errorString());
    }
}

} // namespace

int main(int argc, char** argv) {
    ::prctl(PR_SET_DUMPABLE, 0); // no core dump with a key in it, no debugger of somebody else's
    qunsetenv("QT_NO_GLIB");     // the Secret Service's library answers through GLib's main loop
    QCoreApplication app(argc, argv);
    const QJsonObject question = QJsonDocument::fromJson(readAll()).object();
    const QString what = question.value(QLatin1String("do")).toString(), key = question.value(QLatin1String("key")).toString();
    const QString name = QStringLiteral("RLMScope"), there = service();
    if (there.isEmpty()) return failed("no service");
    const auto nothing = [] { return QJsonValue(QJsonValue::Null); };
    if (what == QLatin1String("service")) return answer({{QStringLiteral("value"), there}});
    if (key.isEmpty()) return failed("failed", QStringLiteral("no key was named"));
    if (what == QLatin1String("read")) {
        QKeychain::ReadPasswordJob job(name);
        return run(job, key, true, [&job] { return QJsonValue(job.textData()); });
    }
    if (what == QLatin1String("store")) {
        QKeychain::WritePasswordJob job(name);
        job.setTextData(question.value(QLatin1String("value")).toString());
        return run(job, key, false, nothing);
    }
    if (what == QLatin1String("remove")) {
        QKeychain::DeletePasswordJob job(name);
        return run(job, key, true, nothing);
    }
    return failed("failed", QStringLiteral("an unknown question"));
}
