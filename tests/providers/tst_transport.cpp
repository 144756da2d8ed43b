#include "providers/transport.h"
#include "support/http_server.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <condition_variable>
#include <mutex>

using namespace rlmscope;
using namespace rlmscope::test;

class TestTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void getsAndPosts();
    void connectionsAreReused();
    void informationalResponsesAreSkipped();
    void sizesAreBounded();
    void enoughIsEnough();
    void requestsThatCannotBeSent_data();
    void requestsThatCannotBeSent();
    void loopback();
    void proxiesAreNotForThisComputer();
    void destructionEndsWhatIsInFlight();
    void cancelledFromManyThreads();
    void malformedResponses_data();
    void malformedResponses();
    void certificates();
};

namespace {
struct Got {
    int status = 0;
    HttpHeaders headers;
    std::string body;
    HttpEnd end;
    int ends = 0;
};

class Fetch {
public:
    HttpListener listener(bool keepReading = true) {
        return {[s = m_state](int status, const HttpHeaders& headers) {
                    const std::lock_guard lock(s->mutex);
                    s->got.status = status;
                    s->got.headers = headers;
                },
                [s = m_state, keepReading](std::string_view bytes) {
                    const std::lock_guard lock(s->mutex);
                    s->got.body += bytes;
                    return keepReading;
                },
                [s = m_state](HttpEnd end) {
                    const std::lock_guard lock(s->mutex);
                    s->got.end = std::move(end);
                    ++s->got.ends;
                    s->changed.notify_all();
                }};
    }
    Got wait() {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait(lock, [&] { return m_state->got.ends > 0; });
        return m_state->got;
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        Got got;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

HttpRequest get(const std::string& url) {
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    return request;
}
Got fetch(HttpRequest request, Transport& transport = Transport::shared()) {
    Fetch one;
    transport.start(std::move(request), {}, one.listener());
    return one.wait();
}
} // namespace

void TestTransport::getsAndPosts() {
    HttpServer server([](const HttpCall& call) {
        return answerWith(httpResponse(200, call.method + " " + call.path + " " + call.body, "text/plain", {{"X-Thing", "  A b  "}}));
    });
    const Got got = fetch(get(server.url() + "/a?b=c"));
    QVERIFY(got.end.cause == HttpEndCause::Done && got.end.sent);
    QCOMPARE(got.status, 200);
    QCOMPARE(got.body, std::string("GET /a?b=c "));
    QCOMPARE(std::string(got.headers.find("x-thing").value_or("")), std::string("A b"));
    HttpRequest post = get(server.url() + "/p");
    post.method = "POST";
    post.body = std::string(3'000'000, 'x'); // longer than what libcurl would ask "100-continue" for
    const Got posted = fetch(post);
    QCOMPARE(posted.body.size(), post.body.size() + 8);
    QCOMPARE(posted.end.bytes, std::uint64_t(posted.body.size()));
}

void TestTransport::connectionsAreReused() {
    HttpServer server([](const HttpCall&) { return answerWith(httpResponse(200, "ok")); });
    for (int i = 0; i < 20; ++i) QCOMPARE(fetch(get(server.url())).body, std::string("ok"));
    QCOMPARE(server.peakConnections(), 1);
}

void TestTransport::informationalResponsesAreSkipped() {
    HttpServer server([](const HttpCall&) {
        return answerWith("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + httpResponse(200, "late"));
    });
    const Got got = fetch(get(server.url()));
    QCOMPARE(got.status, 200);
    QVERIFY(!got.headers.find("x-early"));
    QCOMPARE(got.body, std::string("late"));
}

void TestTransport::sizesAreBounded() {
    HttpServer server([](const HttpCall& call) {
        if (call.path == "/headers") return answerWith(httpResponse(200, "", "text/plain", HeaderList(6000, {"X-Many", std::string(80, 'h')})));
        return answerWith(httpResponse(200, std::string(100'000, 'b')));
    });
    HttpRequest request = get(server.url() + "/body");
    request.mostBytes = 99'999;
    QVERIFY(fetch(request).end.cause == HttpEndCause::TooBig);
    request.mostBytes = 100'000;
    QVERIFY(fetch(request).end.cause == HttpEndCause::Done);
    QVERIFY(fetch(get(server.url() + "/headers")).end.cause != HttpEndCause::Done);
}

void TestTransport::enoughIsEnough() {
    HttpServer server([](const HttpCall&) {
        HttpPlan plan;
        plan.steps = {{0, chunkedHead(200) + chunk("first")}};
        plan.end = PlanEnd::Stall; // never says that it is over
        return plan;
    });
    Fetch one;
    Transport::shared().start(get(server.url()), {}, one.listener(false));
    const Got got = one.wait();
    QVERIFY(got.end.cause == HttpEndCause::Done);
    QCOMPARE(got.body, std::string("first"));
}

void TestTransport::requestsThatCannotBeSent_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("key");
    QTest::newRow("empty") << "" << "";
    QTest::newRow("file") << "file:///etc/passwd" << "";
    QTest::newRow("gopher") << "gopher://localhost/" << "";
    QTest::newRow("no host") << "http://" << "";
    QTest::newRow("key in the clear") << "http://example.com/" << "key-1234";
    QTest::newRow("almost loopback") << "http://127.evil.example/" << "key-1234";
    QTest::newRow("almost localhost") << "http://localhost.example/" << "key-1234";
    QTest::newRow("header in key") << "http://localhost:1/" << "key\r\nHost: x";
}

void TestTransport::requestsThatCannotBeSent() {
    QFETCH(QString, url);
    QFETCH(QString, key);
    HttpRequest request = get(url.toStdString());
    request.bearer = key.toStdString();
    const Got got = fetch(request);
    QVERIFY(got.end.cause == HttpEndCause::Invalid && !got.end.sent && !got.end.detail.empty());
    QVERIFY(key.isEmpty() || got.end.detail.find(key.toStdString()) == std::string::npos);
    // A key in a header of its own is guarded in the same way.
    request.bearer.clear();
    if (!key.isEmpty()) request.secretHeaders = {{"x-api-key", key.toStdString()}};
    const Got other = fetch(request);
    QVERIFY(other.end.cause == HttpEndCause::Invalid && !other.end.sent);
    QVERIFY(key.isEmpty() || other.end.detail.find(key.toStdString()) == std::string::npos);
}

void TestTransport::loopback() {
    for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1", "[::1]", "a.localhost"}) QVERIFY2(isLoopbackHost(host), host);
    for (const char* host : {"", "localhost.example", "127.evil", "128.0.0.1", "10.0.0.1", "::2", "example.com", "xlocalhost"}) QVERIFY2(!isLoopbackHost(host), host);
}

void TestTransport::proxiesAreNotForThisComputer() {
    HttpServer server([](const HttpCall&) { return answerWith(httpResponse(200, "direct")); });
    HttpServer proxy([](const HttpCall& call) { return answerWith(httpResponse(200, "proxied " + call.path)); });
    qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
    const Got here = fetch(get(server.url()));
    const Got elsewhere = fetch(get("http://models.example/x"));
    qunsetenv("http_proxy");
    QCOMPARE(here.body, std::string("direct"));
    QCOMPARE(elsewhere.body, std::string("proxied http://models.example/x"));
}

void TestTransport::destructionEndsWhatIsInFlight() {
    HttpServer server([](const HttpCall&) { HttpPlan plan; plan.end = PlanEnd::Stall; return plan; });
    std::vector<Fetch> fetches(20);
    {
        Transport transport;
        for (Fetch& each : fetches) transport.start(get(server.url()), {}, each.listener());
    }
    for (Fetch& each : fetches) {
        const Got got = each.wait();
        QVERIFY(got.end.cause == HttpEndCause::Cancelled);
        QCOMPARE(got.ends, 1);
    }
}

void TestTransport::cancelledFromManyThreads() {
    HttpServer server([](const HttpCall& call) {
        HttpPlan plan = answerWith(httpResponse(200, "ok"));
        plan.steps[0].delayMs = static_cast<int>(call.number % 5);
        return plan;
    });
    std::vector<Fetch> fetches(400);
    std::vector<CancelSource> sources(400);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t i = t; i < fetches.size(); i += 4) Transport::shared().start(get(server.url()), sources[i].token(), fetches[i].listener());
            for (std::size_t i = t; i < fetches.size(); i += 4) sources[fetches.size() - 1 - i].cancel();
        });
    for (auto& thread : threads) thread.join();
    for (Fetch& each : fetches) {
        const Got got = each.wait();
        QCOMPARE(got.ends, 1);
        QVERIFY(got.end.cause == HttpEndCause::Cancelled || (got.end.cause == HttpEndCause::Done && got.body == "ok"));
    }
}

void TestTransport::malformedResponses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not http") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
    QTest::newRow("short body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    QTest::newRow("bad chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n");
    QTest::newRow("unfinished chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
    QTest::newRow("no last chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
}

void TestTransport::malformedResponses() {
    QFETCH(QByteArray, bytes);
    HttpServer server([&](const HttpCall&) {
        HttpPlan plan = answerWith(bytes.toStdString());
        plan.end = PlanEnd::Close;
        return plan;
    });
    const Got got = fetch(get(server.url()));
    QVERIFY(got.end.cause == HttpEndCause::Cut);
    QVERIFY(got.end.sent && !got.end.detail.empty());
}

void TestTransport::certificates() {
    QTemporaryDir folder;
    const QString key = folder.filePath("key.pem"), certificate = folder.filePath("cert.pem");
    QProcess make;
    make.start("openssl", {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                           "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate});
    if (!make.waitForStarted()) QSKIP("the openssl program is not installed");
    QVERIFY(make.waitForFinished() && make.exitCode() == 0);
    QProcess server;
    server.start("openssl", {"s_server", "-www", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate});
    QString said;
    while (!said.contains("ACCEPT")) {
        QVERIFY(server.waitForReadyRead(20'000));
        said += QString::fromUtf8(server.readAllStandardOutput());
    }
    const QRegularExpressionMatch port = QRegularExpression("ACCEPT \\S+:(\\d+)").match(said);
    QVERIFY2(port.hasMatch(), qPrintable(said));
    const std::string url = "https://localhost:" + port.captured(1).toStdString() + "/";
    // What the machine has set itself must not decide; both names are tried alone.
    const QByteArray bundle = qgetenv("CURL_CA_BUNDLE"), file = qgetenv("SSL_CERT_FILE");
    qunsetenv("CURL_CA_BUNDLE");
    qunsetenv("SSL_CERT_FILE");
    {
        Transport fresh;
        const Got untrusted = fetch(get(url), fresh);
        QVERIFY(untrusted.end.cause == HttpEndCause::Tls);
        QVERIFY(!untrusted.end.sent);
    }
    for (const char* variable : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
        qputenv(variable, certificate.toUtf8());
        Transport fresh;
        const Got trusted = fetch(get(url), fresh);
        qunsetenv(variable);
        QVERIFY2(trusted.status == 200, trusted.end.detail.c_str());
    }
    if (!bundle.isEmpty()) qputenv("CURL_CA_BUNDLE", bundle);
    if (!file.isEmpty()) qputenv("SSL_CERT_FILE", file);
    server.kill();
    server.waitForFinished();
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
