#pragma once
// The real rlmscope-cli as a process: arguments in, exit code and both outputs out.
#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/types.h>

namespace rlmscope::test {

struct CliResult {
    int code = -1; ///< -1: it crashed or did not end
    QByteArray out, err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// For QVERIFY2: everything that helps to understand a failure.
    QByteArray all() const { return "exit " + QByteArray::number(code) + "\n-- out\n" + out + "\n-- err\n" + err; }
};

class CliProcess {
public:
    explicit CliProcess(const QStringList& arguments, const QStringList& environment = {}) {
        auto env = QProcessEnvironment::systemEnvironment();
        for (const auto& entry : environment) {
            const auto equals = entry.indexOf('=');
            env.insert(entry.left(equals), entry.mid(equals + 1));
        }
        m_process.setProcessEnvironment(env);
        m_process.start(QStringLiteral(RLMSCOPE_BIN_DIR "/rlmscope-cli"), arguments);
        m_process.setReadChannel(QProcess::StandardError);
    }
    ~CliProcess() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.kill();
        m_process.waitForFinished();
    }

    pid_t pid() const { return static_cast<pid_t>(m_process.processId()); }
    /// Not when it has ended: kill(0) would reach us and everything around us.
    void signal(int number) {
        if (m_process.state() == QProcess::Running && pid() > 0) ::kill(pid(), number);
    }
    bool running() const { return m_process.state() != QProcess::NotRunning; }
    void write(const QByteArray& input) {
        m_process.write(input);
        while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten(60'000)) {}
    }
    void closeInput() { m_process.closeWriteChannel(); }
    /// Waits until standard error has said it.
    bool waitForErr(const QByteArray& text) {
        while (!m_err.contains(text)) {
            const bool more = m_process.waitForReadyRead(60'000);
            m_err += m_process.readAllStandardError();
            if (!more) return m_err.contains(text);
        }
        return true;
    }
    QByteArray err() const { return m_err; }
    CliResult finish() {
        CliResult result;
        const bool ended = m_process.waitForFinished(110'000);
        result.out = m_process.readAllStandardOutput();
        result.err = m_err + m_process.readAllStandardError();
        if (ended && m_process.exitStatus() == QProcess::NormalExit) result.code = m_process.exitCode();
        return result;
    }

private:
    QProcess m_process;
    QByteArray m_err;
};

inline CliResult cli(const QStringList& arguments, const QByteArray& input = {}, const QStringList& environment = {}) {
    CliProcess process(arguments, environment);
    if (!input.isEmpty()) process.write(input);
    process.closeInput();
    return process.finish();
}

/// A folder of the test's own, with a small context and scripts in it.
class Workshop {
public:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }
    QString script(const QString& name, const QJsonArray& rules, const QJsonObject& more = {}) const {
        QJsonObject object = more;
        object["rules"] = rules;
        return "script:" + write(name, QJsonDocument(object).toJson());
    }

private:
    QTemporaryDir m_folder;
};

inline QJsonObject rule(const QJsonObject& when, const QString& reply, const QJsonObject& more = {}) {
    QJsonObject out = more;
    if (!when.isEmpty()) out["when"] = when;
    if (!reply.isEmpty()) out["reply"] = reply;
    return out;
}
inline QJsonObject usage(int input, int output) {
    return {{"usage", QJsonObject{{"input_tokens", input}, {"output_tokens", output}}}};
}
inline QString cell(const QString& code) { return "```repl\n" + code + "\n```"; }
/// Code that ends the frame by the default protocol; `expression` is Python.
inline QString answering(const QString& expression) {
    return "answer[\"content\"] = " + expression + "\nanswer[\"ready\"] = True";
}
/// A rule that makes the root answer at once.
inline QJsonObject answerRule(const QString& text) {
    return rule({{"role", "frame"}}, cell(answering("\"" + text + "\"")), usage(100, 20));
}

} // namespace rlmscope::test
