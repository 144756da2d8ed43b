// What a user says about a run that has ended: into the trace, or beside it.
#include "base/folders.h"
#include "base/text_file.h"
#include "trace/annotate.h"
#include "trace/run_tree.h"
#include "trace/store_support.h"

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::teststore;
namespace fs = std::filesystem;

class TraceAnnotationsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_dir->path().toUtf8());
        fs::create_directories(libraryFolder());
        m_run = RunId::random();
    }
    void cleanup() { m_dir.reset(); }

    void newestEventHolds();
    void damagedAndHugeOnesAreBounded();
    void appendsToAFinishedTrace();
    void leavesTheRunAsItWas();
    void appendsWhileSomebodyReads();
    void appendsToAnInterruptedRun();
    void refusesWhatCannotBe();
    void waitsBesideWhileARunIsWritten();
    void foreignAndReadOnlyTracesAreNotTouched();
    void linesSurviveTheSidecar();
    void damagedLinesArePassedOver();

private:
    fs::path ours() const { return libraryFolder() / "a.rlmscope"; }
    void write(const fs::path& path, bool end = true) {
        auto opened = TraceWriter::open(path);
        QVERIFY2(opened.ok(), opened ? "" : opened.error().text().c_str());
        auto sink = (*opened)->beginRun(m_run);
        QVERIFY(sink.ok());
        writeRun(**sink, 3);
        if (!end) (*sink)->append({}, {}, TurnStarted{9});
        QVERIFY((*opened)->finish().ok());
    }
    Annotations read(const fs::path& path) {
        auto reader = TraceReader::open(path);
        if (!reader) qFatal("%s", reader.error().text().c_str());
        auto all = readAnnotations(**reader, m_run);
        if (!all) qFatal("%s", all.error().text().c_str());
        return *all;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
    RunId m_run;
};

void TraceAnnotationsTest::newestEventHolds() {
    Annotations all;
    QVERIFY(all.apply({3}, bookmarkEvent(true, 1)));
    QVERIFY(all.apply({3}, userNoteEvent("first", 2)));
    QVERIFY(all.apply({3}, userNoteEvent("second", 3)));
    QVERIFY(all.apply({}, Tag{"good", false}));
    QVERIFY(all.apply({}, Tag{"slow", false}));
    QVERIFY(all.apply({}, Tag{"good", false}));
    QVERIFY(all.apply({}, runTitleEvent("My\nrun", 4)));
    QVERIFY(!all.apply({}, Note{"the run's own", "info"}));
    QVERIFY(!all.apply({}, Custom{"tool_call", "{}"}));
    QVERIFY(all.isBookmarked({3}));
    QCOMPARE(all.note({3}), std::string("second"));
    QCOMPARE(all.runTags(), (std::vector<std::string>{"good", "slow"}));
    QCOMPARE(all.title(), std::string("My run"));
    all.apply({}, Tag{"good", true});
    all.apply({}, runTitleEvent("", 5));
    all.apply({3}, bookmarkEvent(false, 6));
    QCOMPARE(all.runTags(), std::vector<std::string>{"slow"});
    QVERIFY(all.title().empty());
    QVERIFY(!all.isBookmarked({3}));
    all.apply({3}, userNoteEvent("", 7));
    QCOMPARE(all.nodes().count(3), std::size_t(0)); // nothing is left of it
    QVERIFY(!all.hidden());
    all.apply({}, runHiddenEvent(true, 8));
    QVERIFY(all.hidden());
    all.apply({}, runHiddenEvent(false, 9));
    QVERIFY(!all.hidden());

    NotebookEntry entry{"e1", {5}, 12, "hits", "Turn 2", "here it goes wrong", 77, true, 2.5};
    all.apply(entry.node, notebookEvent(entry));
    NotebookEntry first{"e0", {}, 0, "", "run", "", 78, false, 1};
    all.apply(first.node, notebookEvent(first));
    QCOMPARE(all.notebook(), (std::vector<NotebookEntry>{first, entry}));
    all.apply({}, notebookRemovedEvent("e0"));
    QCOMPARE(all.notebook(), std::vector<NotebookEntry>{entry});
}

void TraceAnnotationsTest::damagedAndHugeOnesAreBounded() {
    Annotations all;
    for (const char* data : {"", "[]", "{", "7", R"({"text":7})", R"({"on":"yes"})", R"({"id":1})", R"({"order":"x","id":"a"})"})
        for (const char* kind : {"bookmark", "user_note", "run_title", "run_hidden", "notebook"}) all.apply({1}, Custom{kind, data});
    QCOMPARE(all.notebook().size(), std::size_t(1));
    Annotations fresh;
    fresh.apply({1}, Custom{"user_note", R"({"text":")" + std::string(1 << 20, 'x') + R"("})"});
    QCOMPARE(fresh.note({1}).size(), Annotations::LongestText);
    for (Seq i = 1; i <= Annotations::MostNodes + 10; ++i) fresh.apply({i}, bookmarkEvent(true, 0));
    QCOMPARE(fresh.nodes().size(), Annotations::MostNodes);
    for (int i = 0; i < 300; ++i) fresh.apply({}, Tag{std::to_string(i), false});
    QVERIFY(fresh.runTags().size() <= Annotations::MostTags);
    const auto cut = userNoteEvent(std::string(Annotations::LongestText - 1, 'a') + "é", 0); // in the middle of a character
    QVERIFY(fresh.apply({1}, cut));
}

void TraceAnnotationsTest::appendsToAFinishedTrace() {
    write(ours());
    const std::string longNote(10'000, 'n'); // becomes a blob of its own
    QVERIFY(annotate(ours(), m_run, {{{3}, bookmarkEvent(true, 1)}, {{4}, userNoteEvent(longNote, 2)}}).ok());
    QVERIFY(annotate(ours(), m_run, {{{}, Tag{"kept", false}}}).ok());
    const auto all = read(ours());
    QVERIFY(all.isBookmarked({3}));
    QCOMPARE(all.note({4}), longNote);
    QCOMPARE(all.runTags(), std::vector<std::string>{"kept"});
    // A finished trace is one file, afterwards too.
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(libraryFolder())) names.push_back(file.path().filename().string());
    QCOMPARE(names, std::vector<std::string>{"a.rlmscope"});
}

void TraceAnnotationsTest::leavesTheRunAsItWas() {
    write(ours());
    auto before = TraceReader::open(ours());
    QVERIFY(before.ok());
    const auto events = readAll(**before, m_run);
    QVERIFY(annotate(ours(), m_run, {{{3}, bookmarkEvent(true, 1)}}).ok());
    auto after = TraceReader::open(ours());
    QVERIFY(after.ok());
    const auto more = readAll(**after, m_run);
    QCOMPARE(more.size(), events.size() + 1);
    QCOMPARE(more.back().seq, events.back().seq + 1);
    QCOMPARE(more.back().segment, events.back().segment);
    RunTree was(m_run), is(m_run);
    for (const auto& event : events) was.apply(event);
    for (const auto& event : more) is.apply(event);
    QVERIFY(is.ended() && !is.interrupted());
    QCOMPARE(is.now(), was.now()); // no time has passed in the run
    QCOMPARE(is.nodes().size(), was.nodes().size());
    QCOMPARE(is.oddities(), was.oddities());
    const auto runs = (*after)->runs();
    QVERIFY(runs.ok() && runs->size() == 1 && runs->front().ended);
}

void TraceAnnotationsTest::appendsWhileSomebodyReads() {
    write(ours());
    auto reader = TraceReader::open(ours());
    QVERIFY(reader.ok());
    const auto before = readAll(**reader, m_run).size();
    QVERIFY(annotate(ours(), m_run, {{{3}, bookmarkEvent(true, 1)}}).ok());
    QCOMPARE(readAll(**reader, m_run).size(), before + 1); // the same reader goes on
    // In the middle of reading, too.
    bool written = false;
    QVERIFY((*reader)->forEachEvent(m_run, 1, [&](const Event&) {
        if (!written) written = annotate(ours(), m_run, {{{4}, bookmarkEvent(true, 1)}}).ok();
        return true;
    }).ok());
    QVERIFY(written);
    QVERIFY(read(ours()).isBookmarked({4}));
}

void TraceAnnotationsTest::appendsToAnInterruptedRun() {
    {
        auto opened = TraceWriter::open(ours());
        QVERIFY(opened.ok());
        auto sink = (*opened)->beginRun(m_run);
        QVERIFY(sink.ok());
        (*sink)->append({}, {}, startOf("?"));
        (*sink)->append({}, {}, FrameStarted{"rlm", "sim", 0, {}, "", "?", {}, 0, 0, 0, "none"});
        QVERIFY((*sink)->flush().ok());
    }
    QVERIFY(annotate(ours(), m_run, {{{3}, userNoteEvent("it died here", 1)}}).ok());
    QCOMPARE(read(ours()).note({3}), std::string("it died here"));
    auto reader = TraceReader::open(ours());
    QVERIFY(!(*reader)->runs()->front().ended);
}

void TraceAnnotationsTest::refusesWhatCannotBe() {
    write(ours());
    QVERIFY(!annotate(ours(), RunId::random(), {{{3}, bookmarkEvent(true, 1)}}).ok());
    QVERIFY(!annotate(libraryFolder() / "none.rlmscope", m_run, {{{3}, bookmarkEvent(true, 1)}}).ok());
    QVERIFY(!fs::exists(libraryFolder() / "none.rlmscope")); // nothing is made on the way
    QVERIFY(!annotate(ours(), m_run, {{{3}, RunEnded{}}}).ok()); // only what a user may say
    std::ofstream(libraryFolder() / "text.rlmscope") << "hello, this is no trace at all, but long enough to have a header of one hundred bytes; or so it seems to me";
    const auto foreign = annotate(libraryFolder() / "text.rlmscope", m_run, {{{3}, bookmarkEvent(true, 1)}});
    QVERIFY(!foreign.ok());
    auto reader = TraceReader::open(ours());
    QCOMPARE((*reader)->runs()->size(), std::size_t(1));
}

void TraceAnnotationsTest::waitsBesideWhileARunIsWritten() {
    auto opened = TraceWriter::open(ours());
    QVERIFY(opened.ok());
    auto sink = (*opened)->beginRun(m_run);
    QVERIFY(sink.ok());
    writeRun(**sink, 1);
    QVERIFY((*sink)->flush().ok());
    const auto refused = annotate(ours(), m_run, {{{3}, bookmarkEvent(true, 1)}});
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.find("being written by") != std::string::npos, refused.error().message.c_str());
    auto kept = keepAnnotations(ours(), m_run, {{{3}, bookmarkEvent(true, 1)}});
    QVERIFY(kept.ok());
    QCOMPARE(kept->place, AnnotationPlace::Waiting);
    QVERIFY(read(ours()).isBookmarked({3})); // a reader sees it all the same
    QVERIFY(settleAnnotations(ours(), m_run).ok());
    QCOMPARE(annotationsBeside(m_run).size(), std::size_t(1)); // still not
    QVERIFY((*opened)->finish().ok());
    sink->reset();
    opened->reset();
    kept = keepAnnotations(ours(), m_run, {{{4}, userNoteEvent("later", 2)}});
    QVERIFY(kept.ok());
    QCOMPARE(kept->place, AnnotationPlace::Trace);
    QVERIFY(annotationsBeside(m_run).empty());
    QVERIFY(read(ours()).isBookmarked({3}));
    QCOMPARE(read(ours()).note({4}), std::string("later"));
}

void TraceAnnotationsTest::foreignAndReadOnlyTracesAreNotTouched() {
    const fs::path foreign = (m_dir->path() + "/sent.rlmscope").toStdString();
    write(foreign);
    const auto bytes = *readTextFile(foreign, 1 << 26);
    auto kept = keepAnnotations(foreign, m_run, {{{3}, bookmarkEvent(true, 1)}, {{}, Tag{"théir", false}}});
    QVERIFY(kept.ok());
    QCOMPARE(kept->place, AnnotationPlace::BesideForeign);
    QVERIFY(read(foreign).isBookmarked({3}));
    QCOMPARE(read(foreign).runTags(), std::vector<std::string>{"théir"});
    QCOMPARE(*readTextFile(foreign, 1 << 26), bytes);

    // Copied into the library it is ours, and takes up what was said.
    fs::rename(foreign, ours());
    QVERIFY(settleAnnotations(ours(), m_run).ok());
    QVERIFY(annotationsBeside(m_run).empty());
    QVERIFY(read(ours()).isBookmarked({3}));

    if (geteuid() == 0) return; // root may write everywhere
    chmod(ours().c_str(), 0400);
    kept = keepAnnotations(ours(), m_run, {{{4}, bookmarkEvent(true, 1)}});
    QVERIFY(kept.ok());
    QCOMPARE(kept->place, AnnotationPlace::BesideReadOnly);
    QVERIFY(!annotate(ours(), m_run, {{{4}, bookmarkEvent(true, 1)}}).ok());
    QVERIFY(read(ours()).isBookmarked({4}));
}

void TraceAnnotationsTest::linesSurviveTheSidecar() {
    NotebookEntry entry{"id", {7}, 3, "v\"x", "Turn 1", "line one\nline two \xF0\x9F\x8C\xB1", 5, true, -1.25};
    for (const auto& body : {bookmarkEvent(true, 5), userNoteEvent(std::string(9'000, 'q'), 6), EventBody(Tag{"t", true}), runTitleEvent("T", 7),
                             runHiddenEvent(true, 8), notebookEvent(entry), notebookRemovedEvent("id")}) {
        const auto line = annotationToLine({{7}, body});
        QVERIFY(line.find('\n') == std::string::npos);
        const auto back = annotationFromLine(line);
        QVERIFY2(back.has_value(), line.c_str());
        QCOMPARE(back->node.seq, Seq(7));
        QCOMPARE(annotationToLine(*back), line);
    }
    Annotations all;
    const auto back = annotationFromLine(annotationToLine({entry.node, notebookEvent(entry)}));
    all.apply(back->node, back->body);
    QCOMPARE(all.notebook(), std::vector<NotebookEntry>{entry});
}

void TraceAnnotationsTest::damagedLinesArePassedOver() {
    fs::create_directories(annotationSidecar(m_run).parent_path());
    std::ofstream out(annotationSidecar(m_run), std::ios::binary);
    out << "nonsense\n[1,2,3]\n[1,\"run_ended\",{}]\n[-1,\"bookmark\",{}]\n[1,\"bookmark\",{\"on\":true}]\n\xFF\xFE\n[2,\"bookmark\",{\"on\":tr";
    out.close();
    const auto all = annotationsBeside(m_run);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all.front().node.seq, Seq(1));
    // What is said next does not join the line that was cut off.
    write(ours());
    fs::rename(ours(), fs::path((m_dir->path() + "/x.rlmscope").toStdString()));
    QVERIFY(keepAnnotations((m_dir->path() + "/x.rlmscope").toStdString(), m_run, {{{9}, bookmarkEvent(true, 1)}}).ok());
    QCOMPARE(annotationsBeside(m_run).size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TraceAnnotationsTest)
#include "tst_trace_annotations.moc"
