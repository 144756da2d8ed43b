// The context in the worker: mapped and packed texts of every width and length against the truth and against copied ones; how
// much memory many workers take; systems without memory files.
#include "base/text.h"
#include "repl/context_image.h"
#include "repl/text_table.h"
#include "repl_harness.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>

#include <random>

using namespace rlmscope;
using namespace rlmscope::repl;
using rlmscope::test::Harness;

namespace {

constexpr std::size_t Page = 4096;

struct Kind {
    const char* name;
    std::string special; ///< the character that makes the width
    std::size_t width;
};
const std::vector<Kind> Kinds{{"ASCII", "~", 1}, {"Latin-1", "ß", 1}, {"two bytes", "語", 2}, {"four bytes", "😀", 4}};

/// `chars` characters, the special one first, last and now and then; with NUL characters and line ends.
std::string textOf(const Kind& kind, std::size_t chars, bool onlySpecial = false) {
    std::string text;
    for (std::size_t i = 0; i < chars; ++i) {
        if (onlySpecial || i == 0 || i + 1 == chars || i % 1009 == 5) text += kind.special;
        else if (i % 4001 == 77) text += '\0';
        else text += i % 61 == 60 ? '\n' : static_cast<char>('a' + i * 7 % 26);
    }
    return text;
}

ReplSpec specOf(Context context) {
    ReplSpec spec;
    spec.context = std::make_shared<Context>(std::move(context));
    return spec;
}

WorkerOptions copying() {
    WorkerOptions options;
    options.mapContext = false;
    return options;
}

std::string md5(const std::string& bytes) {
    return QCryptographicHash::hash(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())), QCryptographicHash::Md5)
        .toHex().toStdString();
}

/// What must be the same for a mapped and for a decoded text.
const char* const Probe = R"(
import copy, ctypes, hashlib, pickle, re, sys
def probe(t):
    n = len(t)
    other = t.encode().decode()
    checks = [0 <= sys.getsizeof(t) - sys.getsizeof(other) <= 32]  # the header of a packed text is larger
    keys = {t: 1, t[:-1] + "x": 2}
    churn = [t] * 1000
    del churn
    wide = ctypes.create_unicode_buffer(t if n < 100000 else t[:50])
    checks += [t == other, other == t, t != other + "a", t < other + "a", hash(t) == hash(other), keys.get(other) == 1,
               t.encode("utf-8") == other.encode("utf-8"), t.casefold() == other.casefold(), copy.deepcopy(t) == other,
               pickle.loads(pickle.dumps(t)) == other, (t + "é") == other + "é", t * 2 == other * 2, t.replace("a", "bb") == other.replace("a", "bb"),
               t.translate({97: "ä"}) == other.translate({97: "ä"}), "%s" % t == other, f"{t:>5}" == f"{other:>5}", "".join(list(t)) == other,
               wide[:len(wide) - 1] == (other if n < 100000 else other[:50]), t.encode("utf-8").decode() == t, sys.intern(t) == other, t in {other}]
    values = [n, hash(t), len(t.encode("utf-16")), t[:7], t[-7:], t[n // 2:n // 2 + 9], t[::max(n // 10, 1)], t[::-1][:5], t.find(t[-3:]), t.rfind(t[:3]),
              t.count("a"), t.find("\n"), len(t.split("\n")), len(t.splitlines()), len(re.findall(r"[a-f]+", t)), t.isascii(), t.isprintable(),
              hashlib.md5(t.upper().encode()).hexdigest(), max(t) if t else ""]
    return [i for i, ok in enumerate(checks) if not ok], values
)";

std::vector<pid_t> workersOf(qint64 parent) {
    std::vector<pid_t> found;
    for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
        QFile stat("/proc/" + name + "/stat");
        if (!name[0].isDigit() || !stat.open(QIODevice::ReadOnly)) continue;
        const QByteArray line = stat.readAll();
        const QByteArray tail = line.mid(line.lastIndexOf(')') + 2);
        if (line.contains("(rlmscope-worker") && tail.split(' ').value(1).toLongLong() == parent) found.push_back(name.toInt());
    }
    return found;
}

/// Proportional memory of all our workers in bytes; -1 when the system does not show it to us.
std::int64_t workersMemory() {
    std::int64_t bytes = 0;
    for (const pid_t pid : workersOf(QCoreApplication::applicationPid())) {
        QFile file("/proc/" + QString::number(pid) + "/smaps_rollup");
        if (!file.open(QIODevice::ReadOnly)) return -1;
        const auto match = QRegularExpression("\nPss:\\s+(\\d+) kB").match(QString::fromLatin1(file.readAll()));
        if (!match.hasMatch()) return -1;
        bytes += match.captured(1).toLongLong() << 10;
    }
    return bytes;
}

/// A cell that speaks on the control socket itself.
const char* const Raw = R"(
import array, json, mmap, os, socket, stat, struct
def control():
    for fd in range(3, 1000):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return fd
        except OSError:
            pass
sock = socket.socket(fileno=os.dup(control()))
def send(header, parts=()):
    if parts:
        header["parts"] = [len(part) for part in parts]
    text = json.dumps(header).encode()
    body = b"".join(parts)
    sock.sendall(struct.pack("<II", 4 + len(text) + len(body), len(text)) + text + body)
def ask(number, size):
    send({"op": "file", "call": number, "bytes": size})
    data, extra, flags, address = sock.recvmsg(65536, 1024)
    return [array.array("i", d)[0] for level, kind, d in extra if kind == socket.SCM_RIGHTS][0]
def call(number, file, big, parts=(b"",)):
    send({"op": "call", "call": number, "kind": "llm", "batched": len(parts) > 1, "file": file, "big": big}, parts)
def pause():
    import time
    time.sleep(30)
)";

std::size_t openDescriptors() { return static_cast<std::size_t>(QDir("/proc/self/fd").entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size()); }

} // namespace

class TestReplContext : public QObject {
    Q_OBJECT

    /// Every kind and length as a list of documents.
    static std::vector<std::string> manyTexts() {
        std::vector<std::string> texts{"", "a", "é", "語", "😀", std::string(1, '\0')};
        for (const Kind& kind : Kinds) {
            const std::size_t from = ContextImage::MappedFrom / kind.width;
            for (const std::size_t chars : {from - 1, from, from + 1, (from * kind.width + Page) / kind.width - 1, (from * kind.width + Page) / kind.width,
                                            (from * kind.width + Page) / kind.width + 1, 3 * from + 17})
                texts.push_back(textOf(kind, chars));
            texts.push_back(textOf(kind, from + 3, true));
        }
        return texts;
    }

private Q_SLOTS:
    void everyKindAndLength() {
        const auto texts = manyTexts();
        const std::string code = std::string(Probe) + R"(
for t in context:
    print(hashlib.md5(t.encode()).hexdigest())
    print(ascii(probe(t)))
)";
        Harness mapped(specOf(Context::ofList(texts)));
        const auto first = mapped.run(code);
        COMPARE_STR(first.cause, "");
        QVERIFY(mapped.repl->notices().empty());
        Harness copied(specOf(Context::ofList(texts)), copying());
        COMPARE_STR(copied.run(code).cause, "");
        QCOMPARE(copied.repl->notices().size(), std::size_t{1});
        VERIFY_HAS(copied.repl->notices().front(), "the context was copied");
        COMPARE_STR(mapped.seen.out, copied.seen.out);
        const auto lines = QString::fromStdString(mapped.seen.out).split('\n');
        QCOMPARE(lines.size(), static_cast<qsizetype>(2 * texts.size() + 1));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            COMPARE_STR(lines[static_cast<qsizetype>(2 * i)].toStdString(), md5(texts[i]));
            const QString& probed = lines[static_cast<qsizetype>(2 * i + 1)];
            QVERIFY2(probed.startsWith("([], ["), qPrintable(probed));
        }
    }

    /// Packed texts: every width, sizes around all borders, NUL characters inside. Against the truth and against decoded ones.
    void mixedSmallTexts() {
        std::mt19937 random(20);
        std::vector<std::string> texts;
        for (int i = 0; i < 2000; ++i) {
            const Kind& kind = Kinds[random() % Kinds.size()];
            const std::size_t borders[] = {TextRow::PackedFrom, 255, Page, 2 * Page, 16384, ContextImage::MappedFrom};
            const std::size_t border = borders[i % 100 == 0 ? 5 : random() % 5] / kind.width;
            std::size_t chars = i % 3 == 0 ? random() % 2000 : border - 2 + random() % 5;
            texts.push_back(chars == 0 ? std::string() : textOf(kind, chars, i % 7 == 0));
            if (i % 11 == 0 && chars > 4) texts.back().replace(texts.back().size() / 2, 0, 3, '\0');
            if (i % 13 == 0) texts.back() += '\0';
        }
        for (std::string& text : texts) QVERIFY(isValidUtf8(text) || (text = toValidUtf8(text), true)); // NULs cut characters
        const auto image = ContextImage::make(std::make_shared<Context>(Context::ofList(texts)));
        QVERIFY(image.ok());
        QVERIFY2((*image)->packedTexts() > 1200, qPrintable(QString::number((*image)->packedTexts())));
        QVERIFY((*image)->mappedTexts() > 5);
        const std::string code = std::string(Probe) + R"(
for t in context:
    print(hashlib.md5(t.encode()).hexdigest(), len(t))
bad, all_values = [], hashlib.md5()
for t in context:
    checks, values = probe(t)
    bad += checks
    all_values.update(ascii(values).encode())
print(bad, all_values.hexdigest())
order = sorted(context)
print(hashlib.md5("|".join(order).encode()).hexdigest(), len(set(context)), sorted(map(str.upper, order))[7][:5] in context)
# The two kinds beside each other, and names.
both = {t: i for i, t in enumerate(context)}
print(all(context[both[t.encode().decode()]] == t for t in context), len(pickle.loads(pickle.dumps(context))))
class Thing: pass
named = [t for t in context if 0 < len(t) < 300]
for t in named: setattr(Thing, t, len(t)) if "\0" not in t else None
print(all(getattr(Thing, t.encode().decode()) == len(t) for t in named if "\0" not in t))
del t, both, named, order
print(sum(len(t) for t in context))
)";
        Harness packed(specOf(Context::ofList(texts)));
        const auto first = packed.run(code);
        COMPARE_STR(first.cause, "");
        QVERIFY2(packed.repl->notices().empty(), packed.repl->notices().empty() ? "" : packed.repl->notices().front().c_str());
        Harness copied(specOf(Context::ofList(texts)), copying());
        COMPARE_STR(copied.run(code).cause, "");
        COMPARE_STR(packed.seen.out, copied.seen.out);
        const auto lines = QString::fromStdString(packed.seen.out).split('\n');
        QCOMPARE(lines.size(), static_cast<qsizetype>(texts.size() + 6));
        for (std::size_t i = 0; i < texts.size(); ++i)
            COMPARE_STR(lines[static_cast<qsizetype>(i)].section(' ', 0, 0).toStdString(), md5(texts[i]));
        QVERIFY2(lines[static_cast<qsizetype>(texts.size())].startsWith("[] "), qPrintable(lines[static_cast<qsizetype>(texts.size())].left(300)));
    }

    /// A packed text is out of reach of every change: in place, by interning, by counting; and in a copy of the process.
    void packedTextsStay() {
        std::vector<std::string> texts;
        for (const Kind& kind : Kinds) texts.push_back(textOf(kind, 500));
        Harness harness(specOf(Context::ofList(texts)));
        const auto outcome = harness.run(R"(
import gc, sys, hashlib
def sums(): return [hashlib.md5(t.encode()).hexdigest() for t in context]
before = sums()
for i in range(len(context)):
    t = context[i]
    t += "more"
    t = sys.intern(context[i])
    for k in range(20000): t = context[i]; del t
    globals()["x" + context[i][:3]] = [context[i]] * 100000
    del globals()["x" + context[i][:3]]
    try: exec(context[i], {})
    except (SyntaxError, NameError, ValueError): pass
    try: open(context[i])
    except (OSError, ValueError): pass
kept = context.copy()
context.clear(); gc.collect(); context.extend(kept); del kept
print(sums() == before)
)");
        COMPARE_STR(outcome.cause, "");
        COMPARE_STR(harness.seen.out, "True\n");
        QVERIFY(harness.repl->snapshot().held);
        auto restored = harness.repl->restore(1, {});
        QVERIFY(restored.ok());
        harness.seen.out.clear();
        harness.repl = std::move(restored->repl);
        COMPARE_STR(harness.run("print(sums() == before)").cause, "");
        COMPARE_STR(harness.seen.out, "True\n");
    }

    void fiftyThousandFiles() {
        std::vector<std::pair<std::string, std::string>> files;
        for (std::size_t i = 0; i < 50'000; ++i) files.emplace_back("folder/file" + std::to_string(i) + ".txt", textOf(Kinds[i % 4], 40 + i % 300));
        const std::string last = files.back().second, some = files[31'001].second;
        Harness harness(specOf(Context::ofDict(std::move(files))));
        harness.run("import hashlib\nprint(len(context), sum(map(len, context.values())), all(len(t) == 40 + i % 300 for i, t in enumerate(context.values())), "
                    "[hashlib.md5(context[f'folder/file{i}.txt'].encode()).hexdigest() for i in (31001, 49999)])");
        const std::size_t sum = [] { std::size_t n = 0; for (std::size_t i = 0; i < 50'000; ++i) n += 40 + i % 300; return n; }();
        COMPARE_STR(harness.seen.out, "50000 " + std::to_string(sum) + " True ['" + md5(some) + "', '" + md5(last) + "']\n");
        QVERIFY(harness.repl->notices().empty());
    }

    void shapes() {
        const std::string big = textOf(Kinds[2], 100'000), small = "klein";
        Harness harness(specOf(Context::ofText(big)));
        harness.run("import hashlib\nprint(type(context) is str, hashlib.md5(context.encode()).hexdigest())");
        COMPARE_STR(harness.seen.out, "True " + md5(big) + "\n");
        harness.restart(specOf(Context::ofDict({{"a/ä.txt", big}, {"b", small}, {"c", ""}})));
        harness.run("import hashlib\nprint(list(context), hashlib.md5(context['a/ä.txt'].encode()).hexdigest(), context['b'], context['c'] == '')");
        COMPARE_STR(harness.seen.out, "['a/ä.txt', 'b', 'c'] " + md5(big) + " klein True\n");
        harness.restart(specOf(Context::ofList({})));
        QVERIFY(harness.run("len(context)").status == CellStatus::Ok);
        auto json = Context::ofJson("{\"n\": [1, 2, \"" + std::string(100'000, 'x') + "\"]}");
        QVERIFY(json.ok());
        harness.restart(specOf(*std::move(json)));
        harness.run("print(context['n'][:2], len(context['n'][2]))");
        COMPARE_STR(harness.seen.out, "[1, 2] 100000\n");
        Context lines = Context::ofText("{\"a\": 1}\n\n{\"a\": \"" + std::string(70'000, 'y') + "\"}\n");
        lines.shape = Context::Shape::JsonLines;
        harness.restart(specOf(std::move(lines)));
        harness.run("print(len(context), context[0], len(context[1]['a']))");
        COMPARE_STR(harness.seen.out, "2 {'a': 1} 70000\n");
    }

    /// More texts than may be mapped: the biggest are, and all are right.
    void veryManyDocuments() {
        Context context = Context::ofText(std::string(ContextImage::MappedFrom + 10, 'q'));
        context.shape = Context::Shape::List;
        const Document big = context.documents.front();
        for (int i = 1; i < 4200; ++i) { // sharing one text here, but not in the image
            Document document = big;
            document.text = big.text.slice(0, ContextImage::MappedFrom + static_cast<std::size_t>(i % 7));
            document.stats = textStats(document.text);
            context.documents.push_back(document);
        }
        const auto shared = std::make_shared<Context>(context);
        const auto image = ContextImage::make(shared);
        QVERIFY(image.ok());
        QCOMPARE((*image)->mappedTexts(), std::uint64_t{4096});
        QCOMPARE((*image)->packedTexts(), std::uint64_t{104});
        ReplSpec spec;
        spec.context = shared;
        Harness harness(spec);
        harness.run("print(len(context), all(len(t) == 65536 + (i % 7 if i else 10) and t.count('q') == len(t) for i, t in enumerate(context)))");
        COMPARE_STR(harness.seen.out, "4200 True\n");
    }

    /// A cell cannot write to what the others read; a cell that goes around Python only ends itself.
    void cannotBeWritten() {
        const auto context = std::make_shared<Context>(Context::ofText(std::string(200'000, 'z')));
        ReplSpec spec;
        spec.context = context;
        Harness one(spec);
        auto two = one.factory().start(spec, {});
        QVERIFY(two.ok());
        const auto outcome = one.run("import ctypes\nctypes.memset(id(context) + 5000, 65, 100)\nprint(context[5000:5100])");
        QVERIFY(!outcome.replAlive);
        one.repl = *std::move(two);
        one.run("print(context.count('z'))");
        COMPARE_STR(one.seen.out, "200000\n");
    }

    void oneImageForAll() {
        const auto context = std::make_shared<Context>(Context::ofText(textOf(Kinds[2], 2'000'000)));
        ContextImages images;
        std::vector<std::shared_ptr<const ContextImage>> made(16);
        std::vector<std::thread> threads;
        for (auto& one : made)
            threads.emplace_back([&] {
                if (auto image = images.of(context)) one = *std::move(image);
            });
        for (auto& thread : threads) thread.join();
        for (const auto& one : made) QVERIFY(one && one == made.front());
        QCOMPARE(made.front()->mappedTexts(), std::uint64_t{1});
        QCOMPARE(made.front()->sharedBytes(), std::uint64_t{4'000'000});
        QCOMPARE(made.front()->workerBytes(), std::uint64_t{0});
        const std::weak_ptr<const ContextImage> last = made.front();
        made.clear();
        QVERIFY(last.expired());
        QVERIFY(images.of(context).ok());
    }

    void manyWorkersShareIt() {
        constexpr int Workers = 20;
        constexpr std::int64_t Bytes = 200'000'000;
        const auto memoryWith = [](std::shared_ptr<const Context> context) {
            ReplSpec spec;
            spec.context = std::move(context);
            Harness harness(spec);
            std::vector<std::unique_ptr<Repl>> repls;
            for (int i = 1; i < Workers; ++i) {
                auto repl = harness.factory().start(spec, {});
                if (!repl) qFatal("%s", repl.error().text().c_str());
                repls.push_back(*std::move(repl));
            }
            for (auto& repl : repls) {
                std::swap(harness.repl, repl);
                harness.run("n = context.count('x')");
                std::swap(harness.repl, repl);
            }
            harness.run("print(context.count('x'))");
            return workersMemory();
        };
        const std::int64_t none = memoryWith(std::make_shared<Context>(Context::ofText("x")));
        const std::int64_t shared = memoryWith(std::make_shared<Context>(Context::ofText(std::string(Bytes, 'x'))));
        if (none < 0 || shared < 0) QSKIP("the system does not show the memory of the workers to this user");
        QVERIFY2(shared - none > Bytes / 2, qPrintable(QString::number(shared - none))); // it is in there
        QVERIFY2(shared - none < Bytes / 10 * 13, qPrintable(QString::number(shared - none)));
    }

    void withoutMemoryFiles() {
        if (!qEnvironmentVariableIsSet("RLMSCOPE_TEST_NO_MEMORY_FILES")) {
            QProcess again;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("RLMSCOPE_TEST_NO_MEMORY_FILES", "1");
            again.setProcessEnvironment(environment);
            again.setProcessChannelMode(QProcess::ForwardedChannels);
            again.start(QCoreApplication::applicationFilePath(), {"withoutMemoryFiles"});
            QVERIFY(again.waitForFinished(100'000));
            QCOMPARE(again.exitCode(), 0);
            return;
        }
        const std::string big = textOf(Kinds[3], 3'000'000), small = "klein";
        Harness harness(specOf(Context::ofList({big, small})));
        QCOMPARE(harness.repl->notices().size(), std::size_t{1});
        VERIFY_HAS(harness.repl->notices().front(), "no memory files");
        harness.run("import hashlib\nprint(hashlib.md5(context[0].encode()).hexdigest(), context[1])");
        COMPARE_STR(harness.seen.out, md5(big) + " klein\n");
    }

    // ---- big arguments of calls --------------------------------------------------------------------------------

    void bigArguments() {
        std::vector<HostCall> calls;
        std::mutex mutex;
        Harness harness;
        harness.onCall = [&](const HostCall& call, std::size_t i) {
            const std::lock_guard lock(mutex);
            if (i == 0) calls.push_back(call);
            return Result<std::string>(md5(call.items[i].prompt));
        };
        const auto outcome = harness.run(R"(
import hashlib
def md5(t): return hashlib.md5(t.encode("utf-8", "replace")).hexdigest()
kinds = ["x~", "xß", "x語", "x😀"]
texts = [k * 600_000 for k in kinds]
for t in texts:
    assert llm_query(t) == md5(t)
assert llm_query_batched(texts + ["small", ""]) == [md5(t) for t in texts + ["small", ""]]
assert llm_query("\ud800" + "y" * 2_000_000) == md5("\ufffd" + "y" * 2_000_000)
rlm_query("question", texts[2])
rlm_query("question", {"ä": texts[3], "small": "klein", "empty": ""})
rlm_query("question", [texts[0], texts[0], "é", texts[1]])
rlm_query("question", {"json": [1, texts[2]]})
rlm_query(texts[0])
rlm_query_batched([texts[1], "q"], [None, texts[0]])
)");
        COMPARE_STR(outcome.cause, "");
        const auto text = [](const char* two) {
            std::string all;
            for (int i = 0; i < 600'000; ++i) all += two;
            return all;
        };
        QCOMPARE(calls.size(), std::size_t{12});
        const auto documents = [&](std::size_t call, std::size_t item = 0) { return calls[call].items[item].context->documents; };
        QVERIFY(documents(6)[0].text.view() == text("x語"));
        QVERIFY(documents(6)[0].text.memoryFile().has_value());
        COMPARE_STR(documents(7)[0].path, "ä");
        QVERIFY(documents(7)[0].text.view() == text("x😀"));
        QVERIFY(documents(7)[1].text.view() == "klein" && documents(7)[2].text.empty());
        QCOMPARE(documents(8).size(), std::size_t{4});
        QVERIFY(documents(8)[0].text.view() == text("x~") && documents(8)[1].text == documents(8)[0].text && documents(8)[3].text.view() == text("xß"));
        QVERIFY(calls[9].items[0].context->shape == Context::Shape::Json);
        QVERIFY(calls[10].items[0].promptContext && calls[10].items[0].promptContext->documents[0].text.view() == text("x~"));
        COMPARE_STR(calls[10].items[0].prompt, text("x~"));
        QVERIFY(calls[11].items[0].promptContext && !calls[11].items[1].promptContext && calls[11].items[1].context);
        // ASCII is what the child maps: no copy is made of it, also in the middle of a file.
        for (const auto& context : {calls[8].items[0].context, calls[10].items[0].promptContext}) {
            const auto image = ContextImage::make(context);
            QVERIFY(image.ok());
            QVERIFY((*image)->mappedTexts() >= 1);
            QCOMPARE((*image)->sharedBytes(), context->documents.size() == 1 ? std::uint64_t{0} : std::uint64_t{1'200'000});
        }
        ReplSpec child;
        child.context = calls[8].items[0].context;
        harness.restart(child);
        harness.run("import hashlib\nprint([len(t) for t in context], [hashlib.md5(t.encode()).hexdigest() for t in context][::3])");
        COMPARE_STR(harness.seen.out, "[1200000, 1200000, 1, 1200000] ['" + md5(text("x~")) + "', '" + md5(text("xß")) + "']\n");
    }

    void hundredMegabytesBothWays() {
        Harness harness;
        harness.onCall = [](const HostCall& call, std::size_t) {
            return Result<std::string>(call.items[0].context ? call.items[0].context->documents[0].text.string() : call.items[0].prompt);
        };
        const auto outcome = harness.run("t = 'ab' * 50_000_000\nassert rlm_query('q', t) == t\nassert llm_query(t) == t\ndel t");
        COMPARE_STR(outcome.cause, "");
    }

    void threadsSendAtTheSameTime() {
        Harness harness;
        harness.onCall = [](const HostCall& call, std::size_t i) { return Result<std::string>(md5(call.items[i].context->documents[0].text.string())); };
        const auto outcome = harness.run(R"(
import hashlib
from concurrent.futures import ThreadPoolExecutor
def one(i):
    t = chr(97 + i) * 1_500_000 + "語" * (i % 2)
    return rlm_query("q", t) == hashlib.md5(t.encode()).hexdigest()
with ThreadPoolExecutor(8) as pool:
    print(all(pool.map(one, range(24))))
import asyncio
async def many():
    texts = [chr(97 + i) * 1_500_000 for i in range(20)]
    return [a == hashlib.md5(t.encode()).hexdigest() for a, t in zip(await asyncio.gather(*[rlm_query("q", t) for t in texts]), texts)]
print(all(await many()))
)");
        COMPARE_STR(outcome.cause, "");
        COMPARE_STR(harness.seen.out, "True\nTrue\n");
    }

    void interruptedWhileSending() {
        Harness harness;
        harness.onCall = [](const HostCall&, std::size_t) { return Result<std::string>("ok"); };
        harness.run("t = 'x' * 20_000_000 + '語'\nllm_query(t)");
        const std::size_t before = openDescriptors();
        for (int i = 0; i < 8; ++i) {
            const auto outcome = harness.run("while True: llm_query(t)", 0.05 + 0.03 * i);
            QVERIFY2(outcome.status == CellStatus::Interrupted, outcome.cause.c_str());
            QVERIFY(outcome.replAlive);
        }
        harness.join();
        QVERIFY(harness.run("print(llm_query(t))").status == CellStatus::Ok);
        COMPARE_STR(harness.seen.out, "ok\n");
        harness.join();
        QVERIFY2(openDescriptors() <= before, qPrintable(QString::number(openDescriptors())));
    }

    void lyingWorkers_data() {
        QTest::addColumn<QString>("code");
        QTest::newRow("no such file") << "call(5000, 999, [[0, 0, 10]])\npause()";
        QTest::newRow("a file of 2 GB") << "send({'op': 'file', 'call': 7000, 'bytes': 1 << 31})\npause()";
        QTest::newRow("a file of nothing") << "send({'op': 'file', 'call': 7000, 'bytes': 0})\npause()";
        QTest::newRow("the same file twice") << "ask(7000, 100)\nsend({'op': 'file', 'call': 7000, 'bytes': 100})\npause()";
        QTest::newRow("named twice") << "ask(7000, 100)\ncall(5000, 7000, [[0, 0, 0]])\ncall(5001, 7000, [[0, 0, 0]])\npause()";
        QTest::newRow("longer than asked") << "f = ask(7000, 100)\nos.write(f, b'x' * 200)\ncall(5000, 7000, [[0, 0, 100]])\npause()";
        QTest::newRow("text outside") << "f = ask(7000, 100)\nos.write(f, b'x' * 100)\ncall(5000, 7000, [[0, 50, 51]])\npause()";
        QTest::newRow("huge numbers") << "f = ask(7000, 100)\ncall(5000, 7000, [[0, 2**64 - 10, 20]])\npause()";
        QTest::newRow("more text than file")
            << "f = ask(7000, 100)\nos.write(f, b'x' * 100)\ncall(5000, 7000, [[0, 0, 100], [1, 0, 100]], (b'', b''))\npause()";
        QTest::newRow("a part that does not exist") << "f = ask(7000, 100)\ncall(5000, 7000, [[3, 0, 1]])\npause()";
        QTest::newRow("a part twice") << "f = ask(7000, 100)\ncall(5000, 7000, [[0, 0, 1], [0, 0, 1]])\npause()";
        QTest::newRow("a part in both places") << "f = ask(7000, 100)\ncall(5000, 7000, [[0, 0, 1]], (b'here',))\npause()";
        QTest::newRow("no table") << "f = ask(7000, 100)\nsend({'op': 'call', 'call': 5000, 'kind': 'llm', 'file': 7000}, (b'',))\npause()";
        QTest::newRow("can still write") << "f = ask(7000, 100)\nos.write(f, b'x' * 100)\nm = mmap.mmap(f, 100)\ncall(5000, 7000, [[0, 0, 100]])\npause()";
        QTest::newRow("sealed it itself") << "import fcntl\nf = ask(7000, 100)\n"
                                           "try: fcntl.fcntl(f, 1033, 1)\n"
                                           "except OSError: os.write(f, b'x' * 200)\n" // the sandbox forbids it: another lie then
                                           "call(5000, 7000, [[0, 0, 100]])\npause()";
    }
    void lyingWorkers() {
        QFETCH(QString, code);
        Harness harness;
        const auto outcome = harness.run(Raw + code.toStdString(), 25);
        QVERIFY2(!outcome.replAlive, outcome.cause.c_str());
        VERIFY_HAS(outcome.cause, "broke the worker protocol");
    }

    /// What is in the file is not believed either; and it cannot be changed after the host has taken it.
    void strangeBytes() {
        Harness harness;
        std::string got;
        harness.onCall = [&](const HostCall& call, std::size_t) {
            got = call.items[0].prompt;
            return Result<std::string>("ok");
        };
        const auto outcome = harness.run(std::string(Raw) + R"(
f = ask(7000, 100)
os.write(f, b"good \xff bad \xed\xa0\x80 end")
call(5000, 7000, [[0, 0, 18]])
import select
select.select([sock], [], [], 20)  # the answer
try:
    os.pwrite(f, b"EVIL", 0)
    print("written")
except PermissionError:
    print("sealed")
)");
        COMPARE_STR(outcome.cause, "");
        COMPARE_STR(harness.seen.out, "sealed\n");
        QVERIFY2(got.starts_with("good \xEF\xBF\xBD bad ") && got.ends_with(" end"), got.c_str());
        QVERIFY(harness.run("print(1)").replAlive);
    }
};

QTEST_GUILESS_MAIN(TestReplContext)
#include "tst_repl_context.moc"
