// What is told about variables after each cell: type, size, shape, preview, whether they changed and which cell wrote them.
#include "repl_harness.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

Variable find(const CellOutcome& outcome, std::string_view name) {
    for (const auto& variable : outcome.variables)
        if (variable.name == name) return variable;
    return {};
}

} // namespace

class TestReplVariables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void changes_data() {
        QTest::addColumn<QByteArray>("make");
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<bool>("changed");
        const auto row = [](const char* name, const char* make, const char* change, bool changed) {
            QTest::newRow(name) << QByteArray(make) << QByteArray(change) << changed;
        };
        row("nothing", "v = {'a': [1, 2.5, 'x', None, b'y', (3, 10**30), {1, 2}]}", "pass", false);
        row("only read", "v = [1, 2, 3]", "print(sum(v), v[0], len(v))", false);
        row("same number", "v = 12345678", "v = 12345678", false);
        row("other number", "v = 1", "v = 2", true);
        row("int to float", "v = 1", "v = 1.0", true);
        row("zero to minus zero", "v = 0.0", "v = -0.0", true);
        row("big number", "v = 10**40", "v += 1", true);
        row("text", "v = 'a'", "v = 'b'", true);
        row("equal list", "v = [1, 'a']", "v = [1, 'a']", false);
        row("other type", "v = [1, 'a']", "v = (1, 'a')", true);
        row("append", "v = []", "v.append(1)", true);
        row("deep", "v = {'a': [{'b': {'c': [1, 2, 3]}}]}", "v['a'][0]['b']['c'][1] = 9", true);
        row("deep and empty", "v = []\nx = v\nfor i in range(5000): x.append([]); x = x[0]", "x.append(1)", true);
        row("key", "v = {'a': 1}", "v['b'] = v.pop('a')", true);
        row("order of a dict", "v = {'a': 1, 'b': 2}", "v['a'] = v.pop('a')", true);
        row("order of a set", "v = {1, 2, 3}", "v.discard(1); v.add(1)", false);
        row("set", "v = {1, 2, 3}", "v.add(4)", true);
        row("set of tuples", "v = {(1, 2)}", "v = {(1, 3)}", true);
        row("attribute", "class C: pass\nv = C(); v.x = [1]", "v.x.append(2)", true);
        row("attribute, only looked at", "class C: pass\nv = C(); v.x = 1", "vars(v), v.__dict__, v.x", false);
        row("slots", "class C: __slots__ = ('a',)\nv = C(); v.a = 1", "v.a = 2", true);
        row("dataclass", "import dataclasses\n@dataclasses.dataclass\nclass D: x: int = 1\nv = [D()]", "v[0].x = 2", true);
        row("counter", "import collections; v = collections.Counter('abca')", "v['a'] += 1", true);
        row("deque", "import collections; v = collections.deque(range(10))", "v.rotate(1)", true);
        row("ordered", "import collections; v = collections.OrderedDict(a=1, b=2)", "v['b'] = 3", true);
        row("bytearray", "v = bytearray(100_000)", "v[50_000] = 1", true);
        row("array", "import array; v = array.array('d', [0.0] * 1000)", "v[500] = 1", true);
        row("array, only read", "import array; v = array.array('d', [0.0] * 1000)", "sum(v)", false);
        row("middle of a long list", "v = list(range(10_000))", "v[5_123] = -1", true);
        row("long list, only read", "v = [str(i) for i in range(100_000)]", "sorted(v)", false);
        row("end of a long list of lists", "v = [[i] for i in range(50_000)]", "v[-1].append(1)", true);
        row("same function", "def v(a): return a + 1", "def v(a): return a + 1", false);
        row("other operator", "def v(a): return a + 1", "def v(a): return a - 1", true);
        row("other name", "def v(a): return len(a)", "def v(a): return max(a)", true);
        row("other default", "def v(a=1): return a", "def v(a=2): return a", true);
        row("closure", "def f():\n  n = []\n  def g(x): n.append(x)\n  return g\nv = f()", "v(1)", true);
        row("itself", "v = [1]; v.append(v)", "pass", false);
        row("itself, changed", "v = [1]; v.append(v)", "v[0] = 2", true);
        row("shared", "a = [1]; v = [a, a]", "v = [[1], [1]]", true);
        row("memoryview", "b = bytearray(1000); v = memoryview(b)[::3]", "b[3] = 1", true);
        row("released memoryview", "v = memoryview(bytearray(1000))", "v.release()", true);
        row("generator", "v = (i for i in range(3))", "pass", false);
        row("context again", "v = context", "v = context", false);
        row("answers", "v = llm_query_batched(['a', 'b'])", "v = v[:]", true); // a list, no Replies
    }
    void changes() {
        QFETCH(QByteArray, make);
        QFETCH(QByteArray, change);
        QFETCH(bool, changed);
        Harness h;
        auto outcome = h.run(make.toStdString());
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        QVERIFY(find(outcome, "v").changed);
        QCOMPARE(find(outcome, "v").cell, 1);
        outcome = h.run("pass");
        QVERIFY(!find(outcome, "v").changed);
        outcome = h.run(change.toStdString());
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        QCOMPARE(find(outcome, "v").changed, changed);
        QCOMPARE(find(outcome, "v").cell, changed ? 3 : 1);
        outcome = h.run("pass");
        QVERIFY(!find(outcome, "v").changed);
        QCOMPARE(find(outcome, "v").cell, changed ? 3 : 1);
    }

    void previews_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("preview");
        const auto row = [](const char* value, const char* type, int size, const char* preview) {
            QTest::newRow(value) << QByteArray(value) << QByteArray(type) << size << QByteArray(preview);
        };
        row("[1, [2, [3, [4, [5]]]]]", "list", 2, "[1, [2, [3, ...]]]");
        row("(1,)", "tuple", 1, "(1)");
        row("{'k': {'x'}}", "dict", 1, "{'k': {'x'}}");
        row("__import__('collections').deque([1, 2])", "deque", 2, "deque([1, 2])");
        row("bytearray(b'ab')", "bytearray", 2, "b'ab'");
        row("range(5)", "range", 5, "range(0, 5)");
        row("int", "type", -1, "class int");
        row("10 ** 1000", "int", -1, "<int of 3322 bits>");
        row("type('P', (), {'__init__': lambda s: s.__dict__.update(x=1, y='z')})()", "P", -1, "<P x=1, y='z'>");
        row("type('R', (), {'__repr__': lambda s: 1 / 0, '__getattribute__': lambda s, n: 1 / 0})()", "R", -1, "<R>");
        row("type('F', (float,), {'__repr__': lambda s: 1 / 0})(2.5)", "F", -1, "2.5");
        row("__import__('datetime').date(2020, 1, 2)", "date", -1, "datetime.date(2020, 1, 2)");
        row("__import__('decimal').Decimal('1.50')", "Decimal", -1, "Decimal('1.50')");
        row("__import__('re').compile('a+')", "Pattern", -1, "re.compile('a+')");
        row("'x' * 10**6", "str", 1'000'000, nullptr);
        row("[[0] * 1000] * 1000", "list", 1000, nullptr);
        row("llm_query('q')", "str", 4, "'re:q'");
        row("llm_query_batched(['q'])", "list", 1, "['re:q']");
    }
    void previews() {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, type);
        QFETCH(int, size);
        QFETCH(QByteArray, preview);
        Harness h;
        const auto outcome = h.run("v = " + value.toStdString());
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        const auto v = find(outcome, "v");
        COMPARE_STR(v.type, type.toStdString());
        QCOMPARE(v.size, std::int64_t{size});
        if (!preview.isNull()) COMPARE_STR(v.preview, preview.toStdString());
        QVERIFY(v.preview.size() <= 240);
    }

    void arraysAndTables() {
        Harness h;
        if (h.run("import numpy, pandas").status != CellStatus::Ok) QSKIP("this Python has no numpy and pandas");
        const std::string make =
            "import numpy as np, pandas as pd\n"
            "a = np.arange(12).reshape(3, 4); one = np.zeros(5); cube = np.ones((2, 3, 4)); none = np.array(7)\n"
            "gaps = np.arange(20)[::2]; times = np.array(['2020-01-01'], dtype='M8[D]'); big = np.zeros((1000, 1000))\n"
            "mixed = np.array([1, 'x', [2]], dtype=object); k = np.float64(2.5); i = np.int32(3)\n"
            "df = pd.DataFrame({'n': range(100), 's': ['x'] * 100}); ser = df['n'] * 2; empty = pd.DataFrame()";
        auto outcome = h.run(make);
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        QVERIFY(find(outcome, "a") == (Variable{"a", "ndarray", 3, "int64 [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]",
                                                true, "3 x 4", 2}));
        COMPARE_STR(find(outcome, "one").preview, "float64 [0.0, 0.0, 0.0, 0.0, 0.0]");
        COMPARE_STR(find(outcome, "one").shape, "5");
        COMPARE_STR(find(outcome, "cube").shape, "2 x 3 x 4");
        COMPARE_STR(find(outcome, "none").preview, "int64 7");
        COMPARE_STR(find(outcome, "mixed").preview, "object [1, 'x', [2]]");
        COMPARE_STR(find(outcome, "k").preview, "2.5");
        COMPARE_STR(find(outcome, "i").preview, "3");
        QVERIFY(find(outcome, "df") == (Variable{"df", "DataFrame", 100, "n: 0, 1, 2, ...; s: 'x', 'x', 'x', ...", true,
                                                 "100 rows x 2 columns", 2}));
        QVERIFY(find(outcome, "ser") ==
                (Variable{"ser", "Series", 100, "[0, 2, 4, 6, 8, 10, 12, 14, 16, 18, ...]", true, "100 rows", 2}));
        COMPARE_STR(find(outcome, "empty").shape, "0 rows x 0 columns");

        outcome = h.run("a.sum(); df.n.mean(); df.describe(); df.sort_values('n'); ser.to_list(); len(big); df.loc[3]; df.T");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        for (const auto& variable : outcome.variables) QVERIFY2(!variable.changed, variable.name.c_str());

        outcome = h.run("a[1, 2] = -1; cube[1, 2, 3] = 0; gaps[3] = 0; times[0] = '2021-01-01'; big[500, 3] = 1\n"
                        "mixed[2].append(3); df.loc[50, 's'] = 'y'; ser.iloc[99] = 0; empty['c'] = 1");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        for (const char* name : {"a", "cube", "gaps", "times", "big", "mixed", "df", "ser", "empty"})
            QVERIFY2(find(outcome, name).changed && find(outcome, name).cell == 4, name);
        QVERIFY(!find(outcome, "one").changed);
        outcome = h.run("df.columns = ['u', 'v']; one = one.astype(int)");
        QVERIFY(find(outcome, "df").changed);
        COMPARE_STR(find(outcome, "df").preview, "u: 0, 1, 2, ...; v: 'x', 'x', 'x', ...");
        QVERIFY(find(outcome, "one").changed);
    }

    void aWarmerZygoteChangesNothing() {
        Harness h;
        ReplSpec spec;
        spec.context = std::make_shared<Context>(Context::ofText("x"));
        if (h.run("import numpy").status != CellStatus::Ok) QSKIP("this Python has no numpy");
        h.restart(spec);
        const std::string code = "import numpy as np, random\nprint(np.random.rand(3), random.random(), hash('a'))\na = np.arange(3)";
        h.run(code);
        const std::string cold = h.seen.out;
        // A cell has imported numpy, so another zygote does it beforehand; frames come from there as soon as it is ready.
        bool warm = false;
        for (int i = 0; i < 200 && !warm; ++i) {
            QTest::qWait(50);
            h.restart(spec);
            h.run("import sys; print('numpy' in sys.modules)");
            warm = h.seen.out == "True\n";
        }
        QVERIFY(warm);
        h.restart(spec);
        const auto outcome = h.run(code);
        COMPARE_STR(h.seen.out, cold);
        COMPARE_STR(find(outcome, "a").shape, "3");
        QVERIFY(h.repl->snapshot().held); // no threads, no files left open by the import
    }

    /// Everything that an interpreter holds, walked: no crash, and the REPL goes on.
    void strangeObjects() {
        Harness h;
        auto outcome = h.run("import sys, gc, asyncio, ctypes, sqlite3, weakref, types, io, threading, contextvars\n"
                             "modules = {k: dict(vars(m)) for k, m in sys.modules.items() if m}\n"
                             "everything = gc.get_objects()\nframe = sys._getframe()\n"
                             "for i, o in enumerate(everything[::max(1, len(everything) // 900)]): globals()[f'o{i}'] = o\n"
                             "class S: __slots__ = ('a', '__weakref__')\ns = S(); w = weakref.ref(s)\n"
                             "c = (ctypes.c_int * 5)(); db = sqlite3.connect(':memory:'); t = threading.Lock()\n"
                             "def gen():\n  x = yield 1\ng = gen(); next(g)\nasync def co(): pass\nk = co(); e = ValueError('x'); e.__cause__ = e\n"
                             "class Meta(type):\n  def __getattribute__(c, n): raise SystemError\nclass M(metaclass=Meta): pass\nmm = M()\n"
                             "class D(dict):\n  def __iter__(s): raise SystemError\n  __len__ = items = __iter__\nd = D(a=1)\n"
                             "deep = {}\nfor i in range(10**5): deep = {'d': deep}");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        QVERIFY(outcome.variables.size() > 500);
        outcome = h.run("pass");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        outcome = h.run("for n in list(globals()):\n  if not n.startswith('__'): del globals()[n]\nx = 1");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        QVERIFY(find(outcome, "x").changed);
    }

    void longNames() {
        Harness h;
        auto outcome = h.run("globals()['x' * 20_000_000] = 1\ny = type('t' * 20_000_000, (), {})()");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.cause.c_str());
        QCOMPARE(outcome.variables.size(), std::size_t{1});
        QCOMPARE(outcome.variables[0].type.size(), std::size_t{200});
        outcome = h.run("raise type('E' * 20_000_000, (Exception,), {})('m' * 20_000_000)");
        QVERIFY(outcome.status == CellStatus::Raised);
        QCOMPARE(outcome.exception.size(), std::size_t{200});
        h.run("print(1)");
        COMPARE_STR(h.seen.out, "1\n");
    }

    void falseModulesAreNotTrusted() {
        Harness h;
        const auto outcome = h.run("import sys, types\nm = types.ModuleType('numpy')\n"
                                   "class ndarray:\n  @property\n  def shape(self):\n    while True: pass\n"
                                   "m.ndarray = ndarray; sys.modules['numpy'] = m\nv = ndarray()",
                                   20);
        QVERIFY(outcome.status == CellStatus::Ok);
        COMPARE_STR(find(outcome, "v").preview, "<ndarray>");
    }

    void manyVariables() {
        Harness h;
        auto outcome = h.run("for i in range(3000): globals()[f'v{i}'] = [i]");
        QCOMPARE(outcome.variables.size(), std::size_t{1000});
        outcome = h.run("v5.append(1)");
        QVERIFY(find(outcome, "v5").changed);
        QVERIFY(!find(outcome, "v6").changed);
        QCOMPARE(find(outcome, "v5").cell, 2);
        // More than a listing looks into: what was not looked into counts as unchanged.
        outcome = h.run("for i in range(1000): globals()[f'v{i}'] = list(range(500))");
        outcome = h.run("pass");
        for (const auto& variable : outcome.variables) QVERIFY2(!variable.changed, variable.name.c_str());
    }

    void namesThatAreNotTheCells() {
        Harness h;
        const auto outcome = h.run("import os\nfrom math import pi\n_x = 1\n__y__ = 2\nanswer['content'] = 'a'\nllm_query = 1");
        QVERIFY(!find(outcome, "os").changed);
        QVERIFY(find(outcome, "pi").changed);
        QVERIFY(find(outcome, "_x").changed);
        for (const char* name : {"os", "__y__", "answer", "context", "llm_query", "SHOW_VARS", "__builtins__"})
            QVERIFY2(find(outcome, name).name.empty(), name);
    }

    void showVars() {
        Harness h;
        h.run("SHOW_VARS()");
        COMPARE_STR(h.seen.out, "No variables yet.\n");
        h.run("a = [1, 2]\nb = 'x'\nSHOW_VARS()");
        COMPARE_STR(h.seen.out, "a: list (length 2) = [1, 2]\nb: str (length 1) = 'x'\n");
        auto outcome = h.run("SHOW_VARS(); a.append(3); SHOW_VARS()"); // looking does not hide a change
        QVERIFY(find(outcome, "a").changed);
    }
};

QTEST_GUILESS_MAIN(TestReplVariables)
#include "tst_repl_variables.moc"
