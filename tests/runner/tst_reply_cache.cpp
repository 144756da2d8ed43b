// The cache of temperature-0 replies: what is the same request, what is kept, and that a broken file is only an empty cache.
#include "runner/reply_cache.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sys/stat.h>

using namespace rlmscope;

namespace {

ReplyQuestion question(const std::string& prompt, const std::string& identity = "http://server/v1#m?t=0") {
    ReplyQuestion q;
    q.role = CallRole::Sub;
    q.identity = identity;
    q.outputCap = 100;
    q.messages = MessageList({Message::text(Role::User, prompt)});
    return q;
}

ModelCallEnded reply(const std::string& text) {
    ModelCallEnded ended;
    ended.status = "ok";
    ended.finish = FinishReason::Stop;
    ended.reply = {Part{PartKind::Text, Text(text), {}}};
    ended.usage.freshInput = 12;
    ended.usage.output = 3;
    ended.usageKnown = true;
    ended.cost = {4711};
    ended.costSource = CostSource::Computed;
    return ended;
}

std::optional<std::string> found(Replies& cache, const ReplyQuestion& q) {
    auto result = cache.find(q);
    if (!result || !*result) return {};
    return plainText((*result)->ended.reply);
}

} // namespace

class TestReplyCache : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ReplyCacheOptions options(const char* name) const { return {m_folder.filePath(name).toStdString()}; }

private Q_SLOTS:
    void laterRunsGetWhatEarlierOnesGot() {
        withReplyCache(nullptr, options("a"))->made(question("hello"), reply("hi")); // destroyed: written
        const auto cache = withReplyCache(nullptr, options("a"));
        auto result = cache->find(question("hello"));
        QVERIFY(result && *result);
        const ModelCallEnded& ended = (*result)->ended;
        QCOMPARE(plainText(ended.reply), std::string("hi"));
        QVERIFY(ended.source == ReplySource::Cache && ended.cost.value == 0 && ended.recordedCost.value == 4711);
        QVERIFY(ended.status == "ok" && ended.usage.output == 3 && ended.usageKnown);
        struct stat info{};
        QCOMPARE(::stat(options("a").path.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777, 0600u);
    }
    void anotherRequestIsAnother() {
        withReplyCache(nullptr, options("b"))->made(question("hello"), reply("hi"));
        const auto cache = withReplyCache(nullptr, options("b"));
        QVERIFY(!found(*cache, question("hello!")));
        QVERIFY(!found(*cache, question("hello", "http://other/v1#m?t=0")));
        auto longer = question("hello");
        longer.outputCap = 200;
        QVERIFY(!found(*cache, longer));
        auto frame = question("hello");
        frame.role = CallRole::Frame;
        QVERIFY(!found(*cache, frame));
        QVERIFY(!found(*cache, question("hello", ""))); // a model that is not at temperature 0
        QVERIFY(found(*cache, question("hello")) == "hi");
    }
    void onlyWholeRepliesAreKept() {
        auto cut = reply("half of it");
        cut.finish = FinishReason::Length;
        auto failed = reply("");
        failed.status = "failed";
        {
            const auto cache = withReplyCache(nullptr, options("c"));
            cache->made(question("cut"), cut);
            cache->made(question("failed"), failed);
        }
        const auto cache = withReplyCache(nullptr, options("c"));
        QVERIFY(!found(*cache, question("cut")) && !found(*cache, question("failed")));
    }
    void aDamagedFileIsBegunAnew() {
        std::ofstream(options("d").path) << std::string(20'000, 'x');
        withReplyCache(nullptr, options("d"))->made(question("hello"), reply("hi"));
        QVERIFY(found(*withReplyCache(nullptr, options("d")), question("hello")) == "hi");
    }
    void aFolderInItsPlaceIsNoError() {
        QVERIFY(std::filesystem::create_directories(options("e").path));
        const auto cache = withReplyCache(nullptr, options("e"));
        cache->made(question("hello"), reply("hi"));
        QVERIFY(!found(*cache, question("hello")));
    }
    void itsSizeIsBounded() {
        auto small = options("f");
        small.maxBytes = 200'000;
        {
            const auto cache = withReplyCache(nullptr, small);
            for (int i = 0; i < 1'000; ++i) cache->made(question("q" + std::to_string(i)), reply(std::string(1'000, 'r')));
        }
        const auto cache = withReplyCache(nullptr, small);
        QVERIFY(found(*cache, question("q999")));
        int kept = 0;
        for (int i = 0; i < 1'000; ++i) kept += found(*cache, question("q" + std::to_string(i))) ? 1 : 0;
        QVERIFY2(kept > 20 && kept < 200, std::to_string(kept).c_str());
    }
};

QTEST_GUILESS_MAIN(TestReplyCache)
#include "tst_reply_cache.moc"
