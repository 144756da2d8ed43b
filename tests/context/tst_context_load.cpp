// Sources of every kind, what they become, limits, progress, cancellation, errors.
#include "context/files.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace rlmscope;

class TestContextLoad : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneFileIsAStr() {
        Files files;
        LOADED(context, requestOf({files.write("notes.txt", "one\ntwo é\n")}));
        QCOMPARE(context.shape, Context::Shape::Text);
        QCOMPARE(context.pythonType, std::string("str"));
        QCOMPARE(context.name, std::string("notes.txt"));
        QCOMPARE(paths(context), std::vector<std::string>{"notes.txt"});
        const auto& document = context.documents.front();
        QCOMPARE(document.text.string(), std::string("one\ntwo é\n"));
        QCOMPARE(document.encoding, std::string("UTF-8"));
        QVERIFY(!document.encodingGuessed);
        QCOMPARE(document.sourceBytes, std::uint64_t{11});
        QCOMPARE(context.totals.chars, std::uint64_t{10});
        QCOMPARE(context.totals.lines, std::uint64_t{2});
        QCOMPARE(context.estimatedTokens(), std::int64_t{3});
        QVERIFY(context.report.clean());
    }
    void severalSourcesAreADict() {
        Files files;
        files.write("src/a.c", "a");
        files.write("src/deep/b.c", "b");
        files.write("doc/readme.md", "r");
        auto request = requestOf({files.path("src"), files.path("doc/readme.md")});
        request.sources.push_back(ContextSource::ofText("pasted words"));
        LOADED(context, request);
        QCOMPARE(context.shape, Context::Shape::Dict);
        QCOMPARE(context.pythonType, std::string("dict"));
        QCOMPARE(context.items, std::uint64_t{4});
        QCOMPARE(paths(context),
                 (std::vector<std::string>{"doc/readme.md", "pasted text", "src/a.c", "src/deep/b.c"}));
        QCOMPARE(text(context, "src/deep/b.c"), std::string("b"));
        QCOMPARE(context.name, std::string("3 sources"));
    }
    void namesStayUnique() {
        Files files;
        const auto file = files.write("stdin", "file");
        auto request = requestOf({file, file, files.path()});
        request.sources.push_back(ContextSource::ofText("first", "stdin"));
        request.sources.push_back(ContextSource::ofText("second", "stdin"));
        LOADED(context, request);
        QCOMPARE(context.documents.size(), std::size_t{3});
        std::vector<std::string> texts;
        for (const auto& d : context.documents) texts.push_back(d.text.string());
        std::sort(texts.begin(), texts.end());
        QCOMPARE(texts, (std::vector<std::string>{"file", "first", "second"}));
        QCOMPARE(context.report.notes.size(), std::size_t{2});
    }
    void sameNameInDifferentFolders() {
        Files files;
        LOADED(context, requestOf({files.write("x/n.txt", "1"), files.write("y/n.txt", "2")}));
        QCOMPARE(paths(context), (std::vector<std::string>{"x/n.txt", "y/n.txt"}));
    }
    void pastedText() {
        ContextRequest request;
        request.sources.push_back(ContextSource::ofText("just words"));
        LOADED(context, request);
        QCOMPARE(context.shape, Context::Shape::Text);
        QCOMPARE(context.documents.front().text.string(), std::string("just words"));
    }
    void streamInSlowPieces() {
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        std::thread writer([fd = ends[1]] {
            for (const char c : std::string("sl\xC3\xB6w\n")) {
                QVERIFY(write(fd, &c, 1) == 1);
                std::this_thread::yield();
            }
            close(fd);
        });
        ContextRequest request;
        request.sources.push_back(ContextSource::ofStream(ends[0]));
        const auto context = loadContext(request);
        writer.join();
        close(ends[0]);
        QVERIFY(context.ok());
        QCOMPARE(context->documents.front().text.string(), std::string("slöw\n"));
        QCOMPARE(context->name, std::string("stdin"));
    }
    void streamThatIsAFile() {
        Files files;
        const int fd = open(files.write("in.txt", "0123456789").c_str(), O_RDONLY | O_CLOEXEC);
        QCOMPARE(lseek(fd, 4, SEEK_SET), off_t{4});
        ContextRequest request;
        request.sources.push_back(ContextSource::ofStream(fd));
        LOADED(context, request);
        QCOMPARE(context.documents.front().text.string(), std::string("456789"));
        QVERIFY(fcntl(fd, F_GETFD) >= 0); // not closed
        close(fd);
    }
    void waitingForAStreamIsCancelled() {
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        CancelSource source;
        std::thread canceller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            source.cancel();
        });
        ContextRequest request;
        request.sources.push_back(ContextSource::ofStream(ends[0]));
        const auto context = loadContext(request, source.token());
        canceller.join();
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::Cancelled);
        close(ends[0]);
        close(ends[1]);
    }
    void pathThatIsAPipe() { // as a shell's <(command) gives
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        QCOMPARE(write(ends[1], "through a pipe", 14), ssize_t{14});
        close(ends[1]);
        LOADED(context, requestOf({"/proc/self/fd/" + std::to_string(ends[0])}));
        QCOMPARE(context.documents.front().text.string(), std::string("through a pipe"));
        close(ends[0]);
    }
    void fifoNeverBlocksTheOpen() {
        Files files;
        QCOMPARE(mkfifo(files.path("pipe").c_str(), 0600), 0);
        CancelSource source;
        source.cancel(); // reading would wait for a writer; opening must not
        const auto context = loadContext(requestOf({files.path("pipe")}), source.token());
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::Cancelled);
    }
    void errors_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty file") << "empty.txt" << QByteArray("") << "empty.txt is empty";
        QTest::newRow("only a mark") << "bom.txt" << QByteArray("\xEF\xBB\xBF") << "bom.txt is empty";
        QTest::newRow("zero bytes") << "prog" << QByteArray("ab\0cd", 5) << "zero byte at offset 2";
        QTest::newRow("pdf") << "a.pdf" << QByteArray("%PDF-1.7\n") << "PDF document";
        QTest::newRow("gzip") << "a.gz" << QByteArray("\x1F\x8B\x08") << "gzip data";
    }
    void errors() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        Files files;
        const auto path = files.write(name.toStdString(), bytes.toStdString());
        const auto context = loadContext(requestOf({path}));
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::BadInput);
        QVERIFY2(contains(context.error().message, says.toStdString()), context.error().message.c_str());
        QVERIFY2(contains(context.error().message, name.toStdString()), context.error().message.c_str());
    }
    void missingAndWrongKinds() {
        Files files;
        auto context = loadContext(requestOf({files.path("nowhere.txt")}));
        QVERIFY(!context.ok());
        QVERIFY(contains(context.error().message, "nowhere.txt does not exist"));
        context = loadContext(requestOf({"/dev/null"}));
        QVERIFY(!context.ok());
        QVERIFY(contains(context.error().message, "device"));
        context = loadContext(ContextRequest{});
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::Usage);
    }
    void unreadableSource() {
        if (geteuid() == 0) QSKIP("root reads everything");
        Files files;
        const auto path = files.write("secret.txt", "x");
        QCOMPARE(chmod(path.c_str(), 0), 0);
        const auto context = loadContext(requestOf({path}));
        QVERIFY(!context.ok());
        QVERIFY(contains(context.error().message, "Permission denied"));
    }
    void hugeSparseFileIsRefusedUnread() {
        Files files;
        const auto path = files.write("huge.log", std::string(10'000, 'x'));
        QCOMPARE(truncate(path.c_str(), off_t{1} << 40), 0);
        const auto context = loadContext(requestOf({path}));
        QVERIFY(!context.ok());
        QVERIFY2(contains(context.error().message, "huge.log"), context.error().message.c_str());
        QVERIFY2(contains(context.error().message, "1.0 TB"), context.error().message.c_str());
        QVERIFY2(contains(context.error().message, "4.0 GB"), context.error().message.c_str());
    }
    void streamsAreLimitedToo() {
        Files files;
        auto request = requestOf({files.write("ten.txt", "0123456789")});
        request.maxBytes = 10;
        QVERIFY(loadContext(request).ok());
        request.sources.push_back(ContextSource::ofText("x"));
        QVERIFY(!loadContext(request).ok());
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        QCOMPARE(write(ends[1], "0123456789x", 11), ssize_t{11});
        close(ends[1]);
        ContextRequest stream;
        stream.sources.push_back(ContextSource::ofStream(ends[0]));
        stream.maxBytes = 10;
        const auto context = loadContext(stream);
        close(ends[0]);
        QVERIFY(!context.ok());
        QVERIFY(contains(context.error().message, "too big"));
    }
    void bigFileProgressAndCancel() {
        Files files;
        std::string big;
        for (int i = 0; big.size() < 70'000'000; ++i) big += "line " + std::to_string(i) + " with é\n";
        const auto path = files.write("big.txt", big);
        LoadProgress last;
        bool ordered = true;
        auto context = loadContext(requestOf({path}), {}, [&](const LoadProgress& progress) {
            ordered = ordered && progress.done >= last.done && progress.total == big.size();
            last = progress;
        });
        QVERIFY(context.ok());
        QVERIFY(ordered);
        QCOMPARE(last.done, std::uint64_t{big.size()});
        QVERIFY(context->documents.front().text.view() == big);
        QVERIFY(context->documents.front().text.memoryFile().has_value());
        QCOMPARE(context->totals, textStats(big));
        // A file that shrinks or disappears afterwards does not matter.
        QCOMPARE(truncate(path.c_str(), 0), 0);
        QVERIFY(context->documents.front().text.view() == big);

        files.write("big.txt", big);
        CancelSource source;
        context = loadContext(requestOf({path}), source.token(), [&](const LoadProgress&) { source.cancel(); });
        if (!context.ok()) QVERIFY(context.error().kind == ErrorKind::Cancelled); // a fast disk may be done before
        source.cancel();
        context = loadContext(requestOf({path}), source.token());
        QVERIFY(!context.ok());
        QVERIFY(context.error().kind == ErrorKind::Cancelled);
    }
    void madeByTheProgram() {
        auto context = Context::ofText("héllo", "child");
        QCOMPARE(describe(context).sentence(), std::string("a str of 5 characters in 1 line"));
        context = Context::ofList({"a", "", "b"});
        QCOMPARE(context.pythonType, std::string("list"));
        QCOMPARE(describe(context).sentence(), std::string("a list of 3 str, 2 characters in total"));
        context = Context::ofDict({{"k", "v\xFF"}});
        QCOMPARE(context.documents.front().text.string(), std::string("v\xEF\xBF\xBD"));
        QCOMPARE(Context::ofJson("[1, 2]")->shape, Context::Shape::Json);
        QCOMPARE(Context::ofJson("[1, 2]")->items, std::uint64_t{2});
        QCOMPARE(Context::ofJson("[\"x\"]")->shape, Context::Shape::List);
        QCOMPARE(Context::ofJson("[]")->pythonType, std::string("list"));
        QVERIFY(!Context::ofJson("[").ok());
    }
    void description() {
        Files files;
        for (int i = 0; i < 150; ++i) files.write("n" + std::to_string(1000 + i), std::string(static_cast<std::size_t>(i) + 1, 'x'));
        LOADED(context, requestOf({files.path()}));
        const auto d = describe(context);
        QCOMPARE(d.documents, std::uint64_t{150});
        QCOMPARE(d.lengths.size(), ContextDescription::LengthsLimit);
        QCOMPARE(d.paths.front(), std::string("n1000"));
        QCOMPARE(d.lengths[9], std::uint64_t{10});
        QCOMPARE(d.sentence(), std::string("a dict of 150 texts (path -> str), 11,325 characters in total"));
        const auto json = toJson(d);
        QVERIFY(json["shape"] == "dict");
        QVERIFY(json["chars"] == 11325);
        QCOMPARE(json["lengths"].size(), std::size_t{100});
    }
};

QTEST_GUILESS_MAIN(TestContextLoad)
#include "tst_context_load.moc"
