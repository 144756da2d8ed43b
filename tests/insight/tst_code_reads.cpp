#include "insight/code_places.h"
#include "insight/code_reads.h"
#include "insight/python_tokens.h"

#include <QTest>

using namespace rlmscope;
using namespace rlmscope::insight;

namespace {

/// "chars 0:2000", "lines 10:20", "search 'down' i", "scan", with "[document]" or "['key']" before when it is one of several.
QString shown(const CodeRead& read) {
    QString text;
    if (!read.key.empty()) text += QStringLiteral("['%1'] ").arg(QString::fromStdString(read.key));
    else if (read.document != -1) text += QStringLiteral("[%1] ").arg(read.document < 0 ? read.document + 1 : read.document);
    const QString to = read.to ? QString::number(*read.to) : QString();
    switch (read.kind) {
    case CodeRead::Kind::Characters: return text + QStringLiteral("chars %1:%2").arg(read.from).arg(to);
    case CodeRead::Kind::Lines: return text + QStringLiteral("lines %1:%2").arg(read.from).arg(to);
    case CodeRead::Kind::Search: return text + QStringLiteral("search '%1'%2").arg(QString::fromStdString(read.text), read.ignoreCase ? QStringLiteral(" i") : QString());
    case CodeRead::Kind::Scan: return text + QStringLiteral("scan");
    }
    return text;
}
QString readsOf(const QString& code, bool documents = false) {
    CodeReader reader(documents);
    QStringList all;
    for (const auto& cell : code.split(QStringLiteral("%%%\n")))
        for (const auto& read : reader.read(cell.toStdString())) all << shown(read);
    return all.join(QStringLiteral(", "));
}

} // namespace

class CodeReadsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ofOneText_data();
    void ofOneText();
    void ofDocuments_data();
    void ofDocuments();
    void whereItSaysTheCode();
    void placesInTheContext();
    void anythingIsRead();
};

void CodeReadsTest::ofOneText_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("reads");
    const auto row = [](const char* code, const char* reads) { QTest::newRow(code) << code << reads; };
    row("print(context[:2000])", "chars 0:2000");
    row("print(context[100:200])", "chars 100:200");
    row("print(context[-500:])", "chars -500:");
    row("x = context[1_000 : 2_000]", "chars 1000:2000");
    row("print(context[5])", "chars 5:6");
    row("print(context[-1])", "chars -1:");
    row("print(len(context), type(context))", "");
    row("head = context[:1000]\nprint(head[10:20])", "chars 0:1000, chars 10:20");
    row("tail = context[5000:]\nprint(tail[10:20], tail[:5])", "chars 5000:, chars 5010:5020, chars 5000:5005");
    row("lines = context.splitlines()\nprint(lines[3:10])", "lines 3:10");
    row("lines = context.split('\\n')\nprint('\\n'.join(lines[:100]))", "lines 0:100");
    row("lines = context.split(\"\\n\")\n%%%\nprint(lines[-3:])", "lines -3:");
    row("lines = context.splitlines()\nlines = [1, 2]\nprint(lines[0:1])", "");
    row("print(context.splitlines()[7])", "lines 7:8");
    row("i = context.find('needle')", "search 'needle'");
    row("n = context.count(\"down\") + context.lower().count('down')", "search 'down', search 'down' i");
    row("parts = context.split('===')", "search '==='");
    row("import re\nre.search(r'error|fail', context)", "search 'error', search 'fail'");
    row("re.findall(r'\\berror\\b', context, re.IGNORECASE)", "search 'error' i");
    row("re.findall(r'user (\\d+)', context)", "scan");
    row("re.finditer(pattern, context)", "scan");
    row("if 'refund' in context: print(1)", "search 'refund'");
    row("if 'refund' not in context.lower(): pass", "search 'refund' i");
    row("if word in context: pass", "scan");
    row("for line in context.splitlines():\n    if 'down' in line: hits.append(line)", "scan, search 'down'");
    row("hits = [l for l in context.split('\\n') if 'down' in l.lower()]", "scan, search 'down' i");
    row("for i, line in enumerate(lines): pass", "");
    row("for i in range(0, len(context), 1000):\n    ask(context[i:i + 1000])", "scan");
    row("print(context[n])", "scan");
    row("llm_query(f'Summarise: {context}')", ""); // inside a literal: what is sent is found word for word
    row("f(context)", "scan");
    row("print(obj.context[:10])", "");
    row("# print(context[:10])\ns = 'context[:10]'", "");
    row("context[::2]", "scan");
    row("print(context[\n    10:\n    20\n])", "chars 10:20");
    row("text = context\nprint(text[:9])", "chars 0:9");
    row("head, tail = 1, 2", "");
    row("n = context.count('\\n')", "scan"); // everywhere: says nothing
    row("t = context\ndef f(t, n=3):\n    return t[:5]", "");
}
void CodeReadsTest::ofOneText() {
    QFETCH(QString, code);
    QFETCH(QString, reads);
    QCOMPARE(readsOf(code), reads);
}

void CodeReadsTest::ofDocuments_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("reads");
    const auto row = [](const char* code, const char* reads) { QTest::newRow(code) << code << reads; };
    row("print(context[3])", "[3] chars 0:");
    row("print(context[-1])", "[-1] chars 0:");
    row("print(context[0][:500])", "[0] chars 0:500");
    row("print(context['a/b.txt'][10:20])", "['a/b.txt'] chars 10:20");
    row("doc = context['notes.md']\nprint(doc[:80])", "['notes.md'] chars 0:80");
    row("print(context.get('x')[:5])", "['x'] chars 0:5");
    row("for doc in context:\n    if 'cat' in doc: pass", "scan, search 'cat'");
    row("for path, text in context.items():\n    print(path, text[:200])", "scan, chars 0:200");
    row("for t in context.values(): n += t.count('x1')", "scan, search 'x1'");
    row("for i, d in enumerate(context): print(d[:10])", "scan, chars 0:10");
    row("print(context[2].splitlines()[5:7])", "[2] lines 5:7");
    row("print(context[i])", "scan");
    row("print(len(context), list(context))", "scan");
}
void CodeReadsTest::ofDocuments() {
    QFETCH(QString, code);
    QFETCH(QString, reads);
    QCOMPARE(readsOf(code, true), reads);
}

void CodeReadsTest::whereItSaysTheCode() {
    CodeReader reader(false);
    const auto reads = reader.read("print(context[:2000])\nn = context.count('down')");
    QCOMPARE(reads.size(), 2U);
    QCOMPARE(reads[0].where, std::string("context[:2000]"));
    QCOMPARE(reads[1].where, std::string("context.count('down')"));
}

void CodeReadsTest::placesInTheContext() {
    const auto context = ContextText::of({{"a", "é1\r\nzwei\ndrei 😀 vier\n"}, {"b", ""}, {"c", "end é end"}});
    const auto& d = context->documents();
    const auto text = [&](const CodeRead& read) {
        QStringList all;
        for (const auto& r : placesOf(read, *context)) all << QString::fromStdString(std::string(context->bytes().substr(r.begin, r.end - r.begin)));
        return all.join(QLatin1Char('|'));
    };
    CodeRead read;
    read.kind = CodeRead::Kind::Characters;
    read.document = 0;
    read.to = 2;
    QCOMPARE(text(read), QStringLiteral("é1"));
    read.from = -7, read.to.reset();
    QCOMPARE(text(read), QStringLiteral("😀 vier\n"));
    read.document = -2; // the last one
    QCOMPARE(text(read), QStringLiteral("d é end"));
    read.document = 1;
    QCOMPARE(text(read), QString());
    read.document = 77;
    QCOMPARE(text(read), QString());
    read = {};
    read.kind = CodeRead::Kind::Lines;
    read.key = "a";
    read.from = 1, read.to = 2;
    QCOMPARE(text(read), QStringLiteral("zwei\n"));
    read.from = -1, read.to.reset();
    QCOMPARE(text(read), QStringLiteral("drei 😀 vier\n"));
    read = {};
    read.kind = CodeRead::Kind::Search;
    read.text = "END";
    QCOMPARE(text(read), QString());
    read.ignoreCase = true;
    QCOMPARE(text(read), QStringLiteral("end|end"));
    read.kind = CodeRead::Kind::Scan;
    QCOMPARE(placesOf(read, *context).size(), 2U); // the empty one has nothing to scan
    // Of a child whose context is a passage.
    read = {};
    read.kind = CodeRead::Kind::Characters;
    read.from = 4, read.to = 100;
    const auto inside = placesOf(read, *context, d[2].begin, 8);
    QCOMPARE(inside.size(), 1U);
    QCOMPARE(context->bytes().substr(inside[0].begin, inside[0].end - inside[0].begin), std::string_view("é e"));
}

// Nothing crashes, nothing goes on for ever: every prefix and every byte left out of a piece that has all forms.
void CodeReadsTest::anythingIsRead() {
    const std::string code = "lines = context.split('\\n')\nfor i, l in enumerate(lines[3:]):\n  re.findall(r'a|b', context[1:2], re.I)\n  if \"x\" in context['k'][0].lower(): f(context[-1:], \"\"\"t\"\"\")\n";
    for (std::size_t i = 0; i <= code.size(); ++i)
        for (const bool documents : {false, true}) {
            CodeReader reader(documents);
            (void)reader.read(code.substr(0, i));
            std::string without = code;
            if (i < code.size()) without.erase(i, 1);
            (void)reader.read(without);
            (void)reader.read(code.substr(i));
        }
    CodeReader reader(false);
    (void)reader.read(std::string(100'000, '['));
    (void)reader.read("context" + std::string(50'000, '[') + std::string(50'000, ']'));
    QVERIFY(reader.read("context[:1]\n" + std::string(3000, 'x')).size() == 1);
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "context[:1]\n";
    QCOMPARE(reader.read(many).size(), CodeReader::MostReads);
}

QTEST_GUILESS_MAIN(CodeReadsTest)
#include "tst_code_reads.moc"
