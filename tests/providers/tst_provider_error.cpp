#include "providers/provider_error.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace rlmscope;

// Declared apart from the bodies: moc loses the class when raw strings stand inside it.
class TestProviderError : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shapes_data();
    void shapes();
    void everyPrefixAndEveryByteChangeIsSurvived();
    void hintsSayWhatToSet();
    void waits_data();
    void waits();
    void theServersOwnWordCounts();
    void usageOfRejectedRequestsIsKnown();
};

namespace {
const ModelPlace Place{"gpt-x", "api.example.com", "EXAMPLE_KEY", true};

ModelFailure failure(int http, const std::string& body, HttpHeaders headers = {}) {
    return failureFrom(Place, readErrorBody(http, headers, body, 0));
}
} // namespace

void TestProviderError::shapes_data() {
    QTest::addColumn<int>("http");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("retryable");
    QTest::newRow("object") << 429 << R"({"error":{"message":"Slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}})" << "answered 429: Slow down." << "rate_limit" << true;
    QTest::newRow("quota") << 429 << R"({"error":{"message":"You exceeded your quota","code":"insufficient_quota"}})" << "exceeded your quota" << "provider" << false;
    QTest::newRow("unpaid") << 402 << R"({"error":{"message":"Insufficient credits","code":402}})" << "Insufficient credits" << "provider" << false;
    QTest::newRow("string") << 500 << R"({"error":"model runner crashed"})" << "model runner crashed" << "provider" << true;
    QTest::newRow("number code") << 503 << R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})" << "503: Loading model" << "provider" << true;
    QTest::newRow("flat") << 400 << R"({"object":"error","message":"no such field","type":"BadRequestError","code":400})" << "no such field" << "provider" << false;
    QTest::newRow("array") << 429 << R"([{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}])" << "429: Quota" << "rate_limit" << true;
    QTest::newRow("detail") << 404 << R"({"detail":"Not Found"})" << "Not Found" << "provider" << false;
    QTest::newRow("detail list") << 422 << R"({"detail":[{"loc":["body","model"],"msg":"field required","type":"x"}]})" << "body.model: field required" << "provider" << false;
    QTest::newRow("message") << 500 << R"({"message":"oops"})" << "500: oops" << "provider" << true;
    QTest::newRow("unknown object") << 500 << R"({"foo":1})" << R"({"foo":1})" << "provider" << true;
    QTest::newRow("page") << 502 << "<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>" << "a web page titled \"502 Bad Gateway\"" << "provider" << true;
    QTest::newRow("page without title") << 502 << "<html><body>x</body></html>" << "a web page instead" << "provider" << true;
    QTest::newRow("text") << 503 << "upstream   connect error" << "503: upstream connect error." << "provider" << true;
    QTest::newRow("empty") << 500 << "" << "answered 500 without a reason." << "provider" << true;
    QTest::newRow("type only") << 500 << R"({"error":{"type":"server_error"}})" << "500: server_error." << "provider" << true;
    QTest::newRow("null message") << 500 << R"({"error":{"message":null}})" << "without a reason" << "provider" << true;
    QTest::newRow("binary") << 500 << QString::fromLatin1("\xff\xfe\x80") << "answered 500" << "provider" << true;
    QTest::newRow("cut json") << 429 << R"({"error":{"message":"Slo)" << "answered 429" << "rate_limit" << true;
    QTest::newRow("401") << 401 << R"({"error":{"message":"Incorrect API key provided"}})" << "Incorrect API key" << "auth" << false;
    QTest::newRow("403") << 403 << "" << "answered 403" << "auth" << false;
    QTest::newRow("too long") << 400 << R"({"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}})" << "maximum context" << "context" << false;
    QTest::newRow("413") << 413 << "" << "answered 413" << "context" << false;
    QTest::newRow("408") << 408 << "" << "answered 408" << "provider" << true;
    QTest::newRow("529") << 529 << R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})" << "Overloaded" << "provider" << true;
    QTest::newRow("spend limit") << 429 << R"({"type":"error","error":{"type":"rate_limit_error","message":"Spend limit","details":{"error_code":"enforced_spend_limit_reached"}}})" << "Spend limit" << "provider" << false;
    QTest::newRow("credit balance") << 400 << R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API"}})" << "credit balance" << "provider" << false;
    QTest::newRow("google key") << 400 << R"({"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}})" << "not valid" << "auth" << false;
    QTest::newRow("google day") << 429 << R"({"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"22s"}]}})" << "Quota" << "rate_limit" << false;
    QTest::newRow("google long") << 400 << R"({"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}})" << "1200000" << "context" << false;
    QTest::newRow("ollama long") << 400 << R"({"error":"the input length exceeds the context length"})" << "input length" << "context" << false;
    QTest::newRow("gateway metadata") << 502 << R"({"error":{"code":502,"message":"Provider returned error","metadata":{"raw":"upstream died","provider_name":"X"}}})" << "Provider returned error (upstream died)" << "provider" << true;
}
void TestProviderError::shapes() {
    QFETCH(int, http);
    QFETCH(QString, body);
    QFETCH(QString, says);
    QFETCH(QString, kind);
    QFETCH(bool, retryable);
    const ModelFailure found = failure(http, body.toStdString());
    const std::string text = found.error.message;
    QVERIFY2(QString::fromStdString(text).contains(says), text.c_str());
    QVERIFY2(text.rfind("gpt-x at api.example.com", 0) == 0, text.c_str());
    QCOMPARE(QString::fromStdString(std::string(toString(found.error.kind))), kind);
    QCOMPARE(found.retryable, retryable);
    QCOMPARE(found.http, http);
}

void TestProviderError::everyPrefixAndEveryByteChangeIsSurvived() {
    const std::string body = R"([{"error":{"code":429,"message":"Quota","metadata":{"raw":"x"}},"detail":[{"loc":["a"],"msg":"b"}]}])";
    for (std::size_t n = 0; n <= body.size(); ++n) QVERIFY(!failure(500, body.substr(0, n)).error.message.empty());
    for (std::size_t n = 0; n < body.size(); ++n)
        for (const char c : {'"', '}', '\0', '\xff'}) {
            std::string changed = body;
            changed[n] = c;
            QVERIFY(!failure(500, changed).error.message.empty());
        }
    QVERIFY(failure(500, std::string(100'000, 'x')).error.message.size() < 2'000);
    QVERIFY(failure(500, "{\"error\":{\"message\":\"" + std::string(100'000, 'x') + "\"}}").error.message.size() < 3'000);
}

void TestProviderError::hintsSayWhatToSet() {
    QVERIFY(failure(401, "").error.hint.find("EXAMPLE_KEY") != std::string::npos);
    const ModelPlace keyless{"m", "h", "", false};
    QVERIFY(failureFrom(keyless, readErrorBody(401, {}, "", 0)).error.hint.find("--key-env") != std::string::npos);
    const ModelPlace kept{"m", "h", "LAB_API_KEY", true, true};
    QVERIFY(failureFrom(kept, readErrorBody(401, {}, "", 0)).error.hint.find("LAB_API_KEY in the system's keychain") != std::string::npos);
    const HttpHeaders redirect{{{"location", "https://other.example.com/v1?token=secret"}}};
    const ModelFailure found = failure(307, "", redirect);
    QVERIFY(found.error.message.find("a redirect to other.example.com") != std::string::npos);
    QVERIFY(found.error.text().find("secret") == std::string::npos);
    QVERIFY(!found.retryable);
}

void TestProviderError::waits_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("ms") << "retry-after-ms" << "250" << qint64(250);
    QTest::newRow("ms fraction") << "retry-after-ms" << "0.5" << qint64(0);
    QTest::newRow("seconds") << "retry-after" << " 3 " << qint64(3000);
    QTest::newRow("fraction") << "retry-after" << "1.5" << qint64(1500);
    QTest::newRow("negative") << "retry-after" << "-5" << qint64(0);
    QTest::newRow("date") << "retry-after" << "Sun, 06 Nov 1994 08:49:47 GMT" << qint64(10'000);
    QTest::newRow("past date") << "retry-after" << "Sun, 06 Nov 1994 08:49:07 GMT" << qint64(0);
    QTest::newRow("forever") << "retry-after" << "99999999999999999999" << qint64(86'400'000);
    QTest::newRow("nonsense") << "retry-after" << "soon" << qint64(-1);
    QTest::newRow("not a number") << "retry-after" << "nan" << qint64(-1);
    QTest::newRow("empty") << "retry-after" << "" << qint64(-1);
}
void TestProviderError::waits() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(qint64, milliseconds);
    const Nanos now = Nanos(784'111'777) * 1'000'000'000; // Sun, 06 Nov 1994 08:49:37 GMT
    const HttpHeaders headers{{{name.toStdString(), value.toStdString()}}};
    const auto wait = retryAfter(headers, now);
    QCOMPARE(wait ? *wait / 1'000'000 : -1, milliseconds);
    // Google says it in the body; a header wins.
    const std::string body = R"({"error":{"code":429,"message":"Quota","details":[{"@type":"x"},{"retryDelay":"1.5s"}]}})";
    QCOMPARE(readErrorBody(429, headers, body, now).retryAfter.value_or(0), wait.value_or(1'500'000'000));
}

void TestProviderError::theServersOwnWordCounts() {
    QVERIFY(!failure(500, "", HttpHeaders{{{"x-should-retry", "false"}}}).retryable);
    QVERIFY(failure(400, "", HttpHeaders{{{"x-should-retry", "true"}}}).retryable);
    QVERIFY(!failure(402, "", HttpHeaders{{{"x-should-retry", "true"}}}).retryable);
}

void TestProviderError::usageOfRejectedRequestsIsKnown() {
    const auto known = [](int http, ErrorBilling billing) {
        return failureFrom(ModelPlace{"m", "h", {}, true}, readErrorBody(http, {}, "", 0), billing).usageKnown;
    };
    const auto careful = ErrorBilling::Careful, free = ErrorBilling::Free, processed = ErrorBilling::Processed;
    // Turned away before any work.
    for (const int http : {301, 400, 401, 402, 403, 404, 413, 422, 429, 503, 529}) QVERIFY(known(http, careful) && known(http, free));
    // Something broke: unbilled only where the provider says so.
    QVERIFY(!known(500, careful) && known(500, free) && !known(500, processed));
    // A gateway gave up; what was behind it may have worked on.
    for (const int http : {408, 502, 504, 520, 524}) QVERIFY(!known(http, careful) && !known(http, free) && !known(http, processed));
    // Azure bills a prompt that its filter rejects.
    for (const int http : {401, 403, 404, 429}) QVERIFY(known(http, processed));
    for (const int http : {400, 413, 503}) QVERIFY(!known(http, processed));
}

QTEST_GUILESS_MAIN(TestProviderError)
#include "tst_provider_error.moc"
