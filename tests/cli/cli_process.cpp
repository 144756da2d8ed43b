#include "cli/cli_process.h"

#include <QJsonDocument>

namespace rlmscope::test {

CliProcess::CliProcess(const QStringList& arguments, const QStringList& environment) {
    auto env = QProcessEnvironment::systemEnvironment();
    for (const auto& entry : environment) {
        const auto equals = entry.indexOf('=');
        env.insert(entry.left(equals), entry.mid(equals + 1));
    }
    m_process.setProcessEnvironment(env);
    m_process.start(QStringLiteral(RLMSCOPE_BIN_DIR "/rlmscope-cli"), arguments);
    m_process.setReadChannel(QProcess::StandardError);
}

CliProcess::~CliProcess() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.kill();
    m_process.waitForFinished();
}

void CliProcess::signal(int number) {
    if (m_process.state() == QProcess::Running && pid() > 0) ::kill(pid(), number);
}

void CliProcess::write(const QByteArray& input) {
    m_process.write(input);
    while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten(60'000)) {}
}

bool CliProcess::waitForErr(const QByteArray& text) {
    while (!m_err.contains(text)) {
        const bool more = m_process.waitForReadyRead(60'000);
        m_err += m_process.readAllStandardError();
        if (!more) return m_err.contains(text);
    }
    return true;
}

CliResult CliProcess::finish() {
    CliResult result;
    const bool ended = m_process.waitForFinished(110'000);
    result.out = m_process.readAllStandardOutput();
    result.err = m_err + m_process.readAllStandardError();
    if (ended && m_process.exitStatus() == QProcess::NormalExit) result.code = m_process.exitCode();
    return result;
}

CliResult cli(const QStringList& arguments, const QByteArray& input, const QStringList& environment) {
    CliProcess process(arguments, environment);
    if (!input.isEmpty()) process.write(input);
    process.closeInput();
    return process.finish();
}

QString Workshop::write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

QString Workshop::script(const QString& name, const QJsonArray& rules, const QJsonObject& more) const {
    QJsonObject object = more;
    object["rules"] = rules;
    return "script:" + write(name, QJsonDocument(object).toJson());
}

QJsonObject rule(const QJsonObject& when, const QString& reply, const QJsonObject& more) {
    QJsonObject out = more;
    if (!when.isEmpty()) out["when"] = when;
    if (!reply.isEmpty()) out["reply"] = reply;
    return out;
}

QJsonObject usage(int input, int output) {
    return {{"usage", QJsonObject{{"input_tokens", input}, {"output_tokens", output}}}};
}

QString cell(const QString& code) { return "```repl\n" + code + "\n```"; }

QString answering(const QString& expression) {
    return "answer[\"content\"] = " + expression + "\nanswer[\"ready\"] = True";
}

QJsonObject answerRule(const QString& text) {
    return rule({{"role", "frame"}}, cell(answering("\"" + text + "\"")), usage(100, 20));
}

} // namespace rlmscope::test
