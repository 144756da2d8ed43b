#include "insight/passages.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace rlmscope;
using namespace rlmscope::insight;

namespace {

std::string logLine(int n) {
    static const char* Words[] = {"outage", "billing", "feature", "login", "praise", "crash", "slow", "refund"};
    std::mt19937_64 random(static_cast<std::uint64_t>(n) * 7919 + 3);
    std::string line = "2023-02-" + std::to_string(10 + n % 18) + " 09:" + std::to_string(10 + n % 49) + " user " + std::to_string(10000 + random() % 89999);
    for (int i = 0; i < 4; ++i) line += std::string(" ") + Words[random() % std::size(Words)];
    return line + " #" + std::to_string(n);
}
std::string log(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i) text += logLine(i) + "\n";
    return text;
}
std::shared_ptr<const PassageIndex> indexOf(const std::vector<std::pair<std::string, std::string>>& documents) {
    return PassageIndex::make(ContextText::of(documents));
}
/// What is found, as text: "begin-end" with ? for ambiguous ones.
QString shown(const std::vector<Passage>& passages) {
    QStringList all;
    for (const auto& p : passages) all << QStringLiteral("%1-%2%3").arg(p.begin).arg(p.end).arg(p.ambiguous ? QStringLiteral("?") : QString());
    return all.join(QLatin1Char(' '));
}
/// Bytes of the strip that are surely read.
std::vector<bool> certain(const std::vector<Passage>& passages, std::size_t size) {
    std::vector<bool> read(size);
    for (const auto& p : passages)
        if (!p.ambiguous) std::fill(read.begin() + static_cast<std::ptrdiff_t>(p.begin), read.begin() + static_cast<std::ptrdiff_t>(p.end), true);
    return read;
}

} // namespace

class PassagesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSliceIsFoundExactly();
    void randomSlicesAreFoundExactly();
    void numberedLinesAreFound();
    void reformattedLinesAreFound_data();
    void reformattedLinesAreFound();
    void joinedChunksOfSeveralDocuments();
    void repeatedPassagesAreAmbiguous();
    void aRepeatedLineBesideOthersIsNot();
    void numbersThatAgreeByChance();
    void chanceDoesNotCount();
    void charactersAreNeverCut();
    void everythingAlike();
    void emptyAndTiny();
    void widerWindowsKeepTheirPromise();
};

void PassagesTest::aSliceIsFoundExactly() {
    const std::string text = log(1000);
    const auto index = indexOf({{"", text}});
    QCOMPARE(shown(index->find("Classify each message:\n\n" + text.substr(3000, 5000) + "\n\nAnswer with JSON.")), QStringLiteral("3000-8000"));
}

// Slices of random places and lengths between words that are not in the context: recovered to the byte.
void PassagesTest::randomSlicesAreFoundExactly() {
    const std::string text = log(4000);
    const auto index = indexOf({{"a", text.substr(0, 70'001)}, {"", ""}, {"b", text.substr(70'001)}});
    std::mt19937_64 random(20261128);
    for (int round = 0; round < 300; ++round) {
        std::string prompt;
        std::vector<std::pair<std::size_t, std::size_t>> expected;
        for (std::size_t i = 0, n = 1 + random() % 4; i < n; ++i) {
            auto from = random() % (text.size() - 600), length = 48 + random() % 500;
            if (from < 70'001 && from + length > 70'001) continue;
            prompt += "\x01\x02<<" + text.substr(from, length) + "\x03\x04>>";
            expected.emplace_back(from, from + length);
        }
        const auto passages = index->find(prompt);
        QStringList wanted;
        for (const auto& [from, to] : expected) wanted << QStringLiteral("%1-%2").arg(from).arg(to);
        QCOMPARE(shown(passages), wanted.join(QLatin1Char(' ')));
    }
}

void PassagesTest::numberedLinesAreFound() {
    const std::string text = log(500);
    std::string prompt = "Lines:\n";
    for (int i = 100; i < 150; ++i) prompt += std::to_string(i + 1) + ": " + logLine(i) + "\n";
    const auto index = indexOf({{"", text}});
    const auto read = certain(index->find(prompt), text.size());
    std::size_t at = 0;
    for (int i = 0; i < 500; ++i) {
        const auto size = static_cast<std::ptrdiff_t>(logLine(i).size()), begin = static_cast<std::ptrdiff_t>(at);
        const auto count = std::count(read.begin() + begin, read.begin() + begin + size, true);
        if (i >= 100 && i < 150) QCOMPARE(count, size);
        else QVERIFY2(count <= 4, qPrintable(QString::number(i))); // a digit or two at an edge agree by chance
        at += static_cast<std::size_t>(size) + 1;
    }
}

void PassagesTest::reformattedLinesAreFound_data() {
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("suffix");
    QTest::newRow("indented") << "    " << "\n";
    QTest::newRow("quoted") << "> " << "\n";
    QTest::newRow("a list") << "- " << "\n";
    QTest::newRow("JSON") << "  \"" << "\",\n";
    QTest::newRow("stripped and separated") << "" << "\n---\n";
    QTest::newRow("one blank line between") << "" << "\n\n";
    QTest::newRow("CRLF") << "" << "\r\n";
    QTest::newRow("on one line") << "" << " | ";
}
void PassagesTest::reformattedLinesAreFound() {
    QFETCH(QString, prefix);
    QFETCH(QString, suffix);
    // Short and long lines, some indented.
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> lines;
    std::string prompt = "Here:\n";
    for (int i = 0; i < 60; ++i) {
        const std::string line = i % 5 == 3 ? "item " + std::to_string(i) : i % 5 == 4 ? "    " + logLine(i) : logLine(i);
        const auto first = line.find_first_not_of(' ');
        if (i >= 20 && i < 40) {
            lines.emplace_back(text.size() + first, text.size() + line.size());
            prompt += prefix.toStdString() + line.substr(first) + suffix.toStdString();
        }
        text += line + "\n";
    }
    const auto read = certain(indexOf({{"", text}})->find(prompt), text.size());
    int found = 0;
    const bool oneLine = !suffix.contains(QLatin1Char('\n'));
    for (const auto& [from, to] : lines) {
        const auto count = std::count(read.begin() + static_cast<std::ptrdiff_t>(from), read.begin() + static_cast<std::ptrdiff_t>(to), true);
        found += count == static_cast<std::ptrdiff_t>(to - from);
    }
    // A short line ("item 23") is found beside its neighbours, where lines are lines and nothing stands between.
    QVERIFY2(found >= (oneLine || suffix.contains(QLatin1String("---")) ? 16 : 20), qPrintable(QString::number(found)));
    QVERIFY(std::count(read.begin(), read.begin() + static_cast<std::ptrdiff_t>(lines.front().first), true) < 20);
}

void PassagesTest::joinedChunksOfSeveralDocuments() {
    const std::string a = log(50), b = "Other document.\nIt has its own lines, longer than nothing.\n", c = log(120).substr(a.size());
    const auto index = indexOf({{"a.txt", a}, {"b.txt", b}, {"c.txt", c}});
    const auto found = index->find("=== a.txt ===\n" + a + "\n=== c.txt ===\n" + c);
    QCOMPARE(shown(found), QStringLiteral("0-%1 %2-%3").arg(a.size()).arg(a.size() + b.size()).arg(a.size() + b.size() + c.size()));
}

void PassagesTest::repeatedPassagesAreAmbiguous() {
    const std::string again = "The same sentence stands here twice, word for word.\n";
    const std::string text = log(20) + again + log(40).substr(log(20).size()) + again + "end of all\n";
    const auto index = indexOf({{"", text}});
    const auto first = text.find(again), second = text.rfind(again);
    const auto found = index->find("<<" + again.substr(0, again.size() - 1) + ">>");
    QCOMPARE(shown(found), QStringLiteral("%1-%2? %3-%4?").arg(first).arg(first + again.size() - 1).arg(second).arg(second + again.size() - 1));
    // With what stands before it, it is the second.
    const auto from = second - 100;
    QCOMPARE(shown(index->find("<<" + text.substr(from, 100 + again.size()) + ">>")), QStringLiteral("%1-%2").arg(from).arg(second + again.size()));
}

// Numbered, so that no match goes over the end of a line: the neighbours tell which of the equal lines it is.
void PassagesTest::aRepeatedLineBesideOthersIsNot() {
    std::string text, prompt;
    std::size_t begin = 0, end = 0;
    for (int i = 0; i < 100; ++i) {
        const std::string line = i % 10 == 5 ? "Thanks, everything works again now." : logLine(i);
        if (i == 40) begin = text.size();
        if (i >= 40 && i < 50) prompt += "[" + std::to_string(i) + "] " + line + "\n";
        text += line + "\n";
        if (i == 49) end = text.size() - 1;
    }
    const auto read = certain(indexOf({{"", text}})->find(prompt), text.size());
    for (std::size_t i = begin; i < end; ++i)
        if (text[i] != '\n') QVERIFY2(read[i], qPrintable(QString::number(i)));
    QVERIFY(std::count(read.begin() + static_cast<std::ptrdiff_t>(end) + 2, read.end(), true) == 0);
}

// The number before a line is almost that of the line, and the words are elsewhere too: still each line is found once.
void PassagesTest::numbersThatAgreeByChance() {
    static const char* Words[] = {"To whom it may concern: how do I send it back? There was no return label in the box.", "Once more: the app crashes when I open the settings.",
                                  "Hi there, the verification code never arrives on my phone."};
    std::string text, prompt;
    std::size_t begin = 0, end = 0;
    for (int i = 1000; i < 3000; ++i) {
        const std::string line = std::to_string(i) + " | mail | " + Words[(i * 7 / 3) % 3];
        if (i == 2050) begin = text.size();
        if (i >= 2050 && i < 2101) prompt += std::to_string(i - 1) + ": " + line + (i == 2100 ? "" : "\n");
        text += line + "\n";
        if (i == 2100) end = text.size() - 1;
    }
    const auto read = certain(indexOf({{"", text}})->find("Label:\n" + prompt), text.size());
    for (std::size_t i = begin; i < end; ++i)
        if (text[i] != '\n') QVERIFY2(read[i], qPrintable(QString::number(i)));
    QVERIFY(std::count(read.begin(), read.begin() + static_cast<std::ptrdiff_t>(begin) - 12, true) == 0);
}

void PassagesTest::chanceDoesNotCount() {
    const auto index = indexOf({{"", log(200) + "a short line\nAnswer with a JSON object, please and thanks, one for each line.\n"}});
    QCOMPARE(shown(index->find("09:10 user 1 outage billing")), QString());
    QCOMPARE(shown(index->find("please and thanks, one for")), QString()); // 26 characters in the middle of a line
    QVERIFY(!index->find("... please and thanks, one for each line ...").empty());
}

void PassagesTest::charactersAreNeverCut() {
    // "é" and "è" share their first byte, the emoji three of four.
    const std::string text = "Texte assez long pour être trouvé: é😀漢字\nune autre ligne tout aussi longue\n";
    const auto found = indexOf({{"", text}})->find("Texte assez long pour être trouvé: é😁");
    QCOMPARE(shown(found), QStringLiteral("0-%1").arg(text.find("😀")));
}

void PassagesTest::everythingAlike() {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "the same line again and again\n";
    const auto index = indexOf({{"", text}, {"", std::string(100'000, 'x')}});
    const auto found = index->find(text.substr(0, 50'000) + std::string(70'000, 'x'));
    QVERIFY(!found.empty());
    QVERIFY(std::all_of(found.begin(), found.end(), [](const auto& p) { return p.ambiguous; }));
    QVERIFY(found.size() < 10'000);
    // All of it is only there once.
    QVERIFY(std::any_of(found.begin(), found.end(), [](const auto& p) { return p.end - p.begin >= 50'000; }));
}

void PassagesTest::emptyAndTiny() {
    QVERIFY(indexOf({})->find("anything that is long enough to be looked for").empty());
    QVERIFY(indexOf({{"", ""}})->find("anything that is long enough to be looked for").empty());
    const auto index = indexOf({{"", "short"}, {"", "exactly sixteen."}, {"", "a text of a few more words"}});
    QVERIFY(index->find("").empty());
    QVERIFY(index->find("short").empty());
    QCOMPARE(shown(index->find("say: exactly sixteen.")), QStringLiteral("5-21"));
    QCOMPARE(shown(index->find("a text of a few more words")), QStringLiteral("21-47"));
}

// More than 64 MB: the window is wider, the promise is the same.
void PassagesTest::widerWindowsKeepTheirPromise() {
    std::string text;
    text.reserve(66 << 20);
    std::mt19937_64 random(5);
    while (text.size() < (65U << 20)) {
        const auto n = random();
        text += "row " + std::to_string(n) + ((n & 7) == 0 ? "\n" : ", ");
    }
    const auto index = indexOf({{"", text}});
    QCOMPARE(index->guaranteed(), 47U);
    QVERIFY(index->memory() < (80U << 20));
    for (int i = 0; i < 500; ++i) {
        const auto from = random() % (text.size() - 100);
        QCOMPARE(shown(index->find("\x01" + text.substr(from, 47) + "\x02")), QStringLiteral("%1-%2").arg(from).arg(from + 47));
    }
}

QTEST_GUILESS_MAIN(PassagesTest)
#include "tst_passages.moc"
