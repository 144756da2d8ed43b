// The user's file: read, written whole or not at all, laid over the built-in table.
#include <QTemporaryDir>
#include <QTest>

#include "catalog/user_prices.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace rlmscope;
namespace fs = std::filesystem;

namespace {

Date day(const char* text) { return Date::parse(text).value(); }

UserTables tables(const std::string& updates, const std::string& overrides) {
    auto read = readUserTables(R"({"format":1,"unit":"pico-USD per token","updates":[)" + updates + "],\"overrides\":[" + overrides + "]}", "made up");
    if (!read) qFatal("%s", read.error().text().c_str());
    return *read;
}

// Outside the class: moc 6.4 loses its way in raw strings there.
const std::string Update = R"({"provider":"p","id":"m","prices":[{"from":"2026-07-24","input":1,"output":2}]})";
const std::string Own = R"({"provider":"p","id":"m","prices":[{"input":1,"output":2}]})";
const std::string OwnSpec = R"({"provider":"spec","id":"http://localhost:8000/v1#m","prices":[{"input":3,"output":4}]})";
const std::string Head = R"({"format":1,"unit":"pico-USD per token")";
const std::string Fraction = R"({"provider":"openai","id":"gpt-5","prices":[{"input":1.25,"output":10}]})";
const std::string Updates = R"({"provider":"openai","id":"gpt-5","prices":[{"from":"2026-08-01","input":5,"output":5}]},
                               {"provider":"openai","id":"gpt-5-mini","prices":[{"from":"2026-08-01","input":6,"output":6}]})";
const std::string Override = R"({"provider":"openai","id":"gpt-5","prices":[{"from":"2026-09-01","input":7,"output":7}]})";
const std::string Forgotten = R"({"provider":"anthropic","id":"claude-opus-5","prices":[{"input":1,"output":2}]})";

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

class TestUserPrices : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path path(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void where() {
        qputenv("XDG_CONFIG_HOME", "/c");
        QCOMPARE(userPricesPath(), fs::path("/c/rlmscope/prices.json"));
        qputenv("XDG_CONFIG_HOME", "relative"); // not allowed there, so it does not count
        qputenv("HOME", "/h");
        QCOMPARE(userPricesPath(), fs::path("/h/.config/rlmscope/prices.json"));
        qunsetenv("HOME");
        qunsetenv("XDG_CONFIG_HOME");
        QVERIFY(userPricesPath().empty());
        QVERIFY(loadUserPrices({}).ok());
        QVERIFY(!saveUserPrices({}, {}).ok());
    }

    void writtenAndRead() {
        const auto file = path("new/folder/prices.json");
        QVERIFY(loadUserPrices(file)->overrides.empty()); // no file is no prices
        const auto own = tables(Update, OwnSpec);
        QVERIFY(saveUserPrices(file, own).ok());
        const auto back = loadUserPrices(file);
        QVERIFY2(back.ok(), back ? "" : back.error().text().c_str());
        QVERIFY(back->updates.models() == own.updates.models());
        QVERIFY(back->overrides.models() == own.overrides.models());
        QVERIFY(saveUserPrices(file, {}).ok());
        QVERIFY(loadUserPrices(file)->updates.empty());
        QCOMPARE(filesIn(file.parent_path()), std::size_t(1)); // nothing is left beside it
    }

    void aFailedWriteLeavesTheOldFile() {
        const auto file = path("kept/prices.json");
        const auto own = tables("", Own);
        QVERIFY(saveUserPrices(file, own).ok());
        // A table that no file may hold (made in the program) is refused before anything is touched.
        ModelEntry wrong;
        wrong.provider = "p";
        wrong.id = "wrong";
        wrong.prices.push_back({{}, {-1, 2, {}, {}, {}}, {}, {}, {}});
        const auto refused = saveUserPrices(file, {{}, *PriceTable::of({wrong})});
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().message.find("overrides[0].prices[0].input") != std::string::npos);
        QVERIFY(loadUserPrices(file)->overrides.models() == own.overrides.models());
        // A folder stands where the file should be.
        fs::create_directories(path("taken/prices.json/inside"));
        const auto blocked = saveUserPrices(path("taken/prices.json"), own);
        QVERIFY(!blocked.ok());
        QVERIFY(blocked.error().message.find("prices.json cannot be replaced") != std::string::npos);
        QCOMPARE(filesIn(path("taken")), std::size_t(1));
        if (::geteuid() != 0) { // root writes everywhere
            ::chmod(path("kept").c_str(), 0500);
            QVERIFY(!saveUserPrices(file, {}).ok());
            ::chmod(path("kept").c_str(), 0700);
        }
        QVERIFY(loadUserPrices(file)->overrides.models() == own.overrides.models());
    }

    void clearErrors() {
        const auto file = path("bad.json");
        const auto problem = [&](const std::string& text) {
            std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
            const auto read = loadUserPrices(file);
            return read ? std::string("no error") : read.error().text();
        };
        const std::string name = file.string();
        const std::string hint = " Correct the file, or move it away to use the built-in prices.";
        QCOMPARE(problem("{"), name + " is not JSON: something is wrong at byte 2." + hint);
        QCOMPARE(problem(Head + ",\"overrides\":[" + Fraction + "]}"),
                 name + ": overrides[0].prices[0].input must be a whole number from 0 to 100000000000." + hint);
        QCOMPARE(problem(Head + ",\"models\":[]}"), name + ": models is not a field that is known here." + hint);
        QCOMPARE(problem(Head + "}"), std::string("no error"));
        const auto folder = loadUserPrices(path("."));
        QVERIFY(!folder.ok());
        QVERIFY(folder.error().message.find("is not a file.") != std::string::npos);
        ::mkfifo(path("fifo").c_str(), 0600);
        QVERIFY(!loadUserPrices(path("fifo")).ok()); // and does not wait for a writer
    }

    void overridesWinOverUpdatesWinOverBuiltIn() {
        const auto& builtIn = PriceTable::builtIn();
        const auto own = tables(Updates, Override);
        const auto all = effectivePrices(builtIn, own);
        QVERIFY(all.ok());
        const auto input = [&](const char* spec, const char* on) { return all->priceOf(spec, day(on)).price->rates.input; };
        QCOMPARE(input("openai:gpt-5", "2026-07-31"), 1'250'000);
        QCOMPARE(input("openai:gpt-5", "2026-08-01"), 5);
        QCOMPARE(input("openai:gpt-5", "2026-09-01"), 7);
        QCOMPARE(input("openai:gpt-5-2025-08-07", "2026-09-01"), 7);
        QCOMPARE(input("openai:gpt-5-mini", "2026-09-01"), 6);
        QCOMPARE(input("openai:gpt-5-nano", "2026-09-01"), 50'000);
        QVERIFY(all->hash() != builtIn.hash());
        QCOMPARE(effectivePrices(builtIn, {})->hash(), builtIn.hash());
        QCOMPARE(all->find("openai", "gpt-5")->model->maxInput, Tokens(272'000));

        const auto forgot = effectivePrices(builtIn, tables("", Forgotten));
        QVERIFY(!forgot.ok());
        QVERIFY(forgot.error().text().find("claude-opus-5 has no cache_write") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestUserPrices)
#include "tst_user_prices.moc"
