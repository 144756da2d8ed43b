// Calls from cells to the host, and the ways to finish a frame.
#include "repl_harness.h"
#include "support/json.h"


using namespace rlmscope;
using namespace rlmscope::test;

namespace {
std::string describeContext(const Context& context) {
    std::string text = context.pythonType + ":";
    for (const auto& document : context.documents) text += document.path + "=" + document.text.string() + ";";
    return text;
}
ReplSpec specWith(FinalProtocol protocol) {
    ReplSpec spec;
    spec.protocol = protocol;
    return spec;
}
} // namespace

class TestReplCalls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersComeInOrder() {
        Harness h;
        std::optional<HostCall> seen;
        h.onCallNow = [&](HostCall call, std::unique_ptr<HostReply> reply) {
            for (std::size_t i = call.items.size(); i-- > 0;) reply->answer(i, "re:" + call.items[i].prompt);
            reply->answer(0, std::string("again")); // counts once
            reply->answer(99, std::string("nowhere"));
            seen = std::move(call);
        };
        h.run("print(llm_query('one', model='m'))");
        COMPARE_STR(h.seen.out, "re:one\n");
        QVERIFY(seen->kind == HostCallKind::LlmQuery && !seen->batched);
        COMPARE_STR(seen->model.value_or(""), "m");
        h.run("r = llm_query_batched([str(i) for i in range(1000)]); print(r[:2], r[-1], len(r))\nimport json; print(json.dumps(r[0]))");
        COMPARE_STR(h.seen.out, "['re:0', 're:1'] re:999 1000\n\"re:0\"\n");
        QVERIFY(seen->batched && !seen->model);
        h.run("print(llm_query_batched([]))");
        COMPARE_STR(h.seen.out, "[]\n");
    }

    void contextsOfChildren() {
        Harness h;
        h.onCall = [](const HostCall& call, std::size_t i) {
            const auto& item = call.items[i];
            return Result<std::string>(item.prompt + "|" + (item.context ? describeContext(*item.context) : "none"));
        };
        h.run("print(rlm_query('q'))\nprint(rlm_query('q', 'text ä'))\nprint(rlm_query('q', ['a', 'b']))\n"
              "print(rlm_query('q', {'k': 'v'}))\nprint(rlm_query('q', {'k': [1]}))\n"
              "print(*rlm_query_batched(['a', 'b', 'c'], ['x', None, ['y', 'z']]), sep='\\n')\n"
              "print(rlm_query_batched(['a', 'b']))");
        COMPARE_STR(h.seen.out, "q|none\nq|str:=text ä;\nq|list:=a;=b;\nq|dict:k=v;\nq|dict:={\"k\": [1]};\n"
                                "a|str:=x;\nb|none\nc|list:=y;=z;\n['a|none', 'b|none']\n");
    }

    void wrongArguments_data() {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("cause");
        QTest::newRow("list") << QByteArray("llm_query(['a'])") << QByteArray("TypeError: llm_query: the prompt must be a str, not list. For several prompts use llm_query_batched().");
        QTest::newRow("int") << QByteArray("rlm_query(3)") << QByteArray("TypeError: rlm_query: the prompt must be a str, not int.");
        QTest::newRow("one str") << QByteArray("llm_query_batched('abc')") << QByteArray("TypeError: llm_query_batched: prompts must be a list of str, not one str");
        QTest::newRow("bad item") << QByteArray("llm_query_batched(['a', None])") << QByteArray("TypeError: llm_query_batched: prompt 1 must be a str, not NoneType");
        QTest::newRow("model") << QByteArray("llm_query('a', model=3)") << QByteArray("TypeError: llm_query: model must be a str or None, not int");
        QTest::newRow("contexts") << QByteArray("rlm_query_batched(['a', 'b'], ['x'])") << QByteArray("ValueError: rlm_query_batched: 2 prompts but 1 contexts");
        QTest::newRow("context") << QByteArray("rlm_query('a', object)") << QByteArray("TypeError: rlm_query: the context must be text, a list or dict of texts, or a value that JSON can hold (Object of type type is not JSON serializable)");
    }
    void wrongArguments() {
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, cause);
        Harness h;
        h.onCallNow = [](HostCall, std::unique_ptr<HostReply>) { QFAIL("the host was called"); };
        COMPARE_STR(h.run(code.toStdString()).cause, cause.toStdString());
    }

    void failures() {
        Harness h;
        h.onCall = [](const HostCall& call, std::size_t i) -> Result<std::string> {
            if (call.items[i].prompt == "bad") return makeError(ErrorKind::Budget, "no calls left", "Raise the limit.");
            return std::string("ok");
        };
        auto outcome = h.run("llm_query('bad')");
        COMPARE_STR(outcome.exception, "SubCallError");
        COMPARE_STR(outcome.cause, "SubCallError: no calls left Raise the limit.");
        VERIFY_HAS(outcome.traceback, "File \"<cell 1>\", line 1, in <module>\n    llm_query('bad')");
        h.run("try:\n  llm_query('bad')\nexcept SubCallError as e: print(e, e.kind, e.index)");
        COMPARE_STR(h.seen.out, "no calls left Raise the limit. budget None\n");
        outcome = h.run("r = llm_query_batched(['a', 'bad', 'b'])\nprint([x for x in r if x], bool(r[1]), isinstance(r[1], str), r[1].index, r[1].message)\nr[1]\n");
        COMPARE_STR(h.seen.out, "['ok', 'ok'] False False 1 no calls left Raise the limit.\nSubCallError(index=1, 'no calls left Raise the limit.')\n");
        COMPARE_STR(h.run("' '.join(r)").exception, "TypeError");
        outcome = h.run("' '.join(str(x) for x in r)");
        COMPARE_STR(outcome.cause, "SubCallError: sub-call 1 failed, it has no text: no calls left Raise the limit.");
        COMPARE_STR(h.run("f'{r[1]}'").exception, "SubCallError");
        COMPARE_STR(h.run("print(r[1])").exception, "SubCallError");
    }

    void budgetIsADict() {
        ReplSpec spec;
        spec.llmQuery = spec.rlmQuery = false; // it is there at any depth
        Harness h(spec);
        int asked = 0;
        h.onCall = [&](const HostCall& call, std::size_t) -> Result<std::string> {
            if (call.kind != HostCallKind::Budget || call.batched || !call.items[0].prompt.empty()) return std::string("null");
            if (++asked == 3) return makeError(ErrorKind::Budget, "not now");
            return std::string(R"({"usd": {"spent": 0.25, "limit": 0.5, "left": null}, "calls": {"spent": 3}})");
        };
        h.run("b = budget()\nprint(b['usd']['left'], b['usd']['spent'] * 2, b['calls']['spent'] + 1)\nprint((await budget())['usd']['limit'])");
        COMPARE_STR(h.seen.out, "None 0.5 4\n0.5\n");
        COMPARE_STR(h.run("budget()").cause, "SubCallError: not now");
        COMPARE_STR(h.run("budget(1)").exception, "TypeError");
        // A name that programs like to use: it is theirs when they take it.
        const auto taken = h.run("budget = 5");
        QCOMPARE(taken.variables.size(), 2u); // and b
        h.run("print(budget + 1)\ndel budget");
        COMPARE_STR(h.seen.out, "6\n");
        h.run("print(type(budget()).__name__)");
        COMPARE_STR(h.seen.out, "dict\n");
    }

    void droppedReplyIsAnError() {
        Harness h;
        h.onCallNow = [](HostCall, std::unique_ptr<HostReply>) {};
        COMPARE_STR(h.run("llm_query('x')").cause, "SubCallError: the call was given up without an answer");
    }

    void depthZero() {
        ReplSpec spec;
        spec.llmQuery = spec.rlmQuery = false;
        Harness h(spec);
        h.onCallNow = [](HostCall, std::unique_ptr<HostReply>) { QFAIL("the host was called"); };
        COMPARE_STR(h.run("llm_query('x')").cause, "NameError: name 'llm_query' is not defined");
        // The limit is kept by the host even when a cell digs out what was not injected.
        const auto outcome = h.run("import sys\nb = SHOW_VARS.__globals__\nb['_call'](b['_single_request'](0, 'w', 'p', None, None), b['_single'])");
        COMPARE_STR(outcome.cause, "SubCallError: this call is not available at this depth");
    }

    void bigTexts() {
        Harness h;
        h.onCall = [](const HostCall& call, std::size_t i) {
            return Result<std::string>(std::string(call.items[i].prompt.rbegin(), call.items[i].prompt.rend()));
        };
        h.run("p = 'a' * 20_000_000 + 'b'\nr = llm_query(p)\nprint(len(r), r[:2])\n"
              "r = llm_query_batched([p[:5_000_000], 'x', p[:100_000], 'y'])\nprint([len(x) for x in r])");
        COMPARE_STR(h.seen.out, "20000001 ba\n[5000000, 1, 100000, 1]\n");
    }

    void threads() {
        Harness h;
        h.run("from concurrent.futures import ThreadPoolExecutor\n"
              "with ThreadPoolExecutor(16) as pool: r = list(pool.map(llm_query, [str(i) for i in range(500)]))\n"
              "print(r == ['re:' + str(i) for i in range(500)])");
        COMPARE_STR(h.seen.out, "True\n");
        h.join();
    }

    void threadCallsAfterTheCell() {
        Harness h;
        h.run("import threading, time\nlog = []\ndef f():\n  time.sleep(0.2)\n  try: log.append(llm_query('late'))\n"
              "  except SubCallError as e: log.append(e.message)\nt = threading.Thread(target=f); t.start()");
        QTest::qWait(500);
        h.run("t.join(); print(log)");
        COMPARE_STR(h.seen.out, "['the cell that made this call has ended']\n");
        // A call made in time but answered between the cells reaches its thread.
        std::unique_ptr<HostReply> kept;
        h.onCallNow = [&](HostCall, std::unique_ptr<HostReply> reply) { kept = std::move(reply); };
        h.run("log.clear(); t = threading.Thread(target=lambda: log.append(llm_query('early'))); t.start(); time.sleep(0.2)");
        QVERIFY(kept && !kept->cancelled().cancelled());
        kept->answer(0, std::string("answer"));
        h.run("t.join(10); print(log)");
        COMPARE_STR(h.seen.out, "['answer']\n");
    }

    void interruptWhileWaiting() {
        Harness h;
        std::unique_ptr<HostReply> kept;
        CancelSource stop;
        h.onCallNow = [&](HostCall, std::unique_ptr<HostReply> reply) {
            kept = std::move(reply);
            stop.cancel();
        };
        auto outcome = h.run("x = 1\nllm_query('q')", 60, stop.token());
        QVERIFY(outcome.status == CellStatus::Interrupted);
        QVERIFY(outcome.replAlive);
        QVERIFY(kept->cancelled().cancelled());
        kept->answer(0, std::string("too late"));
        h.onCallNow = {};
        h.run("print(x, llm_query('next'))");
        COMPARE_STR(h.seen.out, "1 re:next\n");
    }

    void clockStopsWhileWaiting() {
        Harness h;
        h.onCall = [](const HostCall&, std::size_t) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1500));
            return Result<std::string>("slow");
        };
        auto outcome = h.run("print(llm_query('q'))", 1);
        QVERIFY(outcome.status == CellStatus::Ok);
        QVERIFY2(outcome.pythonSeconds < 1, qPrintable(QString::number(outcome.pythonSeconds)));
        outcome = h.run("from concurrent.futures import ThreadPoolExecutor\n"
                        "with ThreadPoolExecutor(4) as pool: print(list(pool.map(llm_query, 'ab')))", 1);
        QVERIFY(outcome.status == CellStatus::Ok);
        outcome = h.run("import threading\nt = threading.Thread(target=llm_query, args=('q',)); t.start()\nwhile True: pass", 0.5);
        QVERIFY(outcome.status == CellStatus::Interrupted); // another thread works
        h.join();
    }

    void answerProtocol() {
        Harness h;
        QVERIFY(!h.run("answer['content'] = 'x'").final);
        auto outcome = h.run("answer['ready'] = True");
        QVERIFY(outcome.final.has_value());
        COMPARE_STR(outcome.final->json, "\"x\"");
        COMPARE_STR(outcome.final->text, "x");
        h.restart([] { ReplSpec s; s.context = std::make_shared<Context>(Context::ofText("c")); return s; }());
        outcome = h.run("answer = {'content': [1, {'a': None}], 'ready': True}");
        COMPARE_STR(outcome.final->json, "[1, {\"a\": null}]");
        COMPARE_STR(outcome.final->text, "[1, {'a': None}]");
        outcome = h.run("answer = {'content': {1, }, 'ready': 1}\n1 / 0");
        QVERIFY(outcome.status == CellStatus::Raised);
        QVERIFY(outcome.final.has_value()); // made ready before the cell raised
        COMPARE_STR(outcome.final->json, "\"{1}\"");
        outcome = h.run("answer = 5");
        QVERIFY(!outcome.final);
        outcome = h.run("answer['content'] = '\\ud800\"'; answer['ready'] = 'true'");
        COMPARE_STR(outcome.final->json, "\"\xEF\xBF\xBD\\\"\"");
        QVERIFY(test::isJson(outcome.final->json));
        for (const auto& variable : outcome.variables) QVERIFY(variable.name != "answer");
    }

    void finalProtocol() {
        Harness h(specWith(FinalProtocol::Final));
        auto outcome = h.run("print(1)\nFINAL(42)\nprint(2)");
        QVERIFY(outcome.status == CellStatus::Ok);
        COMPARE_STR(h.seen.out, "1\n");
        COMPARE_STR(outcome.final->json, "42");
        outcome = h.run("v = ['a', float('nan')]\nFINAL_VAR('v')");
        COMPARE_STR(outcome.final->json, "\"['a', nan]\"");
        outcome = h.run("FINAL_VAR('nope')");
        QVERIFY(!outcome.final);
        COMPARE_STR(outcome.cause, "NameError: FINAL_VAR: there is no variable 'nope'. Variables: v. FINAL(value) takes the value itself.");
        outcome = h.run("FINAL_VAR(v)");
        COMPARE_STR(outcome.exception, "TypeError");
        outcome = h.run("try:\n  FINAL('first')\nexcept BaseException: pass\nFINAL('second')");
        COMPARE_STR(outcome.final->text, "first");
        outcome = h.run("class E:\n  def __str__(self): raise ValueError('s')\nFINAL(E())");
        QVERIFY(!outcome.final);
        COMPARE_STR(outcome.exception, "ValueError");
        outcome = h.run("x = []\nfor i in range(10**5): x = [x]\nFINAL(x)");
        QVERIFY(outcome.replAlive);
        outcome = h.run("import asyncio\nawait asyncio.sleep(0)\nFINAL('async')");
        QVERIFY(outcome.status == CellStatus::Ok);
        COMPARE_STR(outcome.final->text, "async");
        outcome = h.run("answer = {'content': 1, 'ready': True}"); // just a variable here
        QVERIFY(!outcome.final);
        QVERIFY(std::any_of(outcome.variables.begin(), outcome.variables.end(), [](const auto& v) { return v.name == "answer"; }));
    }

    void submitProtocol() {
        Harness h(specWith(FinalProtocol::Submit));
        COMPARE_STR(h.run("SUBMIT('a')").final->json, "\"a\"");
        COMPARE_STR(h.run("SUBMIT(answer='a', n=3)").final->json, "{\"answer\": \"a\", \"n\": 3}");
        COMPARE_STR(h.run("SUBMIT()").exception, "TypeError");
        COMPARE_STR(h.run("SUBMIT(1, 2)").exception, "TypeError");
        COMPARE_STR(h.run("FINAL(1)").exception, "NameError");
    }
};

QTEST_GUILESS_MAIN(TestReplCalls)
#include "tst_repl_calls.moc"
