#include "insight/context_text.h"
#include "insight/memory_reader.h"

#include <QTest>

#include <random>

using namespace rlmscope;
using namespace rlmscope::insight;

namespace {

using Documents = std::vector<std::pair<std::string, std::string>>;

/// Text of every width, with empty lines, CRLF and very long lines.
std::string randomText(std::mt19937_64& random, std::size_t pieces) {
    static const std::string Pieces[] = {"a", "bc", " ", "é", "漢", "😀", "\n", "\n\n", "\r\n", std::string(300, 'x') + "\n", "word "};
    std::string text;
    for (std::size_t i = 0; i < pieces; ++i) text += Pieces[random() % std::size(Pieces)];
    return text;
}

} // namespace

class ContextTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesAndCharactersOfEveryByte();
    void linesOfAFewTexts_data();
    void linesOfAFewTexts();
    void aLineLongerThanABlock();
    void fillsFromATraceInAnyOrder();
    void whatIsMissingIsSaid();
    void impossibleSizesAreRefused();
};

// Against the plain way to count, byte by byte.
void ContextTextTest::linesAndCharactersOfEveryByte() {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        std::mt19937_64 random(seed);
        Documents documents;
        for (std::size_t i = 0; i < 1 + random() % 5; ++i) documents.emplace_back("d" + std::to_string(i), random() % 4 == 0 ? "" : randomText(random, random() % 4000));
        const auto text = ContextText::of(documents);
        std::uint64_t line = 0, base = 0;
        for (std::size_t d = 0; d < documents.size(); ++d) {
            const auto& s = documents[d].second;
            QCOMPARE(text->firstLine(d), line);
            std::uint64_t characters = 0, lineBegin = base;
            for (std::size_t i = 0; i < s.size(); ++i) {
                const bool begins = (static_cast<unsigned char>(s[i]) & 0xC0) != 0x80;
                if (i % 37 == 0 || i + 1 == s.size()) {
                    QCOMPARE(*text->lineOf(base + i), line);
                    QCOMPARE(*text->byteOf(line), lineBegin);
                    if (begins) {
                        QCOMPARE(*text->characterOf(d, base + i), characters);
                        QCOMPARE(*text->byteOfCharacter(d, characters), base + i);
                    }
                }
                characters += begins;
                if (s[i] == '\n') ++line, lineBegin = base + i + 1;
            }
            if (!s.empty() && s.back() != '\n') ++line;
            QCOMPARE(*text->byteOfCharacter(d, characters), base + s.size());
            base += s.size();
        }
        QCOMPARE(text->lines(), line);
        QCOMPARE(*text->byteOf(line), base);
        QVERIFY(!text->byteOf(line + 1));
    }
}

void ContextTextTest::linesOfAFewTexts_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("lines");
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("one, not ended") << QByteArray("a") << 1;
    QTest::newRow("one, ended") << QByteArray("a\n") << 1;
    QTest::newRow("only a line end") << QByteArray("\n") << 1;
    QTest::newRow("two") << QByteArray("a\nb") << 2;
    QTest::newRow("crlf") << QByteArray("a\r\nb\r\n") << 2;
}
void ContextTextTest::linesOfAFewTexts() {
    QFETCH(QByteArray, text);
    QFETCH(int, lines);
    const auto context = ContextText::of({{"", ""}, {"x", text.toStdString()}, {"", ""}});
    QCOMPARE(context->lines(), static_cast<std::uint64_t>(lines));
    QCOMPARE(context->linesOf(0), 0U);
    QCOMPARE(context->linesOf(1), static_cast<std::uint64_t>(lines));
    QCOMPARE(context->linesOf(2), 0U);
}

void ContextTextTest::aLineLongerThanABlock() {
    const std::string line(1'000'000, 'x');
    const auto context = ContextText::of({{"", "first\n" + line + "\nlast"}});
    QCOMPARE(*context->lineOf(500'000), 1U);
    QCOMPARE(*context->byteOf(1), 6U);
    QCOMPARE(*context->byteOf(2), 6U + line.size() + 1);
    QCOMPARE(*context->byteOfCharacter(0, 777'777), 777'777U);
}

void ContextTextTest::fillsFromATraceInAnyOrder() {
    test::MemoryReader reader;
    std::string big;
    for (int i = 0; big.size() < (9U << 20); ++i) big += "line " + std::to_string(i) + " é\n";
    ContextInfo info;
    info.documents = {{"a", reader.store(big), 0}, {"empty", Text(), 0}, {"b", reader.store("small\n"), 0}};
    const auto context = ContextText::make(info, reader);
    QVERIFY2(context, context ? "" : context.error().text().c_str());
    QVERIFY(!(*context)->has(0, 10));
    (*context)->want(8 << 20);
    bool early = false;
    const auto filled = (*context)->fill(reader, {}, [&](std::uint64_t) { early |= (*context)->has(8 << 20, 10) && !(*context)->has(4 << 20, 10); });
    QVERIFY(filled);
    QVERIFY(early);
    QVERIFY((*context)->complete());
    QVERIFY((*context)->bytes((*context)->documents()[0]) == big);
    QCOMPARE((*context)->bytes((*context)->documents()[2]), std::string_view("small\n"));
    QCOMPARE((*context)->lines(), (*context)->linesOf(0) + 1);
}

void ContextTextTest::whatIsMissingIsSaid() {
    test::MemoryReader reader;
    ContextInfo info;
    info.documents = {{"there", reader.store("some text\n"), 0}, {"gone", Text::stored(BlobId::of("never stored"), 12), 0}, {"too", reader.store("more"), 0},
                      {"liar", Text::stored(BlobId::of("x"), 1ULL << 31), 0}};
    const auto context = ContextText::make(info, reader);
    QVERIFY(context);
    QVERIFY((*context)->fill(reader, {}));
    QCOMPARE((*context)->missingDocuments(), 2U);
    QVERIFY((*context)->missing(0).empty());
    QVERIFY((*context)->missing(1).find("not in the trace") != std::string::npos);
    QVERIFY(!(*context)->missing(3).empty());
    QCOMPARE((*context)->bytes((*context)->documents()[2]), std::string_view("more"));
}

void ContextTextTest::impossibleSizesAreRefused() {
    // Neither room nor time is spent on what is not there.
    test::MemoryReader reader;
    ContextInfo info;
    info.documents = {{"a", Text::stored(BlobId::of("x"), 1ULL << 40), 0}, {"b", Text::stored(BlobId::of("x"), UINT64_MAX - 10), 0}};
    const auto context = ContextText::make(info, reader);
    QVERIFY(context);
    QCOMPARE((*context)->size(), 0U);
    QCOMPARE((*context)->missingDocuments(), 2U);
}

QTEST_GUILESS_MAIN(ContextTextTest)
#include "tst_context_text.moc"
