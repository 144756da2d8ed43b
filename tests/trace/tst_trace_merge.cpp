// Merging, splitting and purging trace files: what is copied is the same bytes, what is not is gone, and whatever fails
// leaves the files as they were.
#include "support/json.h"
#include "trace/schema.h"
#include "trace/store_support.h"
#include "trace/trace_lock.h"
#include "trace/trace_merge.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::teststore;

namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

RunId id(int n) {
    RunId run;
    run.bytes[0] = static_cast<std::uint8_t>(n);
    run.bytes[15] = 7;
    return run;
}

// Big enough for chunks, and quoted by prompts, so that recipes are made.
std::string bigContext() {
    std::string text;
    for (int i = 0; text.size() < 700'000; ++i) text += "line " + std::to_string(i) + " of the context, number " + std::to_string(i * 7919 % 10007) + "\n";
    return text;
}

void addRun(TraceWriter& writer, RunId run, const std::string& question, const std::string& context = {}, const std::string& secret = {}) {
    auto sink = writer.beginRun(run).value();
    writeRun(*sink, 3, question);
    sink->append({}, {}, Custom{"of_a_newer_version", R"({"x": [1, 2, {"deep": "value"}], "b": "no name"})"});
    if (!secret.empty()) sink->append({}, {}, CellOutput{OutputStream::Stdout, secret, false});
    if (!context.empty()) {
        sink->append({}, {}, CellOutput{OutputStream::Stdout, context, false});
        ModelCallStarted call;
        call.model = "sim";
        call.added = {Message::text(Role::User, "Read this:\n" + context.substr(1000, 60'000))};
        sink->append({}, {}, call);
    }
    QVERIFY(sink->flush());
    if (!context.empty()) {
        auto owner = std::make_shared<const std::string>(context);
        std::promise<Status> done;
        writer.storeInBackground({{BlobId::of(*owner), *owner, owner}}, [&done](const Status& s) { done.set_value(s); });
        QVERIFY(done.get_future().get());
    }
}

/// The lines of a run as the file has them.
std::vector<std::string> linesOf(const fs::path& file, RunId run) {
    std::vector<std::string> lines;
    const auto reader = TraceReader::open(file);
    if (!reader) return lines;
    for (const auto& event : readAll(**reader, run)) {
        std::vector<Text> texts;
        lines.push_back(test::dumped(bodyToJson(event.body, &texts)) + std::to_string(event.seq) + "," + std::to_string(event.time) + "," + std::string(kindName(event.body)));
    }
    return lines;
}

/// Every text of a run that can be loaded.
std::vector<std::string> textsOf(const fs::path& file, RunId run) {
    std::vector<std::string> texts;
    const auto reader = TraceReader::open(file);
    if (!reader) return texts;
    for (const auto& event : readAll(**reader, run)) {
        if (const auto* output = std::get_if<CellOutput>(&event.body)) texts.push_back((*reader)->load(output->text).valueOr("MISSING"));
        if (const auto* call = std::get_if<ModelCallStarted>(&event.body))
            for (const auto& message : call->added)
                for (const auto& part : message.parts) texts.push_back((*reader)->load(part.text).valueOr("MISSING"));
    }
    return texts;
}

std::int64_t blobsIn(const fs::path& file) {
    SQLite::Database db(file.string(), SQLite::OPEN_READONLY);
    return db.execAndGet("SELECT (SELECT count(*) FROM blobs) + (SELECT count(*) FROM texts)").getInt64();
}

} // namespace

class TraceMergeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_dir.reset(); }

    void mergedAndSplitAgainNothingChanges();
    void textsAreThereOnce();
    void theSameRunTwice();
    void purgedIsGone();
    void purgeRefusesWhatItCannotDo();
    void purgeThatIsKilledLeavesAFile();
    void aDamagedSource();
    void aFullDisk();
    void stopped();
    void jsonTextsThatMentionOthers();

private:
    fs::path file(const std::string& name) const { return (m_dir->path() + "/").toStdString() + name; }
    fs::path make(const std::string& name, std::initializer_list<int> runs, const std::string& context = {}) {
        const auto writer = TraceWriter::open(file(name)).value();
        for (const int n : runs) addRun(*writer, id(n), "Question " + std::to_string(n), context, "secret of " + std::to_string(n) + std::string(1000, static_cast<char>('a' + n)));
        if (const auto done = writer->finish(); !done) qWarning("%s", done.error().text().c_str());
        return file(name);
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TraceMergeTest::mergedAndSplitAgainNothingChanges() {
    const auto context = bigContext();
    const auto a = make("a.rlmscope", {1, 2}, context), b = make("b.rlmscope", {3});
    const auto before = slurp(a);
    const auto merged = mergeTraces({{a, {}}, {b, {}}}, file("m.rlmscope"));
    VERIFY_OK(merged);
    QCOMPARE(merged->runs, std::uint64_t{3});
    QCOMPARE(merged->missing, std::uint64_t{0});
    QVERIFY(merged->remarks.empty());
    QVERIFY(slurp(a) == before);
    for (const char* ending : {"-wal", "-shm", ".lock"}) QVERIFY(!fs::exists(file("m.rlmscope") += ending));
    const auto parts = splitTrace(file("m.rlmscope"), m_dir->path().toStdString());
    VERIFY_OK(parts);
    QCOMPARE(parts->size(), std::size_t{3});
    for (int n = 1; n <= 3; ++n) {
        const auto original = n == 3 ? b : a;
        const auto lines = linesOf(original, id(n));
        QVERIFY(lines.size() > 20);
        QVERIFY(std::any_of(lines.begin(), lines.end(), [](const auto& l) { return l.find("newer_version") != std::string::npos; }));
        const auto part = file("m-" + id(n).text().substr(0, 8) + ".rlmscope");
        for (const auto& copy : {file("m.rlmscope"), part}) {
            QCOMPARE(linesOf(copy, id(n)), lines);
            QCOMPARE(textsOf(copy, id(n)), textsOf(original, id(n)));
        }
        const auto reader = TraceReader::open(part);
        VERIFY_OK(reader);
        const auto runs = (*reader)->runs().value();
        QCOMPARE(runs.size(), std::size_t{1});
        QVERIFY(runs.front().ended);
    }
}

void TraceMergeTest::textsAreThereOnce() {
    const auto context = bigContext();
    const auto a = make("a.rlmscope", {1}, context), b = make("b.rlmscope", {2}, context);
    VERIFY_OK(mergeTraces({{a, {}}, {b, {}}}, file("m.rlmscope")));
    QVERIFY(fs::file_size(file("m.rlmscope")) < fs::file_size(a) * 5 / 4);
    QCOMPARE(textsOf(file("m.rlmscope"), id(2)), textsOf(b, id(2)));
    // Prompts that quote the context are still stored as slices of it.
    SQLite::Database db(file("m.rlmscope").string(), SQLite::OPEN_READONLY);
    QVERIFY(db.execAndGet("SELECT count(*) FROM blobs WHERE form = 2").getInt() >= 1);
}

void TraceMergeTest::theSameRunTwice() {
    const auto a = make("a.rlmscope", {1, 2});
    fs::copy(a, file("copy.rlmscope"));
    {
        const auto writer = TraceWriter::open(file("copy.rlmscope")).value();
        auto sink = writer->beginRun(id(1)).value();
        sink->append({}, {}, Note{"one more", "info"});
        VERIFY_OK(sink->flush());
    }
    const auto merged = mergeTraces({{a, {}}, {file("copy.rlmscope"), {}}}, file("m.rlmscope"));
    VERIFY_OK(merged);
    QCOMPARE(merged->runs, std::uint64_t{2});
    QCOMPARE(merged->remarks.size(), std::size_t{2}); // each was there twice
    QCOMPARE(linesOf(file("m.rlmscope"), id(1)), linesOf(file("copy.rlmscope"), id(1)));
    QVERIFY(linesOf(file("m.rlmscope"), id(1)).size() > linesOf(a, id(1)).size());
}

void TraceMergeTest::purgedIsGone() {
    const auto context = bigContext();
    const auto path = file("a.rlmscope");
    {
        const auto writer = TraceWriter::open(path).value();
        addRun(*writer, id(1), "One", context);
        addRun(*writer, id(2), "Two", {}, "the secret words of run two, which nobody may find again " + std::string(800, '-'));
        VERIFY_OK(writer->finish());
    }
    const auto kept = linesOf(path, id(1)), texts = textsOf(path, id(1));
    const auto blobs = blobsIn(path);
    const auto report = purgeRuns(path, {id(2)});
    VERIFY_OK(report);
    QCOMPARE(report->runs, std::uint64_t{1});
    QCOMPARE(linesOf(path, id(1)), kept);
    QCOMPARE(textsOf(path, id(1)), texts);
    QVERIFY(linesOf(path, id(2)).empty());
    QVERIFY(blobsIn(path) < blobs);
    const auto reader = TraceReader::open(path);
    VERIFY_OK(reader);
    QCOMPARE((*reader)->runs()->size(), std::size_t{1});
    const std::string secret = "the secret words of run two, which nobody may find again " + std::string(800, '-');
    QVERIFY(!(*reader)->load(Text::stored(BlobId::of(secret), secret.size())));
    for (const auto& entry : fs::directory_iterator(m_dir->path().toStdString())) QCOMPARE(entry.path(), path); // nothing lies about
}

void TraceMergeTest::purgeRefusesWhatItCannotDo() {
    const auto path = make("a.rlmscope", {1, 2});
    QVERIFY(purgeRuns(path, {id(1), id(2)}).error().kind == ErrorKind::Usage);
    QVERIFY(purgeRuns(path, {id(9)}).error().kind == ErrorKind::Usage);
    QVERIFY(!purgeRuns(file("none.rlmscope"), {id(1)}));
    {
        const auto writer = TraceWriter::open(path).value();
        QVERIFY(!purgeRuns(path, {id(1)}));
        QVERIFY(!mergeTraces({{path, {}}}, file("m.rlmscope")));
    }
    QVERIFY(!mergeTraces({{path, {}}}, path)); // exists
    QVERIFY(!mergeTraces({}, file("m.rlmscope")));
    QVERIFY(!splitTrace(make("one.rlmscope", {5}), m_dir->path().toStdString()));
    QVERIFY(!fs::exists(file("m.rlmscope")));
    const auto reader = TraceReader::open(path);
    VERIFY_OK(reader);
    QCOMPARE((*reader)->runs()->size(), std::size_t{2});
}

// Killed at any moment: the file is the old one or the new one, whole.
void TraceMergeTest::purgeThatIsKilledLeavesAFile() {
    const auto original = make("original.rlmscope", {1, 2, 3}, bigContext());
    const auto kept = linesOf(original, id(1));
    int old = 0, fresh = 0;
    for (int delay = 400; delay < 5'000'000 && fresh < 2; delay = delay * 5 / 4) {
        const auto path = file("victim.rlmscope");
        fs::copy_file(original, path, fs::copy_options::overwrite_existing);
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            (void)purgeRuns(path, {id(2)});
            _exit(0);
        }
        usleep(static_cast<useconds_t>(delay));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        const auto reader = TraceReader::open(path);
        VERIFY_OK(reader);
        const auto runs = (*reader)->runs();
        VERIFY_OK(runs);
        QVERIFY(runs->size() == 3 || runs->size() == 2);
        (runs->size() == 3 ? old : fresh) += 1;
        QCOMPARE(linesOf(path, id(1)), kept);
        for (const char* ending : {"-wal", "-shm", ".lock"}) fs::remove(fs::path(path) += ending);
    }
    QVERIFY(old > 0);
    if (!fresh) QSKIP("the machine was too slow to let one purge come to its end");
}

void TraceMergeTest::aDamagedSource() {
    const auto path = make("a.rlmscope", {1, 2});
    {
        SQLite::Database db(path.string(), SQLite::OPEN_READWRITE);
        db.exec("UPDATE pages SET data = x'00' WHERE run = 2");
    }
    const auto merged = mergeTraces({{path, {}}}, file("m.rlmscope"));
    VERIFY_OK(merged);
    QVERIFY(!merged->remarks.empty());
    QCOMPARE(linesOf(file("m.rlmscope"), id(1)), linesOf(path, id(1)));
    // What would be lost for ever is refused.
    const auto kept = linesOf(path, id(1));
    QVERIFY(purgeRuns(path, {id(1)}).error().kind == ErrorKind::Corrupt);
    QCOMPARE(linesOf(path, id(1)), kept);
    QCOMPARE(TraceReader::open(path).value()->runs()->size(), std::size_t{2});
    std::ofstream(file("b.rlmscope")) << "not a trace";
    QVERIFY(!mergeTraces({{file("b.rlmscope"), {}}}, file("n.rlmscope")));
    QVERIFY(!fs::exists(file("n.rlmscope")));
}

void TraceMergeTest::aFullDisk() {
    const auto path = make("a.rlmscope", {1, 2}, bigContext());
    const auto lines = linesOf(path, id(1));
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{200'000, 200'000};
        setrlimit(RLIMIT_FSIZE, &limit);
        const bool refused = !mergeTraces({{path, {}}}, file("m.rlmscope")) && !purgeRuns(path, {id(2)});
        _exit(refused ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    QCOMPARE(WEXITSTATUS(status), 0);
    QVERIFY(!fs::exists(file("m.rlmscope")));
    QCOMPARE(linesOf(path, id(1)), lines);
    QCOMPARE(TraceReader::open(path).value()->runs()->size(), std::size_t{2});
    for (const auto& entry : fs::directory_iterator(m_dir->path().toStdString())) QVERIFY(entry.path().string().find(".part") == std::string::npos);
}

void TraceMergeTest::stopped() {
    const auto path = make("a.rlmscope", {1, 2});
    int asked = 0;
    MergeOptions options;
    options.stop = [&] { return ++asked > 2; };
    QVERIFY(mergeTraces({{path, {}}}, file("m.rlmscope"), options).error().kind == ErrorKind::Cancelled);
    QVERIFY(!fs::exists(file("m.rlmscope")));
}

// The list of many documents is itself a text: what it names comes along.
void TraceMergeTest::jsonTextsThatMentionOthers() {
    const auto path = file("a.rlmscope");
    const int documents = 200;
    std::vector<std::string> texts;
    {
        const auto writer = TraceWriter::open(path).value();
        auto sink = writer->beginRun(id(1)).value();
        RunStarted started = startOf("Many?");
        started.context.shape = "dict";
        std::vector<BlobSource> sources;
        for (int i = 0; i < documents; ++i) {
            auto text = std::make_shared<const std::string>("document " + std::to_string(i) + std::string(500, static_cast<char>('a' + i % 26)));
            texts.push_back(*text);
            started.context.documents.push_back({"d" + std::to_string(i), Text::stored(BlobId::of(*text), text->size()), text->size()});
            sources.push_back({BlobId::of(*text), *text, text});
        }
        sink->append({}, {}, started);
        std::promise<Status> done;
        writer->storeInBackground(std::move(sources), [&done](const Status& s) { done.set_value(s); });
        VERIFY_OK(done.get_future().get());
        addRun(*writer, id(2), "Other");
        VERIFY_OK(writer->finish());
    }
    VERIFY_OK(purgeRuns(path, {id(2)}));
    const auto reader = TraceReader::open(path);
    VERIFY_OK(reader);
    for (const auto& text : texts) QCOMPARE((*reader)->load(Text::stored(BlobId::of(text), text.size())).valueOr("MISSING"), text);
}

QTEST_GUILESS_MAIN(TraceMergeTest)
#include "tst_trace_merge.moc"
