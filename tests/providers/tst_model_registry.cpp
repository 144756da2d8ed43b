#include "base/text_file.h"
#include "providers/model_registry.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace rlmscope;

class TestModelRegistry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void templates();
    void providers();
    void whatNoProviderMayBe_data();
    void whatNoProviderMayBe();
    void oneKeyOneAddress();
    void aliases();
    void circles();
    void favourites();
    void readsBack();
    void brokenFiles_data();
    void brokenFiles();
    void everyCutAndChange();
    void theFile();
    void changesAtTheSameTime();
};

namespace {
NewProvider work() {
    NewProvider provider;
    provider.templateId = "openai-compatible";
    provider.word = "work";
    provider.name = "Work's GPUs";
    provider.baseUrl = "http://gpu.example:8000/";
    provider.headers = {{"X-Team", "42"}};
    provider.allowPlainKey = true;
    provider.keyHeaders = {{"X-Gateway-Key", "WORK_GATEWAY"}};
    return provider;
}

ModelRegistry filled() {
    ModelRegistry registry;
    [&] {
        QVERIFY(registry.add(work()).ok());
        NewProvider azure;
        azure.templateId = "azure";
        azure.word = "az-2";
        azure.baseUrl = "https://me.openai.azure.com";
        azure.apiVersion = "2025-01-01-preview";
        azure.needsKey = false;
        QVERIFY(registry.add(azure).ok());
        QVERIFY(registry.setAlias("root", "work:llama-3.3?temperature=0").ok());
        QVERIFY(registry.setAlias("cheap", "openai:gpt-5-nano").ok());
        QVERIFY(registry.setAlias("judge", "cheap").ok());
        QVERIFY(registry.setFavourite("anthropic:claude-sonnet-4-5", true).ok());
        QVERIFY(registry.setFavourite("http://127.0.0.1:8000/v1#m", true).ok());
        registry.setStored({"OPENAI_API_KEY", "https://api.openai.com"}, true);
    }();
    return registry;
}

std::string resolved(const ModelRegistry& registry, const std::string& spec) {
    const auto meant = registry.resolved(spec);
    return meant ? *meant : "ERROR " + meant.error().text();
}

bool contains(const std::string& text, const std::string& what) {
    if (text.find(what) != std::string::npos) return true;
    qWarning("\"%s\" is not in \"%s\"", what.c_str(), text.c_str());
    return false;
}
} // namespace

void TestModelRegistry::templates() {
    for (const ProviderEntry& each : builtInProviders()) QVERIFY2(providerTemplate(each.prefix), each.prefix.c_str());
    QVERIFY(providerTemplate("openai-compatible") && !providerTemplate("nonsense"));
    QCOMPARE(providerTemplate("azure")->name, std::string("Azure deployment"));
    // Each of them makes a provider from nothing but a word, where it has an address.
    ModelRegistry registry;
    for (const ProviderTemplate& each : providerTemplates()) {
        NewProvider typed;
        typed.templateId = each.id;
        typed.word = "my-" + each.id;
        const auto made = registry.add(typed);
        QCOMPARE(made.ok(), !each.baseUrl.empty());
        if (!made) {
            QVERIFY(contains(made.error().text(), "address"));
            continue;
        }
        QCOMPARE((*made)->family, each.family);
        QCOMPARE((*made)->baseUrl, each.baseUrl);
        QVERIFY((*made)->keyNames.front().rfind("MY_", 0) == 0);
    }
}

void TestModelRegistry::providers() {
    ModelRegistry registry = filled();
    const ProviderEntry* mine = registry.provider("work");
    QVERIFY(mine);
    QCOMPARE(mine->baseUrl, std::string("http://gpu.example:8000/v1"));
    QCOMPARE(mine->keyNames, (std::vector<std::string>{"WORK_API_KEY"}));
    QVERIFY(!mine->needsKey);
    QCOMPARE(registry.provider("az-2")->apiVersion, std::string("2025-01-01-preview"));
    QCOMPARE(registry.provider("az-2")->baseUrl, std::string("https://me.openai.azure.com"));
    QCOMPARE(registry.provider("openai")->name, std::string("OpenAI"));
    QVERIFY(!registry.provider("nobody"));
    QCOMPARE(registry.allProviders().size(), builtInProviders().size() + 2);
    QVERIFY(contains(registry.add(work()).error().text(), "models remove work"));
    QVERIFY(registry.removeProvider("work").ok());
    QVERIFY(!registry.provider("work"));
    QVERIFY(contains(registry.removeProvider("work").error().text(), "no provider"));
    QVERIFY(contains(registry.removeProvider("openai").error().text(), "built in"));
}

void TestModelRegistry::whatNoProviderMayBe_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* field, const char* value, const char* said) { QTest::addRow("%s=%s", field, value) << field << value << said; };
    row("template", "nonsense", "not a template");
    for (const char* word : {"", "Work", "1st", "a b", "a:b", "sim", "script", "http", "a/b", "\xC3\xA4"}) row("word", word, "cannot be the word");
    row("word", "openai", "built in already");
    row("url", "", "address of work is missing");
    row("url", "ftp://x", "neither an http");
    row("url", "https://me:pw0rd@host/v1", "must not carry");
    row("url", "https://host/v1?key=pw0rd", "must not carry");
    row("key", "A B", "not a name of a key");
    row("key", "sk-123", "not a name of a key");
    row("header", "Authorization", "held a key");
    row("header", "X-Api-Key", "held a key");
    row("header", "Cookie", "held a key");
    row("header", "X Y", "not the name of a header");
    row("header", "Host", "set by this program");
    row("value", "sk-123456", "held a key");
    row("value", "Bearer abc", "held a key");
    row("value", "a\nb", "no header may have");
    row("version", "1", "Only Azure");
}

void TestModelRegistry::whatNoProviderMayBe() {
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, said);
    NewProvider typed = work();
    const std::string text = value.toStdString();
    if (field == "template") typed.templateId = text;
    if (field == "word") typed.word = text;
    if (field == "url") typed.baseUrl = text;
    if (field == "key") typed.keyName = text;
    if (field == "header") typed.headers = {{text, "x"}};
    if (field == "value") typed.headers = {{"X-Team", text}};
    if (field == "version") typed.apiVersion = text;
    ModelRegistry registry;
    const auto made = registry.add(typed);
    QVERIFY(!made);
    QVERIFY(contains(made.error().text(), said.toStdString()));
    QVERIFY(made.error().text().find("pw0rd") == std::string::npos);
    QVERIFY(made.error().text().find("sk-123") == std::string::npos); // it may be a key in the wrong place
    QVERIFY(registry.providers().empty());
}

void TestModelRegistry::oneKeyOneAddress() {
    ModelRegistry registry;
    NewProvider typed = work();
    typed.keyName = "OPENAI_API_KEY"; // would send it to another host
    QVERIFY(contains(registry.add(typed).error().text(), "goes to https://api.openai.com only"));
    typed.keyName.clear();
    typed.keyHeaders = {{"X-Other", "ANTHROPIC_API_KEY"}};
    QVERIFY(contains(registry.add(typed).error().text(), "ANTHROPIC_API_KEY"));
    NewProvider second;
    second.templateId = "openai";
    second.word = "team"; // the same host, so the same key may be meant
    second.keyName = "OPENAI_API_KEY";
    QVERIFY(registry.add(second).ok());
}

void TestModelRegistry::aliases() {
    ModelRegistry registry;
    QCOMPARE(resolved(registry, "sim"), std::string("sim"));
    QCOMPARE(resolved(registry, "openai:gpt-5"), std::string("openai:gpt-5"));
    QCOMPARE(resolved(registry, "nobody"), std::string("nobody")); // told by whoever looks for the model
    QVERIFY(contains(resolved(registry, "root"), "The alias root is not set on this computer. Say which model it is: rlmscope-cli models alias root SPEC"));
    QVERIFY(contains(resolved(registry, "sub2"), "sub2 is not set on this computer, nor is root"));
    QVERIFY(registry.setAlias("root", "openai:gpt-5?effort=low").ok());
    QCOMPARE(resolved(registry, "sub2"), std::string("openai:gpt-5?effort=low"));
    QVERIFY(registry.setAlias("sub", "openai:gpt-5-mini").ok());
    QCOMPARE(resolved(registry, "sub2"), std::string("openai:gpt-5-mini"));
    QCOMPARE(resolved(registry, "root"), std::string("openai:gpt-5?effort=low"));
    QCOMPARE(resolved(registry, "sub?temperature=0"), std::string("openai:gpt-5-mini?temperature=0"));
    QCOMPARE(resolved(registry, "root?temperature=0"), std::string("openai:gpt-5?effort=low&temperature=0"));
    QVERIFY(contains(resolved(registry, "judge"), "not set"));
    QVERIFY(registry.setAlias("judge", "root").ok());
    QCOMPARE(resolved(registry, "judge"), std::string("openai:gpt-5?effort=low"));
    QVERIFY(registry.setAlias("root", "").ok());
    QVERIFY(contains(resolved(registry, "judge"), "nor is root"));
    QVERIFY(!registry.setAlias("root", ""));
    for (const char* wrong : {"opnai:gpt-5", "gpt-5", "openai:", "openai:gpt-5?colour=red", "https://host/v1", "https://me:pw@host/v1#m", "nobody", " ", "a\nb"})
        QVERIFY2(!registry.setAlias("root", wrong), wrong);
    for (const char* wrong : {"", "sim", "Root", "a:b", "root?x=1", "http", "ro ot"}) QVERIFY2(!registry.setAlias(wrong, "sim"), wrong);
}

void TestModelRegistry::circles() {
    ModelRegistry registry;
    QVERIFY(contains(registry.setAlias("root", "root").error().text(), "circle"));
    QVERIFY(contains(registry.setAlias("root", "sub").error().text(), "circle")); // sub falls back to root
    QVERIFY(registry.setAlias("sub", "sim").ok());
    QVERIFY(registry.setAlias("root", "sub").ok());
    QVERIFY(contains(registry.setAlias("sub", "root?temperature=0").error().text(), "circle"));
    QVERIFY(registry.setAlias("sub", "").ok()); // now it would go round through the fallback
    QVERIFY(contains(resolved(registry, "root"), "circle"));
    QVERIFY(registry.setAlias("root", "sim").ok());
    QCOMPARE(resolved(registry, "sub2"), std::string("sim"));
}

void TestModelRegistry::favourites() {
    ModelRegistry registry;
    QVERIFY(registry.setFavourite("openai:gpt-5", true).ok());
    QVERIFY(registry.setFavourite("openai:gpt-5", true).ok());
    QCOMPARE(registry.favourites().size(), std::size_t(1));
    QVERIFY(!registry.setFavourite("nobody:m", true));
    QVERIFY(!registry.setFavourite("openai:other", false));
    QVERIFY(registry.setFavourite("openai:gpt-5", false).ok());
    QVERIFY(registry.favourites().empty());
}

void TestModelRegistry::readsBack() {
    const std::string text = writeModelRegistry(filled());
    const auto again = readModelRegistry(text, "models.json");
    QVERIFY2(again.ok(), again ? "" : again.error().text().c_str());
    QCOMPARE(writeModelRegistry(*again), text);
    QCOMPARE(again->provider("work")->headers, filled().provider("work")->headers);
    QCOMPARE(again->provider("work")->keyHeaders, filled().provider("work")->keyHeaders);
    QVERIFY(!again->provider("az-2")->needsKey && !again->provider("az-2")->allowPlainKey && again->provider("work")->allowPlainKey);
    QVERIFY(again->isStored({"OPENAI_API_KEY", "https://api.openai.com"}));
    QVERIFY(!again->isStored({"OPENAI_API_KEY", "https://evil.example"}));
    QVERIFY(readModelRegistry(R"({"format":1})", "x").ok());
}

void TestModelRegistry::brokenFiles_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* text, const char* said) { QTest::newRow(text) << QByteArray(text) << said; };
    row("", "models.json is not JSON: something is wrong at byte 1");
    row("{\"format\":1,}", "at byte 13");
    row("[]", "models.json: the document must be an object");
    row("{}", "models.json: format is missing");
    row(R"({"format":2})", "newer version");
    row(R"({"format":1,"unknown":1})", "unknown is not a field that is known here");
    row(R"({"format":1,"providers":[{"word":"a"}]})", "providers[0].template is missing");
    row(R"({"format":1,"providers":[{"word":"a","template":"openai","base_url":"x://y"}]})", "providers[0] cannot be used");
    row(R"({"format":1,"providers":[{"word":"a","template":"openai","base_url":"https://h","headers":{"Authorization":"Bearer sk-1"}}]})", "looks as if it held a key");
    row(R"({"format":1,"providers":[{"word":"a","template":"openai","base_url":"https://h","headers":{"X":1}}]})", "providers[0].headers.X must be a text");
    row(R"({"format":1,"aliases":{"root":7}})", "aliases.root must be a text");
    row(R"({"format":1,"aliases":{"sim":"openai:m"}})", "aliases.sim is not a name of an alias");
    row(R"({"format":1,"aliases":{"a":"b","b":"a"}})", "aliases.a goes in a circle");
    row(R"({"format":1,"favourites":"x"})", "favourites must be a list");
    row(R"({"format":1,"stored_keys":[{"name":"A B","origin":"https://h"}]})", "stored_keys[0].name");
}

void TestModelRegistry::brokenFiles() {
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    const auto read = readModelRegistry(text.toStdString(), "models.json");
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::BadInput);
    QVERIFY(contains(read.error().text(), said.toStdString()));
}

void TestModelRegistry::everyCutAndChange() {
    const std::string whole = writeModelRegistry(filled());
    for (std::size_t cut = 0; cut + 2 < whole.size(); ++cut) QVERIFY(!readModelRegistry(std::string_view(whole).substr(0, cut), "x"));
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const char byte : {'\0', '"', '[', '}', 'x', '\xFF'}) {
            std::string changed = whole;
            changed[at] = byte;
            // What can be read can be written and read again.
            if (const auto read = readModelRegistry(changed, "x")) QVERIFY(readModelRegistry(writeModelRegistry(*read), "x").ok());
        }
}

void TestModelRegistry::theFile() {
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "deep" / "models.json";
    QVERIFY(loadModelRegistry(path)->providers().empty());
    QVERIFY(loadModelRegistry({}).ok());
    QVERIFY(!changeModelRegistry([](ModelRegistry&) { return Status(); }, {}));
    const auto add = [](ModelRegistry& registry) { return registry.setAlias("root", "sim"); };
    QVERIFY(changeModelRegistry(add, path).ok());
    struct stat info {};
    QVERIFY(::stat(path.c_str(), &info) == 0);
    QCOMPARE(info.st_mode & 0777, mode_t(0600));
    // A change that fails changes nothing.
    const auto refuse = [](ModelRegistry& registry) -> Status {
        if (Status set = registry.setAlias("sub", "sim"); !set) return set;
        return makeError(ErrorKind::Usage, "no");
    };
    QVERIFY(!changeModelRegistry(refuse, path));
    QVERIFY(!loadModelRegistry(path)->aliases().count("sub"));
    // A broken file is told with its name and stays as it is.
    const std::string broken = R"({"format":1,"aliases":{"root":)";
    std::ofstream(path, std::ios::trunc) << broken;
    const auto read = loadModelRegistry(path);
    QVERIFY(!read && contains(read.error().text(), path.string()) && contains(read.error().text(), "it was not changed"));
    QVERIFY(!changeModelRegistry(add, path));
    QCOMPARE(**readTextFile(path, 1000), broken);
    // A link to a file elsewhere stays a link.
    const auto link = std::filesystem::path(folder.path().toStdString()) / "link.json";
    std::filesystem::remove(path);
    QVERIFY(changeModelRegistry(add, path).ok());
    std::filesystem::create_symlink(path, link);
    QVERIFY(changeModelRegistry([](ModelRegistry& registry) { return registry.setAlias("sub", "sim"); }, link).ok());
    QVERIFY(std::filesystem::is_symlink(link));
    QVERIFY(loadModelRegistry(path)->aliases().count("sub"));
    QVERIFY(!loadModelRegistry(folder.path().toStdString())); // a folder
}

void TestModelRegistry::changesAtTheSameTime() {
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "models.json";
    std::vector<std::thread> threads;
    std::atomic<int> failed{0};
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            for (int j = 0; j < 5; ++j)
                if (!changeModelRegistry([&](ModelRegistry& registry) { return registry.setAlias("a" + std::to_string(i * 5 + j), "sim"); }, path)) ++failed;
        });
    for (auto& thread : threads) thread.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(loadModelRegistry(path)->aliases().size(), std::size_t(20)); // none lost
}

QTEST_GUILESS_MAIN(TestModelRegistry)
#include "tst_model_registry.moc"
