// The Python group of the New run dialog: what it collects, what it says, what it never carries.
#include "views/english.h"
#include "views/new_run_dialog.h"
#include "views/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace rlmscope;

class TestPythonOptions : public QObject {
    Q_OBJECT

    static NewRunForm recorded() {
        NewRunForm form;
        form.contextTrace = QStringLiteral("/nowhere.rlmscope");
        form.spec.question = "What?";
        form.spec.tools = {"theirs.py", "def f(): pass\n"};
        form.spec.trustedTools = {{"fetch", "(url)", ""}, {"save", "()", ""}};
        form.spec.packages = {"ml-libs"};
        return form;
    }
    template<typename T>
    static T* child(QWidget& dialog, const char* name) {
        auto* found = dialog.findChild<T*>(QLatin1String(name));
        if (!found) qFatal("no %s", name);
        return found;
    }
    /// All words below a widget that a person can see.
    static QString seen(QWidget& root) {
        QStringList texts;
        for (auto* label : root.findChildren<QLabel*>())
            if (label->isVisibleTo(&root)) texts << label->text();
        return texts.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void initTestCase() {
        Theme::install(*qApp, ThemeChoice::Light);
        installEnglishPlurals();
    }

    void formsComeBack() {
        NewRunDialog dialog;
        NewRunForm form;
        form.spec.question = "What?";
        form.toolsFile = QStringLiteral("/a/mine.py");
        form.trustedToolsFile = QStringLiteral("/a/trusted.py");
        form.packageFolders = {QStringLiteral("/a/one"), QStringLiteral("/b/two")};
        form.spec.requiredSandbox = SandboxLevel::Partial;
        form.allowTrustedTools = true;
        dialog.setForm(form);
        const auto back = dialog.form();
        QCOMPARE(back.toolsFile, form.toolsFile);
        QCOMPARE(back.trustedToolsFile, form.trustedToolsFile);
        QCOMPARE(back.packageFolders, form.packageFolders);
        QVERIFY(back.spec.requiredSandbox == SandboxLevel::Partial);
        QVERIFY(!back.allowTrustedTools); // a form never carries a permission
        QVERIFY(child<QToolButton>(dialog, "moreButton")->isChecked()); // what is filled in is not hidden
        NewRunDialog plain;
        QVERIFY(!child<QToolButton>(plain, "moreButton")->isChecked());
    }

    void aRecordedRunBringsItsToolsAndNothingElse() {
        NewRunDialog dialog;
        dialog.setForm(recorded());
        const auto form = dialog.form();
        QCOMPARE(form.spec.tools.name, std::string("theirs.py"));
        QVERIFY(form.spec.trustedTools.empty() && form.spec.packages.empty());
        QVERIFY2(seen(dialog).contains("Uses theirs.py of the recorded run."), qPrintable(seen(dialog)));
        QVERIFY(seen(dialog).contains("The recorded run had fetch, save."));
        QVERIFY(seen(dialog).contains("The recorded run had ml-libs."));
        // A file of one's own, or none.
        child<QLineEdit>(dialog, "toolsEdit")->setText(QStringLiteral("/a/mine.py"));
        QVERIFY(dialog.form().spec.tools.empty());
        child<QLineEdit>(dialog, "toolsEdit")->clear();
        QVERIFY(!dialog.form().spec.tools.empty());
        for (auto* button : dialog.findChildren<QPushButton*>())
            if (button->text() == QLatin1String("Leave out")) button->click();
        QVERIFY(dialog.form().spec.tools.empty());
    }

    void permissionIsAboutOneText() {
        NewRunDialog dialog;
        NewRunForm form;
        form.trustedToolsFile = QStringLiteral("/a/trusted.py");
        dialog.setForm(form);
        auto* allow = child<QCheckBox>(dialog, "allowTrusted");
        QVERIFY(!allow->isVisibleTo(&dialog));
        PythonReport report;
        report.trustedTools = QStringLiteral("fetch(url)");
        report.question = QStringLiteral("They run OUTSIDE the sandbox.");
        dialog.setPythonReport(report);
        QVERIFY(allow->isVisibleTo(&dialog));
        QVERIFY(!allow->isChecked());
        QVERIFY(seen(dialog).contains("OUTSIDE"));
        allow->setChecked(true);
        QVERIFY(dialog.form().allowTrustedTools);
        dialog.setPythonReport(report); // looked at again: the same
        QVERIFY(dialog.form().allowTrustedTools);
        report.question += QStringLiteral(" And more.");
        dialog.setPythonReport(report); // the file has changed
        QVERIFY(!dialog.form().allowTrustedTools);
        allow->setChecked(true);
        child<QLineEdit>(dialog, "trustedEdit")->setText(QStringLiteral("/a/other.py"));
        QVERIFY(!dialog.form().allowTrustedTools);
        QVERIFY(!allow->isVisibleTo(&dialog));
    }

    void changesAreTold() {
        NewRunDialog dialog;
        QSignalSpy spy(&dialog, &NewRunDialog::pythonChanged);
        child<QLineEdit>(dialog, "toolsEdit")->setText(QStringLiteral("/a/m"));
        child<QLineEdit>(dialog, "toolsEdit")->setText(QStringLiteral("/a/mine.py"));
        QVERIFY(spy.wait(10'000));
        QCOMPARE(spy.count(), 1); // not at every key
        child<QToolButton>(dialog, "moreButton")->setChecked(true);
        PythonReport report;
        report.tools = QStringLiteral("square(x)");
        report.packagesError = QStringLiteral("/x: No such folder");
        dialog.setPythonReport(report);
        QVERIFY(seen(dialog).contains("square(x)") && seen(dialog).contains("No such folder"));
    }

    void problemsStandAtTheirFields() {
        NewRunDialog dialog;
        dialog.setForm({});
        QVERIFY(!child<QToolButton>(dialog, "moreButton")->isChecked());
        dialog.setProblems({{"packages", "/x is not a folder."}});
        QVERIFY(child<QToolButton>(dialog, "moreButton")->isChecked());
        QVERIFY(seen(dialog).contains("/x is not a folder."));
    }

    void otherStrategiesHaveNoPython() {
        NewRunDialog dialog;
        auto form = recorded();
        form.spec.strategy = "direct";
        form.toolsFile = QStringLiteral("/a/mine.py");
        dialog.setForm(form);
        QVERIFY(!child<QLineEdit>(dialog, "toolsEdit")->isEnabled());
        const auto back = dialog.form();
        QVERIFY(back.toolsFile.isEmpty() && back.spec.tools.empty() && back.spec.trustedTools.empty() && back.spec.packages.empty());
    }

    void theSandboxIsSaid() {
        NewRunDialog dialog;
        dialog.setSandbox({});
        QVERIFY(seen(dialog).contains("Looking at the sandbox"));
        dialog.setSandbox({SandboxLevel::Full, {}, {}});
        QVERIFY(seen(dialog).contains("Sandbox: full"));
        dialog.setSandbox({SandboxLevel::Partial, {QStringLiteral("no file rules")}, {}});
        QVERIFY(seen(dialog).contains("Sandbox: partial. Missing: no file rules"));
        QVERIFY(!seen(dialog).contains("would not start"));
        auto* required = child<QComboBox>(dialog, "requiredSandbox");
        required->setCurrentIndex(required->findData(static_cast<int>(SandboxLevel::Full)));
        child<QToolButton>(dialog, "moreButton")->setChecked(true);
        QVERIFY(seen(dialog).contains("would not start"));
        dialog.setSandbox({{}, {}, QStringLiteral("the program rlmscope-worker was not found")});
        QVERIFY(seen(dialog).contains("rlmscope-worker was not found"));
    }
};

QTEST_MAIN(TestPythonOptions)
#include "tst_python_options.moc"
