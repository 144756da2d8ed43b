// Reading values in pages, in a copy of the REPL that is thrown away.
#include "repl_harness.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

class Values {
public:
    explicit Values(const std::string& code, ReplSpec spec = {}) : h(std::move(spec)) {
        const auto outcome = h.run(code);
        if (outcome.status != CellStatus::Ok) qFatal("%s", outcome.traceback.c_str());
    }
    Result<ValuePage> read(const std::string& expression, std::int64_t first = 0, std::int64_t count = 100,
                           const std::string& search = {}) {
        return h.repl->read({expression, first, count, search, 20}, {}, {});
    }
    ValuePage page(const std::string& expression, std::int64_t first = 0, std::int64_t count = 100,
                   const std::string& search = {}) {
        auto result = read(expression, first, count, search);
        if (!result) qFatal("%s: %s", expression.c_str(), result.error().text().c_str());
        return *std::move(result);
    }
    std::string error(const std::string& expression) {
        const auto result = read(expression);
        if (result) return "no error";
        if (result.error().kind != ErrorKind::Code) return "not the kind Code: " + result.error().text();
        return result.error().message;
    }
    Harness h;
};

std::string keys(const ValuePage& page) {
    std::string out;
    for (const auto& item : page.items) out += item.key + " ";
    return out;
}

std::string table(const ValuePage& page) {
    std::string out;
    for (const auto& name : page.columns) out += "|" + name;
    for (const auto& row : page.rows) {
        out += "\n";
        for (const auto& cell : row) out += cell + "|";
    }
    return out;
}

} // namespace

class TestReplValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Whoever sees that a cell has ended can read what it left, also before the thread that ran it has noticed.
    void aNewPointCanBeReadAtOnce() {
        Values v("n = 0");
        std::atomic<int> read = 1;
        std::jthread cells([&](const std::stop_token& stop) {
            for (int cell = 2; cell <= 100 && !stop.stop_requested(); ++cell) {
                v.h.run("n += 1");
                while (read < cell && !stop.stop_requested()) std::this_thread::yield();
            }
        });
        for (int cell = 2; cell <= 100; ++cell) {
            while (v.h.repl->point() < cell) {}
            const auto page = v.read("n");
            QVERIFY2(page.ok(), page.ok() ? "" : page.error().text().c_str());
            COMPARE_STR(page->text, std::to_string(cell - 1));
            QCOMPARE(page->point, cell);
            read = cell;
        }
    }

    void texts() {
        Values v("t = 'abc' * 1000\nu = 'ä😀' * 10\nb = b'a\\xff\\n'");
        auto page = v.page("t", 3, 4);
        QVERIFY(page.form == ValuePage::Form::Text);
        COMPARE_STR(page.type, "str");
        QCOMPARE(page.size, std::int64_t{3000});
        QCOMPARE(page.first, std::int64_t{3});
        COMPARE_STR(page.text, "abca");
        QCOMPARE(page.matchesTotal, std::int64_t{-1});
        QCOMPARE(page.point, 1);
        page = v.page("t", -2, 100);
        QCOMPARE(page.first, std::int64_t{2998});
        COMPARE_STR(page.text, "bc");
        COMPARE_STR(v.page("t", -99999, 2).text, "ab");
        COMPARE_STR(v.page("t", 99999, 2).text, "");
        COMPARE_STR(v.page("t", 0, -5).text, "");
        COMPARE_STR(v.page("u", 1, 2).text, "😀ä"); // characters, not bytes
        COMPARE_STR(v.page("b").text, "a\\xff\n");
        page = v.page("t", 2990, 5, "ca");
        QVERIFY(page.matches == (std::vector<std::int64_t>{2990, 2993, 2996}));
        QCOMPARE(page.matchesTotal, std::int64_t{999});
        COMPARE_STR(page.text, "cabca");
        QCOMPARE(v.page("t", 0, 5, "a").matches.size(), std::size_t{1000});
        QCOMPARE(v.page("t", 0, 5, "zz").matchesTotal, std::int64_t{0});
        QVERIFY(v.page("u", 0, 1, "😀").matches.at(1) == 3);
        COMPARE_STR(v.page("context").text, "hello context");
    }

    void aBigTextIsNotCopied() {
        ReplSpec spec;
        spec.memory = 300'000'000;
        Values v("big = ('x' * 99 + 'y') * 2_000_000", spec); // a second one would not fit
        COMPARE_STR(v.page("big", -2, 2).text, "xy");
        const auto page = v.page("big", 199'999'000, 10, "xy");
        QCOMPARE(page.matches.size(), std::size_t{10});
        QCOMPARE(page.matches.back(), std::int64_t{199'999'998});
        QCOMPARE(page.matchesTotal, std::int64_t{2'000'000});
        QCOMPARE(v.page("big", 0, 100'000'000).text.size(), std::size_t{1'000'000});
    }

    void items() {
        Values v("l = list(range(5000))\nd = {('k', i): [i] for i in range(10)}\nd['name'] = 'text'\ns = {1, 'a'}\n"
                 "r = range(10**12)\nimport collections; q = collections.deque('abc')\nclass C:\n"
                 "  def __repr__(self): raise ValueError\n  def __len__(self): raise ValueError\nm = [C(), None, 'text', [C()]]");
        auto page = v.page("l", 4998);
        QVERIFY(page.form == ValuePage::Form::Items);
        QCOMPARE(page.items.size(), std::size_t{2});
        COMPARE_STR(page.items[1].key, "4999");
        COMPARE_STR(page.items[1].type, "int");
        COMPARE_STR(page.items[1].preview, "4999");
        QCOMPARE(page.items[1].size, std::int64_t{-1});
        QCOMPARE(v.page("l", 0, 100'000).items.size(), std::size_t{1000});
        COMPARE_STR(keys(v.page("l", -3, 2)), "4997 4998 ");
        page = v.page("l", 1, 2, "99");
        QCOMPARE(page.matchesTotal, std::int64_t{95});
        COMPARE_STR(keys(page), "199 299 ");
        QCOMPARE(page.matches.at(0), std::int64_t{99});
        page = v.page("d", 8, 9);
        COMPARE_STR(keys(page), "('k', 8) ('k', 9) name ");
        QCOMPARE(page.items[1].size, std::int64_t{1});
        COMPARE_STR(page.items[2].preview, "'text'");
        COMPARE_STR(keys(v.page("d", 0, 9, "name")), "name ");
        COMPARE_STR(keys(v.page("d", 0, 9, "tex")), "name ");
        QCOMPARE(v.page("s").items.size(), std::size_t{2});
        COMPARE_STR(keys(v.page("r", -2)), "999999999998 999999999999 ");
        COMPARE_STR(v.page("q", 1, 1).items.at(0).preview, "'b'");
        page = v.page("m");
        COMPARE_STR(page.items.at(0).preview, "<C>");
        COMPARE_STR(page.items.at(3).preview, "[<C>]");
        COMPARE_STR(keys(v.page("d.values()", 1, 1)), "1 ");
        QCOMPARE(v.page("d.items()").size, std::int64_t{11});
        COMPARE_STR(keys(v.page("l[10:20]", 1, 2)), "1 2 ");
    }

    void tables() {
        Values v("t = [{'a': i, 'b': f'text {i}', 3: [i]} for i in range(1000)]\nt[7]['a'] = None; del t[8]['b']\n"
                 "m = [[i, -i] for i in range(5)]\nwide = [list(range(500))] * 3\nragged = [[1], [1, 2]]\nmixed = [{'a': 1}, {'b': 1}]");
        auto page = v.page("t", 6, 2);
        QVERIFY(page.form == ValuePage::Form::Items); // t[8] has other keys
        page = v.page("t[:8]", 6, 2);
        QVERIFY(page.form == ValuePage::Form::Table);
        COMPARE_STR(page.shape, "8 x 3");
        COMPARE_STR(table(page), "|a|b|3\n6|6|text 6|[6]|\n7|None|text 7|[7]|");
        COMPARE_STR(table(v.page("t[9:]", 0, 2, "99")), "|a|b|3\n90|99|text 99|[99]|\n190|199|text 199|[199]|");
        COMPARE_STR(table(v.page("m", -1)), "|0|1\n4|4|-4|");
        page = v.page("wide", 0, 1);
        QCOMPARE(page.columns.size(), std::size_t{200});
        QCOMPARE(page.columnsTotal, std::int64_t{500});
        QCOMPARE(page.rows.at(0).size(), std::size_t{201});
        QVERIFY(v.page("ragged").form == ValuePage::Form::Items);
        QVERIFY(v.page("mixed").form == ValuePage::Form::Items);
        // A page has its limit in bytes as well; the reader asks for the next rows.
        page = v.page("[[('x' * 300)] * 200] * 1000", 0, 1000);
        QVERIFY(page.rows.size() > 50 && page.rows.size() < 200);
        QCOMPARE(page.rows[0][1].size(), std::size_t{200});
    }

    void arraysAndFrames() {
        Harness probe;
        if (probe.run("import numpy, pandas").status != CellStatus::Ok) QSKIP("this Python has no numpy and pandas");
        Values v("import numpy as np, pandas as pd\na = np.arange(60).reshape(20, 3); one = np.arange(5) * 0.5; cube = np.zeros((2, 3, 4))\n"
                 "df = pd.DataFrame({'x': range(10), 'y': [f's{i}' for i in range(10)], 't': pd.date_range('2020-01-01', periods=10)})\n"
                 "named = np.array([(1, 'a')], dtype=[('n', 'i4'), ('s', 'U3')]); wide = np.zeros((2, 1000)); none = np.array(7)");
        auto page = v.page("a", 18);
        COMPARE_STR(page.shape, "20 x 3");
        COMPARE_STR(table(page), "|0|1|2\n18|54|55|56|\n19|57|58|59|");
        COMPARE_STR(table(v.page("a", 0, 5, "31")), "|0|1|2\n10|30|31|32|");
        COMPARE_STR(table(v.page("one", -1)), "|value\n4|2.0|");
        COMPARE_STR(table(v.page("named")), "|n|s\n0|1|a|");
        QCOMPARE(v.page("wide").columnsTotal, std::int64_t{1000});
        QVERIFY(v.page("cube").form == ValuePage::Form::Items);
        COMPARE_STR(v.page("none").text, "array(7)");
        page = v.page("df", -1);
        COMPARE_STR(page.shape, "10 rows x 3 columns");
        COMPARE_STR(table(page), "|x|y|t\n9|9|s9|2020-01-10 00:00:00|");
        COMPARE_STR(table(v.page("df[df.x > 7].y")), "|y\n8|s8|\n9|s9|");
        COMPARE_STR(table(v.page("df", 0, 5, "s7")), "|x|y|t\n7|7|s7|2020-01-08 00:00:00|");
    }

    void others() {
        Values v("class C:\n  def __repr__(self): return 'I am ' + 'long ' * 1000\nc = C()\nn = None");
        auto page = v.page("c", 5, 9);
        QVERIFY(page.form == ValuePage::Form::Other);
        COMPARE_STR(page.type, "C");
        COMPARE_STR(page.text, "long long");
        COMPARE_STR(v.page("n").text, "None");
        COMPARE_STR(v.page("1 + 1").text, "2");
        COMPARE_STR(v.page("2 ** 100_000").text, "<int of 100001 bits>");
        COMPARE_STR(v.page("lambda x: x").type, "function");
        COMPARE_STR(v.page("print('said') or 7").output, "said\n");
        COMPARE_STR(v.page(" \n len(context) ").text, "13");
    }

    void errors() {
        Values v("class C:\n  def __repr__(self): raise ValueError('no')\nc = C()");
        COMPARE_STR(v.error("c"), "ValueError: no");
        COMPARE_STR(v.error("nothing"), "NameError: name 'nothing' is not defined");
        VERIFY_HAS(v.error("x = 1"), "SyntaxError: ");
        VERIFY_HAS(v.error(""), "SyntaxError: ");
        COMPARE_STR(v.error("llm_query('q')"), "SubCallError: a value is looked at, no model is asked");
        COMPARE_STR(v.error("rlm_query_batched(['q'])"), "SubCallError: a value is looked at, no model is asked");
        VERIFY_HAS(v.error("exit()"), "only looked at");
        COMPARE_STR(v.error("(_ for _ in ()).throw(KeyboardInterrupt)"), "KeyboardInterrupt");
        VERIFY_HAS(v.error("[0] * 10**10"), "MemoryError");
        VERIFY_HAS(v.error(std::string(100'000, '(')), "Error");
        VERIFY_HAS(v.error("\xff\xfe"), "SyntaxError");
        VERIFY_HAS(v.error("__import__('os')._exit(1)"), "given up");
        const auto given = v.h.repl->read({"[1 for _ in iter(int, 1)]", 0, 10, "", 0.5}, {}, {});
        QVERIFY(!given.ok());
        VERIFY_HAS(given.error().message, "given up");
        v.h.run("print('alive')"); // all that happened to copies
        COMPARE_STR(v.h.seen.out, "alive\n");
    }

    void nothingStays() {
        Values v("l = [1, 2]\nimport random; random.seed(1)");
        QCOMPARE(v.page("l.append(3) or l").items.size(), std::size_t{3});
        QCOMPARE(v.page("l").items.size(), std::size_t{2});
        COMPARE_STR(v.page("globals().update(x=1)").text, "None");
        VERIFY_HAS(v.error("x"), "NameError");
        const std::string number = v.page("random.random()").text;
        COMPARE_STR(v.page("random.random()").text, number);
        COMPARE_STR(v.page("open('file', 'w').write('x')").text, "1");
        v.h.run("import os; print(os.listdir(), random.random())");
        COMPARE_STR(v.h.seen.out, "[] " + number + "\n");
    }

    void atAnotherPoint() {
        Values v("x = 'one'");
        v.h.repl->snapshot();
        v.h.run("x = 'two'");
        COMPARE_STR(v.page("x").text, "two");
        const auto before = v.h.repl->read({"x", 0, 10, "", 5}, 1, {});
        QVERIFY(before.ok());
        COMPARE_STR(before->text, "one");
        QCOMPARE(before->point, 1);
    }

    void withoutACopy() {
        Values v("import threading\nstop = threading.Event()\nt = threading.Thread(target=stop.wait); t.start()\n"
                 "l = [1, 2, 3]\nclass C:\n  def __repr__(self): open('ran', 'w'); return 'ran'\nc = C(); cs = [[c, 1], [c, 2]]");
        COMPARE_STR(keys(v.page("l", 1, 1)), "1 ");
        COMPARE_STR(v.page("context", 0, 5).text, "hello");
        COMPARE_STR(v.page("c").text, "<C>");
        COMPARE_STR(table(v.page("cs")), "|0|1\n0|<C>|1|\n1|<C>|2|");
        const auto refused = v.read("len(l)");
        QVERIFY(!refused.ok());
        VERIFY_HAS(refused.error().message, "only a variable");
        v.h.run("import os; stop.set(); t.join(); print(os.listdir())");
        COMPARE_STR(v.h.seen.out, "[]\n");
        COMPARE_STR(v.page("len(l)").text, "3");
    }

    void eventLoopsGoOnInCopies() {
        Values v("import asyncio\nlock = asyncio.Lock()\nasync def f(x):\n  async with lock:\n    await asyncio.sleep(0)\n    return x\n"
                 "print(await asyncio.gather(f(1), f(2)))");
        QVERIFY(v.h.repl->snapshot().held);
        auto restored = v.h.repl->restore(1, {});
        QVERIFY(restored.ok() && restored->method == RestoreMethod::Snapshot);
        // The same loop, on descriptors of its own: both go on, and neither hears the other.
        const std::string code = "print(await asyncio.gather(f(3), f(4), asyncio.to_thread(lambda: 5)))";
        v.h.run(code);
        COMPARE_STR(v.h.seen.out, "[3, 4, 5]\n");
        v.h.repl = std::move(restored->repl);
        v.h.run(code);
        COMPARE_STR(v.h.seen.out, "[3, 4, 5]\n");
        QVERIFY2(v.h.repl->snapshot().held, "the pool's idle thread is no reason");
        v.h.run("task = asyncio.create_task(asyncio.sleep(60))\nawait asyncio.sleep(0)");
        const auto report = v.h.repl->snapshot();
        QVERIFY(!report.held);
        VERIFY_HAS(report.reason, "task");
        v.h.run("task.cancel()\nawait asyncio.sleep(0)\nf = open('x', 'w')");
        VERIFY_HAS(v.h.repl->snapshot().reason, "file");
        v.h.run("f.close()");
        QVERIFY(v.h.repl->snapshot().held);
    }
};

QTEST_GUILESS_MAIN(TestReplValues)
#include "tst_repl_values.moc"
