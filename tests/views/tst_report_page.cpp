// The report inside the window: shown under our own scheme, nothing leaves it, printed as PDF. Old Chromium, the same page.
#include "exchange/report_runs.h"
#include "itemmodels/run_document.h"
#include "views/theme.h"
#include "views/web/report_page.h"

#include <QApplication>
#include <QBuffer>
#include <QImage>
#include <QSignalSpy>
#include <QTcpServer>
#include <QWebEnginePage>
#include <QWebEngineView>

using namespace rlmscope;
using namespace rlmscope::test;

class TestReportPage : public QObject {
    Q_OBJECT

    ReportRuns m_runs;

    QVariant ask(QWebEngineView* view, const QString& script) {
        QVariant answer;
        bool answered = false;
        // Its own world: the page's policy is for the page's scripts.
        view->page()->runJavaScript(script, 1, [&](const QVariant& value) {
            answer = value;
            answered = true;
        });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, 20'000); }();
        return answer;
    }
    std::unique_ptr<RunDocument> opened(const std::string& name, const std::function<void(EventSink&)>& fill) {
        m_runs.make(name, fill);
        auto document = std::make_unique<RunDocument>();
        document->open(m_runs.path(name));
        [&] { QTRY_VERIFY(document->tree().ended()); }();
        return document;
    }
    void draw(ReportPage& page, RunDocument* document) {
        page.resize(1200, 900);
        page.show();
        page.showRun(document);
        QTRY_VERIFY_WITH_TIMEOUT(page.view(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(ask(page.view(), "document.documentElement.className").toString(), QString("drawn"), 30'000);
    }

private Q_SLOTS:
    void initTestCase() {
        if (!hasReportPage()) QSKIP("built without Node.js: there is no page");
        Theme::install(*qApp, ThemeChoice::Light);
    }

    void showsARun() {
        const auto document = opened("honest.rlmscope", writeHonestRun);
        ReportPage page(QStringLiteral("en"));
        page.show();
        QVERIFY(!page.view()); // nothing of WebEngine before it is wanted
        draw(page, document.get());
        if (QTest::currentTestFailed()) return;
        QCOMPARE(ask(page.view(), "document.querySelector('h1').textContent").toString(),
                 QString("How many of the 5,000 messages report an outage, and which user reported most?"));
        QCOMPARE(ask(page.view(), "document.querySelectorAll('.katex').length").toInt(), 2);
        QCOMPARE(ask(page.view(), "document.documentElement.dataset.theme").toString(), QString("light"));
        // The tree opens by mouse and by keyboard.
        const QString cell = "[...document.querySelectorAll('.node.cell > .row')].find(row => row.textContent.includes('Peek'))";
        QCOMPARE(ask(page.view(), cell + ".getAttribute('aria-expanded')").toString(), QString("false"));
        ask(page.view(), cell + ".click()");
        QVERIFY(ask(page.view(), cell + ".parentElement.textContent").toString().contains("first lines of the context"));
        ask(page.view(), cell + ".focus(); document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true}))");
        QCOMPARE(ask(page.view(), cell + ".getAttribute('aria-expanded')").toString(), QString("false"));
        Theme::instance().setChoice(ThemeChoice::Dark);
        QTRY_COMPARE_WITH_TIMEOUT(ask(page.view(), "document.documentElement.dataset.theme").toString(), QString("dark"), 20'000);
        QTRY_COMPARE(ask(page.view(), "getComputedStyle(document.body).backgroundColor").toString(), QString("rgb(22, 24, 28)"));
        Theme::instance().setChoice(ThemeChoice::HighContrast);
        QTRY_COMPARE_WITH_TIMEOUT(ask(page.view(), "document.documentElement.dataset.theme").toString(), QString("high-contrast"), 20'000);
        QTRY_COMPARE(ask(page.view(), "getComputedStyle(document.body).backgroundColor").toString(), QString("rgb(0, 0, 0)"));
        QCOMPARE(ask(page.view(), "document.documentElement.lang").toString(), QString("en-US"));
        Theme::instance().setChoice(ThemeChoice::Light);
    }
    void speaksTheLanguageItWasGiven() {
        const auto document = opened("chinese.rlmscope", writeHonestRun);
        ReportPage page(QStringLiteral("zh_CN"));
        draw(page, document.get());
        if (QTest::currentTestFailed()) return;
        QCOMPARE(ask(page.view(), "document.documentElement.lang").toString(), QString("zh-CN"));
        QCOMPARE(ask(page.view(), "document.getElementById('tree').textContent").toString(), QStringLiteral("调用树"));
    }
    void nothingLeaves() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QSignalSpy knocks(&server, &QTcpServer::newConnection);
        const auto url = QString("http://127.0.0.1:%1").arg(server.serverPort());
        const auto document = opened("hostile.rlmscope", [&](EventSink& sink) { writeHostileRun(sink, url.toStdString()); });
        ReportPage page(QStringLiteral("en"));
        draw(page, document.get());
        if (QTest::currentTestFailed()) return;
        QVERIFY(ask(page.view(), "document.title").toString().endsWith("RLMScope report")); // not what the scripts wanted
        QCOMPARE(ask(page.view(), "document.querySelectorAll('main a, main img, main iframe, main script').length").toInt(), 0);
        // Even a script that got in would get nowhere: the window blocks requests and navigation itself.
        const auto before = page.view()->url();
        ask(page.view(), "new Image().src = '" + url + "/image'; location.href = '" + url + "/away'; window.open('" + url + "/open'); 1");
        QTest::qWait(1'000);
        QCOMPARE(page.view()->url(), before);
        QCOMPARE(knocks.size(), 0);
    }
    void printsToPdf() {
        const auto document = opened("print.rlmscope", writeHonestRun);
        ReportPage page(QStringLiteral("en"));
        draw(page, document.get());
        if (QTest::currentTestFailed()) return;
        QSignalSpy printed(&page, &ReportPage::printed);
        const auto target = QString::fromStdString(m_runs.path("report.pdf").string());
        page.printTo(target);
        QVERIFY(printed.wait(30'000));
        QVERIFY(printed[0][1].toBool());
        QFile file(target);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.read(5) == "%PDF-");
        QVERIFY(file.size() > 20'000);
    }
    void picturesAreMadeAnew() {
        QImage image(3, 2, QImage::Format_ARGB32);
        image.fill(Qt::red);
        image.setText("secret", "hidden words");
        QByteArray png;
        QBuffer buffer(&png);
        QVERIFY(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "png"));
        const auto made = reencodedPicture("image/png", {png.constData(), std::size_t(png.size())});
        QVERIFY(made);
        QVERIFY(made->bytes.find("hidden words") == std::string::npos);
        QVERIFY(QImage::fromData(QByteArray::fromStdString(made->bytes)).pixelColor(1, 1) == QColor(Qt::red));
        QVERIFY(!reencodedPicture("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"));
        QVERIFY(!reencodedPicture("image/jpeg", {png.constData(), std::size_t(png.size())}));
        QVERIFY(!reencodedPicture("image/png", {png.constData(), std::size_t(png.size()) / 2}));
    }
    void withoutARun() {
        ReportPage page(QStringLiteral("en"));
        page.showRun(nullptr);
        QVERIFY(!page.view());
    }
};

int main(int argc, char** argv) {
    registerReportScheme();
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    TestReportPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_report_page.moc"
