// SharedText, its builder, the counting and the checking in pieces.
#include "base/text.h"
#include "context/shared_text.h"
#include "context/text_builder.h"

#include <QTest>

#include <cstring>
#include <random>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

using namespace rlmscope;

namespace {
TextStats slowStats(std::string_view s) {
    TextStats stats;
    stats.bytes = s.size();
    for (const char c : s) {
        const auto byte = static_cast<unsigned char>(c);
        stats.chars += (byte & 0xC0) != 0x80;
        stats.lines += c == '\n';
        stats.highestByte = std::max(stats.highestByte, byte);
    }
    if (!s.empty() && s.back() != '\n') ++stats.lines;
    return stats;
}
} // namespace

class TestContextText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ownsValidUtf8() {
        const SharedText text(std::string("caf\xE9 \xC3\xA9"));
        QVERIFY(isValidUtf8(text));
        QCOMPARE(text.string(), std::string("caf\xEF\xBF\xBD \xC3\xA9"));
        QVERIFY(SharedText().empty());
        QVERIFY(SharedText(std::string()).empty());
    }
    void slicesKeepTheBytesAlive() {
        SharedText part;
        {
            const SharedText whole(std::string("alpha beta gamma delta epsilon zeta eta theta"));
            part = whole.slice(6, 4);
        }
        QCOMPARE(part.string(), std::string("beta"));
        QCOMPARE(part.slice(4, 0).string(), std::string());
    }
    void countsLikeASlowLoop() {
        std::mt19937 random(7);
        const std::string alphabet[] = {"a", "\n", "é", "語", "😀", " ", "x\n", "ÿ"};
        for (int round = 0; round < 300; ++round) {
            std::string s;
            const auto n = random() % (round < 290 ? 200 : 20'000);
            for (std::size_t i = 0; i < n; ++i) s += alphabet[random() % std::size(alphabet)];
            QCOMPARE(textStats(s), slowStats(s));
        }
        // More newlines than one byte lane can count.
        QCOMPARE(textStats(std::string(100'000, '\n')).lines, std::uint64_t{100'000});
    }
    void charWidth_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("width");
        QTest::newRow("empty") << QByteArray() << 1;
        QTest::newRow("ascii") << QByteArray("abc~\x7F") << 1;
        QTest::newRow("latin-1, highest") << QByteArray("\xC3\xBF") << 1;
        QTest::newRow("first two-wide") << QByteArray("\xC4\x80") << 2;
        QTest::newRow("last two-wide") << QByteArray("\xEF\xBF\xBF") << 2;
        QTest::newRow("first four-wide") << QByteArray("\xF0\x90\x80\x80") << 4;
    }
    void charWidth() {
        QFETCH(QByteArray, bytes);
        QTEST(textStats(bytes.toStdString()).charWidth(), "width");
    }
    void scannerSeesTheSameHoweverCut() {
        const std::string good = "aé語😀\nÿ z";
        const std::string bads[] = {"a\x80", "\xC3", "é\xE8\xAA", "\xED\xA0\x80", "\xF0\x9F\x98", "\xC0\xAF", "x\xFFy",
                                    "\xF4\x90\x80\x80", "\xE2\x41\x82", "\xF0\x9F\x41"};
        const auto check = [](const std::string& s) {
            for (std::size_t a = 0; a <= s.size(); ++a) {
                for (std::size_t b = a; b <= s.size(); ++b) {
                    Utf8Scanner scanner;
                    const std::string_view view = s;
                    scanner.push(view.substr(0, a));
                    scanner.push(view.substr(a, b - a));
                    scanner.push(view.substr(b));
                    QCOMPARE(scanner.finish(), isValidUtf8(s));
                    QCOMPARE(scanner.stats(), slowStats(s));
                }
            }
        };
        check(good);
        for (const auto& bad : bads) check(good + bad), check(bad + good);
    }
    void bigTextsAreSealedMemoryFiles() {
        // Above and below the size are the same text.
        const std::string piece(std::size_t{1} << 20, 'x');
        TextBuilder builder; // size not known: moves to a memory file on the way
        std::uint64_t expected = 0;
        while (expected < TextBuilder::MemoryFileSize + 12345) {
            QVERIFY(builder.append(piece).ok());
            expected += piece.size();
        }
        QVERIFY(builder.append("end").ok());
        auto text = builder.finish();
        QVERIFY(text.ok());
        QCOMPARE(text->size(), expected + 3);
        QCOMPARE(text->view().substr(expected), std::string_view("end"));
        const auto file = text->memoryFile();
        QVERIFY(file.has_value());
        QCOMPARE(file->offset, std::uint64_t{0});
        QVERIFY(ftruncate(file->fd, 0) != 0);
        QVERIFY(write(file->fd, "y", 1) < 0);
        char last[4] = {'?', '?', '?', '?'};
        QCOMPARE(pread(file->fd, last, 4, static_cast<off_t>(expected)), ssize_t{4});
        QVERIFY(std::memcmp(last, "end", 4) == 0); // with its zero
        QCOMPARE(text->slice(5, 10).memoryFile()->offset, std::uint64_t{5});
        QVERIFY(!SharedText(std::string("small")).memoryFile());
    }
    void arenaPacksAndKeeps() {
        std::vector<SharedText> texts;
        {
            TextArena arena;
            for (int i = 0; i < 50'000; ++i) texts.push_back(arena.add("text number " + std::to_string(i) + " of many"));
            texts.push_back(arena.add(std::string(1'000'000, 'b')));
            texts.push_back(arena.add(""));
        }
        for (int i = 0; i < 50'000; ++i)
            QCOMPARE(texts[static_cast<std::size_t>(i)].string(), "text number " + std::to_string(i) + " of many");
        QCOMPARE(texts[50'000].size(), std::size_t{1'000'000});
        QVERIFY(texts[50'001].empty());
    }
    void sharedAmongThreads() {
        const SharedText text(std::string(10'000, 'a') + "é");
        std::vector<std::thread> threads;
        std::vector<std::uint64_t> chars(4);
        for (std::size_t t = 0; t < 4; ++t)
            threads.emplace_back([text, &chars, t] {
                for (int i = 0; i < 100; ++i) {
                    const auto copy = text.slice(0, text.size());
                    chars[t] += textStats(copy).chars;
                }
            });
        for (auto& thread : threads) thread.join();
        for (const auto n : chars) QCOMPARE(n, std::uint64_t{1'000'100});
    }
};

QTEST_GUILESS_MAIN(TestContextText)
#include "tst_context_text.moc"
