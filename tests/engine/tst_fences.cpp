#include "engine/fences.h"

#include <QTest>

using namespace rlmscope;

class TestFences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cells_data() {
        QTest::addColumn<QString>("reply");
        QTest::addColumn<QStringList>("cells");
        const auto row = [](const char* name, const char* reply, QStringList cells) { QTest::newRow(name) << reply << cells; };
        row("none", "Nothing to run.", {});
        row("repl", "Look:\n```repl\nprint(1)\n```\n", {"print(1)\n"});
        row("python", "```python\nprint(1)\n```", {"print(1)\n"});
        row("py upper case", "```PY\nprint(1)\n```", {"print(1)\n"});
        row("python with attributes", "```python {.numberLines}\nx = 1\n```", {"x = 1\n"});
        row("python3 is not a tag of ours", "```python3\nprint(1)\n```", {});
        row("several in order", "```repl\na = 1\n```\ntext\n```py\nb = 2\n```\n```repl\nc = 3\n```", {"a = 1\n", "b = 2\n", "c = 3\n"});
        row("other tags are text", "```json\n{\"a\": 1}\n```\n```bash\nls -l\n```", {});
        row("bare that parses", "```\nx = 1\nprint(x)\n```", {"x = 1\nprint(x)\n"});
        row("bare beside tagged", "```\nx = 1\n```\n```repl\ny = 2\n```", {"y = 2\n"});
        row("bare prose", "```\nThe answer is near the end of the file.\n```", {});
        row("bare JSON", "```\n{\"a\": [1, 2]}\n```", {});
        row("bare shell", "```\ngrep -n foo bar.txt | head\n```", {});
        row("tildes", "~~~repl\nx = '```'\n~~~", {"x = '```'\n"});
        row("longer fence keeps shorter inside", "````repl\nx = '''\n```\n'''\n````", {"x = '''\n```\n'''\n"});
        row("backticks in a line are not a fence", "Use ```repl blocks``` please", {});
        row("closing fence may be indented", "```repl\nx = 1\n  ```\n", {"x = 1\n"});
        row("indented with its fence", "- item\n  ```repl\n  if x:\n      y()\n  ```", {"if x:\n    y()\n"});
        row("CRLF", "```repl\r\nx = 1\r\n```\r\n", {"x = 1\n"});
        row("empty block", "```repl\n\n```", {});
        row("unclosed at the end of a whole reply", "```repl\nx = 1", {"x = 1\n"});
        row("closing fence has no text after it", "```repl\nx = 1\n``` done\ny = 2\n```", {"x = 1\n``` done\ny = 2\n"});
    }
    void cells() {
        QFETCH(QString, reply);
        QFETCH(QStringList, cells);
        QStringList found;
        for (const auto& cell : parseReply(reply.toStdString()).cells) found << QString::fromStdString(cell);
        QCOMPARE(found, cells);
    }
    void cutReplyKeepsWholeBlocksOnly() {
        const auto parsed = parseReply("```repl\na = 1\n```\n```repl\nb = [1, 2", true);
        QCOMPARE(parsed.cells.size(), 1u);
        QCOMPARE(parsed.cells[0], "a = 1\n");
        QVERIFY(parsed.unclosed);
    }
    void python_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("is");
        const auto row = [](const char* code, bool is) { QTest::newRow(code) << code << is; };
        row("x = 1", true);
        row("print('a b c')", true);
        row("for line in context.split('\\n'):\n    if 'x' in line: print(line)", true);
        row("import re", true);
        row("from collections import Counter\nc = Counter()", true);
        row("@cache\ndef f(x: int = 3) -> str:\n    return f'{x!r}' * 2", true);
        row("x = {'a': [1, 2, (3)]}\ny = x['a'][0:2]", true);
        row("result = await llm_query_batched(prompts)", true);
        row("s = '''many\nlines it's fine'''", true);
        row("d = {k: v for k, v in pairs if not v is None}", true);
        row("x: list[int] = []; x += [1]", true);
        row("lambda x: f(x)", true);
        row("caf\xc3\xa9 = 'ol\xc3\xa9'", true);
        row("a = 'one' 'two'", true);
        row("# only a comment", false);
        row("hello", false);
        row("The value is x = 3", false);
        row("print 'x'", false);
        row("x = (1, 2", false);
        row("x = 'open", false);
        row("f(x]", false);
        row("$ ls", false);
        row("{\"a\": 1}", false);
        row("a | b | c", false);
        row("1, 2, 3", false);
        row("- buy milk (two)", false);
        row("Note that f(x) holds", false);
        row("what?", false);
        row("!pip install x", false);
    }
    void python() {
        QFETCH(QString, code);
        QFETCH(bool, is);
        QCOMPARE(looksLikePython(code.toStdString()), is);
    }
    void everyPrefixIsHarmless() {
        const std::string reply = "a\n```repl\nx = '''q\n``` '''\n```\n~~~\nf(1)\n~~~\n````py\n\xc3\xa9 = {\n````";
        for (std::size_t n = 0; n <= reply.size(); ++n)
            for (const auto& cell : parseReply(reply.substr(0, n)).cells) QVERIFY(cell.size() <= reply.size() + 1);
    }
};

QTEST_GUILESS_MAIN(TestFences)
#include "tst_fences.moc"
