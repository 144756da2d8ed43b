// The index of all texts of a library: incremental, made anew when damaged, and unimpressed by what is in traces.
#include "insight/text_index.h"
#include "trace/annotate.h"
#include "trace/store_support.h"

#include <fstream>

using namespace rlmscope;
using namespace rlmscope::teststore;
namespace fs = std::filesystem;

class TextIndexTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_dir->path().toUtf8());
        fs::create_directories(folder());
    }
    void cleanup() { m_dir.reset(); }

    void findsTextsOfAllRuns();
    void followsChanges();
    void goesOnAfterAStop();
    void isMadeAnewWhenDamaged();
    void passesOverHostileTraces();
    void wordsAreQuoted_data();
    void wordsAreQuoted();
    void hiddenRunsAreNotFound();
    void snippets();

private:
    fs::path folder() const { return fs::path(m_dir->path().toStdString()) / "rlmscope" / "library"; }
    fs::path indexFile() const { return fs::path(m_dir->path().toStdString()) / "cache" / "index.sqlite"; }
    std::unique_ptr<TextIndex> index() {
        auto opened = TextIndex::open(indexFile());
        if (!opened) qFatal("%s", opened.error().text().c_str());
        return std::move(*opened);
    }
    RunId write(const std::string& name, const std::string& question, const std::string& code = "print(1)", int turns = 2) {
        const auto run = RunId::random();
        auto writer = TraceWriter::open(folder() / name);
        auto sink = (*writer)->beginRun(run);
        (*sink)->append({}, {}, startOf(question));
        const NodeId frame{(*sink)->append({}, {}, FrameStarted{"rlm", "sim", 0, {}, "", question, {}, 0, 0, 0, "none"})};
        for (int i = 1; i <= turns; ++i) {
            const NodeId turn{(*sink)->append({}, frame, TurnStarted{i})};
            const NodeId cell{(*sink)->append({}, turn, CellStarted{1, code + " # turn " + std::to_string(i), false, 0})};
            (*sink)->append(cell, {}, CellOutput{OutputStream::Stdout, "the output says Grüße " + std::string(300, 'x') + " zebra", false});
        }
        (*sink)->append(frame, {}, FrameEnded{"answered", "\"42\"", "the answer is giraffe", {}});
        (*sink)->append({}, {}, RunEnded{"answered", "answer", "\"42\"", "the answer is giraffe", {}});
        if (!(*writer)->finish()) qFatal("finish");
        return run;
    }
    Status update(TextIndex& index, std::vector<TextIndex::Problem>* problems = nullptr) { return index.update(folder(), [] { return false; }, {}, problems); }
    LibraryHits search(TextIndex& index, const std::string& words) {
        auto found = index.search(words, 3, 100, [] { return false; });
        if (!found) qFatal("%s", found.error().text().c_str());
        return *found;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TextIndexTest::findsTextsOfAllRuns() {
    const auto a = write("a.rlmscope", "How many elephants?"), b = write("b.rlmscope", "How many ants?", "count_ants(context)");
    auto made = index();
    VERIFY_OK(update(*made));
    QCOMPARE(made->traces(), std::size_t(2));
    auto found = search(*made, "elephants");
    QCOMPARE(found.runs.size(), std::size_t(1));
    QCOMPARE(found.runs.front().run, a);
    QCOMPARE(found.runs.front().title, std::string("How many elephants?"));
    QCOMPARE(found.runs.front().hits.front().scope, TextScope::Prompt);
    QCOMPARE(search(*made, "eleph").total, std::size_t(1)); // the last word may go on
    QCOMPARE(search(*made, "eleph many").total, std::size_t(0));
    QCOMPARE(search(*made, "count_ants").runs.front().run, b);
    QCOMPARE(search(*made, "COUNT_ANTS").total, std::size_t(2));
    QCOMPARE(search(*made, "grusse").total, std::size_t(0)); // ß is a letter of its own
    QCOMPARE(search(*made, "gruße zebra").total, std::size_t(4)); // marks above letters do not matter
    QCOMPARE(search(*made, "\"answer is giraffe\"").total, std::size_t(2));
    QCOMPARE(search(*made, "\"giraffe answer\"").total, std::size_t(0));
    found = search(*made, "zebra");
    QCOMPARE(found.total, std::size_t(4));
    QCOMPARE(found.runs.size(), std::size_t(2));
    QCOMPARE(found.runs.front().hits.size(), std::size_t(2)); // one for each node
    auto reader = TraceReader::open(found.runs.front().trace);
    const auto said = hitText(**reader, found.runs.front().run, found.runs.front().hits.front(), "zebra");
    VERIFY_OK(said);
    QVERIFY2(said->find("zebra") != std::string::npos && said->size() < 300, said->c_str());
}

void TextIndexTest::followsChanges() {
    const auto a = write("a.rlmscope", "How many elephants?");
    auto made = index();
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "tapir").total, std::size_t(0));
    // A note comes later: only it is read.
    VERIFY_OK(annotate(folder() / "a.rlmscope", a, {{{3}, userNoteEvent("a tapir was here", 1)}}));
    VERIFY_OK(update(*made));
    auto found = search(*made, "tapir");
    QCOMPARE(found.total, std::size_t(1));
    QCOMPARE(found.runs.front().hits.front().scope, TextScope::Note);
    QCOMPARE(search(*made, "elephants").total, std::size_t(1)); // not twice
    // Another trace under the same name.
    fs::remove(folder() / "a.rlmscope");
    write("a.rlmscope", "How many dolphins?");
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "elephants").total, std::size_t(0));
    QCOMPARE(search(*made, "dolphins").total, std::size_t(1));
    // Gone.
    fs::remove(folder() / "a.rlmscope");
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "dolphins").total, std::size_t(0));
    QCOMPARE(made->traces(), std::size_t(0));
    made.reset();
    write("b.rlmscope", "How many whales?");
    made = index(); // a later start
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "whales").total, std::size_t(1));
}

void TextIndexTest::goesOnAfterAStop() {
    for (int i = 0; i < 5; ++i) write(std::to_string(i) + ".rlmscope", "question number" + std::to_string(i), "print(1)", 20);
    auto made = index();
    for (int asked = 40; asked < 2'000; asked += 60) {
        int left = asked;
        VERIFY_OK(made->update(folder(), [&left] { return --left < 0; }));
    }
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "zebra").total, std::size_t(100)); // none left out, none twice
    QCOMPARE(search(*made, "number3").total, std::size_t(1));
}

void TextIndexTest::isMadeAnewWhenDamaged() {
    write("a.rlmscope", "How many elephants?");
    fs::create_directories(indexFile().parent_path());
    std::ofstream(indexFile()) << "this is no database, and never was one; it only has the name of one, for reasons of its own";
    {
        auto made = index();
        VERIFY_OK(update(*made));
        QCOMPARE(search(*made, "elephants").total, std::size_t(1));
    }
    {
        std::fstream file(indexFile(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(60); // user_version: another one
        file.put('\x7F');
    }
    auto made = index();
    QCOMPARE(made->traces(), std::size_t(0));
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "elephants").total, std::size_t(1));
}

void TextIndexTest::passesOverHostileTraces() {
    write("good.rlmscope", "How many elephants?");
    std::ofstream(folder() / "text.rlmscope") << "no trace";
    std::ofstream(folder() / "empty.rlmscope");
    fs::create_directories(folder() / "folder.rlmscope");
    std::error_code failed;
    fs::create_symlink("/etc/passwd", folder() / "link.rlmscope", failed);
    write("cut.rlmscope", "cut off");
    fs::resize_file(folder() / "cut.rlmscope", fs::file_size(folder() / "cut.rlmscope") / 2);
    // Words of FTS5, quotation marks and control characters in what is indexed.
    write("words.rlmscope", "NEAR(a b) AND \"unclosed * OR body: ^x -y 'z' \x01 \xF0\x9F\xA6\x93 zebra2");
    auto made = index();
    std::vector<TextIndex::Problem> problems;
    VERIFY_OK(update(*made, &problems));
    QVERIFY(problems.size() >= 4);
    QCOMPARE(search(*made, "elephants").total, std::size_t(1));
    QCOMPARE(search(*made, "zebra2").total, std::size_t(1));
    QCOMPARE(search(*made, "root").total, std::size_t(0)); // of /etc/passwd
}

void TextIndexTest::wordsAreQuoted_data() {
    QTest::addColumn<QString>("query");
    QTest::newRow("one") << "\"one\" *";
    QTest::newRow("one two") << "\"one\" AND \"two\" *";
    QTest::newRow("\"one two\"") << "\"one two\"";
    QTest::newRow("a \"b c\" d") << "\"a\" AND \"b c\" AND \"d\" *";
    QTest::newRow("a\" b") << "\"a\" AND \" b\"";
    QTest::newRow("NEAR( OR *") << "\"NEAR(\" AND \"OR\" *";
    QTest::newRow("...") << "";
    QTest::newRow("") << "";
    QTest::newRow("\"\"") << "";
}

void TextIndexTest::wordsAreQuoted() {
    QFETCH(QString, query);
    QCOMPARE(QString::fromStdString(ftsQuery(QTest::currentDataTag())), query);
    static auto made = index();
    search(*made, QTest::currentDataTag()); // is understood
}

void TextIndexTest::hiddenRunsAreNotFound() {
    const auto a = write("a.rlmscope", "How many elephants?");
    auto made = index();
    VERIFY_OK(update(*made));
    VERIFY_OK(annotate(folder() / "a.rlmscope", a, {{{}, runHiddenEvent(true, 1)}, {{}, runTitleEvent("My elephants", 2)}}));
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "elephants").total, std::size_t(0));
    VERIFY_OK(annotate(folder() / "a.rlmscope", a, {{{}, runHiddenEvent(false, 3)}}));
    VERIFY_OK(update(*made));
    QCOMPARE(search(*made, "elephants").runs.front().title, std::string("My elephants"));
}

void TextIndexTest::snippets() {
    QCOMPARE(snippetOf("one two three", "two"), std::string("one two three"));
    const std::string longText = std::string(500, 'a') + " needle\nand more" + std::string(500, 'b');
    const auto cut = snippetOf(longText, "NEEDLE", 10, 20);
    QVERIFY2(cut.starts_with("…") && cut.find("needle and more") != std::string::npos, cut.c_str());
    QCOMPARE(snippetOf("the category of each message", "each", 8, 20), std::string("…of each message")); // no piece of a word
    QCOMPARE(snippetOf("nothing of it", "zebra", 4, 4), std::string("nothing …").substr(0, 7) + "…");
}

QTEST_GUILESS_MAIN(TextIndexTest)
#include "tst_text_index.moc"
