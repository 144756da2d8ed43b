#pragma once
// The report of a run inside the window: the same page that an export writes, shown by WebEngine under a scheme of our
// own. Texts in it are a stranger's: every request outside the scheme is blocked, nothing navigates, nothing is downloaded,
// nothing is kept, and Chromium's sandbox stays on.
#include "itemmodels/report_job.h"

#include <QByteArray>
#include <QPointer>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QToolButton;
class QWebEngineView;

namespace rlmscope {

class RunDocument;

/// Once, before the QApplication is made: WebEngine learns schemes only then.
void registerReportScheme();

class ReportPage : public QWidget {
    Q_OBJECT
public:
    explicit ReportPage(const QString& language, QWidget* parent = nullptr);
    ~ReportPage() override;

    /// Makes the report anew when it is another run, or one that has grown. Null shows an empty page. WebEngine starts with
    /// the first report.
    void showRun(RunDocument* document);
    QWebEngineView* view() const { return m_view; } ///< null until a report was shown
    /// Writes what is shown as a PDF; printed() tells.
    void printTo(const QString& path);

Q_SIGNALS:
    void exportRequested();
    void printed(const QString& path, bool ok);

private:
    void present(const QByteArray& html);
    void load();
    void say(const QString& text);
    bool makeView();

    QString m_language;
    ReportJob* m_job;
    QPointer<RunDocument> m_document;
    quint64 m_seq = 0; ///< of the newest event in the report that is shown
    QByteArray m_html;
    QLabel *m_title, *m_words;
    QToolButton *m_print, *m_export, *m_again;
    QStackedWidget* m_stack;
    QWebEngineView* m_view = nullptr;
};

} // namespace rlmscope
