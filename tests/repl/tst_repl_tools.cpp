// Functions that the user gives to the model's code: a file that runs inside the sandbox, and trusted tools outside it.
#include "repl_harness.h"
#include "support/json.h"


using namespace rlmscope;
using namespace rlmscope::test;

namespace {

const char* const Tools = R"py(
"""Tools of a test."""
import re
from textwrap import dedent

CALLS = 0

def words(text: str, most: int = 3) -> list:
    """Splits a text.

        Keeps the first ones.
    """
    return re.findall(r"\w+", text)[:most]

def count():
    global CALLS
    CALLS += 1
    return CALLS

async def later(x):
    return x

class Thing:
    def __init__(self, n): self.n = n

def thing(n): return Thing(n)

def _hidden(): pass

alias = len
)py";

ReplSpec with(const std::string& tools, std::vector<ToolInfo> trusted = {}) {
    ReplSpec spec;
    spec.context = std::make_shared<Context>(Context::ofText("hello"));
    spec.toolsSource = tools;
    spec.trustedTools = std::move(trusted);
    return spec;
}

} // namespace

class TestReplTools : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areInjectedAndDescribed() {
        Harness h(with(Tools));
        const auto tools = h.repl->tools();
        QCOMPARE(tools.size(), std::size_t{4});
        QVERIFY(tools[0] == (ToolInfo{"words", "(text: str, most: int = 3) -> list",
                                      "Splits a text.\n\nKeeps the first ones."}));
        QVERIFY(tools[1] == (ToolInfo{"count", "()", ""}));
        COMPARE_STR(tools[2].name, "later");
        COMPARE_STR(tools[3].name, "thing");
        const auto outcome = h.run("print(words('a b c d'), count(), count(), await later(5), thing(2).n)\nhelp(words)");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        VERIFY_HAS(h.seen.out, "['a', 'b', 'c'] 1 2 5 2\n");
        VERIFY_HAS(h.seen.out, "words(text: str, most: int = 3) -> list\n    Splits a text.");
        QVERIFY(outcome.variables.empty()); // tools are not the cell's variables
        h.run("import pickle; print(pickle.loads(pickle.dumps(thing(7))).n)");
        COMPARE_STR(h.seen.out, "7\n");
        h.run("print('dedent' in globals(), '_hidden' in globals(), 'alias' in globals())");
        COMPARE_STR(h.seen.out, "False False False\n");
    }

    void comeBack() {
        Harness h(with(Tools));
        h.run("words.__code__ = (lambda *a: 5).__code__; words.__defaults__ = (1,); words.x = 1; del count; later = None");
        h.run("print(words('a b c d'), words.__dict__, count(), await later(1))");
        COMPARE_STR(h.seen.out, "['a', 'b', 'c'] {} 1 1\n");
    }

    void errorsNameTheLine() {
        Harness h(with("def broken(x):\n    return 1 / x"));
        const auto outcome = h.run("broken(0)");
        VERIFY_HAS(outcome.traceback, "File \"<tools>\", line 2, in broken\n    return 1 / x\n");
    }

    void brokenFiles_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* source, const char* message) {
            QTest::newRow(name) << QByteArray(source) << QByteArray(message);
        };
        row("raises", "x = 1\ny = nothing", "The tools file is broken: line 2: NameError: name 'nothing' is not defined (y = nothing)");
        row("raises below", "def f():\n  1 / 0\nf()", "The tools file is broken: line 2: ZeroDivisionError: division by zero (1 / 0)");
        row("syntax", "def f(:\n  pass", "The tools file is broken: line 1: SyntaxError: ");
        row("no module", "import not_there", "line 1: ModuleNotFoundError: No module named 'not_there'");
        row("exits", "raise SystemExit(3)", "line 1: SystemExit: 3");
        row("reserved", "def llm_query(p): pass", "The tools file defines llm_query, which is a name of the REPL.");
        row("reserved of another protocol", "def SUBMIT(p): pass", "SUBMIT");
        row("context", "def context(): pass", "context");
        row("all names nothing", "__all__ = ['f']", "__all__ names 'f', which is not a function in it.");
        row("all is no list", "__all__ = 5", "__all__ must be a list of names.");
        row("asks a model", "def f(): pass\nllm_query('x')", "line 2: NameError");
        row("too much memory", "x = bytearray(10**10)", "line 1: MemoryError");
    }
    void brokenFiles() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, message);
        Harness h;
        const auto started = h.factory().start(with(source.toStdString()), {});
        QVERIFY(!started.ok());
        VERIFY_HAS(started.error().text(), message.toStdString());
        QVERIFY(h.factory().start(with("def f(): pass"), {}).ok()); // the next one is not harmed
    }

    void allChooses() {
        Harness h(with("from textwrap import dedent\n__all__ = ['_b', 'dedent']\ndef a(): pass\ndef _b(): return 1"));
        const auto tools = h.repl->tools();
        QCOMPARE(tools.size(), std::size_t{2});
        COMPARE_STR(tools[0].name + tools[1].name, "_bdedent");
        h.run("print(_b(), dedent(' x'), 'a' in globals())");
        COMPARE_STR(h.seen.out, "1 x False\n");
    }

    void runInsideTheSandbox() {
        Harness h(with("def home():\n  import os\n  return os.getcwd() == os.environ['HOME']\n"
                       "def secret():\n  return open('/etc/shadow').read()\ndef net():\n  import socket; socket.socket()"));
        h.run("print(home())");
        COMPARE_STR(h.seen.out, "True\n");
        if (h.repl->sandbox().level != SandboxLevel::Full) QSKIP("no full sandbox here");
        QVERIFY(h.run("secret()").status == CellStatus::Raised);
        QVERIFY(h.run("net()").status == CellStatus::Raised);
        QVERIFY(!h.factory().start(with("open('/etc/shadow')"), {}).ok());
    }

    void surviveSnapshots() {
        Harness h(with(Tools));
        h.run("count()");
        QVERIFY(h.repl->snapshot().held);
        h.run("count()");
        auto restored = h.repl->restore(1, {});
        QVERIFY(restored.ok() && restored->method == RestoreMethod::Snapshot);
        QCOMPARE(restored->repl->tools().size(), std::size_t{4});
        h.repl = std::move(restored->repl);
        h.run("print(count())");
        COMPARE_STR(h.seen.out, "2\n");
    }

    void trustedToolsAskTheHost() {
        Harness h(with("", {{"weather", "(city, days=3, *, unit: 'Unit' = 'c')", "The weather of a city."}}));
        QVERIFY(h.repl->tools().empty());
        std::vector<std::string> asked;
        h.onCall = [&](const HostCall& call, std::size_t i) -> Result<std::string> {
            if (call.kind != HostCallKind::Tool) return std::string("text");
            asked.push_back(call.tool + call.items[i].prompt);
            if (asked.size() == 2) return makeError(ErrorKind::Network, "the station is down");
            return std::string(R"({"celsius": [20, 21.5], "note": null})");
        };
        h.run("print(weather('Köln', unit='f'))\nhelp(weather)");
        VERIFY_HAS(h.seen.out, "{'celsius': [20, 21.5], 'note': None}\n");
        VERIFY_HAS(h.seen.out, "weather(city, days=3, *, unit='c')\n    The weather of a city.");
        auto outcome = h.run("try: weather('x')\nexcept ToolError as e: print(e.message, e.kind)");
        COMPARE_STR(h.seen.out, "the station is down network\n");
        h.run("import asyncio\nprint(await weather('a'), len(await asyncio.gather(weather('b'), weather('c'), llm_query('d'))))");
        COMPARE_STR(h.seen.out, "{'celsius': [20, 21.5], 'note': None} 3\n");
        const auto arguments = test::parsed(asked.at(0).substr(7));
        QVERIFY(arguments == test::parsed(R"({"args": ["Köln"], "kwargs": {"unit": "f"}})"));
        QCOMPARE(asked.size(), std::size_t{5});
        // What cannot be asked is refused before anybody is asked.
        COMPARE_STR(h.run("weather()").cause, "TypeError: weather(): missing a required argument: 'city'");
        VERIFY_HAS(h.run("weather(object())").cause, "TypeError: weather(): a tool takes values that JSON can hold");
        VERIFY_HAS(h.run("weather(float('nan'))").cause, "TypeError: weather(): a tool takes values that JSON can hold");
        QCOMPARE(asked.size(), std::size_t{5});
        outcome = h.run("weather = 1");
        QVERIFY(outcome.variables.empty());
        h.run("print(callable(weather))");
        COMPARE_STR(h.seen.out, "True\n");
    }

    void oddSignatures() {
        Harness h(with("", {{"one", "not a signature", ""}, {"two", "(x=__import__('os').getpid())", ""}, {"three", "(*a, **k)", ""}}));
        h.onCall = [](const HostCall& call, std::size_t i) { return Result<std::string>(call.items[i].prompt); };
        h.run("print(one(1, a=2), two(), three(3, b=4))");
        COMPARE_STR(h.seen.out, "{'args': [1], 'kwargs': {'a': 2}} {'args': [], 'kwargs': {}} {'args': [3], 'kwargs': {'b': 4}}\n");
    }

    void unknownToolsAreRefusedByTheHost() {
        Harness h(with("", {{"known", "()", ""}}));
        bool called = false;
        h.onCall = [&](const HostCall&, std::size_t) { called = true; return Result<std::string>("1"); };
        const auto outcome = h.run("w = known.__globals__['_w']\nprint(w.wait(w.send(2, False, 'other', ['{}'], None, False)))");
        QVERIFY2(outcome.status == CellStatus::Ok, outcome.traceback.c_str());
        VERIFY_HAS(h.seen.out, "not available");
        QVERIFY(!called);
    }

    void clashes() {
        Harness h;
        auto started = h.factory().start(with("def f(): pass", {{"f", "()", ""}}), {});
        QVERIFY(!started.ok());
        VERIFY_HAS(started.error().text(), "two tools named f");
        started = h.factory().start(with("", {{"answer", "()", ""}}), {});
        QVERIFY(!started.ok());
        started = h.factory().start(with("", {{"no name", "()", ""}}), {});
        QVERIFY(!started.ok());
    }
};

QTEST_GUILESS_MAIN(TestReplTools)
#include "tst_repl_tools.moc"
