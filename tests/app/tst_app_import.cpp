// Other people's logs in the window: opened, dropped, imported again, cancelled, hopeless; what they lack is said.
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "base/folders.h"
#include "itemmodels/import_facts.h"
#include "itemmodels/import_job.h"
#include "itemmodels/import_results_model.h"
#include "views/english.h"
#include "views/facts_table.h"
#include "views/import_results.h"
#include "views/integrity_panel.h"
#include "views/run_page.h"
#include "views/widgets.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace rlmscope;

namespace {

QByteArray log(int n) {
    return R"({"type":"metadata","timestamp":"2026-01-02T03:04:05","root_model":"m-big","max_depth":1,"max_iterations":4,"backend":"openai"})" "\n"
           R"json({"type":"iteration","iteration":1,"timestamp":"2026-01-02T03:04:09","prompt":[{"role":"user","content":"Answer the following: How many?\n\nYour context is a str of 3 total characters."}],"response":"r","code_blocks":[{"code":"print(1)","result":{"stdout":"1\n","stderr":"","locals":{"context":"abc"},"execution_time":0.5,"rlm_calls":[]}}],"final_answer":"answer )json" +
           QByteArray::number(n) + R"(","iteration_time":2})" "\n";
}

} // namespace

class TestAppImport : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;

    QString write(const QString& name, const QByteArray& bytes) {
        const auto path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write %s", qPrintable(path));
        return path;
    }
    void drop(const QStringList& paths) {
        QMimeData data;
        QList<QUrl> urls;
        for (const auto& path : paths) urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier); // makes the window the target
        QApplication::sendEvent(m_window.get(), &enter);
        QDropEvent event({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &event);
    }
    QString answer() const { return m_window->current() ? m_window->current()->answer() : QString(); }
    QStringList actions() const {
        QStringList texts;
        for (auto* button : m_window->notice()->findChildren<QPushButton*>()) texts << button->text();
        return texts;
    }
    void press(const QString& text) {
        for (auto* button : m_window->notice()->findChildren<QPushButton*>())
            if (button->text() == text) return button->click();
        QFAIL(qPrintable("no button " + text));
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_DATA_HOME", m_folder.filePath("data").toUtf8());
        qputenv("XDG_CONFIG_HOME", m_folder.filePath("config").toUtf8());
        qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
        QCoreApplication::setOrganizationName("rlmscope");
        QCoreApplication::setApplicationName("rlmscope-test");
        installEnglishPlurals();
    }
    void init() {
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        new QAbstractItemModelTester(m_window->importPage()->table()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_window.get());
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void openedByName() {
        m_window->openFiles({write("one.jsonl", log(1))});
        QTRY_COMPARE(answer(), QString("answer 1"));
        auto* run = m_window->current();
        QVERIFY(isImported(*run) && importNoteOf(*run) && importNoteOf(*run)->file == "one.jsonl");
        QVERIFY(isInLibrary(run->path().toStdString()));
        auto* line = m_window->runPage()->findChild<IntegrityLine*>();
        QVERIFY2(line->isVisible() && line->text().startsWith("Imported from rlm JSONL; "), qPrintable(line->text()));
        line->click();
        auto* panel = m_window->runPage()->findChild<IntegrityPanel*>();
        QVERIFY(panel && panel->plainText().contains("Estimated") && panel->plainText().contains("Tokens and cost of the root's own calls"));
        panel->accept();
        // Again: it is there already, and shown.
        m_window->showHome();
        m_window->openFiles({m_folder.filePath("one.jsonl")});
        QTRY_VERIFY(m_window->notice()->accessibleName().contains("was imported before"));
        QCOMPARE(m_window->current(), run);
        // A run of ours says nothing of the kind.
        m_window->runPage()->setDocument(nullptr);
        QVERIFY(!line->isVisible());
    }

    void folderOfLogsIsDropped() {
        QDir(m_folder.path()).mkpath("logs");
        for (int i = 0; i < 12; ++i) write(QStringLiteral("logs/%1.jsonl").arg(i), i == 5 ? QByteArray("{\"half\": ") : i == 7 ? QByteArray("\x1F\x8B\x08 zipped") : log(100 + i));
        write("logs/LICENSE", "MIT");
        drop({m_folder.filePath("logs")});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->notice()->accessibleName(), QString("2 files not imported"), 30000);
        auto* page = m_window->importPage();
        QVERIFY(page->isVisible());
        QCOMPARE(importSummary(*m_window->findChild<ImportResultsModel*>()), QString("10 files imported, 2 not"));
        QVERIFY(page->detail().startsWith("What was imported is in your library"));
        auto* model = page->table()->model();
        QCOMPARE(model->rowCount(), 12);
        press("Show why");
        QCOMPARE(model->rowCount(), 2);
        QVERIFY(model->index(1, ImportResultsModel::ResultColumn).data().toString().contains("gzip"));
        QCOMPARE(model->index(0, ImportResultsModel::FileColumn).data().toString(), QString("5.jsonl"));
        QVERIFY(!model->index(0, ImportResultsModel::ResultColumn).data().toString().contains("5.jsonl")); // not twice
        page->setOnlyProblems(false);
        Q_EMIT page->table()->activated(model->index(11, 0));
        QTRY_COMPARE(answer(), QString("answer 109")); // by name: 9 is the last
        // The other way is offered after a drop.
        drop({m_folder.filePath("logs/1.jsonl")});
        QTRY_VERIFY(m_window->notice()->accessibleName().contains("was imported before"));
        QTRY_VERIFY(actions().contains("Use as context instead"));
        press("Use as context instead");
        QVERIFY(m_window->newRunDialog()->isVisible());
        QCOMPARE(m_window->newRunDialog()->form().paths, QStringList{m_folder.filePath("logs/1.jsonl")});
        m_window->newRunDialog()->reject();
    }

    void otherThingsBecomeTheContext() {
        const auto notes = write("texts/notes.txt", "hello"), data = write("data.json", "{\"a\": 1}");
        drop({notes});
        QTRY_VERIFY(m_window->newRunDialog()->isVisible());
        QCOMPARE(m_window->newRunDialog()->form().paths, QStringList{notes});
        QVERIFY(!m_window->notice()->isVisible());
        m_window->newRunDialog()->reject();
        drop({data}); // might have been meant as a log
        QTRY_VERIFY(m_window->newRunDialog()->isVisible());
        QVERIFY(actions().contains("Import as logs instead"));
        m_window->newRunDialog()->reject();
        press("Import as logs instead");
        QTRY_VERIFY2(m_window->notice()->accessibleName().contains("no format that is known"), qPrintable(m_window->notice()->accessibleName()));
    }

    void hopelessFilesSayWhy() {
        m_window->openFiles({write("a.zip", "PK\x03\x04zip")});
        QTRY_VERIFY(m_window->notice()->accessibleName().contains("zip archive"));
        QVERIFY(m_window->importPage()->detail().startsWith("Nothing came into your library"));
        m_window->openFiles({m_folder.filePath("absent.jsonl")});
        QTRY_VERIFY(m_window->notice()->accessibleName().contains("There is no file"));
        QVERIFY(!m_window->current() || m_window->current()->tree().started());
    }

    void cancelled() {
        QByteArray text = log(7).replace("\"final_answer\":\"answer 7\"", "\"final_answer\":null");
        const auto line = text.mid(text.indexOf('\n') + 1);
        for (int i = 2; i < 30'000; ++i) text += QByteArray(line).replace("\"iteration\":1", "\"iteration\":" + QByteArray::number(i));
        m_window->importFiles({write("long.jsonl", text)});
        QVERIFY(m_window->importJob()->isRunning());
        QVERIFY(m_window->importPage()->detail().contains("when it has been read")); // nothing is said to be imported yet
        m_window->importFiles({write("two.jsonl", log(2))}); // one at a time, and said so
        QVERIFY(m_window->notice()->accessibleName().contains("still going on"));
        m_window->importJob()->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->importJob()->isRunning(), 30000);
        QCOMPARE(m_window->notice()->accessibleName(), QString("The import was cancelled"));
        QDir library(m_folder.filePath("data/rlmscope/library"));
        QVERIFY(library.entryList({"long*"}).isEmpty() && library.entryList({".*importing*"}, QDir::Files | QDir::Hidden).isEmpty());
        // And a window that closes in the middle of one.
        m_window->importFiles({m_folder.filePath("long.jsonl")});
        m_window.reset();
        QVERIFY(library.entryList({"long*"}).isEmpty());
    }
};

QTEST_MAIN(TestAppImport)
#include "tst_app_import.moc"
