// Responses as servers send them (tests/data/providers): NAME.http is the response, NAME.json what it means. Each is
// served over a socket in several ways, decoded cut at every byte, and cut off at every byte.
#include "providers/anthropic_stream.h"
#include "providers/family.h"
#include "providers/gemini_stream.h"
#include "providers/ndjson.h"
#include "providers/ollama_stream.h"
#include "providers/openai_stream.h"
#include "providers/sse.h"
#include "support/json.h"

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace rlmscope;
using namespace rlmscope::test;

class TestWireFixtures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void served_data() { fixtures(false); }
    void served();
    void cutAtEveryByte_data() { fixtures(true); }
    void cutAtEveryByte();
    void endedAtEveryByte_data() { fixtures(true); }
    void endedAtEveryByte();

private:
    static void fixtures(bool streamsOnly);
};

namespace {
using nlohmann::json;
namespace fs = std::filesystem;

struct Fixture {
    std::string head, body; ///< the head with CRLF and its blank line
    json expect;
    bool stream = false;
};

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Fixture fixture(const std::string& name) {
    const fs::path base = fs::path(RLMSCOPE_TEST_DATA) / "providers" / name;
    Fixture found;
    const std::string raw = contents(base.string() + ".http");
    const std::size_t blank = raw.find("\n\n");
    if (blank == std::string::npos) qFatal("%s has no head", name.c_str());
    for (const char c : raw.substr(0, blank + 1)) found.head += c == '\n' ? std::string("\r\n") : std::string(1, c);
    found.body = raw.substr(blank + 2);
    found.expect = test::parsed(contents(base.string() + ".json"));
    found.stream = found.head.find("event-stream") != std::string::npos || found.head.find("ndjson") != std::string::npos;
    return found;
}

ApiFamily familyOf(const Fixture& which) {
    const std::string name = which.expect["family"];
    if (name == "anthropic") return ApiFamily::Anthropic;
    if (name == "gemini") return ApiFamily::Gemini;
    if (name == "ollama") return ApiFamily::Ollama;
    return name == "azure" ? ApiFamily::Azure : ApiFamily::OpenAiChat;
}

/// The decoder of a fixture, fed with bytes.
class Reader {
public:
    explicit Reader(const Fixture& which) : m_lines(familyOf(which) == ApiFamily::Ollama) {
        switch (familyOf(which)) {
        case ApiFamily::Anthropic: m_decoder = std::make_unique<AnthropicDecoder>(nullptr); break;
        case ApiFamily::Gemini: m_decoder = std::make_unique<GeminiDecoder>(nullptr); break;
        case ApiFamily::Ollama: m_decoder = std::make_unique<OllamaDecoder>(nullptr, OllamaSent{"m", "h", 8'192, 1, 100}); break;
        default: m_decoder = std::make_unique<ChatDecoder>(nullptr, which.expect["family"] == "openrouter");
        }
    }
    void push(std::string_view bytes) {
        if (m_lines) m_ndjson.push(bytes);
        else m_sse.push(bytes);
    }
    void finish() {
        if (m_lines) m_ndjson.finish();
        else m_sse.finish();
    }
    const ReplyDecoder& decoder() const { return *m_decoder; }

    /// Everything that can be known, as one text.
    std::string summary() const {
        const ModelReply reply = m_decoder->reply();
        std::string text = reply.finishRaw + "|" + reply.raw + "|" + reply.modelReported + "|" + reply.requestId + "|" +
                           (m_decoder->error() ? "error " + m_decoder->error()->message : "") +
                           (m_decoder->finished() ? "|finished" : "") + (reply.usageKnown ? "|known" : "");
        for (const Part& part : reply.parts) text += "|" + std::string(part.text.view());
        return text;
    }

private:
    bool m_lines;
    std::unique_ptr<ReplyDecoder> m_decoder;
    SseParser m_sse{[this](const SseEvent& event) { m_decoder->event(event.data); }};
    NdjsonParser m_ndjson{[this](std::string_view line) { m_decoder->event(line); }};
};

std::string read(const Fixture& which, const std::vector<std::string_view>& pieces) {
    Reader reader(which);
    for (const std::string_view piece : pieces) reader.push(piece);
    reader.finish();
    return reader.summary();
}

HttpPlan planOf(const Fixture& which, std::size_t chunkBytes) {
    HttpPlan plan;
    if (chunkBytes == 0) {
        plan.steps.push_back({0, which.head + "Content-Length: " + std::to_string(which.body.size()) + "\r\n\r\n" + which.body});
        return plan;
    }
    plan.steps.push_back({0, which.head + "Transfer-Encoding: chunked\r\n\r\n"});
    for (std::size_t at = 0; at < which.body.size(); at += chunkBytes) plan.steps.push_back({0, chunk(which.body.substr(at, chunkBytes))});
    plan.steps.push_back({0, lastChunk()});
    return plan;
}

void checkReply(const json& expect, const Heard& heard) {
    QVERIFY2(heard.ok(), heard.ok() ? "" : heard.failure().error.text().c_str());
    const ModelReply& reply = heard.reply();
    QCOMPARE(plainText(reply.parts), expect["text"].get<std::string>());
    QCOMPARE(heard.text, expect["text"].get<std::string>());
    QCOMPARE(heard.reasoning, expect.value("reasoning", ""));
    QCOMPARE(std::string(toString(reply.finish)), expect["finish"].get<std::string>());
    QCOMPARE(reply.usageKnown, !expect["usage"].is_null());
    if (reply.usageKnown) {
        const json& usage = expect["usage"];
        const std::vector<Tokens> got{reply.usage.freshInput, reply.usage.cacheRead, reply.usage.cacheWrite, reply.usage.output, reply.usage.reasoning};
        QCOMPARE(got, usage.get<std::vector<Tokens>>());
    }
    QCOMPARE(reply.reportedCost ? reply.reportedCost->exact() : std::string(), expect.value("cost", ""));
    if (expect.contains("model")) QCOMPARE(reply.modelReported, expect["model"].get<std::string>());
    if (expect.contains("request_id")) QCOMPARE(reply.requestId, expect["request_id"].get<std::string>());
    if (expect.contains("raw")) QVERIFY(contains(reply.raw, expect["raw"].get<std::string>()));
    int opaque = 0;
    for (const Part& part : reply.parts) opaque += part.kind == PartKind::Opaque;
    QCOMPARE(opaque, expect.value("opaque", 0));
}

void checkFailure(const json& expect, const Heard& heard) {
    QVERIFY(!heard.ok());
    const ModelFailure& failure = heard.failure();
    QCOMPARE(std::string(toString(failure.error.kind)), expect["kind"].get<std::string>());
    QCOMPARE(failure.retryable, expect["retryable"].get<bool>());
    QCOMPARE(failure.http, expect["http"].get<int>());
    QCOMPARE(failure.usageKnown, expect["usage_known"].get<bool>());
    QVERIFY(contains(failure.error.message, expect["says"].get<std::string>()));
    QCOMPARE(failure.partial, expect.value("partial", ""));
    if (expect.contains("wait_ms")) QCOMPARE(failure.retryAfter.value_or(-1) / 1'000'000, expect["wait_ms"].get<Nanos>());
}
} // namespace

void TestWireFixtures::fixtures(bool streamsOnly) {
    QTest::addColumn<QString>("name");
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(fs::path(RLMSCOPE_TEST_DATA) / "providers"))
        if (entry.path().extension() == ".http") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    QVERIFY(names.size() >= 50);
    for (const std::string& name : names)
        if (!streamsOnly || fixture(name).stream) QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestWireFixtures::served() {
    QFETCH(QString, name);
    const Fixture which = fixture(name.toStdString());
    std::size_t chunkBytes = 0;
    HttpServer server([&](const HttpCall&) { return planOf(which, chunkBytes); });
    ModelEndpoint endpoint;
    endpoint.model = "m";
    endpoint.baseUrl = server.url();
    if (which.expect["family"] == "openrouter") endpoint.dialect = "OpenRouter";
    const auto model = makeHttpModel(familyOf(which), endpoint);
    QVERIFY(model.ok());
    for (const std::size_t bytes : {0, 1, 7, 1000}) {
        chunkBytes = bytes;
        const Heard heard = test::run(**model, ask("q"));
        if (which.expect.contains("failure")) checkFailure(which.expect["failure"], heard);
        else checkReply(which.expect, heard);
        if (QTest::currentTestFailed()) return;
    }
}

void TestWireFixtures::cutAtEveryByte() {
    QFETCH(QString, name);
    const Fixture which = fixture(name.toStdString());
    const std::string_view body = which.body;
    const std::string whole = read(which, {body});
    for (std::size_t at = 0; at <= body.size(); ++at)
        QVERIFY2(read(which, {body.substr(0, at), body.substr(at)}) == whole, std::to_string(at).c_str());
    std::vector<std::string_view> bytes;
    for (std::size_t at = 0; at < body.size(); ++at) bytes.push_back(body.substr(at, 1));
    QCOMPARE(read(which, bytes), whole);
    // The other line ends mean the same.
    if (body.find('\r') != std::string_view::npos) return;
    std::string crlf;
    for (const char c : body) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    for (std::size_t at = 0; at <= crlf.size(); ++at)
        QVERIFY2(read(which, {std::string_view(crlf).substr(0, at), std::string_view(crlf).substr(at)}) == whole, std::to_string(at).c_str());
}

void TestWireFixtures::endedAtEveryByte() {
    QFETCH(QString, name);
    const Fixture which = fixture(name.toStdString());
    Reader whole(which);
    whole.push(which.body);
    whole.finish();
    const std::string text = whole.decoder().text();
    for (std::size_t at = 0; at < which.body.size(); ++at) {
        Reader reader(which);
        reader.push(std::string_view(which.body).substr(0, at));
        reader.finish();
        QVERIFY(text.rfind(reader.decoder().text(), 0) == 0);
        // Half a text never passes for a whole one, unless only the end of the connection tells.
        if (reader.decoder().finished() && !reader.decoder().endsWithConnection()) QCOMPARE(reader.decoder().text(), text);
        const ModelReply reply = reader.decoder().reply();
        QVERIFY(reply.usage.reasoning <= reply.usage.output && reply.usage.input() >= 0);
    }
}

QTEST_GUILESS_MAIN(TestWireFixtures)
#include "tst_wire_fixtures.moc"
