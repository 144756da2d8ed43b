// The window for everybody: each page walked by keyboard and as a screen reader reads it, the guide of the first run, help
// whose links lead somewhere, settings that take effect, the drop that says what it does.
#include "app/language.h"
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/preferences.h"
#include "app/run_launcher.h"
#include "app/settings_binder.h"
#include "app/versions.h"
#include "app/window_walk.h"
#include "itemmodels/focus.h"
#include "views/call_tree_view.h"
#include "views/drop_overlay.h"
#include "views/first_guide.h"
#include "views/help_window.h"
#include "views/new_run_dialog.h"
#include "views/run_page.h"
#include "views/settings_page.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QWindow>
#include <QTest>

using namespace rlmscope;

class TestCare : public QObject {
    Q_OBJECT
    std::unique_ptr<MainWindow> m_window;
    QString m_trace;

    void walk(QWidget* root, const char* page) {
        const auto names = test::nameless(root);
        QVERIFY2(names.isEmpty(), qPrintable(QStringLiteral("%1: no accessible name: %2").arg(QLatin1String(page), names.join(QStringLiteral(", ")))));
        const auto holes = test::tabHoles(root);
        QVERIFY2(holes.isEmpty(), qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(page), holes.join(QStringLiteral(", ")))));
    }

private Q_SLOTS:
    void initTestCase() {
        QSettings().clear();
        Theme::install(*qApp, ThemeChoice::Light);
        Theme::instance().setReduceMotion(true);
    }
    void init() {
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        LiveRunControl::waitForAll();
        QSettings().clear();
    }

    // From an empty home: one click, and a finished run that is explained, by keyboard alone.
    void theFirstRunIsExplained() {
        auto* first = m_window->findChild<QPushButton*>(QStringLiteral("firstButton"));
        QVERIFY(first && first->isVisible());
        m_window->runExample(QStringLiteral("people"));
        auto* guide = m_window->guide();
        QVERIFY(!guide->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(guide->isVisible(), 120000);
        m_trace = m_window->current()->path();
        QVERIFY(guide->steps() >= 4 && guide->steps() <= 5);
        auto* focus = m_window->runPage()->focus();
        const auto& tree = m_window->current()->tree();
        QCOMPARE(focus->node(), tree.roots().front());
        QVERIFY2(QApplication::focusWidget() == nullptr || !guide->isAncestorOf(QApplication::focusWidget()), "it takes no focus by itself");
        QSet<NodeIndex> shown{focus->node()};
        QPushButton* next = nullptr;
        for (auto* button : guide->findChildren<QPushButton*>())
            if (button->text() == QLatin1String("&Next")) next = button;
        QVERIFY(next);
        next->setFocus();
        while (guide->step() + 1 < guide->steps()) {
            QTest::keyClick(next, Qt::Key_Space);
            shown.insert(focus->node());
            QCOMPARE(m_window->runPage()->tree()->currentNode(), focus->node());
        }
        QVERIFY2(shown.size() >= 4, "each step points at a row of its own");
        QTest::keyClick(next, Qt::Key_Left); // to the button before
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(guide->step(), guide->steps() - 2);
        QTest::keyClick(next, Qt::Key_Escape);
        QVERIFY(!guide->isVisible());
        QVERIFY(Preferences().on("guide/seen"));
        // Never again by itself.
        m_window->runExample(QStringLiteral("people"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->current()->tree().ended() && !m_window->current()->isLive(), 120000);
        QVERIFY(!guide->isVisible());
    }

    void everyPageHasNamesAndATabOrder() {
        walk(m_window.get(), "home");
        m_window->showSettings();
        walk(m_window.get(), "settings");
        m_window->showModels();
        walk(m_window.get(), "models");
        QVERIFY(QFile::exists(m_trace));
        m_window->openTrace(m_trace);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->current() && m_window->current()->tree().ended(), 20000);
        walk(m_window.get(), "run");
        m_window->newRun();
        // QWindow::isActive() says yes as soon as the window behind the dialog is.
        m_window->newRunDialog()->windowHandle()->requestActivate();
        QTRY_COMPARE(QApplication::activeWindow(), m_window->newRunDialog());
        walk(m_window->newRunDialog(), "new run");
        m_window->newRunDialog()->reject();
        m_window->showHelp(QStringLiteral("budgets"));
        QTRY_VERIFY(m_window->help()->isActiveWindow());
        walk(m_window->help(), "help");
        AboutDialog about(QStringLiteral("0.1"), buildFacts(), linkedParts(), bundledNotices());
        about.show();
        QVERIFY(QTest::qWaitForWindowActive(&about));
        walk(&about, "about");
    }

    void theSmallestWindowCutsNothing_data() {
        QTest::addColumn<QString>("language");
        for (const char* language : {"en", "de", "zh_CN"}) QTest::newRow(language) << QString::fromLatin1(language);
    }
    void theSmallestWindowCutsNothing() {
        QFETCH(QString, language);
        const auto english = qScopeGuard([] { installLanguage(QStringLiteral("en")); });
        installLanguage(language);
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
        m_window->resize(1100, 680);
        for (int page = 0; page < 3; ++page) {
            if (page == 1) m_window->showSettings();
            if (page == 2) m_window->openTrace(m_trace);
            QTest::qWait(200);
            QVERIFY2(m_window->width() == 1100 && m_window->height() == 680, qPrintable(QStringLiteral("page %1 makes the window %2x%3").arg(page).arg(m_window->width()).arg(m_window->height())));
            const auto cut = test::cutTexts(m_window.get());
            QVERIFY2(cut.isEmpty(), qPrintable(cut.join(QStringLiteral("; "))));
        }
    }

    void everyMenuEntryHasALetterOfItsOwn_data() { theSmallestWindowCutsNothing_data(); }
    void everyMenuEntryHasALetterOfItsOwn() {
        QFETCH(QString, language);
        const auto english = qScopeGuard([] { installLanguage(QStringLiteral("en")); });
        installLanguage(language);
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        static const QRegularExpression letter(QStringLiteral("&([^&])"));
        QStringList bad;
        const auto check = [&](const QList<QAction*>& actions, const QString& menu) {
            QMap<QString, QString> taken;
            for (const auto* action : actions) {
                const auto found = letter.match(action->text());
                if (!found.hasMatch()) continue;
                auto& first = taken[found.captured(1).toUpper()];
                if (!first.isEmpty()) bad << menu + QStringLiteral(": ") + first + QStringLiteral(" | ") + action->text();
                first = action->text();
            }
        };
        check(m_window->menuBar()->actions(), QStringLiteral("menu bar"));
        QVERIFY(m_window->findChildren<QMenu*>().size() > 5);
        for (const auto* menu : m_window->findChildren<QMenu*>()) check(menu->actions(), menu->title());
        QVERIFY2(bad.isEmpty(), qPrintable(bad.join(QLatin1Char('\n'))));
    }

    void settingsTakeEffectAndGoBack() {
        m_window->showSettings();
        auto* page = m_window->settingsPage();
        auto* theme = page->findChild<QComboBox*>(QStringLiteral("appearance/theme"));
        QVERIFY(theme);
        theme->setCurrentIndex(theme->findData(QStringLiteral("dark")));
        QVERIFY(Theme::instance().isDark());
        QCOMPARE(Preferences().text("appearance/theme"), QStringLiteral("dark"));
        auto* reset = page->findChild<QWidget*>(QStringLiteral("appearance/theme"))->parentWidget()->findChild<QToolButton*>();
        QVERIFY(reset && reset->isVisible());
        QTRY_COMPARE(theme->geometry().right(), theme->parentWidget()->rect().right()); // ends where the line below it does
        reset->click();
        QVERIFY(!Theme::instance().isDark());
        QVERIFY(!reset->isVisible());
        QVERIFY(!QSettings().contains("appearance/theme"));

        page->search()->setText(QStringLiteral("batch ask"));
        const QStringList batch{"budgets/approve_calls", "budgets/approve_usd"};
        QCOMPARE(page->shownKeys(), batch);
        page->search()->setText(QStringLiteral("no such thing"));
        QVERIFY(page->shownKeys().isEmpty());
        QTest::keyClick(page->search(), Qt::Key_Escape);
        QVERIFY(page->shownKeys().size() > 15);

        // Limits that no new run would use cannot be set.
        auto* limits = page->findChild<QComboBox*>(QStringLiteral("budgets/limits"));
        auto* calls = page->findChild<QWidget*>(QStringLiteral("budgets/calls"));
        QVERIFY(limits && calls);
        QVERIFY(!calls->isEnabled());
        limits->setCurrentIndex(limits->findData(QStringLiteral("fixed")));
        QVERIFY(calls->isEnabled());

        Preferences().set("budgets/limits", "fixed");
        Preferences().set("budgets/usd", 0.25);
        Preferences().set("budgets/calls", 0);
        Preferences().set("sandbox/required", "partial");
        m_window->newRun();
        const auto spec = m_window->newRunDialog()->form().spec;
        QCOMPARE(spec.limits.usd.value_or(PicoUsd{}).value, std::int64_t{250'000'000'000});
        QVERIFY(!spec.limits.calls);
        QVERIFY(spec.requiredSandbox == SandboxLevel::Partial);
        m_window->newRunDialog()->reject();
    }

    void everyHelpPageIsThereAndEveryLinkLeadsSomewhere_data() {
        QTest::addColumn<QString>("language");
        for (const char* language : {"en", "de", "zh_CN"}) QTest::newRow(language) << QString::fromLatin1(language);
    }
    void everyHelpPageIsThereAndEveryLinkLeadsSomewhere() {
        QFETCH(QString, language);
        HelpWindow help(language);
        static const QRegularExpression link(QStringLiteral("\\]\\(([^)]+)\\)"));
        QStringList linked;
        for (const auto& id : helpPages()) {
            QFile file(QStringLiteral(":/help/%1/%2.md").arg(language, id));
            QVERIFY2(file.exists(), qPrintable(file.fileName()));
            const auto text = helpText(id, language);
            QVERIFY2(text.startsWith(QLatin1String("# ")) && text.size() > 150, qPrintable(id));
            if (language != QLatin1String("en")) QVERIFY2(text != helpText(id, QStringLiteral("en")), qPrintable(id + QStringLiteral(" is not translated")));
            for (auto it = link.globalMatch(text); it.hasNext();) {
                const auto target = it.next().captured(1);
                QVERIFY2(target.section('#', 0, 0).endsWith(".md") && helpPages().contains(target.section(".md", 0, 0)), qPrintable(id + QStringLiteral(": ") + target));
                linked << target.section(".md", 0, 0);
            }
            help.showPage(id);
            QCOMPARE(help.page(), id);
            QVERIFY(help.browser()->toPlainText().size() > 200);
        }
        QVERIFY(linked.size() >= 5);
    }

    void helpHeadingsHaveTheirSizes() {
        HelpWindow help(QStringLiteral("en"));
        QHash<int, int> sizes; // pixels by heading level; 0 = text
        const auto* document = help.browser()->document();
        for (auto block = document->begin(); block != document->end(); block = block.next())
            if (!block.text().isEmpty()) sizes[block.blockFormat().headingLevel()] = block.begin().fragment().charFormat().font().pixelSize();
        QVERIFY2(sizes[1] > sizes[2] && sizes[2] > sizes[0] && sizes[0] > 0, qPrintable(QStringLiteral("%1 %2 %3").arg(sizes[1]).arg(sizes[2]).arg(sizes[0])));
    }

    void helpSpeaksTheLanguageOfTheWindow() {
        const auto english = qScopeGuard([] { installLanguage(QStringLiteral("en")); });
        installLanguage(QStringLiteral("de")); // whatever the settings say by now
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->showHelp(QStringLiteral("first-steps"));
        QVERIFY(m_window->help()->browser()->toPlainText().startsWith(QStringLiteral("Erste Schritte")));
    }

    void helpIsSearchedAndGoesBack() {
        m_window->showHelp({});
        auto* help = m_window->help();
        QCOMPARE(help->page(), QStringLiteral("first-steps"));
        help->showPage(QStringLiteral("coverage"));
        help->showPage(QStringLiteral("budgets"));
        help->back();
        QCOMPARE(help->page(), QStringLiteral("coverage"));
        help->forward();
        QCOMPARE(help->page(), QStringLiteral("budgets"));
        help->search()->setText(QStringLiteral("LiteLLM"));
        QCOMPARE(help->listed(), QStringList{QStringLiteral("models")});
        QCOMPARE(help->page(), QStringLiteral("models"));
        help->search()->setText(QStringLiteral("xyzzy"));
        QVERIFY(help->listed().isEmpty());
        help->showPage(QStringLiteral("nonsense"));
        QCOMPARE(help->page(), helpPages().first());
        m_window->showModels();
        m_window->showHelp({});
        QCOMPARE(help->page(), QStringLiteral("models"));
    }

    void aboutCopiesVersionsOnly() {
        AboutDialog about(QStringLiteral("9.9"), buildFacts(), linkedParts(), bundledNotices());
        about.show();
        for (const char* word : {"RLMScope 9.9", "Qt: 6.", "SQLite: 3.", "Zstandard: 1.", "Python: 3.", "libcurl: ", "QScintilla: 2."})
            QVERIFY2(about.plainText().contains(QLatin1String(word)), word);
        QVERIFY(!about.plainText().contains(QDir::homePath()));
        for (const auto& part : linkedParts()) QVERIFY2(!part.version.isEmpty(), qPrintable(part.name));
    }

    void aDragSaysWhatWillHappen() {
        const auto drag = [&](const QList<QUrl>& urls) {
            QMimeData data;
            data.setUrls(urls);
            QDragEnterEvent event({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(m_window.get(), &event);
            auto* overlay = m_window->findChild<DropOverlay*>();
            const auto said = overlay->isVisible() ? overlay->accessibleName() : QString();
            QDragLeaveEvent leave;
            QApplication::sendEvent(m_window.get(), &leave);
            return overlay->isVisible() ? QStringLiteral("it stays") : said;
        };
        QCOMPARE(drag({QUrl::fromLocalFile(m_trace)}), QStringLiteral("Open 1 trace"));
        QTemporaryDir folder;
        QCOMPARE(drag({QUrl::fromLocalFile(folder.path())}), QStringLiteral("New run over %1").arg(QFileInfo(folder.path()).fileName()));
        QCOMPARE(drag({QUrl(QStringLiteral("https://example.org/x"))}), QStringLiteral("Nothing here can be opened"));
    }
};

QTEST_MAIN(TestCare)
#include "tst_care.moc"
