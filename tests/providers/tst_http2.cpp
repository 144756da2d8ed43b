// HTTP/2 over TLS against a real server with a certificate authority of its own, and proxies between here and there.
#include "providers/transport.h"
#include "support/http_server.h"
#include "support/json.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <condition_variable>
#include <mutex>

using namespace rlmscope;
using namespace rlmscope::test;
using nlohmann::json;

class TestHttp2 : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void manyStreamsShareFewConnections();
    void aSlowStreamHoldsNobodyUp();
    void aCancelledStreamLeavesTheOthers();
    void anUnknownAuthorityIsAClearError();
    void authoritiesFromTheEnvironment();
    void proxiesCarryOnlyWhatIsEncrypted();
    void noProxyForThisComputer();
    void keysThroughAProxyInTheClearAreRefused();
};

namespace {
const char* const Variables[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "https_proxy", "http_proxy", "all_proxy", "no_proxy",
                                 "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"};
QString python;
std::unique_ptr<QTemporaryDir> folder;
QString problem; ///< why there is no server

QByteArray tool(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(folder->path());
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) return process.readAllStandardError() + "\n" + process.errorString().toUtf8();
    return {};
}

/// A program that prints its port.
class Server {
public:
    Server(const QString& script, const QStringList& arguments) {
        process.start(python, QStringList{QStringLiteral(RLMSCOPE_SOURCE_DIR "/tests/support/") + script} + arguments);
        process.waitForReadyRead(30'000);
        port = process.readLine().trimmed().toInt();
        if (port == 0) qFatal("%s did not start: %s", qPrintable(script), process.readAllStandardError().constData());
    }
    ~Server() {
        process.kill();
        process.waitForFinished();
    }
    QProcess process;
    int port = 0;
};
struct H2Server : Server {
    explicit H2Server(int mostStreams = 100)
        : Server(QStringLiteral("h2_server.py"), {folder->filePath("server.pem"), folder->filePath("server.key"), QString::number(mostStreams)}) {}
    std::string at(const std::string& host, const std::string& path) const { return "https://" + host + ":" + std::to_string(port) + path; }
    std::string at(const std::string& path) const { return at("127.0.0.1", path); }
};
struct Proxy : Server {
    Proxy() : Server(QStringLiteral("proxy.py"), {folder->filePath("proxy.log")}) { QFile::remove(folder->filePath("proxy.log")); }
    QByteArray url() const { return "http://user:proxy-secret@127.0.0.1:" + QByteArray::number(port); }
    static QByteArray log() {
        QFile file(folder->filePath("proxy.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

/// One request and what came of it.
class Fetch {
public:
    Fetch(Transport& transport, std::string url, bool post = true, std::string bearer = {}) {
        HttpRequest request;
        request.method = post ? "POST" : "GET";
        request.url = std::move(url);
        request.bearer = std::move(bearer);
        if (post) request.body = "{\"q\":1}";
        HttpListener listener;
        listener.head = [s = m_state](int status, const HttpHeaders&) {
            const std::lock_guard lock(s->mutex);
            s->status = status;
        };
        listener.data = [s = m_state](std::string_view bytes) {
            const std::lock_guard lock(s->mutex);
            s->body += bytes;
            s->changed.notify_all();
            return true;
        };
        listener.end = [s = m_state](HttpEnd end) {
            const std::lock_guard lock(s->mutex);
            s->end = std::move(end);
            s->changed.notify_all();
        };
        transport.start(std::move(request), m_cancel.token(), std::move(listener));
    }
    HttpEnd wait() {
        std::unique_lock lock(m_state->mutex);
        if (!m_state->changed.wait_for(lock, std::chrono::seconds(60), [&] { return m_state->end.has_value(); })) qFatal("a request does not end");
        return *m_state->end;
    }
    std::string body() {
        wait();
        return m_state->body;
    }
    void waitForData() {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait(lock, [&] { return !m_state->body.empty() || m_state->end; });
    }
    bool ended() {
        const std::lock_guard lock(m_state->mutex);
        return m_state->end.has_value();
    }
    void cancel() { m_cancel.cancel(); }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        int status = 0;
        std::string body;
        std::optional<HttpEnd> end;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
    CancelSource m_cancel;
};

json stats(Transport& transport, const H2Server& server) {
    return test::parsed(Fetch(transport, server.at("/stats"), false).body());
}
bool whole(const std::string& body) {
    return body.find("[DONE]") != std::string::npos;
}
} // namespace

void TestHttp2::initTestCase() {
    python = QFile::exists(QStringLiteral("/usr/bin/python3")) ? QStringLiteral("/usr/bin/python3") : QStandardPaths::findExecutable("python3");
    folder = std::make_unique<QTemporaryDir>();
    const QString openssl = QStandardPaths::findExecutable("openssl");
    if (openssl.isEmpty()) problem = QStringLiteral("openssl is not installed, which makes the certificates");
    else if (!tool(python, {"-c", "import h2"}).isEmpty()) problem = QStringLiteral("python3-h2 is not installed, which the server needs");
    if (!problem.isEmpty()) QSKIP(qPrintable(problem));
    // A certificate authority that lives as long as this test.
    const QByteArray error =
        tool(openssl, {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Throw-away CA", "-days", "2"}) +
        tool(openssl, {"req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server"});
    QVERIFY2(error.isEmpty(), error.constData());
    QFile names(folder->filePath("names"));
    QVERIFY(names.open(QIODevice::WriteOnly));
    names.write("subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:models.example.test\n");
    names.close();
    const QByteArray made = tool(openssl, {"x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                                           "-extfile", "names", "-out", "server.pem"});
    QVERIFY2(made.isEmpty(), made.constData());
}

void TestHttp2::init() {
    if (!problem.isEmpty()) QSKIP(qPrintable(problem));
    cleanup();
    qputenv("SSL_CERT_FILE", folder->filePath("ca.pem").toUtf8());
}

void TestHttp2::cleanup() {
    for (const char* variable : Variables) qunsetenv(variable);
}

void TestHttp2::manyStreamsShareFewConnections() {
    H2Server server(100);
    Transport transport;
    QVERIFY(whole(Fetch(transport, server.at("/reply")).body()));
    for (int round = 0; round < 3; ++round) {
        // Nothing is answered before all are there.
        std::vector<std::unique_ptr<Fetch>> crowd;
        for (int i = 0; i < 300; ++i) crowd.push_back(std::make_unique<Fetch>(transport, server.at("/crowd?300")));
        for (const auto& each : crowd) {
            const HttpEnd end = each->wait();
            QVERIFY2(end.cause == HttpEndCause::Done, end.detail.c_str());
            QVERIFY(whole(each->body()));
        }
    }
    const json seen = stats(transport, server);
    qInfo("%d connections, at most %d streams on one", seen["connections"].get<int>(), seen["most_streams"].get<int>());
    QVERIFY(seen["connections"].get<int>() <= 10);
    QVERIFY(seen["connections"].get<int>() >= 3); // the server takes 100 on each
    QVERIFY(seen["most_streams"].get<int>() > 20);
    QCOMPARE(seen["resets"].get<int>(), 0);
}

void TestHttp2::aSlowStreamHoldsNobodyUp() {
    H2Server server(100);
    Transport transport;
    Fetch slow(transport, server.at("/hold"));
    slow.waitForData();
    for (int i = 0; i < 50; ++i) QVERIFY(whole(Fetch(transport, server.at("/reply")).body()));
    QVERIFY(!slow.ended());
    QCOMPARE(stats(transport, server)["connections"].get<int>(), 1); // on the same connection as the slow one
    Fetch(transport, server.at("/release"), false).wait();
    QVERIFY(slow.wait().cause == HttpEndCause::Done && whole(slow.body()));
}

void TestHttp2::aCancelledStreamLeavesTheOthers() {
    H2Server server(100);
    Transport transport;
    std::vector<std::unique_ptr<Fetch>> held;
    for (int i = 0; i < 20; ++i) held.push_back(std::make_unique<Fetch>(transport, server.at("/hold")));
    for (const auto& each : held) each->waitForData();
    const int connections = stats(transport, server)["connections"].get<int>();
    held[7]->cancel();
    QVERIFY(held[7]->wait().cause == HttpEndCause::Cancelled);
    QVERIFY(whole(Fetch(transport, server.at("/reply")).body()));
    QTRY_COMPARE(stats(transport, server)["resets"].get<int>(), 1); // the server stops working on it
    Fetch(transport, server.at("/release"), false).wait();
    for (std::size_t i = 0; i < held.size(); ++i)
        if (i != 7) QVERIFY(held[i]->wait().cause == HttpEndCause::Done && whole(held[i]->body()));
    QCOMPARE(stats(transport, server)["connections"].get<int>(), connections);
}

void TestHttp2::anUnknownAuthorityIsAClearError() {
    H2Server server;
    qunsetenv("SSL_CERT_FILE");
    Transport transport;
    Fetch fetch(transport, server.at("/reply"), true, "sk-never-sent");
    const HttpEnd end = fetch.wait();
    QVERIFY(end.cause == HttpEndCause::Tls && !end.sent && end.status == 0);
    QVERIFY2(end.detail.find("certificate") != std::string::npos, end.detail.c_str());
    qputenv("SSL_CERT_FILE", folder->filePath("nothing.pem").toUtf8());
    Fetch missing(transport, server.at("/reply"));
    QVERIFY(missing.wait().cause == HttpEndCause::Tls);
    // A name that the certificate does not have.
    qputenv("SSL_CERT_FILE", folder->filePath("ca.pem").toUtf8());
    Fetch other(transport, server.at("wrong.localhost", "/reply"));
    const HttpEnd named = other.wait();
    QVERIFY2(named.cause == HttpEndCause::Tls || named.cause == HttpEndCause::NoHost, named.detail.c_str());
    QCOMPARE(stats(transport, server)["keys"].size(), std::size_t(1)); // only this last question came through
}

void TestHttp2::authoritiesFromTheEnvironment() {
    H2Server server;
    for (const char* variable : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
        cleanup();
        qputenv(variable, folder->filePath("ca.pem").toUtf8());
        Transport transport;
        QVERIFY2(whole(Fetch(transport, server.at("localhost", "/reply")).body()), variable);
    }
}

void TestHttp2::proxiesCarryOnlyWhatIsEncrypted() {
    H2Server server;
    Proxy proxy;
    qputenv("https_proxy", proxy.url());
    Transport transport;
    std::vector<std::unique_ptr<Fetch>> crowd;
    for (int i = 0; i < 50; ++i)
        crowd.push_back(std::make_unique<Fetch>(transport, server.at("models.example.test", "/crowd?50"), true, "sk-secret-of-the-model"));
    for (const auto& each : crowd) {
        const HttpEnd end = each->wait();
        QVERIFY2(end.cause == HttpEndCause::Done && whole(each->body()), end.detail.c_str());
    }
    const QByteArray log = Proxy::log();
    QVERIFY(log.contains("CONNECT models.example.test:" + QByteArray::number(server.port)));
    QVERIFY(!log.contains("sk-secret") && !log.contains("Bearer"));
    QVERIFY(log.contains("Proxy-Authorization: Basic")); // its own password is for the proxy
    QVERIFY(log.count("CONNECT ") <= 10);
    QCOMPARE(stats(transport, server)["keys"][0].get<std::string>(), std::string("Bearer sk-secret-of-the-model"));
    // Where the variable says so, it is left out; nothing resolves this name then.
    qputenv("no_proxy", "models.example.test");
    Transport fresh;
    QVERIFY(Fetch(fresh, server.at("models.example.test", "/reply")).wait().cause == HttpEndCause::NoHost);
}

void TestHttp2::noProxyForThisComputer() {
    H2Server server;
    Proxy proxy;
    for (const char* variable : {"https_proxy", "http_proxy", "all_proxy"}) qputenv(variable, proxy.url());
    Transport transport;
    for (const char* host : {"127.0.0.1", "localhost"}) QVERIFY(whole(Fetch(transport, server.at(host, "/reply")).body()));
    QCOMPARE(Proxy::log(), QByteArray());
}

void TestHttp2::keysThroughAProxyInTheClearAreRefused() {
    HttpServer plain([](const HttpCall&) { return answerWith(httpResponse(200, "{\"from\":\"plain\"}")); });
    Proxy proxy;
    qputenv("http_proxy", proxy.url());
    Transport transport;
    const std::string url = "http://models.example.test:" + std::to_string(plain.port()) + "/v1";
    Fetch key(transport, url, true, "sk-in-the-clear");
    QVERIFY(key.wait().cause == HttpEndCause::Invalid);
    QCOMPARE(Proxy::log(), QByteArray());
    Fetch open(transport, url); // without a key it is nobody's secret
    QVERIFY(open.body().find("plain") != std::string::npos);
    QVERIFY(Proxy::log().contains("POST http://models.example.test"));
}

QTEST_GUILESS_MAIN(TestHttp2)
#include "tst_http2.moc"
