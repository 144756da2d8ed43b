#include "support/json.h"
#include "trace/store_support.h"
#include "trace/random_event.h"

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::teststore;

class TraceStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_dir.reset(); }

    void writesAndReadsBack();
    void packedFileHoldsTheSame();
    void nothingIsLeftBesideAFinishedTrace();
    void everyKindSurvivesTheFile();
    void textsAreStoredOnceAndLoadedWhole();
    void longDocumentsAndSlices();
    void appendsARunToAnExistingTrace();
    void continuesARunInANewSegment();
    void messagesFollowThePrefix();
    void messagesOfBrokenChainsAreErrors();
    void listenersSeeCommittedEventsInOrder();
    void durableMeansOnDisk();
    void readersWorkWhileWriting();
    void secondWriterIsRefusedByName();
    void saveCopy();
    void foreignFilesAreRefused();
    void readOnlyFolder();
    void manyThreadsAppend();
    void writerMayBeDroppedInACallback();

private:
    std::filesystem::path file(const char* name = "a.rlmscope") const { return (m_dir->path() + "/" + name).toStdString(); }
    std::shared_ptr<TraceWriter> writer(const char* name = "a.rlmscope") {
        auto opened = TraceWriter::open(file(name));
        if (!opened) qFatal("%s", opened.error().text().c_str());
        return std::move(opened).value();
    }
    std::unique_ptr<TraceReader> reader(const char* name = "a.rlmscope") {
        auto opened = TraceReader::open(file(name));
        if (!opened) qFatal("%s", opened.error().text().c_str());
        return std::move(opened).value();
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

namespace {
std::vector<std::string> asText(const std::vector<Event>& events) {
    std::vector<std::string> lines;
    for (const auto& e : events)
        lines.push_back(std::to_string(e.seq) + " " + std::to_string(e.node.seq) + " " + std::to_string(e.parent.seq) + " " +
                        std::to_string(e.segment) + " " + std::to_string(e.time) + " " + std::string(kindName(e.body)) + " " +
                        test::dumped(bodyToJson(e.body, nullptr)));
    return lines;
}
} // namespace

void TraceStoreTest::writesAndReadsBack() {
    const auto run = RunId::random();
    {
        const auto w = writer();
        auto sink = w->beginRun(run);
        VERIFY_OK(sink);
        writeRun(**sink, 3);
        VERIFY_OK((*sink)->flush());
    }
    const auto r = reader();
    const auto runs = r->runs();
    VERIFY_OK(runs);
    QCOMPARE(runs->size(), std::size_t(1));
    QVERIFY(runs->front().id == run);
    QVERIFY(runs->front().ended);
    QVERIFY(runs->front().wallStart > 1'600'000'000'000'000'000);
    const auto events = readAll(*r, run);
    QCOMPARE(events.size(), std::size_t(3 + 3 * 8 + 2));
    QCOMPARE(runs->front().lastSeq, Seq(events.size()));
    for (std::size_t i = 0; i < events.size(); ++i) QCOMPARE(events[i].seq, Seq(i + 1));
    QVERIFY(std::holds_alternative<SegmentStarted>(events[0].body));
    QCOMPARE(std::get<RunStarted>(events[1].body).spec.question, std::string("How many?"));
    const auto one = r->event(run, 3);
    VERIFY_OK(one);
    QCOMPARE(std::string(std::get<FrameStarted>(one->body).question.view()), std::string("How many?"));
    QVERIFY(!r->event(run, 1000).ok());
    QVERIFY(!r->event(run, UINT64_MAX).ok());
    QVERIFY(!r->event(RunId::random(), 1).ok());
    QCOMPARE(readAll(*r, run, 10).size(), events.size() - 9);
    QVERIFY(readAll(*r, run, UINT64_MAX).empty());
}

void TraceStoreTest::packedFileHoldsTheSame() {
    const auto run = RunId::random();
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    writeRun(**sink, 400);
    VERIFY_OK((*sink)->flush());
    const auto before = asText(readAll(*reader(), run));
    const auto live = reader(); // looks at the file while it is packed
    VERIFY_OK(live->runs());
    VERIFY_OK(w->finish());
    QVERIFY(asText(readAll(*live, run)) == before);
    QVERIFY(asText(readAll(*reader(), run)) == before);
    QVERIFY(asText(readAll(*reader(), run, 1500)) == std::vector<std::string>(before.begin() + 1499, before.end()));
    for (const Seq seq : {Seq(1), Seq(500), Seq(501), Seq(3000), Seq(before.size())}) {
        const auto event = live->event(run, seq);
        VERIFY_OK(event);
        QCOMPARE(event->seq, seq);
    }
    // Appending goes on after packing, and packs again.
    sink.value()->append({}, {}, Note{"afterwards", "info"});
    VERIFY_OK(w->finish());
    const auto after = asText(readAll(*live, run));
    QCOMPARE(after.size(), before.size() + 1);
    QVERIFY(std::vector<std::string>(after.begin(), after.end() - 1) == before);
}

void TraceStoreTest::nothingIsLeftBesideAFinishedTrace() {
    const auto run = RunId::random();
    {
        const auto w = writer();
        auto sink = w->beginRun(run);
        VERIFY_OK(sink);
        QVERIFY(TraceReader::open(file()).value()->beingWritten());
        writeRun(**sink, 50);
        VERIFY_OK(w->finish());
    }
    const auto entries = [this] {
        return QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden).join(' ');
    };
    QCOMPARE(entries(), QString("a.rlmscope"));
    const auto r = reader();
    QVERIFY(!r->beingWritten());
    readAll(*r, run);
    QCOMPARE(entries(), QString("a.rlmscope")); // reading leaves no traces either
}

void TraceStoreTest::everyKindSurvivesTheFile() {
    const auto run = RunId::random();
    RandomEvents random(11);
    std::vector<std::string> expected;
    {
        const auto w = writer();
        auto sink = w->beginRun(run, {[&](const std::vector<Event>& events) {
                                          for (const auto& line : asText(events)) expected.push_back(line);
                                      }, {}});
        VERIFY_OK(sink);
        for (int i = 0; i < 2000; ++i) sink.value()->append({3}, {1}, random.body());
        VERIFY_OK((*sink)->flush());
        QVERIFY(asText(readAll(*reader(), run)) == expected);
        VERIFY_OK(w->finish());
    }
    QVERIFY(asText(readAll(*reader(), run)) == expected);
}

void TraceStoreTest::textsAreStoredOnceAndLoadedWhole() {
    const auto run = RunId::random();
    std::vector<std::string> texts;
    std::mt19937 random(5);
    for (const std::size_t size : {201, 511, 512, 5'000, 65'536, 65'537, 262'144, 262'145, 5'000'000}) {
        std::string text(size, 'x');
        for (auto& c : text) c = static_cast<char>('a' + random() % 20);
        texts.push_back(text);
    }
    texts.push_back(std::string("\xff\0\xfe", 3)); // not UTF-8: kept exactly
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    for (int twice = 0; twice < 2; ++twice)
        for (const auto& text : texts) sink.value()->append({}, {}, CellOutput{OutputStream::Stdout, text, false});
    VERIFY_OK((*sink)->flush());
    const auto check = [&] {
        const auto r = reader();
        const auto events = readAll(*r, run);
        QCOMPARE(events.size(), 1 + 2 * texts.size());
        for (std::size_t i = 0; i < 2 * texts.size(); ++i) {
            const auto& text = std::get<CellOutput>(events[i + 1].body).text;
            const auto& wanted = texts[i % texts.size()];
            QVERIFY(!text.loaded());
            const auto loaded = r->load(text);
            VERIFY_OK(loaded);
            QVERIFY(*loaded == wanted);
            const auto part = r->loadSlice(text, wanted.size() / 2, 100'000);
            VERIFY_OK(part);
            QVERIFY(*part == wanted.substr(wanted.size() / 2, 100'000));
            VERIFY_OK(r->loadSlice(text, wanted.size(), 10));
            QVERIFY(r->loadSlice(text, UINT64_MAX, UINT64_MAX)->empty());
            QVERIFY(!r->load(text, wanted.size() - 1).ok());
        }
        QVERIFY(!r->load(Text::stored(BlobId::of("never seen"), 10)).ok());
    };
    check();
    VERIFY_OK(w->finish());
    check();
    // 5.6 MB of texts that halve at best, stored once.
    QVERIFY(std::filesystem::file_size(file()) < 5'000'000);
}

void TraceStoreTest::longDocumentsAndSlices() {
    std::string document;
    for (std::int64_t i = 0; document.size() < 21'000'000; ++i) document += "line " + std::to_string(i * 7919) + " of the context\n";
    std::vector<std::string> smalls;
    for (int i = 0; i < 3000; ++i) smalls.push_back("document " + std::to_string(i) + std::string(1000, 'z'));
    const auto w = writer();
    auto sink = w->beginRun(RunId::random());
    VERIFY_OK(sink);
    std::vector<BlobSource> sources = {{{}, document, nullptr}, {{}, "", nullptr}};
    for (const auto& small : smalls) sources.push_back({BlobId::of(small), small, nullptr});
    sources.push_back({{}, document, nullptr}); // twice
    std::promise<Status> done;
    w->storeInBackground(sources, [&](const Status& status) { done.set_value(status); });
    for (int i = 0; i < 200; ++i) VERIFY_OK(appendDurably(**sink, {}, Note{"meanwhile", "info"}));
    VERIFY_OK(done.get_future().get());
    VERIFY_OK(w->finish());
    const auto r = reader();
    const auto text = Text::stored(BlobId::of(document), document.size());
    const auto whole = r->load(text);
    VERIFY_OK(whole);
    QVERIFY(*whole == document);
    for (const std::uint64_t at : {0ULL, 4ULL << 20, (4ULL << 20) - 5, 12'345'678ULL, document.size() - 10ULL}) {
        const auto slice = r->loadSlice(text, at, 1000);
        VERIFY_OK(slice);
        QVERIFY(*slice == document.substr(at, 1000));
    }
    for (const auto& small : {smalls.front(), smalls[1777], smalls.back()}) {
        const auto loaded = r->load(Text::stored(BlobId::of(small), small.size()));
        VERIFY_OK(loaded);
        QVERIFY(*loaded == small);
    }
    QVERIFY(std::filesystem::file_size(file()) < 8'000'000); // once, compressed
}

void TraceStoreTest::appendsARunToAnExistingTrace() {
    const auto first = RunId::random(), second = RunId::random();
    for (const auto& run : {first, second}) {
        const auto w = writer();
        auto sink = w->beginRun(run);
        VERIFY_OK(sink);
        writeRun(**sink, 20, run == first ? "One?" : "Two?");
        VERIFY_OK(w->finish());
    }
    const auto r = reader();
    const auto runs = r->runs();
    VERIFY_OK(runs);
    QCOMPARE(runs->size(), std::size_t(2));
    QVERIFY(runs->at(0).id == first && runs->at(1).id == second);
    QCOMPARE(readAll(*r, first).size(), readAll(*r, second).size());
    QCOMPARE(std::get<RunStarted>(r->event(second, 2)->body).spec.question, std::string("Two?"));
}

void TraceStoreTest::continuesARunInANewSegment() {
    const auto run = RunId::random();
    Seq last = 0;
    for (std::uint32_t segment = 1; segment <= 4; ++segment) {
        const auto w = writer();
        auto sink = w->beginRun(run);
        VERIFY_OK(sink);
        if (segment == 1) sink.value()->append({}, {}, startOf("Long?"));
        last = sink.value()->append({}, {}, Note{"in " + std::to_string(segment), "info"});
        if (segment == 4) sink.value()->append({}, {}, RunEnded{"answered", "answer", "", "", {}});
        if (segment % 2 == 0) VERIFY_OK(w->finish()); // the last event may be packed or not
    }
    const auto r = reader();
    const auto event = r->event(run, last);
    VERIFY_OK(event);
    QCOMPARE(event->segment, 4U);
    const auto events = readAll(*r, run);
    QCOMPARE(events.size(), std::size_t(4 * 2 + 2));
    for (std::size_t i = 0; i < events.size(); ++i) QCOMPARE(events[i].seq, Seq(i + 1));
    QVERIFY(r->runs()->front().ended);
}

void TraceStoreTest::messagesFollowThePrefix() {
    const auto run = RunId::random();
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    const int turns = 1000;
    writeRun(**sink, turns);
    const auto check = [&] {
        const auto r = reader();
        NodeId lastCall;
        for (const auto& event : readAll(*r, run))
            if (std::holds_alternative<ModelCallStarted>(event.body)) lastCall = event.node;
        const auto messages = r->messagesOf(run, lastCall);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), std::size_t(2 * turns - 1));
        for (int i = 1; i <= turns; ++i) {
            const auto& user = messages->at(static_cast<std::size_t>(2 * i - 2));
            QVERIFY(user.role == Role::User);
            QVERIFY(user.plainText().rfind("Turn " + std::to_string(i) + ": ", 0) == 0);
            QVERIFY(user.plainText().size() > 300);
            if (i > 1) QCOMPARE(messages->at(static_cast<std::size_t>(2 * i - 3)).plainText(), "print(" + std::to_string(i - 1) + ")");
        }
    };
    VERIFY_OK((*sink)->flush());
    check();
    VERIFY_OK(w->finish());
    check();
}

void TraceStoreTest::messagesOfBrokenChainsAreErrors() {
    const auto run = RunId::random();
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    const auto call = [&](NodeId previous, int kept) {
        ModelCallStarted started;
        started.previous = previous;
        started.kept = kept;
        started.added = {Message::text(Role::User, "x")};
        return NodeId{sink.value()->append({}, {}, started)};
    };
    const auto good = call({}, 0);
    const auto self = call(NodeId{good.seq + 1}, 1);
    const auto later = call(NodeId{good.seq + 3}, 1);
    const auto back = call(later, 2);
    const auto tooMany = call(good, 5);
    const auto none = call({}, 2);
    const auto negative = call({}, -7);
    VERIFY_OK((*sink)->flush());
    const auto r = reader();
    QCOMPARE(r->messagesOf(run, good)->size(), std::size_t(1));
    QCOMPARE(r->messagesOf(run, negative)->size(), std::size_t(1));
    for (const auto wrong : {self, later, back, tooMany, none, NodeId{1}, NodeId{}, NodeId{99}}) QVERIFY(!r->messagesOf(run, wrong).ok());
}

void TraceStoreTest::listenersSeeCommittedEventsInOrder() {
    const auto run = RunId::random();
    std::vector<Seq> seen;
    std::string streamed;
    const auto w = writer();
    auto sink = w->beginRun(run, {[&](const std::vector<Event>& events) {
                                      const auto r = TraceReader::open(file()); // it really is in the file
                                      for (const auto& event : events) {
                                          if (!r || !(*r)->event(run, event.seq).ok()) seen.push_back(0);
                                          seen.push_back(event.seq);
                                      }
                                  },
                                  [&](const LiveDelta& delta) { streamed += delta.text; }});
    VERIFY_OK(sink);
    for (int i = 0; i < 100; ++i) {
        sink.value()->append({}, {}, Note{std::string(1000, 'n'), "info"});
        sink.value()->live({NodeId{2}, PartKind::Text, std::to_string(i % 10)});
        if (i % 10 == 0) VERIFY_OK((*sink)->flush());
    }
    VERIFY_OK(w->finish());
    QCOMPARE(seen.size(), std::size_t(101));
    for (std::size_t i = 0; i < seen.size(); ++i) QCOMPARE(seen[i], Seq(i + 1));
    QCOMPARE(streamed.size(), std::size_t(100));
    QCOMPARE(streamed.substr(0, 12), std::string("012345678901"));
}

void TraceStoreTest::durableMeansOnDisk() {
    const auto run = RunId::random();
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    for (int i = 0; i < 20; ++i) {
        std::promise<Status> done;
        const auto seq = sink.value()->append({}, {}, Note{"paid", "info"}, [&](const Status& s) { done.set_value(s); });
        VERIFY_OK(done.get_future().get());
        VERIFY_OK(reader()->event(run, seq));
    }
}

void TraceStoreTest::readersWorkWhileWriting() {
    const auto run = RunId::random();
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    VERIFY_OK((*sink)->flush());
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0, passes = 0;
    const auto follow = [&] {
        const auto r = TraceReader::open(file());
        if (!r) return void(++wrong);
        Seq next = 1;
        for (bool last = false; !last;) {
            last = stop;
            const auto status = (*r)->forEachEvent(run, next, [&](const Event& event) {
                if (event.seq != next) ++wrong;
                next = event.seq + 1;
                if (const auto* note = std::get_if<CellOutput>(&event.body); note && note->text.size > 200)
                    if (!(*r)->load(note->text).ok()) ++wrong;
                return true;
            });
            if (!status) ++wrong;
            ++passes;
        }
        if (next != 3002) ++wrong;
    };
    std::thread one(follow), two(follow);
    for (int i = 0; i < 3000; ++i) {
        sink.value()->append({}, {}, CellOutput{OutputStream::Stdout, std::to_string(i) + std::string(300, 'o'), false});
        if (i % 500 == 499) VERIFY_OK(w->finish()); // packing under their feet
    }
    VERIFY_OK(w->finish());
    stop = true;
    one.join();
    two.join();
    QCOMPARE(wrong.load(), 0);
    QVERIFY(passes > 2);
}

void TraceStoreTest::secondWriterIsRefusedByName() {
    auto first = writer();
    const auto second = TraceWriter::open(file());
    QVERIFY(!second.ok());
    QVERIFY2(second.error().message.find("process " + std::to_string(getpid())) != std::string::npos, second.error().message.c_str());
    first.reset();
    VERIFY_OK(TraceWriter::open(file()));
}

void TraceStoreTest::saveCopy() {
    const auto run = RunId::random();
    const auto w = writer();
    auto sink = w->beginRun(run);
    VERIFY_OK(sink);
    writeRun(**sink, 30);
    VERIFY_OK((*sink)->flush());
    const auto r = reader();
    VERIFY_OK(r->saveCopy(file("copy ?%41.rlmscope")));
    QVERIFY(asText(readAll(*reader("copy ?%41.rlmscope"), run)) == asText(readAll(*r, run)));
    const auto again = r->saveCopy(file("copy ?%41.rlmscope"));
    QVERIFY(!again.ok());
    QVERIFY(again.error().message.find("exists") != std::string::npos);
    QVERIFY(!r->saveCopy(file("no/such/folder/copy")).ok());
    VERIFY_OK(w->finish());
    VERIFY_OK(r->saveCopy(file("packed")));
    QVERIFY(asText(readAll(*reader("packed"), run)) == asText(readAll(*r, run)));
    const auto more = TraceWriter::open(file("packed")); // a copy can be continued
    VERIFY_OK(more);
}

void TraceStoreTest::foreignFilesAreRefused() {
    const auto make = [&](const char* name, const std::string& bytes) {
        std::ofstream(file(name), std::ios::binary) << bytes;
        return file(name);
    };
    const auto refused = [](const std::filesystem::path& path, const char* words) {
        const auto r = TraceReader::open(path);
        const auto w = TraceWriter::open(path);
        if (r.ok() || w.ok()) return false;
        const bool says = r.error().message.find(words) != std::string::npos && w.error().message.find(words) != std::string::npos;
        if (!says) qWarning("%s", r.error().message.c_str());
        return says;
    };
    QVERIFY(refused(make("notes.txt", "just text"), "notes.txt is not an RLMScope trace"));
    QVERIFY(refused(make("long.txt", std::string(5000, 't')), "long.txt is not an RLMScope trace"));
    QVERIFY(refused(make("empty", ""), "empty"));
    QVERIFY(refused(m_dir->path().toStdString(), "is not a file"));
    QVERIFY(!TraceReader::open(file("missing")).ok());
    QVERIFY(mkfifo(file("pipe").c_str(), 0600) == 0);
    QVERIFY(refused(file("pipe"), "is not a file"));
}

void TraceStoreTest::readOnlyFolder() {
    const auto run = RunId::random();
    {
        const auto w = writer();
        auto sink = w->beginRun(run);
        VERIFY_OK(sink);
        writeRun(**sink, 5);
        VERIFY_OK(w->finish());
    }
    if (geteuid() == 0) QSKIP("root may write everywhere");
    QVERIFY(chmod(m_dir->path().toStdString().c_str(), 0500) == 0);
    QVERIFY(!readAll(*reader(), run).empty());
    QVERIFY(!TraceWriter::open(file()).ok());
    QVERIFY(chmod(m_dir->path().toStdString().c_str(), 0700) == 0);
}

void TraceStoreTest::manyThreadsAppend() {
    const auto run = RunId::random();
    std::atomic<int> durable = 0;
    {
        const auto w = writer();
        auto sink = w->beginRun(run);
        VERIFY_OK(sink);
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 200; ++i) {
                    auto body = Note{std::to_string(t) + "." + std::to_string(i), "info"};
                    if (i % 20 == 0) (*sink)->append({}, {}, body, [&](const Status& s) { durable += s.ok(); });
                    else (*sink)->append({}, {}, body);
                    (*sink)->live({NodeId{1}, PartKind::Text, "x"});
                }
                (void)(*sink)->flush();
            });
        for (auto& thread : threads) thread.join();
        QCOMPARE(durable.load(), 80);
    }
    std::map<std::string, int> last;
    for (const auto& event : readAll(*reader(), run))
        if (const auto* note = std::get_if<Note>(&event.body)) {
            const auto dot = note->text.find('.');
            const int i = std::stoi(note->text.substr(dot + 1));
            QCOMPARE(last[note->text.substr(0, dot)]++, i); // each thread's events in its own order
        }
    QCOMPARE(last.size(), std::size_t(8));
    for (const auto& [thread, count] : last) QCOMPARE(count, 200);
}

void TraceStoreTest::writerMayBeDroppedInACallback() {
    const auto run = RunId::random();
    std::promise<void> called;
    {
        auto w = writer();
        auto sink = w->beginRun(run).value();
        w.reset();
        auto* raw = sink.get();
        raw->append({}, {}, Note{"last", "info"}, [owner = std::move(sink), &called](const Status&) mutable {
            owner.reset(); // the last owner, on the writer's own thread
            called.set_value();
        });
    }
    called.get_future().get();
    QTRY_VERIFY(TraceWriter::open(file()).ok()); // the thread ends and lets go of the lock
    QCOMPARE(readAll(*reader(), run).size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TraceStoreTest)
#include "tst_trace_store.moc"
