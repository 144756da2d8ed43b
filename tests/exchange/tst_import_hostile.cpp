// Logs from strangers: whatever the bytes, an import ends with runs or a sentence, opens no path that a log names, and leaves
// nothing behind but the trace.
#include "exchange/import_batch.h"
#include "exchange/import_note.h"
#include "exchange/import_support.h"
#include "exchange/log_files.h"

#include <QDir>
#include <QDirIterator>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::test;
using Kind = ImportRemark::Kind;

namespace {

const QByteArray Meta = R"({"type":"metadata","timestamp":"2026-01-02T03:04:05","root_model":"m","max_depth":2,"max_iterations":4,"backend":"openai"})" "\n";

QByteArray iteration(const QByteArray& calls = "[]", const QByteArray& answer = "\"yes\"", const QByteArray& response = "\"r\"", const QByteArray& locals = R"({"context":"abc"})") {
    return R"({"type":"iteration","iteration":1,"timestamp":"2026-01-02T03:04:09","prompt":[{"role":"user","content":"Turn 1/4:"}],"response":)" + response +
           R"(,"code_blocks":[{"code":"c","result":{"stdout":"o","stderr":"","locals":)" + locals + R"(,"execution_time":0.5,"rlm_calls":)" + calls + R"(}}],"final_answer":)" + answer + R"(,"iteration_time":2})" "\n";
}
QByteArray fast(const QByteArray& usage, const QByteArray& more = {}) {
    return R"({"level":30,"time":"2026-01-02T03:04:05.000Z","run_id":"1767323045000-a","depth":0,"step":1,"event_type":"execution_result","code":"c","output":"o","hasError":false,"usage":)" + usage + more + "}\n";
}
QByteArray tree(const QByteArray& node, const QByteArray& more = {}) { return R"({"session_id":"s","session_start":1,"nodes":{"root":)" + node + more + R"(},"tree_structure":{}})"; }
QByteArray pi(const QByteArray& usage) {
    return R"({"type":"session","id":"s","timestamp":"2026-01-02T03:04:05.000Z"})" "\n"
           R"({"type":"message","timestamp":"2026-01-02T03:04:06.000Z","message":{"role":"assistant","content":[{"type":"text","text":"a"}],"stopReason":"stop","usage":)" + usage + "}}\n";
}
QStringList filesBelow(const QString& folder) {
    QStringList out;
    QDirIterator it(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (it.hasNext()) out << QDir(folder).relativeFilePath(it.next());
    out.sort();
    return out;
}
std::int64_t peakKilobytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

class TestImportHostile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbers_data() {
        QTest::addColumn<QByteArray>("number");
        for (const char* number : {"1e999", "-1e999", "NaN", "Infinity", "-Infinity", "-5", "-0", "18446744073709551616", "9223372036854775807", "9223372036854775808", "1e308", "0.1e-400", "123456789012345678901234567890",
                                   "\"12\"", "true", "null", "[1]", "{}", "0.000000000000000000001"})
            QTest::newRow(number) << QByteArray(number);
    }
    /// In every place of every format where a number is due. The fixture compares the sums with the trace.
    void numbers() {
        QFETCH(QByteArray, number);
        const auto n = number;
        const auto usage = R"({"model_usage_summaries":{"m":{"total_calls":)" + n + R"(,"total_input_tokens":)" + n + R"(,"total_output_tokens":)" + n + R"(},"k":{"total_input_tokens":)" + n + R"(}},"total_cost":)" + n + "}";
        const auto call = R"({"root_model":"m","prompt":"p","response":"q","usage_summary":)" + usage + R"(,"execution_time":)" + n + "}";
        auto record = iteration("[" + call + "," + call + "," + call + "]");
        record.replace("\"iteration\":1", "\"iteration\":" + n).replace("\"execution_time\":0.5", "\"execution_time\":" + n).replace("\"iteration_time\":2", "\"iteration_time\":" + n).replace("\"2026-01-02T03:04:09\"", n);
        auto meta = Meta;
        meta.replace("\"max_depth\":2", "\"max_depth\":" + n).replace("\"max_iterations\":4", "\"max_iterations\":" + n);
        for (const auto& text : {meta + record + record, fast(R"({"prompt_tokens":)" + n + R"(,"completion_tokens":)" + n + R"(,"cached_tokens":)" + n + R"(,"reasoning_tokens":)" + n + R"(,"cost":)" + n + "}", R"(,"timestamps":{"execution_start":)" + n + R"(,"llm_call_start":)" + n + "}"),
                                 fast(n).replace("\"step\":1", "\"step\":" + n).replace("\"depth\":0", "\"depth\":" + n).replace("\"2026-01-02T03:04:05.000Z\"", n),
                                 tree(R"({"depth":)" + n + R"(,"max_depth":)" + n + R"(,"start_time":)" + n + R"(,"end_time":)" + n + R"(,"parent_id":null,"iterations":[{"timestamp":)" + n + R"(,"code_executions":[{"code":"c","execution_time":)" + n + R"(},{"execution_time":)" + n + "}]}],\"final_answer\":" + n + "}"),
                                 pi(R"({"input":)" + n + R"(,"output":)" + n + R"(,"cacheRead":)" + n + R"(,"cacheWrite":)" + n + R"(,"cost":{"total":)" + n + "}}").replace("\"a\"}]", "\"a\"}],\"timestamp\":" + n)}) {
            Imported got(text, "n.jsonl"); // checks itself
            for (const auto& run : got.file.runs) {
                QVERIFY(run.usage.freshInput >= 0 && run.usage.output >= 0 && run.cost.value >= 0);
                QVERIFY(run.usage.cacheRead >= 0 && run.usage.cacheWrite >= 0 && run.usage.reasoning >= 0);
            }
        }
    }

    void wrongTypesEverywhere() {
        // Each value of a good record replaced by each kind of value.
        const QByteArray good = Meta + iteration(R"([{"root_model":"m","prompt":"p","response":"q","usage_summary":{},"execution_time":1,"metadata":{"run_metadata":{},"iterations":[]}}])");
        const QList<QByteArray> values{"null", "true", "7", "\"x\"", "[]", "{}", "[[[]]]", "{\"a\":{\"b\":[1]}}"};
        int tried = 0;
        for (qsizetype at = good.indexOf(':'); at >= 0; at = good.indexOf(':', at + 1)) {
            if (good[at - 1] != '"' || at + 1 >= good.size()) continue;
            // Where the value ends: by brackets and quotes.
            qsizetype end = at + 1;
            int depth = 0;
            bool quoted = false;
            for (; end < good.size(); ++end) {
                const char c = good[end];
                if (quoted) {
                    if (c == '\\') ++end;
                    else if (c == '"') quoted = false;
                    continue;
                }
                if (c == '"') quoted = true;
                else if (c == '[' || c == '{') ++depth;
                else if (depth > 0 && (c == ']' || c == '}')) --depth;
                else if (depth == 0 && (c == ',' || c == '}' || c == ']' || c == '\n')) break;
            }
            const auto value = values[++tried % values.size()];
            Imported got(good.left(at + 1) + value + good.mid(end), "w.jsonl"); // checks itself
        }
        QVERIFY(tried > 30);
    }

    void texts() {
        // NUL, halves of surrogate pairs, bytes that are no UTF-8, CRLF, a byte order mark, the same key twice.
        auto odd = Meta + iteration("[]", "\"a\\u0000b\\ud800c\\udc00\\ud83d\\ude00\"", "\"\\u0000\xFF\xC0\x80\"", R"({"context":"\u0000","x":"1","x":"2"})");
        odd.replace("\n", "\r\n");
        Imported got("\xEF\xBB\xBF" + odd, "t.jsonl");
        QVERIFY2(!got.file.error, got.file.error ? got.file.error->text().c_str() : "");
        const auto answer = got.file.runs[0].answer;
        QVERIFY(QString::fromStdString(answer) == QString::fromUtf8("a\0b\xEF\xBF\xBD" "c\xEF\xBF\xBD\xF0\x9F\x98\x80", 14));
        std::vector<Variable> variables;
        for (const auto& event : got.events.at(got.file.runs[0].id))
            if (const auto* all = std::get_if<VariablesChanged>(&event.body)) variables = all->variables;
        QCOMPARE(variables.size(), std::size_t(2)); // as the file has them
        auto twice = iteration();
        twice.replace("\"final_answer\":\"yes\"", "\"final_answer\":\"no\",\"final_answer\":\"last\"");
        Imported doubled(Meta + twice, "t.jsonl");
        QCOMPARE(doubled.file.runs[0].answer, std::string("last")); // as Python reads it
    }

    void notLogs_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("empty") << QByteArray() << QByteArray("It is empty");
        QTest::newRow("blanks") << QByteArray(" \n\r\n\t\n") << QByteArray("nothing but blanks");
        QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\0\0\0\0\0", 8) << QByteArray("gzip");
        QTest::newRow("zip") << QByteArray("PK\x03\x04\x14\0", 6) << QByteArray("zip");
        QTest::newRow("zstd") << QByteArray("\x28\xB5\x2F\xFD\x04", 5) << QByteArray("zstd");
        QTest::newRow("xz") << QByteArray("\xFD" "7zXZ\0\0", 7) << QByteArray("xz");
        QTest::newRow("utf-16") << QByteArray("\xFF\xFE{\0\"\0", 6) << QByteArray("UTF-16");
        QTest::newRow("utf-16 be") << QByteArray("\xFE\xFF\0{\0\"", 6) << QByteArray("UTF-16");
        QTest::newRow("sqlite") << QByteArray("SQLite format 3\0", 16) + QByteArray(100, 'x') << QByteArray("SQLite");
        QTest::newRow("pdf") << QByteArray("%PDF-1.7\n") << QByteArray("PDF");
        QTest::newRow("html") << QByteArray("<!DOCTYPE html><html>") << QByteArray("web page");
        QTest::newRow("text") << QByteArray("hello\nworld\n") << QByteArray("neither JSON");
        QTest::newRow("other json") << QByteArray("{\"a\":1}\n") << QByteArray("begins with a");
        QTest::newRow("other json, indented") << QByteArray("{\n  \"a\": [\n    {\"b\": 1}\n  ]\n}\n") << QByteArray("begins with a");
        QTest::newRow("deep array") << QByteArray(1'000'000, '[') << QByteArray("not JSON");
        QTest::newRow("deep object") << QByteArray("{\"a\":").repeated(400'000) << QByteArray("not JSON");
        QTest::newRow("deep and closed") << QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']') << QByteArray("no format");
        QTest::newRow("NUL") << QByteArray(5000, '\0') << QByteArray("JSON");
        QTest::newRow("0xFF") << QByteArray(5000, '\xFF') << QByteArray("JSON");
    }
    void notLogs() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, words);
        Imported got(bytes, "x.log");
        QVERIFY(got.file.error && got.file.runs.empty() && got.file.trace.empty());
        QVERIFY2(got.file.error->message.find(words.toStdString()) != std::string::npos, got.file.error->message.c_str());
        QVERIFY(got.file.error->message.find("x.log") != std::string::npos);
        const auto path = got.folder.filePath("x.log").toStdString();
        QVERIFY(!looksLikeLog(path));
        QVERIFY(!identifyLog(path));
    }

    void millionsOfBrackets() {
        // Inside of what is taken over: a variable, an answer, a result, an unknown field.
        const QByteArray deep = QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']');
        Imported rlm(Meta + iteration("[]", deep, "\"r\"", "{\"context\":\"c\",\"x\":" + deep + "}"), "d.jsonl");
        QVERIFY2(!rlm.file.error, rlm.file.error ? rlm.file.error->text().c_str() : "");
        QCOMPARE(rlm.file.runs[0].answer.size(), std::size_t(2'000'000));
        Imported quick(fast("{}", ",\"more\":" + deep), "d.jsonl");
        QVERIFY(!quick.file.error);
        Imported nodes(tree("{\"iterations\":" + deep + ",\"final_answer\":" + deep + "}"), "d.json");
        QVERIFY(!nodes.file.error);
        Imported session(pi(deep), "d.jsonl");
        QVERIFY(!session.file.error);
    }

    void noPathOfALogIsFollowed() {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkpath("in/library"));
        const auto log = home.filePath("in/log.jsonl");
        const QByteArray names[] = {"../../stolen", "/etc/passwd", "..\\\\..\\\\up", "~/.ssh/id_rsa", "a/\\u0000b", "file:///etc/passwd", "\\u002e\\u002e/x"};
        QByteArray text = Meta;
        for (const auto& name : names) text += iteration(R"([{"root_model":"../../../m","prompt":")" + name + R"(","response":"r","execution_time":1}])", "null", "\"" + name + "\"", "{\"context\":{\"" + name + "\":\"x\"},\"" + name + "\":1}").replace("\"iteration\":1", "\"iteration\":2");
        QFile file(log);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        QStringList before = filesBelow(home.path());
        std::vector<ImportedFile> got;
        importEach({log.toStdString()}, (home.path() + "/in/library").toStdString(), {}, [&](ImportedFile f) { got.push_back(std::move(f)); });
        QCOMPARE(got.size(), std::size_t(1));
        QVERIFY2(!got[0].error, got[0].error ? got[0].error->text().c_str() : "");
        before << QDir(home.path()).relativeFilePath(QString::fromStdString(got[0].trace.string()));
        before.sort();
        QCOMPARE(filesBelow(home.path()), before); // the trace, and nothing else anywhere
        // A hostile name of the log itself stays a name.
        const auto odd = home.filePath("in/..%2f..\n$(x) ;'\".jsonl");
        QVERIFY(QFile::copy(log, odd));
        importEach({odd.toStdString()}, (home.path() + "/in/other").toStdString(), {}, [&](ImportedFile f) { got.push_back(std::move(f)); });
        QVERIFY2(!got.back().error, got.back().error ? got.back().error->text().c_str() : "");
        QVERIFY(got.back().trace.filename().string().find_first_of("/\n$;'\"") == std::string::npos);
        QCOMPARE(got.back().runs[0].id, got[0].runs[0].id); // the same bytes are the same runs
    }

    void placesThatAreNoFiles() {
        QTemporaryDir folder;
        const auto at = [&](const char* name) { return folder.filePath(QLatin1String(name)).toStdString(); };
        QVERIFY(::mkfifo(at("fifo").c_str(), 0600) == 0);
        QVERIFY(::symlink("nowhere", at("dangling").c_str()) == 0 && ::symlink("loop", at("loop").c_str()) == 0);
        auto importer = *TraceImporter::open(at("t.rlmscope"));
        std::vector<std::string> paths{at("absent"), folder.path().toStdString(), at("fifo"), at("dangling"), at("loop"), "/dev/zero", "/dev/null", "/proc/self/mem", std::string(5000, 'x')};
        if (::geteuid() != 0) { // root reads everything
            QFile closed(folder.filePath("closed"));
            QVERIFY(closed.open(QIODevice::WriteOnly));
            closed.close();
            ::chmod(at("closed").c_str(), 0);
            paths.push_back(at("closed"));
        }
        for (const auto& path : paths) {
            const auto got = importer->add(path); // does not wait for a writer, does not read for ever
            QVERIFY2(got.error && got.runs.empty() && !got.error->message.empty(), path.c_str());
            QVERIFY(!looksLikeLog(path) && !looksLikeTrace(path) && !isFolderOfLogs(path));
        }
    }

    void manyFiles() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("logs/deep"));
        std::vector<std::filesystem::path> files;
        for (int i = 0; i < 60; ++i) {
            const auto path = folder.filePath(QStringLiteral("logs/%1log %2.jsonl").arg(i % 2 ? "deep/" : "").arg(i));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(i % 10 == 3 ? QByteArray("broken") : Meta + iteration("[]", "\"" + QByteArray::number(i % 10 == 4 ? 0 : i) + "\"")); // some are the same log
        }
        QFile hidden(folder.filePath("logs/.hidden.jsonl")), other(folder.filePath("logs/LICENSE"));
        QVERIFY(hidden.open(QIODevice::WriteOnly) && other.open(QIODevice::WriteOnly));
        files = logsBelow(folder.filePath("logs").toStdString());
        QCOMPARE(files.size(), std::size_t(60));
        QVERIFY(isFolderOfLogs(folder.filePath("logs").toStdString()) && !isFolderOfLogs(folder.path().toStdString() + "/none"));
        const auto library = folder.filePath("library").toStdString();
        std::vector<ImportedFile> got;
        ImportProgress last;
        ImportBatchOptions options;
        options.progress = [&](const ImportProgress& progress) {
            QVERIFY(progress.read <= progress.bytes && progress.done <= progress.files);
            last = progress;
        };
        importEach(files, library, options, [&](ImportedFile f) { got.push_back(std::move(f)); });
        QCOMPARE(got.size(), files.size());
        QCOMPARE(last.files, files.size());
        std::set<std::string> traces;
        int failed = 0, already = 0;
        for (std::size_t i = 0; i < got.size(); ++i) {
            QCOMPARE(got[i].file, files[i]); // in order
            failed += got[i].error.has_value();
            if (got[i].error) continue;
            already += got[i].runs[0].already;
            traces.insert(got[i].trace.string());
            const auto reader = TraceReader::open(got[i].trace);
            QVERIFY(reader && (*reader)->runs()->front().id == got[i].runs[0].id);
        }
        QCOMPARE(failed, 6);
        QCOMPARE(filesBelow(QString::fromStdString(library)).size(), qsizetype(traces.size())); // and nothing half written
        // Again: all are there.
        std::size_t there = 0;
        importEach(files, library, {}, [&](const ImportedFile& f) { there += !f.error && f.runs[0].already; });
        QCOMPARE(there, std::size_t(54));
        // Cancelled before it began: nothing is taken, nothing stays.
        CancelSource source;
        source.cancel();
        ImportBatchOptions none;
        none.cancel = source.token();
        std::size_t cancelled = 0;
        importEach(files, folder.filePath("none").toStdString(), none, [&](const ImportedFile& f) { cancelled += f.error && f.error->kind == ErrorKind::Cancelled; });
        QCOMPARE(cancelled, files.size());
        QVERIFY(filesBelow(folder.filePath("none")).isEmpty());
        // A library that cannot be made says so for each file.
        importEach({files[0]}, (folder.path() + "/logs/LICENSE/library").toStdString(), {}, [&](const ImportedFile& f) { QVERIFY(f.error && f.error->kind == ErrorKind::Io); });
        (void)already;
    }

    void cancelledInTheMiddle() {
        QTemporaryDir folder;
        QByteArray text = Meta;
        for (int i = 0; i < 4000; ++i) text += iteration("[]", "null").replace("\"iteration\":1", "\"iteration\":" + QByteArray::number(i + 1));
        QFile file(folder.filePath("long.jsonl"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        CancelSource source;
        ImportBatchOptions options;
        options.cancel = source.token();
        options.progress = [&](const ImportProgress& progress) {
            if (progress.read > progress.bytes / 10) source.cancel();
        };
        const auto library = folder.filePath("library");
        bool said = false;
        importEach({folder.filePath("long.jsonl").toStdString()}, library.toStdString(), options, [&](const ImportedFile& f) { said = f.error && f.error->kind == ErrorKind::Cancelled && f.trace.empty(); });
        QVERIFY(said);
        QVERIFY(filesBelow(library).isEmpty());
    }

    void notes() {
        for (const char* text : {"", "{", "[]", "7", "{\"remarks\":7}", "{\"format\":1}"}) QVERIFY(!noteFrom(text));
        const ImportNote note{"rlm", "a.jsonl", {{{Kind::Estimated, "When \"it\" began.", 12}, {Kind::Absent, "The end", 1}}}};
        QVERIFY(noteFrom(noteText(note)) == note);
        const auto hostile = noteFrom(R"({"format":"x\ny","file":"../../etc","remarks":[{"kind":"evil","text":"a"},{"kind":"absent","text":"one\ntwo\u0000","count":-3},{"kind":"damaged","text":7,"count":1e99},3]})");
        QVERIFY(hostile && hostile->report.remarks.size() == 2);
        QVERIFY(hostile->report.remarks[0].text.find('\n') == std::string::npos && hostile->report.remarks[0].count == 1);
        QVERIFY(hostile->causes(Kind::Damaged) == 1);
        // And it is in the trace of an import, with what was said about the file.
        Imported got(Meta + "{broken\n" + iteration(), "n.jsonl");
        std::optional<ImportNote> stored;
        for (const auto& event : got.events.at(got.file.runs[0].id))
            if (const auto* custom = std::get_if<Custom>(&event.body); custom && custom->kind == "import") stored = noteFrom(custom->data);
        QVERIFY(stored && stored->format == "rlm" && stored->file == "n.jsonl" && stored->causes(Kind::Damaged) == 1);
    }

    /// 200 MB of a log in ten lines of 20 MB, the context in each of them: one copy of it stays, and memory is that of a few lines.
    void repeatedContextsTakeNoRoom() {
        QTemporaryDir folder;
        const auto path = folder.filePath("big.jsonl");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(Meta);
        QByteArray context;
        for (qlonglong i = 0; context.size() < 20'000'000; ++i) context += "line " + QByteArray::number(i * 7919 % 1000003) + " of it ";
        for (int i = 1; i <= 10; ++i) file.write(iteration("[]", i == 10 ? "\"end\"" : "null", "\"r\"", "{\"context\":\"" + context + "\",\"context_0\":\"short\",\"n\":" + QByteArray::number(i) + "}").replace("\"iteration\":1", "\"iteration\":" + QByteArray::number(i)));
        file.close();
        const auto before = peakKilobytes();
        const auto trace = folder.filePath("t.rlmscope").toStdString();
        auto importer = *TraceImporter::open(trace);
        const auto got = importer->add(path.toStdString());
        QVERIFY(importer->finish());
        QVERIFY2(!got.error && got.runs[0].answer == "end", got.error ? got.error->text().c_str() : "");
        QVERIFY2(peakKilobytes() - before < 200'000, qPrintable(QString::number(peakKilobytes() - before)));
        QVERIFY(std::filesystem::file_size(trace) < 12'000'000);
    }
};

QTEST_APPLESS_MAIN(TestImportHostile)
#include "tst_import_hostile.moc"
