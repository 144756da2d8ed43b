// The Models page over a made-up source: what it shows, what it asks for, and what it never keeps.
#include "fake_model_source.h"
#include "views/language_model_table.h"
#include "views/model_chooser.h"
#include "views/model_dialogs.h"
#include "views/models_page.h"
#include "views/price_update_dialog.h"
#include "views/provider_list.h"
#include "views/role_panel.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace rlmscope;
using test::FakeModelSource;

namespace {

template<typename T>
T* child(const QWidget& in, const char* name) {
    return in.findChild<T*>(QLatin1String(name));
}

QString seen(const QWidget& in) { // every text that a person sees
    QStringList texts;
    for (auto* label : in.findChildren<QLabel*>())
        if (label->isVisibleTo(&in)) texts << label->text();
    return texts.join(QLatin1Char('\n'));
}

QStringList column(const QAbstractItemModel& model, int at, int role = Qt::DisplayRole) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) texts << model.index(row, at).data(role).toString();
    return texts;
}

} // namespace

class TestModelsPage : public QObject {
    Q_OBJECT
    std::unique_ptr<FakeModelSource> m_source;
    std::unique_ptr<ModelsPage> m_page;

    QAbstractItemModel* table() const { return m_page->findChild<LanguageModelView*>()->model(); }
    void press(const char* name) const { child<QPushButton>(*m_page, name)->click(); }

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }
    void init() {
        m_source = std::make_unique<FakeModelSource>();
        m_page = std::make_unique<ModelsPage>(m_source.get());
        m_page->resize(1400, 820);
        m_page->show();
    }
    void cleanup() {
        m_page.reset();
        m_source.reset();
    }

    void providersSayWhereTheirKeyIs() {
        ProviderListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setProviders(m_source->list);
        const auto details = column(model, 0, ProviderListModel::DetailRole);
        QCOMPARE(details.value(model.rowOf(QStringLiteral("openai"))), QStringLiteral("key in the keychain"));
        QCOMPARE(details.value(model.rowOf(QStringLiteral("gemini"))), QStringLiteral("key from GEMINI_API_KEY"));
        QCOMPARE(details.value(model.rowOf(QStringLiteral("anthropic"))), QStringLiteral("no key yet"));
        QCOMPARE(column(model, 0, ProviderListModel::StateRole).value(model.rowOf(QStringLiteral("anthropic"))), QStringLiteral("add key"));
        QCOMPARE(details.value(model.rowOf(QStringLiteral("ollama"))), QStringLiteral("127.0.0.1:11434, 2 models"));
        QCOMPARE(column(model, 0, ProviderListModel::StateRole).value(model.rowOf(QStringLiteral("vllm"))), QStringLiteral("not found"));
        // A new state keeps the rows; a provider more makes new ones.
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        auto list = m_source->list;
        list[2].state = ProviderItem::State::Ready;
        model.setProviders(list);
        QCOMPARE(resets.count(), 0);
        list.removeLast();
        model.setProviders(list);
        QCOMPARE(resets.count(), 1);
    }

    void aRoleThatIsNotSetSaysSoOnce() {
        m_source->aliases_[0].spec.clear();
        m_source->aliases_[0].fallback.clear();
        Q_EMIT m_source->changed();
        const auto* row = m_page->findChild<RolePanel*>()->chooser(QStringLiteral("root"))->parentWidget();
        for (const auto* label : row->findChildren<QLabel*>()) QVERIFY(label->isHidden() || label->text() != QLatin1String("no model"));
    }

    void modelsSortAndFilter() {
        LanguageModelTable model;
        LanguageModelFilter filter(&model);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester filtered(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels(m_source->models(QStringLiteral("openai")));
        for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) { // unknown last, whichever way
            filter.sort(LanguageModelTable::InputColumn, order);
            QCOMPARE(column(filter, LanguageModelTable::InputColumn).last(), QStringLiteral("unknown"));
        }
        QCOMPARE(column(filter, LanguageModelTable::InputColumn).first(), QStringLiteral("2.00"));
        filter.setText(QStringLiteral("mini 5"));
        QCOMPARE(column(filter, LanguageModelTable::NameColumn), QStringList{QStringLiteral("gpt-5-mini")});
        filter.setText(QStringLiteral("root")); // also by what it is used as
        QCOMPARE(column(filter, LanguageModelTable::NameColumn), QStringList{QStringLiteral("gpt-5")});
        filter.setText({});
        filter.setFavouritesOnly(true);
        QCOMPARE(filter.rowCount(), 1);
        model.setModels({});
        QCOMPARE(filter.rowCount(), 0);
    }

    void whatIsUnknownReadsUnknown() {
        m_page->showModel(QStringLiteral("openai"), QStringLiteral("openai:my-finetune-0911"));
        QVERIFY2(seen(*m_page).contains(QStringLiteral("Nobody has said what it costs. A run with a limit in USD refuses it until you give one.")), qPrintable(seen(*m_page)));
        m_page->showModel(QStringLiteral("openai"), QStringLiteral("openai:gpt-5-mini"));
        QVERIFY(seen(*m_page).contains(QStringLiteral("calls above 200k tokens in: in 0.50, out 4.00")));
        QVERIFY(seen(*m_page).contains(QStringLiteral("read on 2026-10-27")));
    }

    void aKeyIsHandedOnAndNeverShown() {
        m_page->showProvider(QStringLiteral("anthropic"));
        press("keyButton");
        auto* dialog = m_page->findChild<KeyDialog*>();
        QVERIFY(dialog);
        QVERIFY(seen(*dialog).contains(QStringLiteral("https://api.anthropic.com and to no other address")));
        auto* field = child<QLineEdit>(*dialog, "key");
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        QTest::keyClicks(field, QStringLiteral(" sk-ant-planted-1234 "));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_source->stored.size(), 1);
        QCOMPARE(m_source->stored[0].second, QStringLiteral("sk-ant-planted-1234"));
        QVERIFY(field->text().isEmpty()); // at once, not when the keychain has answered
        QVERIFY(!field->isUndoAvailable());
        Q_EMIT m_source->keyAnswered(QStringLiteral("anthropic"), QStringLiteral("The keychain is locked."));
        QVERIFY(dialog->isVisible());
        QVERIFY(seen(*dialog).contains(QStringLiteral("The keychain is locked.")));
        QVERIFY(field->text().isEmpty());
        QTest::keyClicks(field, QStringLiteral("sk-ant-planted-1234"));
        QTest::keyClick(field, Qt::Key_Return);
        Q_EMIT m_source->keyAnswered(QStringLiteral("anthropic"), {});
        QVERIFY(!dialog->isVisible());
        for (auto* widget : m_page->findChildren<QWidget*>())
            for (const char* name : {"text", "toolTip", "accessibleName", "accessibleDescription"})
                QVERIFY(!widget->property(name).toString().contains(QStringLiteral("planted")));
    }

    void withoutAKeychainTheVariableIsNamed() {
        m_source->keeper.clear();
        Q_EMIT m_source->changed();
        m_page->showProvider(QStringLiteral("anthropic"));
        press("keyButton");
        auto* dialog = m_page->findChild<KeyDialog*>();
        QVERIFY(!child<QLineEdit>(*dialog, "key")->isVisibleTo(dialog));
        QVERIFY2(seen(*dialog).contains(QStringLiteral("Set the environment variable ANTHROPIC_API_KEY")), qPrintable(seen(*dialog)));
        QVERIFY(seen(*m_page).contains(QStringLiteral("No keychain answers")));
    }

    void aTestRunsIsCancelledAndSaysWhatCameOfIt() {
        m_page->showModel(QStringLiteral("openai"), QStringLiteral("openai:gpt-5-nano"));
        auto* button = child<QPushButton>(*m_page, "testButton");
        button->click();
        QCOMPARE(m_source->test(QStringLiteral("openai")).spec, QStringLiteral("openai:gpt-5-nano"));
        QCOMPARE(button->text(), QStringLiteral("Cancel"));
        button->click();
        QVERIFY(seen(*m_page).contains(QStringLiteral("The test was cancelled.")));
        ModelTest t;
        t.spec = QStringLiteral("openai:gpt-5-nano");
        t.step = ModelTest::Step::Ok;
        t.listed = 64;
        t.firstToken = 412'000'000;
        t.total = 530'000'000;
        t.cost = PicoUsd{91'000'000};
        m_source->setTest(QStringLiteral("openai"), t);
        QVERIFY2(seen(*m_page).contains(QStringLiteral("Lists 64 models. openai:gpt-5-nano answered: first token after 412 ms, all of it after 530 ms, $0.0001.")),
                 qPrintable(seen(*m_page)));
        t.step = ModelTest::Step::Failed;
        t.error = QStringLiteral("The key is refused.");
        t.hint = QStringLiteral("Replace it.");
        m_source->setTest(QStringLiteral("openai"), t);
        QVERIFY(seen(*m_page).contains(QStringLiteral("The key is refused.\nReplace it.")));
        // Another provider's test is another story.
        m_page->showProvider(QStringLiteral("gemini"));
        QVERIFY(!seen(*m_page).contains(QStringLiteral("The key is refused.")));
    }

    void removingCanBeUndone() {
        m_page->showProvider(QStringLiteral("work"));
        press("removeButton");
        QCOMPARE(m_page->provider(), QStringLiteral("sim")); // somewhere that exists
        QVERIFY(std::none_of(m_source->list.begin(), m_source->list.end(), [](const auto& p) { return p.word == QLatin1String("work"); }));
        press("undoButton");
        QVERIFY(std::any_of(m_source->list.begin(), m_source->list.end(), [](const auto& p) { return p.word == QLatin1String("work"); }));
    }

    void addingAsksForTheKeyNext() {
        m_page->addProvider();
        auto* dialog = m_page->findChild<AddProviderDialog*>();
        QSignalSpy asked(dialog, &AddProviderDialog::addRequested);
        const auto buttons = dialog->findChildren<QPushButton*>();
        auto* add = *std::find_if(buttons.begin(), buttons.end(), [](auto* b) { return b->text() == QLatin1String("Add"); });
        add->click();
        QCOMPARE(asked.count(), 1);
        QVERIFY(dialog->isVisible()); // no word: it says so and stays
        QVERIFY(seen(*dialog).contains(QStringLiteral("The word is missing.")));
        QTest::keyClicks(child<QLineEdit>(*dialog, "word"), QStringLiteral("lab"));
        QVERIFY(seen(*dialog).contains(QStringLiteral("lab:MODEL")));
        QTest::keyClicks(child<QLineEdit>(*dialog, "address"), QStringLiteral("http://gpu-box:8000/v1"));
        // A key over plain http to another computer is asked for, and for nothing else.
        auto* plain = child<QCheckBox>(*dialog, "plainKey");
        QVERIFY(!plain->isVisible());
        dialog->findChildren<QCheckBox*>().first()->setChecked(true);
        QVERIFY(plain->isVisible());
        QVERIFY(!dialog->provider().allowPlainKey);
        plain->setChecked(true);
        QVERIFY(dialog->provider().allowPlainKey);
        child<QLineEdit>(*dialog, "address")->setText(QStringLiteral("https://gpu-box:8000/v1"));
        QVERIFY(!plain->isVisible() && !dialog->provider().allowPlainKey);
        dialog->findChildren<QCheckBox*>().first()->setChecked(false);
        add->click();
        QVERIFY(!dialog->isVisible());
        QCOMPARE(m_page->provider(), QStringLiteral("lab"));
    }

    void rolesAreChosenAndRefused() {
        auto* roles = m_page->findChild<RolePanel*>();
        auto* judge = roles->chooser(QStringLiteral("judge"));
        QVERIFY(judge);
        judge->setEditText(QStringLiteral("openai:gpt-4.1"));
        Q_EMIT judge->lineEdit()->editingFinished();
        QCOMPARE(m_source->aliases_[4].spec, QStringLiteral("openai:gpt-4.1"));
        judge->setEditText(QStringLiteral("nonsense"));
        Q_EMIT judge->lineEdit()->editingFinished();
        QCOMPARE(judge->spec(), QStringLiteral("openai:gpt-4.1")); // back to what holds
        QVERIFY(seen(*m_page).contains(QStringLiteral("\"nonsense\" is not a model.")));
        auto* sub = roles->chooser(QStringLiteral("sub"));
        sub->setSpec({});
        QCOMPARE(sub->currentText(), QStringLiteral("Same as root"));
        QCOMPARE(sub->spec(), QString());
    }

    void aStarIsSetByKeyboard() {
        m_page->showModel(QStringLiteral("openai"), QStringLiteral("openai:gpt-4.1"));
        QTest::keyClick(m_page->findChild<LanguageModelView*>(), Qt::Key_Space);
        QCOMPARE(m_page->model(), QStringLiteral("openai:gpt-4.1")); // the selection stays on it
        QVERIFY(m_source->describe(QStringLiteral("openai:gpt-4.1")).group == ModelChoice::Group::Favourite);
    }

    void aPriceOfOnesOwn() {
        m_page->showModel(QStringLiteral("openai"), QStringLiteral("openai:my-finetune-0911"));
        press("priceButton");
        auto* dialog = m_page->findChild<PriceDialog*>();
        auto* in = child<QLineEdit>(*dialog, "priceIn");
        const auto buttons = dialog->findChildren<QPushButton*>();
        auto* use = *std::find_if(buttons.begin(), buttons.end(), [](auto* b) { return b->text() == QLatin1String("Use this price"); });
        for (const char* wrong : {"", "abc", "-1", "0.0000001"}) { // finer than any price
            in->setText(QLatin1String(wrong));
            child<QLineEdit>(*dialog, "priceOut")->setText(QStringLiteral("2"));
            use->click();
            QVERIFY2(dialog->isVisible() && in->property("invalid").toBool(), wrong);
        }
        in->setText(QStringLiteral("0.000001"));
        use->click();
        QVERIFY(!dialog->isVisible());
        const auto models = m_source->models(QStringLiteral("openai"));
        QCOMPARE(models.last().rates->input, 1); // one pico-USD a token
        QCOMPARE(models.last().rates->output, 2'000'000);
    }

    void aPriceTableIsShownBeforeItIsUsed() {
        PriceUpdateDialog dialog(m_source.get());
        dialog.show();
        auto* apply = child<QPushButton>(dialog, "apply");
        QVERIFY(!apply->isEnabled());
        child<QLineEdit>(dialog, "where")->setText(QStringLiteral("/some/prices.json"));
        child<QPushButton>(dialog, "read")->click();
        QCOMPARE(m_source->update.source, QStringLiteral("/some/prices.json"));
        QCOMPARE(child<QPushButton>(dialog, "read")->text(), QStringLiteral("Stop"));
        PriceUpdateItem update;
        update.step = PriceUpdateItem::Step::Failed;
        update.error = QStringLiteral("It is no price table.");
        m_source->setUpdate(update);
        QVERIFY(seen(dialog).contains(QStringLiteral("It is no price table.")));
        QVERIFY(!apply->isEnabled());
        update.step = PriceUpdateItem::Step::Ready;
        update.changed = 1;
        update.same = 2;
        update.rows = {{QStringLiteral("openai:gpt-5"), TokenRates{1'250'000, 10'000'000, {}, {}, {}}, TokenRates{1'000'000, 8'000'000, {}, {}, {}}}};
        m_source->setUpdate(update);
        QVERIFY2(seen(dialog).contains(QStringLiteral("1 changed, 0 new, 2 unchanged.")), qPrintable(seen(dialog)));
        QCOMPARE(m_source->applied, 0);
        apply->click();
        QCOMPARE(m_source->applied, 1);
    }

    void aBrokenFileIsShownAndNothingChanges() {
        m_source->broken = QStringLiteral("/home/ada/.config/rlmscope/models.json: aliases.root is not a text.");
        Q_EMIT m_source->changed();
        QVERIFY(seen(*m_page).contains(m_source->broken));
        m_page->showProvider(QStringLiteral("work"));
        for (const char* name : {"removeButton", "keyButton", "priceButton"}) QVERIFY2(!child<QPushButton>(*m_page, name)->isEnabled(), name);
        QVERIFY(!m_page->findChild<RolePanel*>()->chooser(QStringLiteral("root"))->isEnabled());
        QVERIFY(child<QPushButton>(*m_page, "testButton")->isEnabled()); // reading still works
        m_source->broken.clear();
        Q_EMIT m_source->changed();
        QVERIFY(child<QPushButton>(*m_page, "removeButton")->isEnabled());
        QVERIFY(!seen(*m_page).contains(QStringLiteral("models.json")));
    }

    void everythingHasAName() {
        for (auto* widget : m_page->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(m_page.get())) continue;
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) ||
                               qobject_cast<QLabel*>(widget) || !widget->parentWidget()->accessibleName().isEmpty();
            QVERIFY2(named, qPrintable(QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName()));
        }
    }
};

QTEST_MAIN(TestModelsPage)
#include "tst_models_page.moc"
