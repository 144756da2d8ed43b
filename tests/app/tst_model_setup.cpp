// Setting models up as a person does, over real files, a real server and a keychain of ours: add a server, paste its key,
// test it, make it the root model, run with it.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/model_setup.h"
#include "app/run_launcher.h"
#include "catalog/user_prices.h"
#include "itemmodels/run_document.h"
#include "support/openai_server.h"
#include "views/language_model_table.h"
#include "views/model_chooser.h"
#include "views/models_page.h"
#include "views/role_panel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <mutex>

using namespace rlmscope;

namespace {

constexpr const char* Key = "sk-planted-4711-do-not-show";

class MemoryStore final : public KeyStore {
public:
    Result<std::string> service() override { return std::string("the test's keychain"); }
    Result<std::optional<std::string>> read(const std::string& name, const std::string& origin) override {
        const std::lock_guard lock(m_mutex);
        const auto at = m_keys.find({name, origin});
        return at == m_keys.end() ? std::nullopt : std::optional(at->second);
    }
    Status store(const std::string& name, const std::string& origin, const std::string& key) override {
        const std::lock_guard lock(m_mutex);
        if (refuses) return makeError(ErrorKind::Auth, "The keychain stays locked.");
        m_keys[{name, origin}] = key;
        return {};
    }
    Status remove(const std::string& name, const std::string& origin) override {
        const std::lock_guard lock(m_mutex);
        m_keys.erase({name, origin});
        return {};
    }
    std::size_t size() {
        const std::lock_guard lock(m_mutex);
        return m_keys.size();
    }
    bool refuses = false;

private:
    std::mutex m_mutex;
    std::map<std::pair<std::string, std::string>, std::string> m_keys;
};

/// JSON as it reads here: 'text' for "text".
std::string json(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

Script rootScript() {
    auto script = parseScript(json("{'rules': [{'when': {'role': 'frame'}, 'reply': ['```repl', 'answer[\\'content\\'] = \\'the tide is \\' + llm_query(\\'Which way?\\')', "
                                   "'answer[\\'ready\\'] = True', '```']}, {'when': {'role': 'sub'}, 'reply': 'high'}, {'reply': 'OK'}]}"), "test");
    Q_ASSERT(script);
    return *script;
}

/// What the server heard of keys: the headers of all requests.
QString authorisations(const test::HttpServer& server) {
    QStringList all;
    for (const auto& call : server.recorded()) all << QString::fromUtf8(std::string(call.headers.find("authorization").value_or("none")).c_str());
    return all.join(QLatin1Char('\n'));
}

} // namespace

class TestModelSetup : public QObject {
    Q_OBJECT
    std::shared_ptr<MemoryStore> m_store;
    QTemporaryDir m_home;

    NewProviderItem lab(const std::string& url) const {
        NewProviderItem item;
        item.templateId = QStringLiteral("openai-compatible");
        item.word = QStringLiteral("lab");
        item.name = QStringLiteral("The lab");
        item.address = QString::fromStdString(url);
        item.needsKey = true;
        return item;
    }
    std::unique_ptr<ModelSetup> setup() const {
        auto made = std::make_unique<ModelSetup>();
        made->setLocalServers({});
        return made;
    }

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }
    void init() { // every test starts on a computer where nothing is set up
        QVERIFY(m_home.isValid());
        const auto folder = m_home.filePath(QStringLiteral("config"));
        QDir(folder).removeRecursively();
        qputenv("XDG_CONFIG_HOME", folder.toUtf8());
        qunsetenv("OPENAI_API_KEY");
        m_store = std::make_shared<MemoryStore>();
        setMachineKeyStore(m_store);
    }
    void cleanup() {
        LiveRunControl::waitForAll();
        setMachineKeyStore(nullptr);
    }

    void aPersonsWay() {
        test::OpenAiServerOptions options;
        options.script = rootScript();
        options.key = Key;
        test::OpenAiServer server(options);
        server.http().record(true);

        MainWindow window(makeRunLauncher());
        window.show();
        window.showModels();
        auto* page = window.modelsPage();
        auto* setup = static_cast<ModelSetup*>(page->source());
        QVERIFY(setup);
        QCOMPARE(setup->addProvider(lab(server.baseUrl())), QString());
        page->showProvider(QStringLiteral("lab"));
        // Without its key the test says what is wrong and what to do.
        QSignalSpy tests(setup, &ModelSource::testChanged);
        setup->startTest(QStringLiteral("lab"), QStringLiteral("lab:test-model"));
        QTRY_VERIFY_WITH_TIMEOUT(!setup->test(QStringLiteral("lab")).running(), 20000);
        QVERIFY(setup->test(QStringLiteral("lab")).step == ModelTest::Step::Failed);
        QVERIFY2(setup->test(QStringLiteral("lab")).error.contains(QStringLiteral("LAB_API_KEY")), qPrintable(setup->test(QStringLiteral("lab")).error));

        QSignalSpy answered(setup, &ModelSource::keyAnswered);
        setup->storeKey(QStringLiteral("lab"), QLatin1String(Key));
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 20000);
        QCOMPARE(answered[0][1].toString(), QString());
        QCOMPARE(m_store->size(), std::size_t{1});
        setup->startTest(QStringLiteral("lab"), QStringLiteral("lab:test-model"));
        QTRY_VERIFY_WITH_TIMEOUT(!setup->test(QStringLiteral("lab")).running(), 20000);
        const auto test = setup->test(QStringLiteral("lab"));
        QVERIFY2(test.step == ModelTest::Step::Ok, qPrintable(test.error));
        QVERIFY(test.listed >= 1 && test.offered && test.total && *test.total > 0);
        QVERIFY(!test.cost); // nobody has said what it costs: unknown, not 0
        QCOMPARE(setup->models(QStringLiteral("lab")).value(0).spec, QStringLiteral("lab:test-model"));

        // As the root of runs, by the chooser on the right; sub follows it.
        auto* root = page->findChild<RolePanel*>()->chooser(QStringLiteral("root"));
        root->setEditText(QStringLiteral("lab:test-model"));
        Q_EMIT root->lineEdit()->editingFinished();
        QCOMPARE(setup->describe(QStringLiteral("sub")).meant, QStringLiteral("lab:test-model"));

        NewRunForm form;
        form.pastedText = QStringLiteral("The tide comes twice a day.");
        form.spec.question = "Which way is the tide?";
        form.spec.models = {"root", "sub"};
        form.spec.limits.usd = PicoUsd{500'000'000'000};
        window.newRunFrom(form);
        // A limit in USD without a price: said at the field, and a price of one's own makes it hold.
        QVERIFY(window.newRunDialog()->findChild<QLabel*>(QStringLiteral("usdRemark"))->text().contains(QStringLiteral("no known price")));
        Q_EMIT window.newRunDialog()->runRequested(form);
        QVERIFY(!window.current());
        QCOMPARE(setup->setPrice(QStringLiteral("lab:test-model"), TokenRates{1'000'000, 2'000'000, {}, {}, {}}), QString());
        QVERIFY(!window.newRunDialog()->findChild<QLabel*>(QStringLiteral("usdRemark"))->isVisibleTo(window.newRunDialog()));
        Q_EMIT window.newRunDialog()->runRequested(form);
        QVERIFY(window.current());
        QTRY_VERIFY_WITH_TIMEOUT(window.current()->tree().ended(), 60000);
        QCOMPARE(window.current()->answer(), QStringLiteral("the tide is high"));
        QVERIFY(authorisations(server.http()).contains(QLatin1String(Key)));
        // The trace names the roles, never the server's key.
        QTRY_VERIFY_WITH_TIMEOUT(!window.current()->isLive(), 30000);
        QCOMPARE(window.current()->tree().started()->spec.models, (std::vector<std::string>{"root", "sub"}));
        for (const auto& path : {window.current()->path(), QString::fromStdString(modelRegistryPath().string()), QString::fromStdString(userPricesPath().string())}) {
            QFile file(path);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            QVERIFY2(!file.readAll().contains(Key), qPrintable(path));
        }
    }

    void aKeyGoesOnlyWhereItWasEnteredFor() {
        test::OpenAiServer mine, other;
        other.http().record(true);
        auto setup = this->setup();
        QCOMPARE(setup->addProvider(lab(mine.baseUrl())), QString());
        QSignalSpy answered(setup.get(), &ModelSource::keyAnswered);
        setup->storeKey(QStringLiteral("lab"), QLatin1String(Key));
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 20000);
        // The word means another address now, as in somebody else's file.
        QCOMPARE(setup->removeProvider(QStringLiteral("lab")), QString());
        QCOMPARE(setup->addProvider(lab(other.baseUrl())), QString());
        const auto items = setup->providers();
        const auto item = *std::find_if(items.begin(), items.end(), [](const auto& p) { return p.word == QLatin1String("lab"); });
        QVERIFY(item.key == KeyHeld::None);
        setup->startTest(QStringLiteral("lab"), QStringLiteral("lab:test-model"));
        QTRY_VERIFY_WITH_TIMEOUT(!setup->test(QStringLiteral("lab")).running(), 20000);
        QVERIFY(!authorisations(other.http()).contains(QLatin1String(Key)));
    }

    void aLockedKeychainSaysSo() {
        m_store->refuses = true;
        auto setup = this->setup();
        QCOMPARE(setup->addProvider(lab("http://127.0.0.1:9/v1")), QString());
        QSignalSpy answered(setup.get(), &ModelSource::keyAnswered);
        setup->storeKey(QStringLiteral("lab"), QLatin1String(Key));
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 20000);
        QVERIFY2(answered[0][1].toString().contains(QStringLiteral("The keychain stays locked.")), qPrintable(answered[0][1].toString()));
        QVERIFY(answered[0][1].toString().contains(QStringLiteral("LAB_API_KEY")));
        QVERIFY(!answered[0][1].toString().contains(QLatin1String(Key)));
    }

    void aTestIsCancelled() {
        test::HttpServer stalls([](const test::HttpCall&) { return test::HttpPlan{{}, test::PlanEnd::Stall, {}}; });
        auto setup = this->setup();
        auto item = lab(stalls.url() + "/v1");
        item.needsKey = false;
        QCOMPARE(setup->addProvider(item), QString());
        setup->startTest(QStringLiteral("lab"), QStringLiteral("lab:m"));
        QTRY_VERIFY_WITH_TIMEOUT(stalls.calls() > 0, 20000);
        setup->cancelTest(QStringLiteral("lab"));
        QTRY_VERIFY_WITH_TIMEOUT(setup->test(QStringLiteral("lab")).step == ModelTest::Step::Cancelled, 20000);
        // And a window that closes in the middle of one waits for nothing.
        setup->startTest(QStringLiteral("lab"), QStringLiteral("lab:m"));
        setup.reset();
    }

    void serversOfThisComputerAreFound() {
        test::OpenAiServer server;
        ModelSetup setup;
        LocalServer usual;
        usual.name = "llama.cpp";
        usual.baseUrl = server.baseUrl();
        setup.setLocalServers({usual});
        QVERIFY(!setup.looking());
        setup.look();
        QVERIFY(setup.looking());
        QTRY_VERIFY_WITH_TIMEOUT(!setup.looking(), 20000);
        QCOMPARE(setup.keychain(), QStringLiteral("the test's keychain"));
        const auto items = setup.providers();
        const auto found = std::find_if(items.begin(), items.end(), [&](const auto& p) { return p.word.toStdString() == server.baseUrl(); });
        QVERIFY(found != items.end());
        QVERIFY(found->state == ProviderItem::State::Found);
        const auto spec = setup.models(found->word).value(0).spec;
        QCOMPARE(spec.toStdString(), server.spec());
        const auto choices = setup.choices();
        QVERIFY(std::any_of(choices.begin(), choices.end(), [&](const auto& c) { return c.spec == spec && c.group == ModelChoice::Group::Found; }));
        QVERIFY(setup.describe(spec).problem.isEmpty());
        // What is usual and silent is there, too, and says so.
        QVERIFY(std::any_of(items.begin(), items.end(), [](const auto& p) { return p.word == QLatin1String("vllm") && p.state == ProviderItem::State::NotFound; }));
    }

    void aBrokenFileIsNeverWrittenOver() {
        const QString path = QString::fromStdString(modelRegistryPath().string());
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"aliases\": 3}");
        file.close();
        auto setup = this->setup();
        QVERIFY2(setup->setupProblem().contains(path), qPrintable(setup->setupProblem()));
        QVERIFY(setup->providers().size() > 10); // what is built in still shows
        QVERIFY(!setup->setAlias(QStringLiteral("root"), QStringLiteral("sim")).isEmpty());
        QVERIFY(!setup->setFavourite(QStringLiteral("sim"), true).isEmpty());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"aliases\": 3}"));
    }

    void pricesAreUpdatedFromAFileAndBack() {
        auto setup = this->setup();
        const auto price = [&] { return setup->describe(QStringLiteral("openai:gpt-5")).price->input; };
        const auto before = price();
        QFile file(m_home.filePath(QStringLiteral("table.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(json("{'gpt-5': {'litellm_provider': 'openai', 'mode': 'chat', 'max_input_tokens': 400000, 'input_cost_per_token': 9e-06, 'output_cost_per_token': 1e-05, 'cache_read_input_token_cost': 1e-06},"
                                 "'newest-6': {'litellm_provider': 'openai', 'mode': 'chat', 'input_cost_per_token': 1e-06, 'output_cost_per_token': 2e-06}}")));
        file.close();
        setup->readPriceUpdate(file.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(setup->priceUpdate().step != PriceUpdateItem::Step::Reading, 20000);
        const auto update = setup->priceUpdate();
        QVERIFY2(update.step == PriceUpdateItem::Step::Ready, qPrintable(update.error));
        QCOMPARE(update.changed, 1);
        QCOMPARE(update.added, 1);
        QCOMPARE(update.rows[0].model, QStringLiteral("openai:gpt-5"));
        QCOMPARE(update.rows[0].after->input, 9'000'000);
        QCOMPARE(price(), before); // shown, not used
        QCOMPARE(setup->applyPriceUpdate(), QString());
        QCOMPARE(price(), 9'000'000);
        QCOMPARE(setup->describe(QStringLiteral("openai:newest-6")).price->output, 2'000'000);
        QVERIFY(!setup->prices().updated.isEmpty());
        // Another process, the next day, sees the same; undo brings the old ones back.
        QCOMPARE(this->setup()->describe(QStringLiteral("openai:gpt-5")).price->input, 9'000'000);
        QCOMPARE(setup->undo(), QString());
        QCOMPARE(price(), before);
        QVERIFY(!setup->describe(QStringLiteral("openai:newest-6")).price);
    }

    void pricesFromAnAddress() {
        std::string body = json("{'gpt-5': {'litellm_provider': 'openai', 'mode': 'chat', 'input_cost_per_token': 9e-06, 'output_cost_per_token': 1e-05}}");
        test::HttpServer server([&](const test::HttpCall& call) {
            if (call.path == "/moved") return test::answerWith(test::httpResponse(302, "", "text/plain", {{"Location", "/prices.json"}}));
            if (call.path == "/cut") return test::HttpPlan{{{0, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"gpt"}}, test::PlanEnd::Close, {}};
            if (call.path == "/stall") return test::HttpPlan{{}, test::PlanEnd::Stall, {}};
            return call.path == "/prices.json" ? test::answerWith(test::httpResponse(200, body)) : test::answerWith(test::httpResponse(404, "nothing here", "text/plain"));
        });
        auto setup = this->setup();
        const auto read = [&](const char* path) {
            setup->readPriceUpdate(QString::fromStdString(server.url() + path));
            [&] { QTRY_VERIFY_WITH_TIMEOUT(setup->priceUpdate().step != PriceUpdateItem::Step::Reading, 20000); }();
            return setup->priceUpdate();
        };
        QVERIFY2(read("/prices.json").step == PriceUpdateItem::Step::Ready, qPrintable(setup->priceUpdate().error));
        for (const char* wrong : {"/moved", "/cut", "/nothing"}) {
            const auto failed = read(wrong);
            QVERIFY2(failed.step == PriceUpdateItem::Step::Failed && failed.error.contains(QString::fromStdString(server.url())), wrong);
            QVERIFY(!setup->applyPriceUpdate().isEmpty()); // there is nothing of a failed one
        }
        body = "[1, 2]";
        QVERIFY(read("/prices.json").step == PriceUpdateItem::Step::Failed);
        setup->readPriceUpdate(QString::fromStdString(server.url() + "/stall"));
        const auto calls = server.calls();
        QTRY_VERIFY_WITH_TIMEOUT(server.calls() > calls || setup->priceUpdate().step == PriceUpdateItem::Step::Reading, 5000);
        setup->cancelPriceUpdate();
        QVERIFY(setup->priceUpdate().step == PriceUpdateItem::Step::None);
        setup.reset(); // ends at once, also with a request that nobody answers
    }

    void changesComeBack() {
        auto setup = this->setup();
        QCOMPARE(setup->addProvider(lab("http://127.0.0.1:9/v1")), QString());
        const auto has = [&] {
            const auto items = setup->providers();
            return std::any_of(items.begin(), items.end(), [](const auto& p) { return p.word == QLatin1String("lab") && p.name == QLatin1String("The lab"); });
        };
        QVERIFY(has());
        QCOMPARE(setup->removeProvider(QStringLiteral("lab")), QString());
        QVERIFY(!has());
        QCOMPARE(setup->undo(), QString());
        QVERIFY(has());
        QVERIFY(setup->undoText().isEmpty());
        // What is wrong with a new one is said, without the ways of the command line, and nothing changes.
        for (const char* word : {"", "openai", "lab", "Not A Word"}) {
            auto item = lab("http://127.0.0.1:9/v1");
            item.word = QLatin1String(word);
            const auto error = setup->addProvider(item);
            QVERIFY2(!error.isEmpty() && !error.contains(QStringLiteral("rlmscope-cli")) && !error.contains(QStringLiteral("--")), qPrintable(error));
        }
        QVERIFY(!setup->setAlias(QStringLiteral("root"), QStringLiteral("nonsense")).isEmpty());
        QCOMPARE(setup->setAlias(QStringLiteral("root"), QStringLiteral("sim")), QString());
        QCOMPARE(setup->describe(QStringLiteral("root")).meant, QStringLiteral("sim"));
        QVERIFY(setup->describe(QStringLiteral("root")).price->simulated);
        QCOMPARE(setup->setAlias(QStringLiteral("root"), {}), QString());
        QVERIFY(!setup->describe(QStringLiteral("root")).problem.isEmpty());
    }
};

QTEST_MAIN(TestModelSetup)
#include "tst_model_setup.moc"
