// The exported page in a real browser: what it shows, that no script of a text runs, and that nothing is asked for.
#include "exchange/report_runs.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <arpa/inet.h>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

/// A server that counts who knocks, and says nothing.
class Listener {
public:
    Listener() : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_fd, 64) != 0 ||
            ::getsockname(m_fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            qFatal("no server for the test");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] {
            for (int fd = ::accept(m_fd, nullptr, nullptr); fd >= 0; fd = ::accept(m_fd, nullptr, nullptr)) {
                ++m_knocks;
                ::close(fd);
            }
        });
    }
    ~Listener() {
        ::shutdown(m_fd, SHUT_RDWR); // ends accept()
        m_thread.join();
        ::close(m_fd);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    int knocks() { return m_knocks.exchange(0); }

private:
    int m_fd;
    int m_port = 0;
    std::atomic<int> m_knocks = 0;
    std::thread m_thread;
};

} // namespace

class TestReportBrowser : public QObject {
    Q_OBJECT

    ReportRuns m_runs;
    QTemporaryDir m_folder;
    QString m_browser;
    Listener m_server;

    // All requests but those to this computer go to a proxy that is not there: the browser's own ones too.
    QByteArray browse(const QString& file, const QStringList& extra) {
        QTemporaryDir profile; // a new one each time: an old one may still be held by a browser that is just ending
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto* bus : {"DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"}) environment.insert(bus, "disabled:");
        process.setProcessEnvironment(environment);
        QStringList arguments{"--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-dev-shm-usage",
                              "--disable-background-networking", "--disable-component-update", "--disable-sync", "--password-store=basic",
                              "--proxy-server=127.0.0.1:9", "--user-data-dir=" + profile.path()};
        if (::geteuid() == 0) arguments << "--no-sandbox";
        process.start(m_browser, arguments + extra + QStringList{"file://" + file});
        if (!process.waitForFinished(100'000)) {
            process.kill();
            process.waitForFinished();
            qWarning("the browser did not end: %s", process.readAllStandardError().constData());
            return {};
        }
        return process.readAllStandardOutput();
    }
    QString write(const QString& name, const std::string& text) {
        const auto path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) != qint64(text.size())) qFatal("cannot write %s", qPrintable(path));
        return path;
    }
    QString exported(const QString& name, TraceReader& reader, const std::string& language = "en") {
        ReportOptions options;
        options.language = language;
        const auto page = reportHtml(ReportRuns::jsonText(reader, options));
        if (!page) qFatal("%s", page.error().text().c_str());
        return write(name, *page);
    }
    static QString bodyOf(const QByteArray& dom) {
        // Without the data and the script, which hold every text as well.
        const auto text = QString::fromUtf8(dom);
        return text.mid(text.indexOf("<main"), text.indexOf("<script", text.indexOf("<main")) - text.indexOf("<main"));
    }

private Q_SLOTS:
    void initTestCase() {
        if (!hasReportPage()) QSKIP("built without Node.js: there is no page");
        for (const auto* name : {"chromium", "chromium-browser", "google-chrome"})
            if (m_browser.isEmpty()) m_browser = QStandardPaths::findExecutable(name);
        if (m_browser.isEmpty()) QSKIP("no chromium on this computer (Debian: apt-get install chromium)");
    }

    void init() { m_server.knocks(); }

    void showsTheRun() {
        const auto reader = m_runs.make("honest.rlmscope", writeHonestRun);
        const auto dom = browse(exported("honest.html", *reader), {"--dump-dom"});
        const auto body = bodyOf(dom);
        QVERIFY2(dom.contains("class=\"drawn\""), dom.left(2000));
        QVERIFY(body.contains("<h1><bdi>How many of the 5,000 messages report an outage"));
        QVERIFY(body.contains("finished, answer marked ready"));
        QVERIFY(body.contains("<strong>1,187 messages</strong> report an outage."));
        // A table with its alignment, formulas by KaTeX, money that is no formula, code with its colours.
        QVERIFY(body.contains("<td class=\"align-right\">23</td>"));
        QCOMPARE(body.count("class=\"katex\""), 2);
        QVERIFY(body.contains("katex-display"));
        QVERIFY(body.contains("which costs $0.41 to $0.52."));
        QVERIFY(body.contains("hljs-comment\"># all of them</span>"));
        // Links are text, pictures are not loaded.
        QVERIFY(!body.contains("<a "));
        QVERIFY(!body.contains("<img"));
        QVERIFY(body.contains("<span class=\"address\">https://example.org/log</span>"));
        QVERIFY(body.contains("is not loaded: https://example.org/plot.png"));
        // Figures, sums, turns, tree.
        QVERIFY(body.contains("$0.0790"));
        QVERIFY(body.contains("spent of $0.5000"));
        QVERIFY(body.contains("Cut the context into 40 chunks"));
        QVERIFY(body.contains("40 sub-calls"));
        QVERIFY(body.contains("38 ok") && body.contains("2 error"));
        QVERIFY(body.contains("34 nodes more, not in this report"));
        QVERIFY(body.contains("Its texts are not in this report."));
        QVERIFY(body.contains("aria-expanded=\"true\""));
        for (const auto* id : {"time", "cost", "limits", "notes", "turns", "tree", "context"}) QVERIFY2(body.contains(QString("aria-labelledby=\"%1\"").arg(id)), id);
    }
    void speaksTheLanguageOfItsData() {
        const auto reader = m_runs.make("german.rlmscope", writeHonestRun);
        const auto dom = browse(exported("german.html", *reader, "de"), {"--dump-dom"});
        QVERIFY2(dom.contains("class=\"drawn\""), dom.left(2000));
        QVERIFY(QRegularExpression("<html[^>]* lang=\"de-DE\"").match(QString::fromUtf8(dom.left(2000))).hasMatch());
        const auto body = bodyOf(dom);
        for (const auto* text : {"beendet, Antwort als fertig markiert", "ausgegeben von $0,5000", "Unteraufrufe, Tiefe 1", "Ausgaben des Laufs", "38 ok", "2 Fehler",
                                 "34 weitere Knoten, nicht in diesem Bericht", "Seine Texte stehen nicht in diesem Bericht."})
            QVERIFY2(body.contains(QString::fromUtf8(text)), text);
        QVERIFY(!body.contains("Where the time"));
        QVERIFY(body.contains("<strong>1,187 messages</strong> report an outage.")); // what the models said stays
    }
    void hostileTextsDoNothing() {
        const auto reader = m_runs.make("hostile.rlmscope", [this](EventSink& sink) { writeHostileRun(sink, m_server.url()); });
        const auto dom = browse(exported("hostile.html", *reader), {"--dump-dom"});
        QVERIFY2(dom.contains("class=\"drawn\""), dom.left(2000));
        const auto body = bodyOf(dom);
        QVERIFY(body.contains("The end of a hostile answer."));
        QVERIFY(!dom.contains("<title>pwned"));
        QVERIFY(!body.contains("pwned</main>"));
        for (const auto* tag : {"<img", "<iframe", "<object", "<link", "<style", "<meta", "<base", "<a ", "<form", "<input"})
            QVERIFY2(!body.contains(tag), tag);
        QCOMPARE(m_server.knocks(), 0);
    }
    // The same attacks in a page without protection: the browser can reach the server, and the test would see it.
    void theTestCanFail() {
        const auto dom = browse(write("open.html", "<!doctype html><title>open</title><body><script>document.title='pwned'</script><img src=\"" + m_server.url() + "/html.png\">"),
                                {"--dump-dom"});
        QVERIFY(dom.contains("<title>pwned"));
        QVERIFY(m_server.knocks() > 0);
    }
    void printsToPdf() {
        const auto reader = m_runs.make("print.rlmscope", writeHonestRun);
        const auto pdf = m_folder.filePath("report.pdf");
        browse(exported("print.html", *reader), {"--no-pdf-header-footer", "--print-to-pdf=" + pdf});
        QFile file(pdf);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = file.readAll();
        QVERIFY(bytes.startsWith("%PDF-"));
        QVERIFY(bytes.count("/Type /Page\n") + bytes.count("/Type /Page ") >= 2);
        QCOMPARE(m_server.knocks(), 0);
    }
};

QTEST_GUILESS_MAIN(TestReportBrowser)
#include "tst_report_browser.moc"
