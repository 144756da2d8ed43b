#include "views/web/report_page.h"

#include "itemmodels/run_document.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QBuffer>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <QWebEngineDownloadRequest>
#include <QWebEnginePage>
#include <QWebEngineProfile>
#include <QWebEngineSettings>
#include <QWebEngineUrlRequestInfo>
#include <QWebEngineUrlRequestInterceptor>
#include <QWebEngineUrlRequestJob>
#include <QWebEngineUrlScheme>
#include <QWebEngineUrlSchemeHandler>
#include <QWebEngineView>

#include <unistd.h>

namespace rlmscope {
namespace {

const QByteArray ReportScheme = QByteArrayLiteral("rlmscope-report");

class OnlyTheReport : public QWebEngineUrlRequestInterceptor {
public:
    using QWebEngineUrlRequestInterceptor::QWebEngineUrlRequestInterceptor;
    void interceptRequest(QWebEngineUrlRequestInfo& info) override {
        const auto scheme = info.requestUrl().scheme();
        if (scheme != QLatin1String(ReportScheme) && scheme != QLatin1String("data")) info.block(true);
    }
};

class ReportHandler : public QWebEngineUrlSchemeHandler {
public:
    ReportHandler(const QByteArray& html, QObject* parent) : QWebEngineUrlSchemeHandler(parent), m_html(html) {}
    void requestStarted(QWebEngineUrlRequestJob* job) override {
        if (job->requestMethod() != "GET" || job->requestUrl().path() != QLatin1String("/report.html")) return job->fail(QWebEngineUrlRequestJob::UrlNotFound);
        auto* answer = new QBuffer(job);
        answer->setData(m_html);
        answer->open(QIODevice::ReadOnly);
        job->reply(QByteArrayLiteral("text/html; charset=utf-8"), answer);
    }

private:
    const QByteArray& m_html; // of the page, which outlives its view
};

// Only what the window itself loads is shown; nothing in the page leads away or opens anything.
class StillReport : public QWebEnginePage {
public:
    using QWebEnginePage::QWebEnginePage;

protected:
    bool acceptNavigationRequest(const QUrl& url, NavigationType type, bool) override {
        return type == NavigationTypeTyped && url.scheme() == QLatin1String(ReportScheme);
    }
    QWebEnginePage* createWindow(WebWindowType) override { return nullptr; }
};

} // namespace

void registerReportScheme() {
    QWebEngineUrlScheme scheme(ReportScheme);
    scheme.setSyntax(QWebEngineUrlScheme::Syntax::Host);
    scheme.setFlags(QWebEngineUrlScheme::SecureScheme | QWebEngineUrlScheme::NoAccessAllowed);
    QWebEngineUrlScheme::registerScheme(scheme);
}

ReportPage::ReportPage(const QString& language, QWidget* parent)
    : QWidget(parent), m_language(language), m_job(new ReportJob(this)), m_title(new QLabel(tr("Report"))), m_words(new QLabel), m_stack(new QStackedWidget) {
    m_title->setFont(themed(FontRole::Title));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_again = quietButton(QStringLiteral("again"), tr("Make the report again"), this);
    m_print = quietButton(QStringLiteral("file"), tr("Print to PDF…"), this);
    m_export = quietButton(QStringLiteral("export"), tr("Export report…"), this);
    for (auto* button : {m_print, m_export}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setText(button->toolTip());
    }
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 12, 8);
    head->addWidget(m_title, 1);
    for (auto* button : {m_again, m_print, m_export}) head->addWidget(button);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_words->setWordWrap(true);
    m_words->setContentsMargins(16, 16, 16, 16);
    m_stack->addWidget(m_words);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_stack, 1);

    connect(m_job, &ReportJob::ready, this, &ReportPage::present);
    connect(m_job, &ReportJob::failed, this, [this](const Error& error) { say(QString::fromStdString(error.text())); });
    connect(m_export, &QToolButton::clicked, this, &ReportPage::exportRequested);
    connect(m_again, &QToolButton::clicked, this, [this] {
        m_seq = 0;
        showRun(m_document);
    });
    connect(m_print, &QToolButton::clicked, this, [this] {
        auto target = QFileDialog::getSaveFileName(this, tr("Print to PDF"), QStringLiteral("report.pdf"), tr("PDF documents (*.pdf)"));
        if (target.isEmpty()) return;
        if (!target.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) target += QStringLiteral(".pdf");
        printTo(target);
    });
    connect(&Theme::instance(), &Theme::changed, this, &ReportPage::load);
    showRun(nullptr);
}

ReportPage::~ReportPage() {
    if (m_view) delete m_view->page(); // before its profile, which is the view's
    delete m_view;                     // before m_html, which its handler reads
}

void ReportPage::say(const QString& text) {
    m_words->setText(text);
    m_stack->setCurrentWidget(m_words);
    m_print->setEnabled(false);
}

void ReportPage::showRun(RunDocument* document) {
    m_export->setEnabled(document && document->tree().started());
    m_again->setEnabled(m_export->isEnabled());
    if (!document || !document->tree().started()) {
        m_document = nullptr;
        m_title->setText(tr("Report"));
        return say(tr("No run is open. Open one, and its report is shown here."));
    }
    const auto seq = document->tree().lastSeq();
    if (document == m_document && seq == m_seq) return;
    const bool other = document != m_document;
    m_document = document;
    m_seq = seq;
    m_title->setText(document->title());
    if (!hasReportPage()) return say(tr("This build has no report page, because Node.js was missing when it was made. The data can still be exported as JSON."));
    if (other) say(tr("Making the report…"));
    ReportOptions options;
    options.language = m_language.toStdString();
    m_job->start(document->path(), document->tree().run(), ReportJob::Format::Page, options);
}

bool ReportPage::makeView() {
    if (m_view) return true;
    if (geteuid() == 0 && !qEnvironmentVariableIsSet("QTWEBENGINE_DISABLE_SANDBOX")) {
        // Chromium ends the whole process when root starts it without this; switching its sandbox off is root's decision.
        say(tr("Rendered pages are off for root, where Chromium's sandbox does not work. Export the report and open it in a browser, or set "
               "QTWEBENGINE_DISABLE_SANDBOX=1 to render it here without the sandbox."));
        return false;
    }
    m_view = new QWebEngineView;
    auto* profile = new QWebEngineProfile(m_view); // no name: nothing is kept
    profile->setUrlRequestInterceptor(new OnlyTheReport(profile));
    profile->installUrlSchemeHandler(ReportScheme, new ReportHandler(m_html, profile));
    connect(profile, &QWebEngineProfile::downloadRequested, this, [](QWebEngineDownloadRequest* request) { request->cancel(); });
    auto* page = new StillReport(profile, m_view);
    auto* settings = page->settings();
    for (const auto off : {QWebEngineSettings::LocalContentCanAccessFileUrls, QWebEngineSettings::LocalContentCanAccessRemoteUrls, QWebEngineSettings::LocalStorageEnabled,
                           QWebEngineSettings::PluginsEnabled, QWebEngineSettings::JavascriptCanOpenWindows, QWebEngineSettings::JavascriptCanAccessClipboard,
                           QWebEngineSettings::HyperlinkAuditingEnabled, QWebEngineSettings::DnsPrefetchEnabled, QWebEngineSettings::WebGLEnabled})
        settings->setAttribute(off, false);
    m_view->setPage(page);
    m_view->setContextMenuPolicy(Qt::NoContextMenu);
    m_view->setAccessibleName(tr("Report"));
    connect(page, &QWebEnginePage::pdfPrintingFinished, this, &ReportPage::printed);
    m_stack->addWidget(m_view);
    return true;
}

void ReportPage::present(const QByteArray& html) {
    m_html = html;
    if (!makeView()) return;
    load();
    m_stack->setCurrentWidget(m_view);
    m_print->setEnabled(true);
}

void ReportPage::load() {
    if (!m_view || m_html.isEmpty()) return;
    m_view->page()->setBackgroundColor(themed(Token::Base));
    // WebEngine does not know our palette; the page takes its theme from the address.
    const auto& theme = Theme::instance();
    const auto name = theme.isHighContrast() ? QStringLiteral("high-contrast") : theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    m_view->load(QUrl(QString::fromLatin1(ReportScheme) + QStringLiteral("://run/report.html?theme=") + name));
}

void ReportPage::printTo(const QString& path) {
    if (m_view) m_view->page()->printToPdf(path);
}

} // namespace rlmscope
