// No key in anything that is written. Recognisable keys are planted wherever one can come from, servers send them back in
// every way a server can, and then everything that the program wrote is searched: traces with all their texts, both
// outputs, the folders for configuration, cache and data, scratch folders.
#include "base/json.h"
#include "cli/cli_process.h"
#include "support/family_servers.h"
#include "support/json.h"
#include "trace/trace_reader.h"

#include <QDirIterator>

using namespace rlmscope;
using namespace rlmscope::test;
using nlohmann::json;

namespace {

const QByteArray Mark = "PLANTED-"; ///< every key begins so; as long as the longest piece of a key that may be shown
QByteArray planted(const QByteArray& where) { return Mark + where + "-0123456789abcdef"; }

/// "\u0050\u004c..."
std::string escaped(const std::string& text) {
    std::string out;
    char piece[8];
    for (const unsigned char c : text) {
        std::snprintf(piece, sizeof piece, "\\u%04x", c);
        out += piece;
    }
    return out;
}

/// A server of the chat completions that sends the key back as it is told to.
class EchoServer {
public:
    EchoServer() : m_server([this](const HttpCall& call) { return answer(call); }) { m_server.record(true); }
    QString spec() const { return QString::fromStdString(m_server.url() + "/v1#m"); }
    std::string url() const { return m_server.url(); }
    std::string way = "text"; ///< set between runs only
    std::vector<std::string> keysSeen() const {
        std::vector<std::string> keys;
        for (const HttpCall& call : m_server.recorded()) keys.push_back(keyOf(call));
        return keys;
    }

private:
    static std::string keyOf(const HttpCall& call) {
        const std::string header(call.headers.find("authorization").value_or(""));
        return header.rfind("Bearer ", 0) == 0 ? header.substr(7) : header;
    }
    HttpPlan answer(const HttpCall& call) const {
        const std::string key = keyOf(call);
        const auto error = [](int http, const std::string& body, const HeaderList& headers = {}, const char* type = "application/json") {
            return answerWith(httpResponse(http, body, type, headers));
        };
        ChatReply reply;
        reply.text = "Your key is " + key + ", is it not? Also \"" + key + "\".";
        if (way == "letter by letter") reply.pieces = 500, reply.chunkBytes = 3;
        if (way == "reasoning") reply.reasoning = "The key " + key + " it is", reply.pieces = 200;
        if (way == "fields") {
            reply.model = key;
            reply.finish = key;
            reply.headers = {{"x-request-id", key}, {"x-ratelimit-limit-requests", key}, {"content-language", key}};
        }
        if (way == "cut") reply.text = "It begins with " + key, reply.pieces = 200, reply.cutAfterEvents = 12;
        if (way == "error inside") reply.cutAfterEvents = 2, reply.errorEvent = test::dumped(json{{"error", {{"message", "bad key " + key}, {"code", key}, {"type", key}}}});
        if (way == "error") return error(401, test::dumped(json{{"error", {{"message", "Incorrect API key provided: " + key}, {"type", key}, {"code", key}, {"param", key}}}}), {{"x-request-id", key}});
        if (way == "escaped error") return error(403, "{\"error\":{\"message\":\"No: " + escaped(key) + "\"}}");
        if (way == "text error") return error(500, "Traceback: headers={'authorization': 'Bearer " + key + "'}", {}, "text/plain");
        if (way == "long error") return error(400, test::dumped(json{{"error", {{"message", std::string(590, 'x') + key}}}}));
        if (way == "page") return error(502, "<html><head><title>Denied: " + key + "</title></head></html>", {}, "text/html");
        if (way == "redirect") return error(307, "", {{"Location", "https://" + key + ".example.test/"}});
        if (way == "not json") return error(200, "what is " + key);
        if (way == "escaped text") {
            const std::string event = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"key " + escaped(key) + "\"},\"finish_reason\":\"stop\"}],\"provider\":\"" +
                                      escaped(key) + "\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"note\":\"" + escaped(key) + "\"}}";
            HttpPlan plan;
            std::string bytes = chunkedHead(200);
            for (const char c : "data: " + event + "\n\ndata: [DONE]\n\n") bytes += chunk(std::string_view(&c, 1));
            plan.steps.push_back({0, bytes + lastChunk()});
            return plan;
        }
        return chatPlan(reply, true, true);
    }

    HttpServer m_server;
};

} // namespace

class TestCliKeys : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theSearchFindsWhatIsThere();
    void serversThatSendTheKeyBack_data();
    void serversThatSendTheKeyBack();
    void everyFamily();
    void workersHaveNone();
    void toolsHaveNone();
    void keychainAndRegistry();
    void proxiesAndAddresses();
    void reportsAboutTheMachine();

private:
    CliResult run(const QStringList& arguments, const QStringList& more = {});
    QStringList direct(const QString& model) const {
        return {"run", "--context", m_context, "--question", "q", "--strategy", "direct", "--model", model, "--trace", trace(), "--json"};
    }
    QString trace() const { return m_home->filePath("traces/" + QString::number(m_traces) + ".rlmscope"); }
    /// Everything that was written since init(), as one text.
    QByteArray everything();
    void nothingShows(const char* what);

    std::unique_ptr<QTemporaryDir> m_home;
    Workshop m_shop; ///< what we wrote ourselves
    QString m_context;
    QByteArray m_outputs;
    int m_traces = 0;
    QStringList m_keys;
};

void TestCliKeys::init() {
    m_home = std::make_unique<QTemporaryDir>();
    for (const char* folder : {"traces", "tmp", "run", "config", "cache", "data"}) QDir(m_home->path()).mkdir(folder);
    QFile(m_home->filePath("run")).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_context = m_shop.write("context.txt", "a context\n");
    m_outputs.clear();
    m_keys.clear();
    for (const ProviderEntry& provider : builtInProviders())
        for (const std::string& name : provider.keyNames) m_keys << QString::fromStdString(name) + "=" + planted(QByteArray::fromStdString(name));
    m_keys << "RLMSCOPE_TEST_KEY=" + planted("given");
}

CliResult TestCliKeys::run(const QStringList& arguments, const QStringList& more) {
    ++m_traces;
    QStringList all = arguments;
    if (const auto at = all.indexOf("--trace"); at >= 0) all[at + 1] = trace();
    QStringList environment = m_keys;
    environment << "HOME=" + m_home->path() << "TMPDIR=" + m_home->filePath("tmp") << "XDG_RUNTIME_DIR=" + m_home->filePath("run")
                << "XDG_CONFIG_HOME=" + m_home->filePath("config") << "XDG_CACHE_HOME=" + m_home->filePath("cache")
                << "XDG_DATA_HOME=" + m_home->filePath("data") << more;
    CliResult result = cli(all, {}, environment);
    m_outputs += result.out + "\n" + result.err + "\n";
    if (QFile::exists(trace()))
        for (const QStringList& shown : {QStringList{"show", trace()}, QStringList{"show", trace(), "--json"}, QStringList{"show", trace(), "--jsonl"}}) {
            const CliResult said = cli(shown, {}, environment);
            m_outputs += said.out + said.err;
        }
    return result;
}

QByteArray TestCliKeys::everything() {
    QByteArray all = m_outputs;
    QDirIterator files(m_home->path(), QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        all += file.fileName().toUtf8() + "\n";
        if (file.open(QIODevice::ReadOnly)) all += file.readAll() + "\n";
        if (!file.fileName().endsWith(".rlmscope")) continue;
        // The texts are compressed in the file.
        const auto reader = TraceReader::open(file.fileName().toStdString());
        if (!reader) qFatal("%s", reader.error().text().c_str());
        const auto runs = *(*reader)->runs();
        for (const RunSummary& run : runs) {
            const Status read = (*reader)->forEachEvent(run.id, 0, [&](const Event& event) {
                std::vector<Text> texts;
                all += QByteArray::fromStdString(dumpJson(bodyToJson(event.body, &texts))) + "\n";
                for (const Text& text : texts)
                    all += QByteArray::fromStdString(text.loaded() ? std::string(text.view()) : *(*reader)->load(text)) + "\n";
                if (!std::get_if<ModelCallStarted>(&event.body)) return true;
                const auto messages = *(*reader)->messagesOf(run.id, event.node);
                for (const Message& message : messages)
                    for (const Part& part : message.parts) all += QByteArray::fromStdString(std::string(part.text.view())) + "\n";
                return true;
            });
            if (!read) qFatal("%s", read.error().text().c_str());
        }
    }
    return all;
}

void TestCliKeys::nothingShows(const char* what) {
    const QByteArray all = everything();
    const auto at = all.indexOf(Mark);
    const QByteArray where = at < 0 ? QByteArray() : all.mid(std::max<qsizetype>(0, at - 300), 400);
    QVERIFY2(at < 0, (QByteArray(what) + ": a key in\n" + where).constData());
}

void TestCliKeys::theSearchFindsWhatIsThere() {
    QVERIFY(!everything().contains(Mark));
    QFile file(m_home->filePath("cache/x"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(planted("here")) > 0);
    file.close();
    QVERIFY(everything().contains(planted("here")));
    QVERIFY(file.remove());
    // And what a trace keeps compressed.
    m_context = m_shop.write("secret.txt", QByteArray(50'000, ' ') + planted("context") + QByteArray(50'000, ' '));
    run(direct("sim"));
    QVERIFY(everything().contains(planted("context")));
}

void TestCliKeys::serversThatSendTheKeyBack_data() {
    QTest::addColumn<QString>("way");
    QTest::addColumn<bool>("answers");
    for (const char* good : {"text", "letter by letter", "reasoning", "fields", "escaped text"}) QTest::newRow(good) << QString(good) << true;
    for (const char* bad : {"cut", "error inside", "error", "escaped error", "text error", "long error", "page", "redirect", "not json"})
        QTest::newRow(bad) << QString(bad) << false;
}

void TestCliKeys::serversThatSendTheKeyBack() {
    QFETCH(QString, way);
    QFETCH(bool, answers);
    EchoServer server;
    server.way = way.toStdString();
    std::vector<QByteArray> keys{planted("given")};
    // One with characters that JSON writes differently; where the program asks again and again, one key is enough.
    if (answers || way == "error" || way == "escaped error" || way == "long error") keys.push_back("PLANTED-\"quoted\"\\/\t+=-0123456789");
    for (const QByteArray& key : keys) {
        const auto result = run(direct(server.spec()) + QStringList{"--key-env", "RLMSCOPE_TEST_KEY"}, {"RLMSCOPE_TEST_KEY=" + key});
        QVERIFY2((result.code == 0) == answers, result.all());
        QCOMPARE(server.keysSeen().back(), key.toStdString());
    }
    const bool hidden = everything().contains("[key removed]");
    QVERIFY2(hidden || !answers, "the key did not come back at all");
    nothingShows(qPrintable(way));
}

void TestCliKeys::everyFamily() {
    struct Family { ApiFamily family; const char* model; const char* variable; const char* key; const char* path; };
    for (const Family& each : {Family{ApiFamily::Anthropic, "anthropic:m", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", ""},
                               Family{ApiFamily::Gemini, "gemini:m", "GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY", "/v1beta"},
                               Family{ApiFamily::OpenAiChat, "openai:m", "OPENAI_BASE_URL", "OPENAI_API_KEY", "/v1"},
                               Family{ApiFamily::OpenAiChat, "openrouter:m", "OPENROUTER_BASE_URL", "OPENROUTER_API_KEY", "/v1"}}) {
        const std::string key = planted(each.key).toStdString();
        FamilyServerOptions options;
        options.family = each.family;
        options.reply.finish.clear();
        options.reply.text = "key " + key + " again " + key;
        options.reply.reasoning = key;
        options.reply.model = key;
        options.reply.pieces = 60;
        const QStringList address{QString(each.variable) + "=%1"};
        if (each.family == ApiFamily::OpenAiChat) {
            EchoServer echo;
            echo.way = "letter by letter";
            QVERIFY2(run(direct(each.model), {address[0].arg(QString::fromStdString(echo.url()) + each.path)}).code == 0, m_outputs);
            QCOMPARE(echo.keysSeen().back(), key);
            continue;
        }
        FamilyServer server(options);
        QVERIFY2(run(direct(each.model), {address[0].arg(QString::fromStdString(server.http().url()) + each.path)}).code == 0, m_outputs);
        server.first({httpResponse(401, familyError(each.family, 401, "not your key: " + key)), httpResponse(401, familyError(each.family, 401, key))});
        QVERIFY(run(direct(each.model), {address[0].arg(QString::fromStdString(server.http().url()) + each.path)}).code == 5);
        for (const HttpCall& call : server.http().recorded()) {
            const auto sent = call.headers.find(each.family == ApiFamily::Anthropic ? "x-api-key" : "x-goog-api-key");
            QVERIFY(sent && *sent == key);
            QVERIFY(call.path.find("PLANTED") == std::string::npos); // never in an address
        }
        QVERIFY(everything().contains("[key removed]"));
    }
    nothingShows("families");
}

void TestCliKeys::workersHaveNone() {
    const QString look = "import os\nprint(dict(os.environ))\n"
                         "for place in ['/proc/self/environ', '/proc/1/environ', '/proc/%d/environ' % os.getppid()]:\n"
                         "    try: print(open(place, 'rb').read())\n"
                         "    except Exception as error: print(type(error).__name__)\n"
                         "print(llm_query('say it'))";
    const QString crash = "import ctypes\nctypes.string_at(0)";
    const auto model = m_shop.script("worker.json", {rule({{"role", "sub"}}, "ok"), rule({{"role", "frame"}, {"turn", 1}}, cell(look)),
                                                     rule({{"role", "frame"}, {"turn", 2}}, cell(crash)), rule({}, cell(answering("'done'")))});
    const auto result = run({"run", "--context", m_context, "--question", "q", "--model", model, "--trace", "x", "--json"});
    QVERIFY2(result.code >= 0, result.all());
    const QByteArray all = everything();
    QVERIFY(all.contains("LC_ALL")); // it did look
    nothingShows("a worker");
}

void TestCliKeys::toolsHaveNone() {
    const QString tools = m_shop.write("tools.py", "import os, sys\ndef look():\n    'Looks around.'\n    print(dict(os.environ), file=sys.stderr)\n"
                                                   "    return {'environment': dict(os.environ), 'own': open('/proc/self/environ').read()}\n"
                                                   "def fail():\n    'Fails.'\n    raise ValueError(str(dict(os.environ)))\n");
    const auto model = m_shop.script("tools.json", {rule({{"role", "frame"}, {"turn", 1}}, cell("print(look())")),
                                                    rule({{"role", "frame"}, {"turn", 2}}, cell("fail()")), rule({}, cell(answering("'done'")))});
    const auto result = run({"run", "--context", m_context, "--question", "q", "--model", model, "--trusted-tools", tools, "--yes",
                             "--key-env", "RLMSCOPE_TEST_KEY", "--trace", "x", "--json"});
    QVERIFY2(result.code == 0, result.all());
    QVERIFY(everything().contains("XDG_CONFIG_HOME")); // it did look
    nothingShows("a trusted tool");
}

void TestCliKeys::keychainAndRegistry() {
    EchoServer server;
    const std::string origin = server.url();
    // A keychain that answers at once.
    const QString program = m_shop.write("keychain", "#!/bin/sh\ncat > /dev/null\nprintf '{\"value\":\"" + planted("keychain") + "\"}'\n");
    QFile(program).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QDir(m_home->filePath("config")).mkpath("rlmscope");
    QFile registry(m_home->filePath("config/rlmscope/models.json"));
    QVERIFY(registry.open(QIODevice::WriteOnly));
    const json document = {{"format", 1},
                           {"providers", {{{"word", "work"}, {"template", "openai-compatible"}, {"base_url", origin + "/v1"}, {"key_name", "WORK_API_KEY"},
                                           {"needs_key", true}, {"secret_headers", {{"X-Team", "TEAM_TOKEN"}}}}}},
                           {"aliases", {{"root", "work:m"}}},
                           {"stored_keys", {{{"name", "WORK_API_KEY"}, {"origin", origin}}}}};
    registry.write(QByteArray::fromStdString(test::dumped(document)));
    registry.close();
    const QStringList environment{"RLMSCOPE_KEYCHAIN=" + program, "TEAM_TOKEN=" + planted("team")};
    for (const char* way : {"text", "letter by letter", "error", "long error"}) {
        server.way = way;
        const auto result = run(direct("work:m"), environment);
        QVERIFY2(!server.keysSeen().empty(), result.all());
        QCOMPARE(server.keysSeen().back(), planted("keychain").toStdString());
    }
    server.way = "text";
    if (run({"models", "--json"}, environment).code == 0) {
        run({"models"}, environment);
        run({"models", "test", "work:m"}, environment);
        server.way = "error";
        run({"models", "test", "work:m", "--json"}, environment);
    }
    nothingShows("keychain and registry");
}

void TestCliKeys::proxiesAndAddresses() {
    // A proxy that does not answer, with a password in its address.
    const QStringList proxy{"https_proxy=http://user:" + planted("proxy") + "@127.0.0.1:9", "http_proxy=http://user:" + planted("proxy") + "@127.0.0.1:9"};
    for (const char* model : {"https://models.example.test/v1#m", "http://models.example.test/v1#m", "openai:m", "anthropic:m", "gemini:m"})
        QVERIFY(run(direct(model), proxy).code != 0);
    run({"doctor", "--json"}, proxy);
    // Secrets where they do not belong are refused without being repeated.
    for (const QByteArray& address : {"https://user:" + planted("address") + "@models.example.test/v1#m", "https://models.example.test/v1?key=" + planted("query") + "#m",
                                      "http://" + planted("user") + "@127.0.0.1:9/v1#m"})
        QVERIFY(run(direct(address)).code != 0);
    for (const char* variable : {"OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "AZURE_OPENAI_ENDPOINT", "OLLAMA_HOST"})
        for (const char* model : {"openai:m", "anthropic:m", "azure:m", "ollama:m"})
            run(direct(model), {QString(variable) + "=https://user:" + planted("base") + "@127.0.0.1:9/v1?k=" + planted("base")});
    nothingShows("proxies and addresses");
}

void TestCliKeys::reportsAboutTheMachine() {
    const auto doctor = run({"doctor", "--json"});
    QVERIFY2(doctor.out.contains("versions"), doctor.all());
    run({"doctor"});
    run({"demo", "--list"});
    run(direct("nothing:m"));
    run(direct("sim"));
    run({"run", "--help"});
    nothingShows("reports");
}

QTEST_GUILESS_MAIN(TestCliKeys)
#include "tst_cli_keys.moc"
