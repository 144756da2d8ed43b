#include "app/session.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSettings>

namespace rlmscope {
namespace {

constexpr int Version = 1;
constexpr qint64 MaxBytes = 1'000'000;

} // namespace

QString SessionFile::standardPath() { return QFileInfo(QSettings().fileName()).path() + QStringLiteral("/session.json"); }

SessionFile::SessionFile(const QString& path) : m_path(path) {
    QDir().mkpath(QFileInfo(path).path());
    m_lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
    m_lock->setStaleLockTime(0); // stale only when its process is gone, which Qt looks up
    m_mine = m_lock->tryLock(0);
}

SessionFile::~SessionFile() = default;

QByteArray SessionFile::toJson(const SessionState& state, int attempts, bool closed) {
    QJsonArray runs;
    for (const auto& run : state.runs) {
        QJsonObject entry{{QStringLiteral("path"), run.path}, {QStringLiteral("run"), run.run}};
        // As text: a JSON number holds 53 bits.
        if (run.node) entry[QStringLiteral("node")] = QString::number(run.node);
        if (run.moment) entry[QStringLiteral("moment")] = QString::number(run.moment);
        if (!run.value.isEmpty()) entry[QStringLiteral("value")] = run.value;
        runs.append(entry);
    }
    const QJsonObject all{{QStringLiteral("version"), Version}, {QStringLiteral("place"), state.place}, {QStringLiteral("runs"), runs},
                          {QStringLiteral("current"), state.current}, {QStringLiteral("geometry"), QString::fromLatin1(state.geometry.toBase64())},
                          {QStringLiteral("layout"), QString::fromLatin1(state.layout.toBase64())}, {QStringLiteral("attempts"), attempts},
                          {QStringLiteral("closed"), closed}};
    return QJsonDocument(all).toJson();
}

SessionState SessionFile::fromJson(const QByteArray& text, int* attempts, bool* closed, QString* problem) {
    SessionState state;
    *attempts = 0;
    *closed = false;
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject()) {
        *problem = tr("The file of the last session is damaged: %1.").arg(error.errorString());
        return state;
    }
    const auto all = document.object();
    if (all[QStringLiteral("version")].toInt() != Version) {
        *problem = tr("The last session was written by another version.");
        return state;
    }
    *attempts = std::max(0, all[QStringLiteral("attempts")].toInt());
    *closed = all[QStringLiteral("closed")].toBool();
    state.place = all[QStringLiteral("place")].toString();
    state.geometry = QByteArray::fromBase64(all[QStringLiteral("geometry")].toString().toLatin1());
    state.layout = QByteArray::fromBase64(all[QStringLiteral("layout")].toString().toLatin1());
    int current = all[QStringLiteral("current")].toInt(-1);
    const auto runs = all[QStringLiteral("runs")].toArray();
    for (int i = 0; i < runs.size() && state.runs.size() < MaxRuns; ++i) {
        const auto entry = runs[i].toObject();
        SessionRun run{entry[QStringLiteral("path")].toString(), entry[QStringLiteral("run")].toString(), entry[QStringLiteral("node")].toString().toULongLong(),
                       entry[QStringLiteral("value")].toString(), entry[QStringLiteral("moment")].toString().toULongLong()};
        if (run.path.isEmpty()) {
            if (current > state.runs.size()) --current;
            continue;
        }
        state.runs.push_back(run);
    }
    state.current = current >= 0 && current < state.runs.size() ? current : -1;
    return state;
}

SessionFile::Start SessionFile::begin() {
    Start start;
    if (!m_mine) return start;
    QFile file(m_path);
    if (!file.exists()) return start;
    if (!file.open(QIODevice::ReadOnly)) {
        start.problem = tr("The last session could not be read: %1.").arg(file.errorString());
        return start;
    }
    bool closed = false;
    start.state = fromJson(file.read(MaxBytes), &m_attempts, &closed, &start.problem);
    file.close();
    if (!start.problem.isEmpty()) return start;
    start.found = true;
    start.crashed = !closed;
    if (m_attempts >= MaxAttempts) {
        start.givenUp = true;
        QFile::remove(m_path + QStringLiteral(".failed"));
        QFile::rename(m_path, m_path + QStringLiteral(".failed"));
        m_attempts = 0;
        return start;
    }
    ++m_attempts;
    m_last = start.state;
    save(m_last, false);
    return start;
}

void SessionFile::settled() {
    m_attempts = 0;
    save(m_last, false);
}

bool SessionFile::write(const SessionState& state) {
    if (!m_mine) return false;
    if (state == m_last) return true;
    m_last = state;
    return save(state, false);
}

bool SessionFile::close(const SessionState& state) {
    m_attempts = 0;
    m_last = state;
    return save(state, true);
}

void SessionFile::forget() {
    if (!m_mine) return;
    m_last = {};
    QFile::remove(m_path);
    QFile::remove(m_path + QStringLiteral(".failed"));
}

bool SessionFile::save(const SessionState& state, bool closed) {
    if (!m_mine) return false;
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly)) return false;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(toJson(state, m_attempts, closed));
    return file.commit();
}

} // namespace rlmscope
