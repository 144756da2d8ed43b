// SharedText, its builder, the counting and the checking in pieces.
#include "base/text.h"
#include "context/context.h"
#include "context/fixed_width.h"
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
    void memoryFilesFromAnySize() {
        TextBuilder builder(10, 100);
        QVERIFY(builder.append(std::string(99, 'x')).ok());
        QVERIFY(builder.append("yz").ok());
        const auto text = builder.finish();
        QVERIFY(text.ok());
        QCOMPARE(text->view(), std::string_view(std::string(99, 'x') + "yz"));
        const auto file = text->memoryFile();
        QVERIFY(file && file->zeroFollows);
        QVERIFY(!text->slice(0, 50).memoryFile()->zeroFollows);
        TextBuilder small(10, 100);
        QVERIFY(small.append("short").ok());
        QVERIFY(!small.finish()->memoryFile());
    }
    void widerTextsSayWhatTheyTake() {
        QCOMPARE(Context::ofList({"abc", "é", "語", "a😀"}).pythonBytes(), std::uint64_t{3 + 1 + 2 + 8});
        QVERIFY(Context::ofText(std::string(60 << 20, 'a')).memoryNote().empty());
        QVERIFY(Context::ofText("😀").memoryNote().empty()); // small
        const std::string note = Context::ofDict({{"plain.txt", "abc"}, {"smile.txt", std::string(20 << 20, 'a') + "😀"}}).memoryNote();
        QVERIFY2(note.find("80.0 MB") != std::string::npos && note.find("smile.txt four bytes") != std::string::npos, note.c_str());
    }
    void widens_data() {
        QTest::addColumn<int>("width");
        for (const int width : {1, 2, 4}) QTest::addRow("%d", width) << width;
    }
    void widens() {
        QFETCH(int, width);
        const std::vector<std::vector<std::string>> alphabets{{"a", "z", " ", "ä", "ÿ"}, {"a", " ", "я", "א", "語", "한", "ä"}, {"a", "я", "語", "😀", "𝄞", " "}};
        const auto& alphabet = alphabets[width == 4 ? 2 : static_cast<std::size_t>(width - 1)];
        std::mt19937 random(11);
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (auto n = random() % 120; n > 0;) { // runs, as in real text
                const auto& one = alphabet[random() % alphabet.size()];
                for (auto run = 1 + random() % (random() % 4 == 0 ? 30 : 3); run > 0 && n > 0; --run, --n) text += one;
            }
            const auto expected = QString::fromStdString(text).toUcs4();
            std::vector<std::uint32_t> buffer(text.size() + WidenSlack);
            const std::string exact(text.begin(), text.end()); // so that a sanitizer sees reads beyond it
            QCOMPARE(widen(exact, width, buffer.data()), static_cast<std::size_t>(expected.size()));
            for (qsizetype i = 0; i < expected.size(); ++i) {
                const auto* raw = reinterpret_cast<const unsigned char*>(buffer.data()) + i * width;
                std::uint32_t value = 0;
                std::memcpy(&value, raw, static_cast<std::size_t>(width)); // little endian, as all machines that build this
                QCOMPARE(value, static_cast<std::uint32_t>(expected[i]));
            }
        }
    }
    void cutsBetweenCharacters() {
        const std::string text = "aä語😀";
        for (std::size_t n = 0; n <= text.size() + 2; ++n) {
            const auto head = wholeCharacters(text, n);
            QVERIFY(head.size() <= n && isValidUtf8(head) && head.size() + 4 > std::min(n, text.size()));
        }
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
