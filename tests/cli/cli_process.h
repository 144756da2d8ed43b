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
    explicit CliProcess(const QStringList& arguments, const QStringList& environment = {});
    ~CliProcess();

    pid_t pid() const { return static_cast<pid_t>(m_process.processId()); }
    /// Not when it has ended: kill(0) would reach us and everything around us.
    void signal(int number);
    bool running() const { return m_process.state() != QProcess::NotRunning; }
    void write(const QByteArray& input);
    void closeInput() { m_process.closeWriteChannel(); }
    /// Waits until standard error has said it.
    bool waitForErr(const QByteArray& text);
    QByteArray err() const { return m_err; }
    CliResult finish();

private:
    QProcess m_process;
    QByteArray m_err;
};

CliResult cli(const QStringList& arguments, const QByteArray& input = {}, const QStringList& environment = {});

/// A folder of the test's own, with a small context and scripts in it.
class Workshop {
public:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const;
    QString script(const QString& name, const QJsonArray& rules, const QJsonObject& more = {}) const;

private:
    QTemporaryDir m_folder;
};

QJsonObject rule(const QJsonObject& when, const QString& reply, const QJsonObject& more = {});
QJsonObject usage(int input, int output);
QString cell(const QString& code);
/// Code that ends the frame by the default protocol; `expression` is Python.
QString answering(const QString& expression);
/// A rule that makes the root answer at once.
QJsonObject answerRule(const QString& text);

} // namespace rlmscope::test
