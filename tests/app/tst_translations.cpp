// Every text of the window in every language: collected from the sources as translations/update does it, compared with
// what is committed.
#include "app/language.h"
#include "app/example_words.h"
#include "itemmodels/format.h"
#include "runner/examples.h"
#include "views/english.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest/QTest>

using namespace rlmscope;

namespace {

struct Text {
    QString context, source;
    QStringList forms;
    bool numerus = false, finished = true;
};

QVector<Text> readTexts(const QString& path) {
    QVector<Text> texts;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return texts;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        else if (xml.name() == QLatin1String("message")) texts.push_back({context, {}, {}, xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes"), true});
        else if (xml.name() == QLatin1String("source")) texts.back().source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            texts.back().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            if (!texts.back().numerus) texts.back().forms << xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) texts.back().forms << xml.readElementText();
    }
    return xml.hasError() ? QVector<Text>() : texts;
}

QStringList placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%(\\d+|n)"));
    QStringList found;
    for (auto it = pattern.globalMatch(text); it.hasNext();) found << it.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
}

int mnemonics(QString text) { return static_cast<int>(text.remove(QStringLiteral("&&")).count(QLatin1Char('&'))); }

QString lupdate() {
    for (const char* path : {"/usr/lib/qt6/bin/lupdate", "/usr/lib/x86_64-linux-gnu/qt6/bin/lupdate"})
        if (QFile::exists(QLatin1String(path))) return QLatin1String(path);
    return QStandardPaths::findExecutable(QStringLiteral("lupdate"));
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    const QDir m_source{QStringLiteral(RLMSCOPE_SOURCE_DIR)};

private Q_SLOTS:
    void everyTextIsTranslated_data() {
        QTest::addColumn<int>("forms");
        QTest::newRow("de") << 2;
        QTest::newRow("zh_CN") << 1;
    }
    void everyTextIsTranslated() {
        QFETCH(int, forms);
        const auto name = QStringLiteral("rlmscope_%1.ts").arg(QLatin1String(QTest::currentDataTag()));
        const auto tool = lupdate();
        QVERIFY2(!tool.isEmpty(), "lupdate is missing: apt-get install qt6-l10n-tools");
        const auto copy = m_dir.filePath(name);
        QVERIFY(QFile::copy(m_source.filePath("translations/" + name), copy));
        QProcess process;
        process.setWorkingDirectory(m_source.path());
        process.start(tool, {"-silent", "-no-obsolete", "-locations", "none", "src", "ui", "-ts", copy});
        QVERIFY(process.waitForFinished(100000));
        QCOMPARE(process.exitCode(), 0);
        const auto texts = readTexts(copy);
        QVERIFY(texts.size() > 900);
        QStringList problems;
        for (const auto& text : texts) {
            const auto say = [&](const char* what) { problems << QStringLiteral("%1: %2: \"%3\"").arg(QLatin1String(what), text.context, text.source); };
            if (!text.finished || text.forms.isEmpty() || text.forms.contains(QString())) {
                say("no translation");
                continue;
            }
            if (text.source.contains(QLatin1String("%n")) && !text.numerus) say("a count without plural forms: tr(text, nullptr, n)");
            if (text.numerus && text.forms.size() != forms) say("plural forms");
            for (const auto& form : text.forms) {
                auto wanted = placeholders(text.source), has = placeholders(form);
                if (text.numerus) { // "a run" may leave out its count
                    wanted.removeAll(QStringLiteral("%n"));
                    has.removeAll(QStringLiteral("%n"));
                }
                if (wanted != has) say("placeholders differ");
                if (mnemonics(text.source) != mnemonics(form)) say("& differs");
                if (text.source.endsWith(QStringLiteral("…")) != form.contains(QStringLiteral("…"))) {
                    if (!text.source.contains(QStringLiteral("…"))) say("… differs");
                }
                // Chinese punctuation brings its own distance.
                if (forms > 1 && text.source.startsWith(QLatin1Char(' ')) != form.startsWith(QLatin1Char(' '))) say("space differs");
            }
        }
        for (const auto& problem : problems) qWarning("%s", qPrintable(problem));
        QVERIFY2(problems.isEmpty(), qPrintable(QStringLiteral("%1 texts, see above; translations/update collects them").arg(problems.size())));
    }

    // A file-local tr() asks in a context that somebody wrote by hand; lupdate collects its texts under the class or
    // namespace that they stand in. Where these do not fit, the text stays English.
    void everyFileLocalTrFindsItsTexts() {
        QHash<QString, QSet<QString>> contexts;
        for (const auto& text : readTexts(m_source.filePath("translations/rlmscope_de.ts"))) contexts[text.context].insert(text.source);
        static const QRegularExpression wrapper(QStringLiteral("QString\\s+tr\\([^)]*\\)\\s*\\{\\s*return QCoreApplication::translate\\(\"([^\"]+)\""));
        static const QRegularExpression use(QStringLiteral("(?<![\\w:>.])tr\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\""));
        QStringList lost;
        int wrappers = 0;
        QDirIterator files(m_source.filePath("src"), {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto code = QString::fromUtf8(file.readAll());
            const auto found = wrapper.match(code);
            if (!found.hasMatch()) continue;
            ++wrappers;
            for (auto it = use.globalMatch(code); it.hasNext();) {
                auto text = it.next().captured(1);
                text.replace(QStringLiteral("\\n"), QStringLiteral("\n")).replace(QStringLiteral("\\\""), QStringLiteral("\""));
                bool known = false;
                for (auto context = found.captured(1); !known && !context.isEmpty(); context = context.section(QStringLiteral("::"), 0, -2)) known = contexts[context].contains(text);
                if (!known) lost << files.fileName() + QStringLiteral(": ") + text;
            }
        }
        QVERIFY(wrappers >= 4);
        QVERIFY2(lost.isEmpty(), qPrintable(lost.join(QStringLiteral("; "))));
    }

    void theWindowSpeaksTheLanguage() {
        installEnglishPlurals();
        const auto ask = [](const char* context, const char* text, int n = -1) { return QCoreApplication::translate(context, text, nullptr, n); };
        installLanguage(QStringLiteral("de"));
        QCOMPARE(ask("rlmscope::CallTreeModel", "%n line(s)", 1), QStringLiteral("1 Zeile"));
        QCOMPARE(ask("rlmscope::CallTreeModel", "%n line(s)", 5), QStringLiteral("5 Zeilen"));
        QCOMPARE(ask("rlmscope::Status", "queued"), QStringLiteral("wartet")); // collected under the namespace around it
        QCOMPARE(ask("QPlatformTheme", "Cancel"), QStringLiteral("Abbrechen")); // Qt's own
        QCOMPARE(format::count(5000), QStringLiteral("5.000"));
        installLanguage(QStringLiteral("zh_CN"));
        QCOMPARE(ask("rlmscope::CallTreeModel", "%n line(s)", 5), QStringLiteral("5 行"));
        QCOMPARE(format::comma(), QStringLiteral("，"));
        QCOMPARE(format::count(5000), QStringLiteral("5,000"));
        installLanguage(QStringLiteral("en"));
        QCOMPARE(ask("rlmscope::CallTreeModel", "%n line(s)", 1), QStringLiteral("1 line"));
        QCOMPARE(format::comma(), QStringLiteral(", "));
        QCOMPARE(format::count(5000), QStringLiteral("5,000"));
    }

    void everyExampleHasItsWords() {
        const auto all = examples();
        QVERIFY(all.ok());
        QCOMPARE(exampleNames().size(), static_cast<qsizetype>(all->size()));
        for (const auto& example : *all) {
            ExampleItem item;
            item.name = QString::fromStdString(example.name);
            translateExample(item);
            QCOMPARE(item.title, QString::fromStdString(example.title));
            QCOMPARE(item.tip, QString::fromStdString(example.summary));
            QVERIFY2(item.summary.startsWith(QStringLiteral("Depth %1").arg(example.spec.depth)), qPrintable(item.summary));
        }
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
