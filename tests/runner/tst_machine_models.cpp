#include "providers/model_check.h"
#include "runner/machine_models.h"
#include "runner/standard_parts.h"
#include "support/openai_server.h"
#include "trace/trace_reader.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <fstream>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {
constexpr const char* OpenAi = "https://api.openai.com";

/// A keychain in memory that can be slow, locked or gone.
class FakeStore final : public KeyStore {
public:
    Result<std::string> service() override { return std::string("fake"); }
    Result<std::optional<std::string>> read(const std::string& name, const std::string& origin) override {
        ++reads;
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_locked; });
        if (problem) return *problem;
        const auto at = keys.find(name + " " + origin);
        return at == keys.end() ? std::optional<std::string>() : std::optional(at->second);
    }
    Status store(const std::string& name, const std::string& origin, const std::string& key) override {
        if (problem) return *problem;
        keys[name + " " + origin] = key;
        return {};
    }
    Status remove(const std::string& name, const std::string& origin) override {
        keys.erase(name + " " + origin);
        return {};
    }
    void lock(bool on) {
        const std::lock_guard guard(m_mutex);
        m_locked = on;
        m_changed.notify_all();
    }
    std::map<std::string, std::string> keys;
    std::optional<Error> problem;
    std::atomic<int> reads{0};

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_locked = false;
};

bool contains(const std::string& text, const std::string& what) {
    if (text.find(what) != std::string::npos) return true;
    qWarning("\"%s\" is not in \"%s\"", what.c_str(), text.c_str());
    return false;
}
std::string keyOf(const std::string& name, const std::string& origin) { return machineKeys()->keyFor(name, origin).value_or("none"); }
} // namespace

class TestMachineModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void keychainBeforeEnvironment();
    void onlyWhatIsKnownToBeThere();
    void anotherProgramStoresAKey();
    void aSlowKeychain();
    void clearWords();
    void whatNoKeyIs();
    void states();
    void ownProviders();
    void aliasesInARun();

private:
    std::shared_ptr<FakeStore> m_store;
};

void TestMachineModels::init() {
    std::filesystem::remove(modelRegistryPath());
    m_store = std::make_shared<FakeStore>();
    setMachineKeyStore(m_store);
}

void TestMachineModels::cleanup() {
    setMachineKeyStore(nullptr);
    for (const std::string& name : machineKeyVariables()) qunsetenv(name.c_str());
    qunsetenv("OPENAI_BASE_URL");
}

void TestMachineModels::keychainBeforeEnvironment() {
    const ProviderEntry& openai = *builtInProvider("openai");
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("none"));
    qputenv("OPENAI_API_KEY", "from-environment");
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("from-environment"));
    QVERIFY(storeMachineKey(openai, " from-keychain\n").ok());
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("from-keychain"));
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("from-keychain"));
    QCOMPARE(m_store->reads.load(), 1); // then it is remembered
    // Elsewhere it is not: the environment's key is what the person has set for that address.
    QCOMPARE(keyOf("OPENAI_API_KEY", "http://localhost:1"), std::string("from-environment"));
    QVERIFY(*forgetMachineKey(openai));
    QVERIFY(!*forgetMachineKey(openai));
    QVERIFY(m_store->keys.empty());
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("from-environment"));
}

void TestMachineModels::onlyWhatIsKnownToBeThere() {
    m_store->keys[std::string("OPENAI_API_KEY ") + OpenAi] = "k";
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("none"));
    QCOMPARE(m_store->reads.load(), 0); // nobody is asked for a password for nothing
}

void TestMachineModels::anotherProgramStoresAKey() {
    QVERIFY(storeMachineKey(*builtInProvider("openai"), "first").ok());
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("first"));
    m_store->keys[std::string("OPENAI_API_KEY ") + OpenAi] = "second";
    QTest::qWait(20); // file times have a resolution
    QVERIFY(changeModelRegistry([](ModelRegistry&) { return Status(); }).ok());
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("second"));
}

void TestMachineModels::aSlowKeychain() {
    setMachineKeyStore(m_store, 1'000'000);
    QVERIFY(storeMachineKey(*builtInProvider("openai"), "k").ok());
    m_store->lock(true);
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("none"));
    QVERIFY(contains(machineKeys()->trouble(), "may be waiting for its password"));
    QCOMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("none"));
    m_store->lock(false);
    QTRY_COMPARE(keyOf("OPENAI_API_KEY", OpenAi), std::string("k"));
    QCOMPARE(m_store->reads.load(), 1); // all waited for the same answer
}

void TestMachineModels::clearWords() {
    QVERIFY(storeMachineKey(*builtInProvider("openai"), "k").ok());
    m_store->problem = makeError(ErrorKind::Unsupported, "No keychain service answers on this computer.");
    const auto models = standardModels({});
    const auto found = models->find("openai:gpt-5");
    QVERIFY(!found);
    QCOMPARE(found.error().text(), std::string("No key for openai:gpt-5: OPENAI_API_KEY is not set. No keychain service answers on this computer. Set OPENAI_API_KEY instead."));
    const auto stored = storeMachineKey(*builtInProvider("anthropic"), "k");
    QCOMPARE(stored.error().text(), std::string("No keychain service answers on this computer. Set ANTHROPIC_API_KEY instead."));
    QVERIFY(!loadModelRegistry()->isStored({"ANTHROPIC_API_KEY", "https://api.anthropic.com"}));
    setMachineKeyStore(nullptr);
    QVERIFY(contains(storeMachineKey(*builtInProvider("openai"), "k").error().text(), "without access to a keychain"));
    // A key that somebody has deleted in the keychain itself.
    m_store->problem.reset();
    m_store->keys.clear();
    setMachineKeyStore(m_store);
    QVERIFY(contains(standardModels({})->find("openai:gpt-5").error().text(), "no longer has the key"));
}

void TestMachineModels::whatNoKeyIs() {
    for (const char* wrong : {"", "  ", "two words", "Bearer abc", "a\nb", "k\xC3\xA4"}) QVERIFY2(!storeMachineKey(*builtInProvider("openai"), wrong), wrong);
    QVERIFY(!storeMachineKey(*builtInProvider("openai"), "NOBODYS_KEY", "k"));
    QVERIFY(!storeMachineKey(*builtInProvider("azure"), "k")); // where it is, is not known
    QVERIFY(m_store->keys.empty());
}

void TestMachineModels::states() {
    const auto state = [](const char* word) { return keyState(*builtInProvider(word), *machineKeys()); };
    QVERIFY(!state("openai").ready());
    QCOMPARE(state("openai").name, std::string("OPENAI_API_KEY"));
    QVERIFY(state("ollama").ready() && state("ollama").place == KeyPlace::None);
    QVERIFY(!state("azure").ready() && contains(state("azure").problem, "AZURE_OPENAI_ENDPOINT"));
    qputenv("GOOGLE_API_KEY", "g");
    QVERIFY(state("gemini").ready());
    QCOMPARE(state("gemini").name, std::string("GOOGLE_API_KEY"));
    QVERIFY(state("gemini").place == KeyPlace::Environment);
    QVERIFY(storeMachineKey(*builtInProvider("gemini"), "k").ok());
    QVERIFY(state("gemini").place == KeyPlace::Keychain);
    QCOMPARE(m_store->reads.load(), 0);
}

void TestMachineModels::ownProviders() {
    OpenAiServerOptions options;
    options.key = "right";
    OpenAiServer server(options);
    server.http().record(true);
    const auto add = [&](ModelRegistry& registry) -> Status {
        NewProvider work;
        work.templateId = "openai-compatible";
        work.word = "work";
        work.baseUrl = server.baseUrl();
        work.needsKey = true;
        work.keyHeaders = {{"X-Gate", "WORK_GATE"}};
        auto made = registry.add(work);
        return made ? Status() : Status(made.error());
    };
    QVERIFY(changeModelRegistry(add).ok());
    const auto names = machineKeyVariables();
    QVERIFY(std::count(names.begin(), names.end(), "WORK_API_KEY") == 1 && std::count(names.begin(), names.end(), "WORK_GATE") == 1);
    const auto registry = machineRegistry();
    const ProviderEntry& work = *(*registry)->provider("work");
    QVERIFY(storeMachineKey(work, "right").ok());
    QVERIFY(!keyState(work, *machineKeys()).ready()); // the value of the header is missing
    QCOMPARE(keyState(work, *machineKeys()).name, std::string("WORK_GATE"));
    QVERIFY(storeMachineKey(work, "WORK_GATE", "gate").ok());
    QVERIFY(keyState(work, *machineKeys()).ready());
    const auto models = standardModels({});
    const ModelCheckReport report = checkModel(*models, "work:test-model");
    QVERIFY2(report.works() && report.inList, report.summary().c_str());
    for (const HttpCall& call : server.http().recorded()) {
        QCOMPARE(std::string(call.headers.find("authorization").value_or("")), std::string("Bearer right"));
        QCOMPARE(std::string(call.headers.find("x-gate").value_or("")), std::string("gate"));
    }
}

void TestMachineModels::aliasesInARun() {
    QTemporaryDir folder;
    RunRequest request;
    request.spec.question = "How many lines?";
    request.spec.strategy = "direct";
    request.spec.models = {"root"};
    request.loaded = std::make_shared<const Context>(Context::ofText("a\nb\n", "text"));
    request.trace = folder.filePath("t.rlmtrace").toStdString();
    const auto problems = checkRequest(request);
    QVERIFY(problems.size() == 1 && contains(problems.front().error.text(), "rlmscope-cli models alias root SPEC"));
    QVERIFY(changeModelRegistry([](ModelRegistry& registry) { return registry.setAlias("root", "sim"); }).ok());
    auto run = startRun(request);
    QVERIFY2(run.ok(), run ? "" : run.error().text().c_str());
    (*run)->wait();
    QCOMPARE((*run)->result()->status, std::string("answered"));
    QCOMPARE((*run)->spec().models, (std::vector<std::string>{"root"})); // so that it moves between machines
    const auto trace = (*run)->trace();
    run->reset();
    // The trace says what was meant.
    auto reader = TraceReader::open(trace);
    QVERIFY(reader.ok());
    std::string models;
    const auto runs = (*reader)->runs();
    QVERIFY(runs.ok() && runs->size() == 1);
    QVERIFY((*reader)->forEachEvent(runs->front().id, 1, [&](const Event& event) {
        if (const auto* started = std::get_if<RunStarted>(&event.body)) models = started->models;
        return true;
    }).ok());
    QVERIFY2(contains(models, R"("resolved":"sim")") && contains(models, R"("spec":"root")"), models.c_str());
}

QTEST_GUILESS_MAIN(TestMachineModels)
#include "tst_machine_models.moc"
