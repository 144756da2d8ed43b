// Models and money in the New run dialog: what a run may spend goes in and comes out whole, and what a limit or a model means
// is said before the start.
#include "fake_model_source.h"
#include "itemmodels/format_locale.h"
#include "views/budget_options.h"
#include "views/cost_scale.h"
#include "views/model_chooser.h"
#include "views/new_run_dialog.h"
#include "views/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace rlmscope;

namespace {

template<typename T>
T* child(const QWidget& in, const char* name) {
    auto* found = in.findChild<T*>(QLatin1String(name));
    if (!found) qFatal("no %s", name);
    return found;
}

QString seen(const QWidget& in) {
    QStringList texts;
    for (auto* label : in.findChildren<QLabel*>())
        if (label->isVisibleTo(&in)) texts << label->text();
    return texts.join(QLatin1Char('\n'));
}

RunSpec everyLimit() {
    RunSpec spec;
    auto& l = spec.limits;
    l.usd = PicoUsd{1'234'500'000'000};
    l.calls = 7;
    l.seconds = 90.5;
    l.turns = 12;
    l.tokens = 1'000'001;
    l.inputTokens = 900'000;
    l.outputTokens = 100'001;
    l.frames = 5;
    l.workerMemory = 1'500'000'000;
    l.child.usd = PicoUsd{1}; // one pico-USD: nothing is rounded
    l.child.calls = 3;
    l.child.tokens = 4'000;
    l.approveCalls = 50;
    l.approveUsd = PicoUsd{0};
    l.atLimit = AtLimit::Ask;
    spec.budgetLine = true;
    spec.reuseReplies = true;
    return spec;
}

} // namespace

class TestNewRunBudget : public QObject {
    Q_OBJECT
    test::FakeModelSource m_source;

    static NewRunForm form(std::vector<std::string> models, int depth = 1) {
        NewRunForm form;
        form.spec.question = "What?";
        form.spec.depth = depth;
        form.spec.models = std::move(models);
        form.paths = {QStringLiteral("/some/folder")};
        return form;
    }
    static ContextPreview tokens(qint64 n) {
        ContextPreview preview;
        preview.name = QStringLiteral("folder");
        preview.tokens = n;
        preview.bytes = static_cast<quint64>(n) * 4;
        preview.documentCount = 1;
        return preview;
    }

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }

    void everyLimitComesBack() {
        BudgetOptions options;
        const auto spec = everyLimit();
        options.setSpec(spec);
        RunSpec back;
        options.fill(back);
        QVERIFY(back == spec);
        QVERIFY(options.problems().empty());
        QVERIFY(child<QToolButton>(options, "moreLimits")->isChecked()); // what is set is not hidden
        options.setSpec(RunSpec{});
        options.fill(back);
        QVERIFY(back == RunSpec{});
        QVERIFY(!child<QToolButton>(options, "moreLimits")->isChecked());
    }

    void numbersAreWrittenAsTheDesktopWritesThem() {
        const auto english = qScopeGuard([] { format::setLocale(QLocale(QLocale::English, QLocale::UnitedStates)); });
        format::setLocale(QLocale(QLocale::German, QLocale::Germany));
        BudgetOptions options;
        options.setSpec(everyLimit());
        QCOMPARE(child<QLineEdit>(options, "limits.tokens")->text(), QStringLiteral("1.000.001"));
        QCOMPARE(child<QLineEdit>(options, "limits.usd")->text(), QStringLiteral("1,2345"));
        QCOMPARE(child<QLineEdit>(options, "limits.seconds")->text(), QStringLiteral("90,5"));
        RunSpec back;
        options.fill(back);
        QVERIFY(back == everyLimit());
        for (const auto& [typed, usd] : {std::pair("0,50", 0.5), std::pair("0.50", 0.5), std::pair("0.500", 0.5), std::pair("1.250", 1250.0), std::pair("1.250,5", 1250.5)}) {
            child<QLineEdit>(options, "limits.usd")->setText(QString::fromLatin1(typed));
            QVERIFY2(options.usd() && options.usd()->usd() == usd, typed);
        }
        child<QLineEdit>(options, "limits.usd")->setText(QStringLiteral("1,2,3"));
        QVERIFY(!options.usd());
    }

    void fieldsStandBelowEachOther() {
        BudgetOptions options;
        options.setSpec(everyLimit());
        options.show();
        const auto left = [&](const char* name) { return child<QWidget>(options, name)->mapTo(&options, QPoint()).x(); };
        for (const char* name : {"limits.seconds", "atLimit", "limits.tokens", "limits.child.usd", "limits.approve_calls"}) QCOMPARE(left(name), left("limits.usd"));
        for (const char* name : {"limits.turns", "limits.frames", "limits.child.calls", "limits.approve_usd"}) QCOMPARE(left(name), left("limits.calls"));
    }

    void foldedLimitsAreSaid() {
        BudgetOptions options;
        options.show();
        options.setSpec(everyLimit());
        child<QToolButton>(options, "moreLimits")->setChecked(false);
        QVERIFY2(seen(options).contains(QStringLiteral("tokens, frames, child frames, approval, told to the model, replies reused")), qPrintable(seen(options)));
    }

    void wrongNumbers_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "abc", "0", "-1", "0,5", "1e400", "9999999999999999999999"}) {
            QTest::addRow("usd %s", text) << QStringLiteral("limits.usd") << QString::fromLatin1(text);
            QTest::addRow("calls %s", text) << QStringLiteral("limits.calls") << QString::fromLatin1(text);
            QTest::addRow("child %s", text) << QStringLiteral("limits.child.tokens") << QString::fromLatin1(text);
        }
        QTest::newRow("half a call") << QStringLiteral("limits.calls") << QStringLiteral("1.5");
        QTest::newRow("no time") << QStringLiteral("limits.seconds") << QStringLiteral("nan");
        QTest::newRow("no turns") << QStringLiteral("limits.turns") << QString();
    }
    void wrongNumbers() {
        QFETCH(QString, field);
        QFETCH(QString, text);
        BudgetOptions options;
        if (auto* check = options.findChild<QCheckBox*>(field + QStringLiteral(".on"))) check->setChecked(true);
        options.findChild<QLineEdit*>(field)->setText(text);
        const auto problems = options.problems();
        QCOMPARE(problems.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(problems[0].field), field);
        QVERIFY(QString::fromStdString(problems[0].message).contains(text));
        // Unset, it is nobody's problem.
        if (auto* check = options.findChild<QCheckBox*>(field + QStringLiteral(".on"))) {
            check->setChecked(false);
            QVERIFY(options.problems().empty());
        }
    }

    void aWrongFieldIsUnfoldedAndMarked() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        dialog.setForm(form({"sim"}));
        dialog.setPreview(tokens(100));
        dialog.show();
        child<QCheckBox>(dialog, "limits.frames.on")->setChecked(true);
        child<QLineEdit>(dialog, "limits.frames")->setText(QStringLiteral("none"));
        QSignalSpy started(&dialog, &NewRunDialog::runRequested);
        child<QPushButton>(dialog, "runButton")->click();
        QCOMPARE(started.count(), 0);
        QVERIFY(child<QToolButton>(dialog, "moreLimits")->isChecked());
        QVERIFY(child<QLineEdit>(dialog, "limits.frames")->property("invalid").toBool());
        child<QLineEdit>(dialog, "limits.frames")->setText(QStringLiteral("4"));
        child<QPushButton>(dialog, "runButton")->click();
        QCOMPARE(started.count(), 1);
        QCOMPARE(started[0][0].value<NewRunForm>().spec.limits.frames, std::optional<std::int64_t>(4));
    }

    void aLimitThatCannotHoldIsSaidAtItsField() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        auto run = form({"openai:gpt-5", "openai:my-finetune-0911"});
        run.spec.limits.usd = PicoUsd{500'000'000'000};
        dialog.setForm(run);
        auto* remark = child<QLabel>(dialog, "usdRemark");
        QVERIFY(remark->isVisibleTo(&dialog));
        QVERIFY2(remark->text().startsWith(QStringLiteral("OpenAI my-finetune-0911 has no known price")), qPrintable(remark->text()));
        child<QCheckBox>(dialog, "limits.usd.on")->setChecked(false);
        QVERIFY(!remark->isVisibleTo(&dialog));
        QVERIFY(seen(dialog).contains(QStringLiteral("what the run costs will read unknown")));
        child<QCheckBox>(dialog, "limits.usd.on")->setChecked(true);
        m_source.setPrice(QStringLiteral("openai:my-finetune-0911"), TokenRates{1'000'000, 1'000'000, {}, {}, {}});
        QVERIFY(!remark->isVisibleTo(&dialog));
        m_source.setPrice(QStringLiteral("openai:my-finetune-0911"), std::nullopt);
    }

    void readingOnceIsEstimated() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        auto run = form({"openai:gpt-5", "openai:gpt-5-mini"});
        run.spec.limits.usd = PicoUsd{100'000'000'000};
        dialog.setForm(run);
        dialog.setPreview(tokens(1'000'000)); // 400k window less 4,096 for the reply: three calls; 1M x $0.25/1M
        auto* cost = child<QLabel>(dialog, "costText");
        QVERIFY2(cost->text().contains(QStringLiteral("\u2248 $0.2500, estimated: at least 3 calls of OpenAI gpt-5-mini")), qPrintable(cost->text()));
        QVERIFY(child<QLabel>(dialog, "usdRemark")->text().contains(QStringLiteral("Less than reading all of the context once")));
        // Above 200k tokens of one call a dearer tier prices all of it.
        dialog.setForm(form({"sim"}));
        m_source.models_[QStringLiteral("openai")][1].window = 0; // nobody knows: no number of calls
        Q_EMIT m_source.changed();
        dialog.setForm(run);
        dialog.setPreview(tokens(1'000'000));
        QVERIFY2(!cost->text().contains(QStringLiteral("at least")) && cost->text().contains(QStringLiteral("estimated, without what they write")), qPrintable(cost->text()));
        m_source.models_[QStringLiteral("openai")][1].window = 400'000;
        // Depth 0 reads with code alone, and an unknown price gives no figure.
        auto code = form({"openai:gpt-5"}, 0);
        dialog.setForm(code);
        dialog.setPreview(tokens(1'000'000));
        QVERIFY(!cost->text().contains(QStringLiteral("estimated")));
        dialog.setForm(form({"openai:gpt-5", "openai:my-finetune-0911"}));
        dialog.setPreview(tokens(1'000'000));
        QVERIFY(!cost->text().contains(QStringLiteral("estimated")));
    }

    void marksOfTheCostAreNamedAndNeverTouch() {
        CostScale scale;
        scale.resize(300, scale.sizeHint().height());
        const auto usd = [](double x) { return PicoUsd{static_cast<std::int64_t>(x * 1e12)}; };
        for (const auto& [limit, once] : {std::pair(0.5, 0.0171), std::pair(0.5, 0.499), std::pair(0.02, 40.0), std::pair(1.0, 1.0)}) {
            scale.setMarks(usd(limit), usd(once));
            const auto rects = scale.labelRects();
            QCOMPARE(rects.size(), std::size_t{2});
            QVERIFY(rects[0].left() >= 0 && rects[0].right() < rects[1].left() && rects[1].right() <= 300);
        }
        QVERIFY(scale.accessibleDescription().contains(QStringLiteral("limit $1.00")));
        scale.setMarks(std::nullopt, usd(0.2));
        QCOMPARE(scale.labelRects().size(), std::size_t{1});
        scale.setMarks(std::nullopt, std::nullopt);
        QVERIFY(scale.labelRects().empty());
    }

    void longWordsAreNotCutOff() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        dialog.setForm(form({"sim"}));
        child<QPushButton>(dialog, "clearButton")->setText(QStringLiteral("Alles wieder herausnehmen"));
        child<QLabel>(dialog, "depthTitle")->setText(QStringLiteral("Paper-Tiefe der Rekursion"));
        auto preview = tokens(1000);
        preview.name = QString(400, QLatin1Char('x')); // a name is cut short instead
        dialog.setPreview(preview);
        dialog.resize(100, 720);
        dialog.show();
        for (const char* name : {"leftArea", "rightArea"}) {
            auto* area = child<QScrollArea>(dialog, name);
            QTRY_COMPARE(area->widget()->width(), area->viewport()->width());
            QVERIFY(area->widget()->width() >= area->widget()->minimumSizeHint().width());
        }
        QVERIFY2(dialog.width() < 1600, qPrintable(QString::number(dialog.width())));
    }

    void listsGiveWayBeforeAColumnScrolls() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        dialog.setForm(form({"sim"}));
        auto preview = tokens(1000);
        preview.documentCount = 20;
        for (int i = 0; i < 20; ++i) preview.documents.push_back({QString::number(i), 1, 200, 50});
        dialog.setPreview(preview);
        dialog.resize(1200, 900);
        dialog.show();
        const auto* area = child<QScrollArea>(dialog, "leftArea");
        QTRY_COMPARE(area->widget()->width(), area->viewport()->width());
        const auto* layout = area->widget()->layout();
        const int least = layout->totalMinimumHeightForWidth(area->widget()->width()), liked = layout->totalHeightForWidth(area->widget()->width());
        QVERIFY(least < liked);
        dialog.resize(1200, dialog.height() - area->viewport()->height() + (least + liked) / 2);
        QTRY_COMPARE(area->viewport()->height(), (least + liked) / 2);
        QVERIFY(!area->verticalScrollBar()->isVisible());
    }

    void modelsSayWhatTheyMeanAndWhichKeyTheyUse() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        dialog.setForm(form({"root", "gemini:gemini-2.5-flash"}));
        auto* note = child<QLabel>(dialog, "modelsNote");
        QVERIFY2(note->text().contains(QStringLiteral("root means openai:gpt-5 here.")), qPrintable(note->text()));
        QVERIFY(note->text().contains(QStringLiteral("key from the keychain, to https://api.openai.com")));
        QVERIFY(note->text().contains(QStringLiteral("key from GEMINI_API_KEY")));
        QCOMPARE(dialog.form().spec.models, (std::vector<std::string>{"root", "gemini:gemini-2.5-flash"})); // the role, not what it means
        QVERIFY(!child<QLabel>(dialog, "modelProblems")->isVisibleTo(&dialog));
        // Typed SPECs stay as they are typed; labels become their SPEC.
        auto* root = child<ModelChooser>(dialog, "rootModel");
        root->setEditText(QStringLiteral("http://gpu-box:8000/v1#mine?temperature=0"));
        QCOMPARE(dialog.form().spec.models[0], std::string("http://gpu-box:8000/v1#mine?temperature=0"));
        root->setEditText(QStringLiteral("OpenAI gpt-4.1"));
        QCOMPARE(dialog.form().spec.models[0], std::string("openai:gpt-4.1"));
        // A list that changes meanwhile leaves what is typed.
        root->setEditText(QStringLiteral("lab:half-typ"));
        Q_EMIT m_source.changed();
        QCOMPARE(root->currentText(), QStringLiteral("lab:half-typ"));
    }

    void depthsGetTheirModels() {
        NewRunDialog dialog;
        dialog.setModels(&m_source);
        for (const auto& models : std::vector<std::vector<std::string>>{{"sim", "openai:gpt-5"}, {"sim", "openai:gpt-5", "gemini:gemini-2.5-flash"}}) {
            dialog.setForm(form(models, static_cast<int>(models.size()) - 1));
            QCOMPARE(dialog.form().spec.models, models);
        }
        auto direct = form({"openai:gpt-5"});
        direct.spec.strategy = "direct";
        dialog.setForm(direct);
        QCOMPARE(dialog.form().spec.models, std::vector<std::string>{"openai:gpt-5"});
    }
};

QTEST_MAIN(TestNewRunBudget)
#include "tst_new_run_budget.moc"
