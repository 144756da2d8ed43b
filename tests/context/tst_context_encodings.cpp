// Text files of many encodings. The bytes are made with iconv, so that the test does not trust our own decoder.
#include "base/text.h"
#include "context/files.h"

#include <fcntl.h>
#include <iconv.h>
#include <unistd.h>

using namespace rlmscope;

namespace {

std::string encoded(std::string utf8, const char* to) {
    const iconv_t converter = iconv_open(to, "UTF-8");
    if (converter == reinterpret_cast<iconv_t>(-1)) return "(unknown encoding)";
    std::string out(utf8.size() * 4 + 16, '\0');
    char *in = utf8.data(), *at = out.data();
    std::size_t left = utf8.size(), room = out.size();
    iconv(converter, &in, &left, &at, &room);
    iconv(converter, nullptr, nullptr, &at, &room);
    iconv_close(converter);
    out.resize(out.size() - room);
    return out;
}

const std::string Western = "Le café était fermé. Où êtes-vous allés après la fête ? « À côté », répondit-elle.\n";
const std::string Euro = "It’s “quoted” — and costs 5 €. Naïve façade, señor.\n";
const std::string Russian = "Съешь же ещё этих мягких французских булок, да выпей чаю. Широкая электрификация южных губерний.\n";
const std::string Japanese = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で泣いていた。\n";
const std::string Chinese = "床前明月光,疑是地上霜。举头望明月,低头思故乡。这是一个关于编码检测的测试文件。\n";

} // namespace

class TestContextEncodings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decodes_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("encoding"); // empty: whatever gives the right text
        QTest::addColumn<bool>("guessed");
        const auto row = [](const char* name, const std::string& bytes, const std::string& utf8, const char* encoding,
                            bool guessed) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromStdString(utf8) << encoding
                                << guessed;
        };
        const std::string mixed = "héllo 語 😀\nend";
        row("utf-8", mixed, mixed, "UTF-8", false);
        row("utf-8 mark", "\xEF\xBB\xBF" + mixed, mixed, "UTF-8", false);
        row("utf-16le mark", "\xFF\xFE" + encoded(mixed, "UTF-16LE"), mixed, "UTF-16LE", false);
        row("utf-16be mark", "\xFE\xFF" + encoded(mixed, "UTF-16BE"), mixed, "UTF-16BE", false);
        row("utf-32le mark", std::string("\xFF\xFE\0\0", 4) + encoded(mixed, "UTF-32LE"), mixed, "UTF-32LE", false);
        row("utf-32be mark", std::string("\0\0\xFE\xFF", 4) + encoded(mixed, "UTF-32BE"), mixed, "UTF-32BE", false);
        row("utf-16le", encoded(mixed, "UTF-16LE"), mixed, "UTF-16LE", true);
        row("utf-16be", encoded(mixed, "UTF-16BE"), mixed, "UTF-16BE", true);
        row("utf-32le", encoded(mixed, "UTF-32LE"), mixed, "UTF-32LE", true);
        row("utf-32be", encoded(mixed, "UTF-32BE"), mixed, "UTF-32BE", true);
        row("russian utf-16le", encoded(Russian, "UTF-16LE"), Russian, "UTF-16LE", true);
        std::string longer;
        while (longer.size() < 20'000) longer += mixed + "\n";
        row("long utf-16le", encoded(longer, "UTF-16LE"), longer, "UTF-16LE", true);
        row("latin-1", encoded(Western, "ISO-8859-1"), Western, "", true);
        row("latin-1, one letter", "caf\xE9", "café", "WINDOWS-1252", true);
        row("latin-1 after much ascii", std::string(500'000, 'a') + "\n" + encoded(Western, "ISO-8859-1"),
            std::string(500'000, 'a') + "\n" + Western, "", true);
        row("windows-1252", encoded(Euro, "WINDOWS-1252"), Euro, "", true);
        row("windows-1251", encoded(Russian, "WINDOWS-1251"), Russian, "WINDOWS-1251", true);
        row("koi8-r", encoded(Russian, "KOI8-R"), Russian, "KOI8-R", true);
        row("shift-jis", encoded(Japanese, "CP932"), Japanese, "SHIFT_JIS", true);
        row("euc-jp", encoded(Japanese, "EUC-JP"), Japanese, "EUC-JP", true);
        row("iso-2022-jp", encoded(Japanese, "ISO-2022-JP"), Japanese, "ISO-2022-JP", true);
        row("gb18030", encoded(Chinese, "GB18030"), Chinese, "", true);
        row("carriage returns stay", "a\r\nb\rc", "a\r\nb\rc", "UTF-8", false);
        row("terminal colours are text", "\x1B[31mred\x1B[0m \x08", "\x1B[31mred\x1B[0m \x08", "UTF-8", false);
    }
    void decodes() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        QFETCH(QString, encoding);
        QFETCH(bool, guessed);
        Files files;
        LOADED(context, requestOf({files.write("file.txt", bytes.toStdString())}));
        const auto& document = context.documents.front();
        QCOMPARE(QString::fromStdString(document.text.string()), expected);
        if (!encoding.isEmpty()) QCOMPARE(QString::fromStdString(document.encoding), encoding);
        QCOMPARE(document.encodingGuessed, guessed);
        QCOMPARE(document.replaced, std::uint64_t{0});
        QCOMPARE(document.sourceBytes, static_cast<std::uint64_t>(bytes.size()));
        QCOMPARE(document.stats, textStats(document.text));
    }

    void damaged_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<int>("replaced");
        QTest::newRow("cut utf-8") << QByteArray("naïve 語言 text \xE8\xAA") << QByteArray("naïve 語言 text \xEF\xBF\xBD") << 1;
        QTest::newRow("cut utf-8, alone") << QByteArray("plain \xE8\xAA") << QByteArray("plain \xEF\xBF\xBD") << 1;
        QTest::newRow("one bad byte") << QByteArray("éèàç \xFF éèàç") << QByteArray("éèàç \xEF\xBF\xBD éèàç") << 1;
        QTest::newRow("marked utf-8") << QByteArray("\xEF\xBB\xBF" "a\xFF\xFE" "b")
                                      << QByteArray("a\xEF\xBF\xBD\xEF\xBF\xBD" "b") << 2;
        QTest::newRow("replacement was there") << QByteArray("é è \xEF\xBF\xBD à ù \xFF")
                                               << QByteArray("é è \xEF\xBF\xBD à ù \xEF\xBF\xBD") << 1;
        QTest::newRow("odd utf-16") << QByteArray("\xFF\xFE" "a\0b\0c", 7) << QByteArray("ab\xEF\xBF\xBD") << 1;
        QTest::newRow("single surrogate") << QByteArray("\xFF\xFE" "a\0\x00\xD8" "b\0", 8)
                                          << QByteArray("a\xEF\xBF\xBD" "b") << 1;
        QTest::newRow("utf-32 beyond Unicode") << QByteArray("\xFF\xFE\0\0a\0\0\0\0\0\x22\0b\0\0\0", 16)
                                               << QByteArray("a\xEF\xBF\xBD" "b") << 1;
    }
    void damaged() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        QFETCH(int, replaced);
        Files files;
        LOADED(context, requestOf({files.write("file.txt", bytes.toStdString())}));
        const auto& document = context.documents.front();
        QCOMPARE(QByteArray::fromStdString(document.text.string()), expected);
        QCOMPARE(document.replaced, static_cast<std::uint64_t>(replaced));
        QCOMPARE(context.report.replaced, static_cast<std::uint64_t>(replaced));
        QVERIFY(!context.report.clean());
    }

    // A character that lies across the pieces in which files are read.
    void cutsBetweenPieces() {
        Files files;
        for (std::size_t before = 256 * 1024 - 4; before <= 256 * 1024; ++before) {
            const std::string content = std::string(before, 'x') + "😀語é" + std::string(300'000, 'y');
            LOADED(context, requestOf({files.write("f.txt", content)}));
            QVERIFY(context.documents.front().text.view() == content);
            const std::string wide = "\xFF\xFE" + encoded(content, "UTF-16LE");
            LOADED(other, requestOf({files.write("g.txt", wide)}));
            QVERIFY(other.documents.front().text.view() == content);
        }
    }

    // Nothing that a file can hold crashes us or gives invalid UTF-8.
    void anyBytes() {
        Files files;
        std::uint32_t state = 12345;
        for (int round = 0; round < 400; ++round) {
            std::string bytes;
            for (int i = 0; i < round * 3; ++i) {
                state = state * 1664525 + 1013904223;
                auto byte = static_cast<char>(state >> 24);
                if (round % 3 == 0) byte |= static_cast<char>(0x80);
                if (round % 3 == 1 && byte == 0) byte = 'z';
                bytes += byte;
            }
            const auto context = loadContext(requestOf({files.write("f.bin", bytes)}));
            if (context.ok()) {
                QVERIFY(isValidUtf8(context->documents.front().text));
                QCOMPARE(context->totals, textStats(context->documents.front().text));
            } else {
                QVERIFY(contains(context.error().message, "f.bin"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestContextEncodings)
#include "tst_context_encodings.moc"
