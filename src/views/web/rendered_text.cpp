#include "views/web/rendered_text.h"

#include "views/theme.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QVBoxLayout>
#include <QWebEnginePage>
#include <QWebEngineProfile>
#include <QWebEngineSettings>
#include <QWebEngineUrlRequestInterceptor>
#include <QWebEngineView>

#include <unistd.h>

namespace rlmscope {
namespace {

// setHtml() refuses more than 2 MB; a rendered answer that long is no use either.
constexpr qsizetype RenderedLimit = 500'000;

class BlockEverything : public QWebEngineUrlRequestInterceptor {
public:
    using QWebEngineUrlRequestInterceptor::QWebEngineUrlRequestInterceptor;
    void interceptRequest(QWebEngineUrlRequestInfo& info) override {
        if (info.requestUrl().scheme() != QLatin1String("data")) info.block(true);
    }
};

// Links in model text lead nowhere.
class StillPage : public QWebEnginePage {
public:
    using QWebEnginePage::QWebEnginePage;

protected:
    bool acceptNavigationRequest(const QUrl&, NavigationType type, bool) override { return type == NavigationTypeTyped; }
};

QString pageOf(const QString& markdown) {
    QTextDocument document;
    QTextDocument::MarkdownFeatures features = QTextDocument::MarkdownDialectGitHub;
    document.setMarkdown(markdown.left(RenderedLimit), features | QTextDocument::MarkdownNoHTML);
    const QString html = document.toHtml();
    const auto from = html.indexOf(QLatin1Char('>'), html.indexOf(QLatin1String("<body"))) + 1;
    const QString body = html.mid(from, html.lastIndexOf(QLatin1String("</body>")) - from);
    return QStringLiteral("<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
                          "style-src 'unsafe-inline'; img-src data:\"><style>body{font:15px/1.5 Inter,'Noto Sans',sans-serif;margin:24px;"
                          "max-width:46em;color:%1;background:%2}pre,code{font-family:'JetBrains Mono',monospace;font-size:13px}"
                          "a{color:%3}</style><body>%4")
        .arg(themed(Token::Tx).name(), themed(Token::Base).name(), themed(Token::Acc).name(), body);
}

} // namespace

std::pair<QWidget*, std::function<void(const QString&)>> makeRenderedText(QWidget* parent) {
    if (geteuid() == 0 && !qEnvironmentVariableIsSet("QTWEBENGINE_DISABLE_SANDBOX")) {
        // Chromium ends the whole process when root starts it without this; switching its sandbox off is root's decision.
        auto* box = new QWidget(parent);
        auto* layout = new QVBoxLayout(box);
        auto* why = new QLabel(QObject::tr("Rendered pages are off for root, where Chromium's sandbox does not work. "
                                           "Set QTWEBENGINE_DISABLE_SANDBOX=1 to render them without it."));
        why->setWordWrap(true);
        auto* text = new QPlainTextEdit;
        text->setReadOnly(true);
        layout->addWidget(why);
        layout->addWidget(text);
        return {box, [text](const QString& markdown) { text->setPlainText(markdown); }};
    }
    auto* view = new QWebEngineView(parent);
    auto* profile = new QWebEngineProfile(view); // no name: nothing is kept
    profile->setUrlRequestInterceptor(new BlockEverything(profile));
    auto* page = new StillPage(profile, view);
    page->settings()->setAttribute(QWebEngineSettings::JavascriptEnabled, false);
    page->settings()->setAttribute(QWebEngineSettings::LocalContentCanAccessFileUrls, false);
    page->setBackgroundColor(themed(Token::Base));
    view->setPage(page);
    view->setContextMenuPolicy(Qt::NoContextMenu);
    return {view, [page](const QString& markdown) { page->setHtml(pageOf(markdown)); }};
}

} // namespace rlmscope
