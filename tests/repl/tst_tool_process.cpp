// Trusted tools: real processes that answer, raise, hang, die, babble.
#include <QFile>
#include <QFileInfo>
#include <QTest>

#ifndef Q_MOC_RUN
#include "repl/tool_messages.h"
#include "repl/tool_process.h"
#include "support/json.h"
#endif

#include <QTemporaryDir>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sys/wait.h>

using namespace rlmscope;
using nlohmann::json;

namespace {

ToolProcessOptions optionsFor(const std::string& source) {
    ToolProcessOptions options;
    options.path = "/tmp/of-a-person/mine.py"; // only a name: the text is handed over
    options.source = source;
    options.graceSeconds = 0.1;
    options.python = "/usr/bin/python3"; // python3 of the PATH may be a slow wrapper
    return options;
}

std::unique_ptr<ToolHost> started(const ToolProcessOptions& options) {
    auto host = startToolProcess(options, {});
    if (host) return std::move(*host);
    qWarning("%s", host.error().text().c_str());
    return nullptr;
}

std::future<Result<std::string>> begin(ToolHost& host, const std::string& name, const json& args, CancelToken cancel = {}) {
    const auto promise = std::make_shared<std::promise<Result<std::string>>>();
    host.call(name, test::dumped(json{{"args", args}, {"kwargs", json::object()}}), std::move(cancel),
              [promise](Result<std::string> result) { promise->set_value(std::move(result)); });
    return promise->get_future();
}

Result<std::string> call(ToolHost& host, const std::string& name, const json& args = json::array()) {
    return begin(host, name, args).get();
}

std::string textOf(const Result<std::string>& result) {
    return result ? *result : "!" + std::string(toString(result.error().kind)) + ": " + result.error().message;
}

bool waitFor(const std::function<bool()>& condition) {
    for (int i = 0; i < 4'000; ++i) {
        if (condition()) return true;
        QTest::qSleep(5);
    }
    return false;
}

bool alive(pid_t pid) { // a zombie of somebody else's is gone for us
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    return bool(stat >> number >> name >> state) && state != "Z";
}

} // namespace

class TestToolProcess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void describesAndAnswers() {
        const auto host = started(optionsFor("import math\nfrom json import dumps\nRATE = 3\n"
                                             "def add(a: int, b=2) -> int:\n    '''Adds.\n\n    Two numbers.\n    '''\n    return a + b\n"
                                             "def _private(): pass\nclass NotATool: pass\n"
                                             "async def later(x):\n    import asyncio\n    await asyncio.sleep(0)\n    return [x, None]\n"));
        QVERIFY(host);
        QCOMPARE(host->tools().size(), 2u);
        QCOMPARE(host->tools()[0], (ToolInfo{"add", "(a: int, b=2) -> int", "Adds.\n\nTwo numbers."}));
        QCOMPARE(host->tools()[1].name, "later");
        QCOMPARE(textOf(call(*host, "add", {1})), "3");
        QCOMPARE(textOf(call(*host, "add", {"\xc3\xa4", "\xf0\x9f\x98\x80"})), "\"\xc3\xa4\xf0\x9f\x98\x80\"");
        QCOMPARE(textOf(call(*host, "later", {1.5})), "[1.5, null]");
        QCOMPARE(textOf(call(*host, "_private")), "!code: There is no tool \"_private\".");
        // Numbers of any length come back as they are.
        QCOMPARE(textOf(call(*host, "add", {test::parsed("1"), test::parsed("0")})), "1");
        std::promise<Result<std::string>> big;
        host->call("add", R"({"args":[123456789012345678901234567890]})", {}, [&](Result<std::string> r) { big.set_value(std::move(r)); });
        QCOMPARE(textOf(big.get_future().get()), "123456789012345678901234567892");
    }
    void allDecides() {
        const auto host = started(optionsFor("from math import sqrt\n__all__ = ['sqrt', '_mine']\ndef _mine(): return 1\ndef other(): return 2\n"));
        QVERIFY(host);
        QCOMPARE(host->tools().size(), 2u);
        QCOMPARE(textOf(call(*host, "sqrt", {9})), "3.0");
        QCOMPARE(textOf(call(*host, "_mine")), "1");
    }
    void readingRunsNothing() {
        QTemporaryDir folder;
        const auto mark = folder.filePath("mark").toStdString();
        const auto options = optionsFor("open('" + mark + "', 'w')\ndef fetch(url, *, timeout=10):\n    'Gets it.'\n");
        const auto tools = readToolsFile(options, {});
        QVERIFY2(tools.ok(), tools ? "" : tools.error().text().c_str());
        QCOMPARE(*tools, (std::vector<ToolInfo>{{"fetch", "(url, *, timeout=10)", "Gets it."}}));
        QVERIFY(!std::filesystem::exists(mark));
    }
    void brokenFiles_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("message");
        QTest::newRow("syntax") << "x = 1\ndef f(:\n  pass\n" << "mine.py, line 2: SyntaxError";
        QTest::newRow("import") << "\n\nimport no_such_module_at_all\n" << "mine.py, line 3: ModuleNotFoundError: No module named 'no_such_module_at_all'";
        QTest::newRow("raises below") << "def f():\n    raise ValueError('x')\n\nf()\n" << "mine.py, line 2: ValueError: x";
        QTest::newRow("exits") << "import sys\nsys.exit(3)\n" << "mine.py, line 2: SystemExit: 3";
        QTest::newRow("leaves") << "import os\nos._exit(7)\n" << "exited with code 7";
        QTest::newRow("says why") << "import os\nos.write(2, b'no licence\\n')\nos._exit(7)\n" << "exited with code 7; it said: no licence";
        QTest::newRow("all lies") << "__all__ = ['gone']\n" << "has no attribute 'gone'";
    }
    void brokenFiles() {
        QFETCH(QString, source);
        QFETCH(QString, message);
        const auto host = startToolProcess(optionsFor(source.toStdString()), {});
        QVERIFY(!host);
        QVERIFY2(QString::fromStdString(host.error().message).contains(message), host.error().message.c_str());
    }
    void readingNamesTheLine() {
        const auto tools = readToolsFile(optionsFor("\ndef f(:\n"), {});
        QVERIFY(!tools);
        QVERIFY(tools.error().kind == ErrorKind::BadInput);
        QVERIFY2(QString::fromStdString(tools.error().message).contains("mine.py, line 2: SyntaxError"), tools.error().message.c_str());
    }
    void noPython() {
        auto options = optionsFor("def f(): pass\n");
        options.python = "/nowhere/python3";
        const auto host = startToolProcess(options, {});
        QVERIFY(!host);
        QVERIFY2(QString::fromStdString(host.error().text()).contains("RLMSCOPE_TOOLS_PYTHON"), host.error().text().c_str());
        options.python = "/bin/false";
        QVERIFY(QString::fromStdString(startToolProcess(options, {}).error().message).contains("exited with code 1"));
        QVERIFY(!readToolsFile(options, {}));
        options.python = "/bin/cat"; // understands none of it
        QVERIFY(!readToolsFile(options, {}));
    }
    void errorsNameTheLine() {
        const auto host = started(optionsFor("def f(x):\n    if x:\n        raise KeyError(x)\n    return {1, 2}\n"
                                             "def nan(): return float('nan')\n"
                                             "def big(): return 'x' * 17_000_000\n"
                                             "def round_trip(): a = []; a.append(a); return a\n"
                                             "def leave(): raise SystemExit(4)\n"
                                             "def half(): return '\\ud800'\n"));
        QVERIFY(host);
        QCOMPARE(textOf(call(*host, "f", {"k"})), "!code: KeyError: 'k' (mine.py, line 3)");
        QVERIFY(QString::fromStdString(textOf(call(*host, "f", {""}))).contains("f returned a set that JSON cannot hold"));
        QVERIFY(QString::fromStdString(textOf(call(*host, "f"))).contains("missing 1 required positional argument"));
        QVERIFY(QString::fromStdString(textOf(call(*host, "nan"))).contains("nan returned a float that JSON cannot hold"));
        QVERIFY(QString::fromStdString(textOf(call(*host, "big"))).contains("big returned 17,000,002 bytes; at most 16,000,000"));
        QVERIFY(QString::fromStdString(textOf(call(*host, "round_trip"))).contains("JSON cannot hold"));
        QVERIFY(QString::fromStdString(textOf(call(*host, "leave"))).startsWith("!code: SystemExit: 4"));
        QCOMPARE(textOf(call(*host, "half")), "\"?\"");
        // From a sandbox anything may come.
        for (const char* arguments : {"", "nonsense", "[]", "{\"args\":7}", "{\"kwargs\":[]}"}) {
            std::promise<Result<std::string>> promise;
            host->call("f", arguments, {}, [&](Result<std::string> r) { promise.set_value(std::move(r)); });
            QVERIFY(!promise.get_future().get());
        }
        std::promise<Result<std::string>> deep;
        host->call("f", std::string(200'000, '['), {}, [&](Result<std::string> r) { deep.set_value(std::move(r)); });
        QVERIFY(!deep.get_future().get());
        QVERIFY(!call(*host, "f", {"still there"}).ok());
        QVERIFY(textOf(call(*host, "f", {"k"})).find("KeyError") != std::string::npos);
    }
    void hugeResults() {
        const auto host = started(optionsFor("def f(n, c): return c * n\n"));
        QVERIFY(host);
        QCOMPARE(call(*host, "f", {15'000'000, "x"})->size(), 15'000'002u);
        QCOMPARE(call(*host, "f", {7'900'000, "\""})->size(), 15'800'002u); // escaped twice on the way
        std::vector<std::future<Result<std::string>>> many;
        for (int i = 0; i < 100; ++i) many.push_back(begin(*host, "f", {i, "ab"}));
        for (int i = 0; i < 100; ++i) QCOMPARE(many[static_cast<std::size_t>(i)].get()->size(), static_cast<std::size_t>(2 * i + 2));
    }
    void callsRunAtTheSameTime() {
        const auto host = started(optionsFor("import threading\nboth = threading.Barrier(2)\ndef meet(): return both.wait(20) >= 0\n"));
        QVERIFY(host);
        auto first = begin(*host, "meet", json::array()), second = begin(*host, "meet", json::array());
        QCOMPARE(textOf(first.get()), "true");
        QCOMPARE(textOf(second.get()), "true");
    }
    void aCallThatNeverEndsTakesItsProcess() {
        const auto host = started(optionsFor("import os, time\nn = 0\n"
                                             "def count():\n    global n\n    n += 1\n    return [os.getpid(), n]\n"
                                             "def hang():\n    while True: time.sleep(10)\n"
                                             "def slow(s):\n    time.sleep(s)\n    return 'done'\n"));
        QVERIFY(host);
        const auto before = test::parsed(*call(*host, "count"));
        CancelSource cancel;
        auto hanging = begin(*host, "hang", json::array(), cancel.token());
        auto other = begin(*host, "slow", {0.6}); // of another cell: it ends as if nothing had happened
        cancel.cancel();
        QVERIFY(hanging.get().error().kind == ErrorKind::Cancelled);
        QCOMPARE(textOf(other.get()), "\"done\"");
        QVERIFY(waitFor([&] { return !alive(before[0]); }));
        const auto after = test::parsed(*call(*host, "count"));
        QVERIFY(after[0] != before[0]);
        QCOMPARE(after[1].get<int>(), 1); // the file was run again
    }
    void aCancelledCallThatEndsKeepsTheProcess() {
        auto options = optionsFor("import os, time\ndef pid(): return os.getpid()\ndef slow(): time.sleep(0.3)\n");
        options.graceSeconds = 30;
        const auto host = started(options);
        QVERIFY(host);
        const auto before = textOf(call(*host, "pid"));
        CancelSource cancel;
        auto slow = begin(*host, "slow", json::array(), cancel.token());
        cancel.cancel();
        QVERIFY(!slow.get());
        QTest::qSleep(500);
        QCOMPARE(textOf(call(*host, "pid")), before);
        CancelSource early;
        early.cancel();
        QVERIFY(begin(*host, "pid", json::array(), early.token()).get().error().kind == ErrorKind::Cancelled);
    }
    void aProcessThatDiesFailsItsCalls() {
        const auto host = started(optionsFor("import os\ndef leave(): os._exit(9)\ndef crash():\n    import ctypes\n    ctypes.string_at(0)\n"
                                             "def fine(): return 1\n"));
        QVERIFY(host);
        QCOMPARE(textOf(call(*host, "leave")), "!worker: The process of the trusted tools ended: exited with code 9.");
        QCOMPARE(textOf(call(*host, "fine")), "1");
        QVERIFY(QString::fromStdString(textOf(call(*host, "crash"))).contains("ended by signal: Segmentation fault"));
        QCOMPARE(textOf(call(*host, "fine")), "1");
    }
    void babble_data() {
        QTest::addColumn<QString>("code");
        QTest::newRow("no json") << "os.write(3, b'hello\\n')";
        QTest::newRow("no message") << "os.write(3, b'{\"op\":\"dance\"}\\n')";
        QTest::newRow("strange id") << "os.write(3, b'{\"op\":\"result\",\"id\":77,\"value\":\"1\"}\\n')";
        QTest::newRow("no value") << "os.write(3, b'{\"op\":\"result\",\"id\":1}\\n')";
        QTest::newRow("value is no json") << "os.write(3, b'{\"op\":\"result\",\"id\":1,\"value\":\"}\"}\\n')";
        QTest::newRow("ready again") << "os.write(3, b'{\"op\":\"ready\",\"tools\":[],\"python\":\"\"}\\n')";
        QTest::newRow("bytes") << "os.write(3, bytes(range(256)) + b'\\n')";
        QTest::newRow("deep") << "os.write(3, b'[' * 100000 + b'\\n')";
        QTest::newRow("endless line") << "[os.write(3, b'x' * 100000) for _ in range(1000)]";
        QTest::newRow("closes") << "import socket; socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)";
    }
    void babble() {
        QFETCH(QString, code);
        const auto host = started(optionsFor("import os, time\ndef fine(): return 1\ndef babble():\n    " + code.toStdString() + "\n    time.sleep(60)\n"));
        QVERIFY(host);
        const auto result = call(*host, "babble");
        QVERIFY(!result);
        QVERIFY2(result.error().kind == ErrorKind::Worker, result.error().text().c_str());
        QCOMPARE(textOf(call(*host, "fine")), "1");
    }
    void whatItPrintsIsHeard() {
        const auto host = started(optionsFor("import os, sys\nprint('at the start')\n"
                                             "def f():\n    print('one')\n    os.system('echo two >&2')\n    sys.stdout.write('no end')\n"
                                             "def much():\n    for i in range(3000): print(i)\n    print('y' * 5_000_000)\n"));
        QVERIFY(host);
        std::mutex mutex;
        std::vector<std::string> lines;
        host->onOutput([&](const std::string& line) {
            const std::lock_guard lock(mutex);
            lines.push_back(line);
        });
        QVERIFY(call(*host, "f"));
        const auto has = [&](const std::string& line) {
            const std::lock_guard lock(mutex);
            return std::find(lines.begin(), lines.end(), line) != lines.end();
        };
        QVERIFY(waitFor([&] { return has("at the start") && has("one") && has("two"); }));
        QVERIFY(call(*host, "much"));
        QVERIFY(waitFor([&] { return has("[what it prints after this is not kept]"); }));
        host->onOutput({});
        const auto before = lines.size();
        QVERIFY(before <= 1'000);
        QVERIFY(call(*host, "f"));
        QCOMPARE(lines.size(), before);
    }
    void environmentWithoutKeys() {
        setenv("TOOL_TEST_KEY", "sk-secret", 1);
        setenv("TOOL_TEST_OTHER", "kept", 1);
        auto options = optionsFor("import os\ndef env(n): return os.environ.get(n)\ndef fds(): return sorted(int(f) for f in os.listdir('/proc/self/fd'))\n");
        options.hidden = {"TOOL_TEST_KEY"};
        const auto host = started(options);
        QVERIFY(host);
        QCOMPARE(textOf(call(*host, "env", {"TOOL_TEST_KEY"})), "null");
        QCOMPARE(textOf(call(*host, "env", {"TOOL_TEST_OTHER"})), "\"kept\"");
        QCOMPARE(textOf(call(*host, "fds")), "[0, 1, 2, 3, 4]"); // 4 is the folder that it looks into
    }
    void neighboursCanBeImported() {
        QTemporaryDir folder;
        QFile helper(folder.filePath("helper_of_mine.py"));
        QVERIFY(helper.open(QIODevice::WriteOnly));
        helper.write("def double(x): return 2 * x\n");
        helper.close();
        auto options = optionsFor("from helper_of_mine import double\ndef f(x): return double(x)\n");
        options.path = folder.filePath("mine.py").toStdString();
        const auto host = started(options);
        QVERIFY(host);
        QCOMPARE(host->tools().size(), 1u); // double is not its own
        QCOMPARE(textOf(call(*host, "f", {4})), "8");
        QVERIFY(!QFileInfo::exists(folder.filePath("__pycache__")));
    }
    void endsWithTheHostAndItsChildren() {
        pid_t pid = 0, child = 0;
        {
            const auto host = started(optionsFor("import os, subprocess\ndef f():\n    return [os.getpid(), subprocess.Popen(['sleep', '600']).pid]\n"
                                                 "def spin():\n    while True: pass\n"));
            QVERIFY(host);
            const auto pids = test::parsed(*call(*host, "f"));
            pid = pids[0];
            child = pids[1];
            QVERIFY(alive(pid) && alive(child));
            host->call("spin", "{}", {}, [](const Result<std::string>& r) { QVERIFY(!r); });
        }
        QVERIFY(!alive(pid));
        QVERIFY(waitFor([&] { return !alive(child); }));
    }
    void diesWithAKilledHost() {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t host = fork();
        if (host == 0) { // a host of its own, killed below; a tool holds its interpreter
            const auto tools = started(optionsFor("import os\ndef pid(): return os.getpid()\ndef spin(): return sum(range(10**13))\n"));
            const pid_t pid = static_cast<pid_t>(std::stoi(textOf(call(*tools, "pid"))));
            tools->call("spin", "{}", {}, [](const Result<std::string>&) {});
            if (write(ends[1], &pid, sizeof pid) != static_cast<ssize_t>(sizeof pid)) _exit(1);
            pause();
        }
        pid_t pid = 0;
        QCOMPARE(read(ends[0], &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
        QVERIFY(alive(pid));
        kill(host, SIGKILL);
        waitpid(host, nullptr, 0);
        QVERIFY(waitFor([&] { return !alive(pid); }));
        close(ends[0]);
        close(ends[1]);
    }
    void startCanBeCancelledAndTimesOut() {
        auto options = optionsFor("import time\ntime.sleep(600)\n");
        CancelSource cancel;
        auto starting = std::async(std::launch::async, [&] { return startToolProcess(options, cancel.token()); });
        QTest::qSleep(50);
        cancel.cancel();
        QVERIFY(starting.get().error().kind == ErrorKind::Cancelled);
        options.startSeconds = 0.3;
        const auto late = startToolProcess(options, {});
        QVERIFY(QString::fromStdString(late.error().message).contains("was not run to its end"));
    }
    void messagesAreReadStrictly() {
        using repl::parseToolMessage;
        const auto good = parseToolMessage(R"-({"op":"ready","tools":[{"name":"f","signature":"()","doc":""}],"python":"3.11.2"})-");
        QVERIFY(good);
        QCOMPARE(good->tools.size(), 1u);
        QCOMPARE(good->text, "3.11.2");
        const std::string whole = R"({"op":"result","id":3,"value":"[1]"})";
        for (std::size_t cut = 0; cut < whole.size(); ++cut) QVERIFY(!parseToolMessage(whole.substr(0, cut)));
        QCOMPARE(parseToolMessage(whole)->id, 3u);
        for (const char* wrong : {"[]", "null", R"({"op":"result","id":-1,"value":"1"})", R"({"op":"result","id":"1","value":"1"})",
                                  R"({"op":"result","id":1,"value":1})", R"({"op":"error","id":1})", R"({"op":"ready","tools":[]})",
                                  R"({"op":"ready","tools":{},"python":""})", R"({"op":"ready","tools":[1],"python":""})",
                                  R"({"op":"ready","tools":[{"name":1,"signature":"","doc":""}],"python":""})", R"({"op":7})"})
            QVERIFY2(!parseToolMessage(wrong), wrong);
    }
    void linesAreCutAnywhere() {
        const std::string stream = "one\n\ntwo \xc3\xa4\nthree";
        for (std::size_t at = 0; at <= stream.size(); ++at) {
            repl::LineReader reader(100);
            std::vector<std::string> lines;
            for (const auto& piece : {stream.substr(0, at), stream.substr(at)}) {
                reader.push(piece);
                while (auto line = reader.next()) lines.push_back(*line);
            }
            QCOMPARE(lines, (std::vector<std::string>{"one", "", "two \xc3\xa4"}));
            QCOMPARE(reader.rest(), "three");
            QVERIFY(!reader.overflown());
        }
        repl::LineReader small(3);
        small.push("abcd");
        QVERIFY(!small.next());
        QVERIFY(small.overflown());
    }
};

QTEST_GUILESS_MAIN(TestToolProcess)
#include "tst_tool_process.moc"
