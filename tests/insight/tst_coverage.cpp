#include "insight/coverage_profile.h"
#include "insight/memory_reader.h"
#include "support/event_script.h"

#include <QTest>

#include <random>

using namespace rlmscope;
using namespace rlmscope::insight;
using test::EventScript;

namespace {

std::string logLine(int n) {
    std::mt19937_64 random(static_cast<std::uint64_t>(n) + 77);
    std::string line = std::to_string(random() % 1'000'000);
    static const char* Words[] = {"outage", "größe", "漢字", "login", "praise", "😀", "slow", "refund"};
    for (int i = 0; i < 6; ++i) line += std::string(" ") + Words[random() % std::size(Words)];
    return line + " #" + std::to_string(n);
}

/// A run whose events say what is sent and shown, and the coverage of it.
struct World {
    EventScript script;
    test::MemoryReader reader;
    std::vector<std::pair<std::string, std::string>> documents;
    std::shared_ptr<const ContextText> text;
    std::unique_ptr<CoverageCollector> collector;

    void begin(std::vector<std::pair<std::string, std::string>> context, const std::string& shape = "text") {
        documents = std::move(context);
        RunStarted started;
        started.context.shape = shape;
        for (const auto& [path, t] : documents) started.context.documents.push_back({path, reader.store(t), 0});
        script.add(SegmentStarted{1, 1});
        script.add(started);
        text = ContextText::of(documents);
        collector = std::make_unique<CoverageCollector>(PassageIndex::make(text), RunId{});
    }
    NodeId queue(NodeId cell, const std::string& prompt) {
        ModelCallStarted body;
        body.role = CallRole::Sub;
        Message message = Message::text(Role::User, "");
        message.parts = {Part{PartKind::Text, reader.store(prompt), {}}};
        body.added = {message};
        return script.add(body, {}, cell).node;
    }
    NodeId sub(NodeId cell, const std::string& prompt) {
        const auto call = queue(cell, prompt);
        script.attempt(call);
        return call;
    }
    NodeId frameCall(NodeId turn, const std::vector<std::pair<Role, std::string>>& messages) {
        ModelCallStarted body;
        body.role = CallRole::Frame;
        for (const auto& [role, t] : messages) body.added.push_back(Message::text(role, t));
        const auto call = script.add(body, {}, turn).node;
        script.attempt(call);
        return call;
    }
    void endCell(NodeId cell, const std::string& visible) {
        CellEnded body;
        body.status = "ok";
        body.visible = reader.store(visible);
        script.add(body, cell);
    }
    std::shared_ptr<const CoverageProfile> profile(Seq moment = 0) {
        for (auto& event : script.take()) reader.events.push_back(std::move(event));
        if (!collector->collect(reader)) return nullptr;
        return CoverageProfile::make(text, collector->reads(), moment);
    }
};

std::string linesOf(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) text += logLine(i) + "\n";
    return text;
}

} // namespace

class CoverageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentShownAndGaps();
    void countsPerLine();
    void whatCellsShowIsNotSentAgain();
    void childFrames();
    void touchedIsAnEstimate();
    void repeatedTextIsCountedApart();
    void momentsAndLiveRuns();
    void queuedCallsHaveSentNothing();
    void figuresEqualCountingByHand();
    void documentsAndEmptyOnes();
    void oneLongLine();
    void whatTheTraceLacks();
    void readersOfAPlace();
};

void CoverageTest::sentShownAndGaps() {
    World w;
    w.begin({{"", linesOf(0, 100)}});
    const auto frame = w.script.frame(), turn = w.script.turn(frame, 1);
    const auto cell = w.script.cell(turn, 1, "x = 1");
    w.sub(cell, "Label:\n" + linesOf(10, 30));
    w.sub(cell, "Label:\n" + linesOf(50, 60));
    w.endCell(cell, "100 lines\n" + linesOf(0, 5));
    const auto p = w.profile();
    QVERIFY(p);
    QCOMPARE(p->lines(), (UnitFigures{100, 35, 0, 65, 0, 0}));
    QCOMPARE(p->gaps().size(), 3U);
    const auto at = [&](int line) { return *w.text->byteOf(static_cast<std::uint64_t>(line)); };
    QCOMPARE(p->gaps()[0], (Gap{at(5), at(10)}));
    QCOMPARE(p->gaps()[1], (Gap{at(30), at(50)}));
    QCOMPARE(p->gaps()[2], (Gap{at(60), at(100)}));
    QCOMPARE(*p->nextGap(0), p->gaps()[0]);
    QCOMPARE(*p->nextGap(at(5)), p->gaps()[1]);
    QCOMPARE(*p->nextGap(at(99)), p->gaps()[0]); // round
    QCOMPARE(*p->previousGap(at(30)), p->gaps()[0]);
    QCOMPARE(*p->previousGap(0), p->gaps()[2]);
    QCOMPARE(p->reads().reads.size(), 3U);
    QVERIFY(p->reads().reads[2].kind == ReadKind::Shown);
}

void CoverageTest::countsPerLine() {
    World w;
    w.begin({{"", linesOf(0, 20)}});
    const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "");
    for (int n = 1; n <= 7; ++n) w.sub(cell, "Part " + std::to_string(n) + "\n" + linesOf(0, n));
    const auto p = w.profile();
    // Line i was sent by the calls i + 1 .. 7.
    const int heats[] = {4, 4, 3, 3, 3, 2, 1, 0};
    for (std::uint64_t line = 0; line < 8; ++line) QCOMPARE(p->of(*w.text->byteOf(line), *w.text->byteOf(line + 1)).heat(), heats[line]);
    // The same in one pass.
    std::vector<std::uint64_t> edges;
    for (std::uint64_t line = 0; line <= 20; ++line) edges.push_back(*w.text->byteOf(line));
    const auto squares = p->ofSquares(edges);
    QCOMPARE(squares.size(), 20U);
    for (std::size_t i = 0; i < 8; ++i) QCOMPARE(squares[i].heat(), heats[i]);
    // One call that has a line twice has read it once.
    World again;
    again.begin({{"", linesOf(0, 20)}});
    again.sub(again.script.cell(again.script.turn(again.script.frame(), 1), 1, ""), linesOf(3, 5) + "again:\n" + linesOf(3, 5));
    QCOMPARE(again.profile()->lines(), (UnitFigures{20, 2, 0, 18, 0, 0}));
}

void CoverageTest::whatCellsShowIsNotSentAgain() {
    World w;
    w.begin({{"", linesOf(0, 50)}});
    const auto frame = w.script.frame(), turn = w.script.turn(frame, 1);
    w.frameCall(turn, {{Role::System, "You are"}, {Role::User, "Question about\n" + logLine(40)}});
    const auto cell = w.script.cell(turn, 1, "");
    w.endCell(cell, linesOf(0, 10));
    const auto turn2 = w.script.turn(frame, 2);
    // Its own words are no read; the output was shown; line 20 comes along.
    w.frameCall(turn2, {{Role::Assistant, "I see " + linesOf(30, 35)}, {Role::User, "Output:\n" + linesOf(0, 10) + "and " + logLine(20)}});
    // The whole history once more, as some logs have it.
    w.frameCall(turn2, {{Role::User, "Question about\n" + logLine(40)}});
    const auto p = w.profile();
    QCOMPARE(p->lines(), (UnitFigures{50, 12, 0, 38, 0, 0}));
}

void CoverageTest::childFrames() {
    World w;
    w.begin({{"", linesOf(0, 100)}});
    const auto root = w.script.frame(), turn = w.script.turn(root, 1), cell = w.script.cell(turn, 1, "");
    FrameStarted child;
    child.depth = 1;
    child.context.shape = "text";
    child.context.documents.push_back({"", w.reader.store(linesOf(20, 60)), 0});
    const auto frame = w.script.add(child, {}, cell).node;
    auto p = w.profile();
    QCOMPARE(p->lines().read, 0U); // in its REPL: no model has seen it
    QCOMPARE(p->lines().codeOnly, 40U);
    const auto inner = w.script.cell(w.script.turn(frame, 1), 1, "print(context.splitlines()[1:3])");
    w.endCell(inner, linesOf(21, 23));
    p = w.profile();
    QCOMPARE(p->lines().read, 2U);
    // Its code looks into its own context, which is lines 20 to 60 of the run's.
    const auto& touched = p->reads().reads[1];
    QVERIFY(touched.kind == ReadKind::Touched);
    QCOMPARE(p->reads().begin(touched)->begin, *w.text->byteOf(21));
    QCOMPARE(p->reads().begin(touched)->end, *w.text->byteOf(23));
    QVERIFY(p->reads().reads[2].node == inner);
}

void CoverageTest::touchedIsAnEstimate() {
    World w;
    w.begin({{"", linesOf(0, 50) + "the needle is here\n" + linesOf(50, 60)}});
    const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "i = context.find('needle')\nfor line in context.splitlines(): pass\n");
    w.endCell(cell, "found it");
    const auto p = w.profile();
    QCOMPARE(p->lines().read, 0U);
    QCOMPARE(p->lines().codeOnly, 1U);
    QCOMPARE(p->scans(), 1U);
    const auto line = p->of(*w.text->byteOf(50), *w.text->byteOf(51));
    QVERIFY(line.byCode());
    QCOMPARE(line.heat(), 0);
    QVERIFY(!p->of(*w.text->byteOf(49), *w.text->byteOf(50)).byCode());
    QCOMPARE(p->reads().places[p->reads().reads[0].where], std::string("context.find('needle')"));
}

void CoverageTest::repeatedTextIsCountedApart() {
    const std::string again = "This very sentence is in the context two times.\n";
    World w;
    w.begin({{"", linesOf(0, 10) + again + linesOf(10, 20) + again}});
    w.sub(w.script.cell(w.script.turn(w.script.frame(), 1), 1, ""), "Look: " + again.substr(0, again.size() - 1) + " What is it?");
    const auto p = w.profile();
    QCOMPARE(p->lines(), (UnitFigures{22, 0, 0, 22, 2, 0}));
    QVERIFY(p->of(*w.text->byteOf(10), *w.text->byteOf(11)).maybe());
    QCOMPARE(p->gaps().size(), 1U);
}

void CoverageTest::momentsAndLiveRuns() {
    World w;
    w.begin({{"", linesOf(0, 100)}});
    const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "");
    std::vector<Seq> calls;
    std::shared_ptr<const CoverageProfile> last;
    for (int i = 0; i < 10; ++i) {
        calls.push_back(w.sub(cell, "Part\n" + linesOf(i * 10, i * 10 + 10)).seq);
        last = w.profile(); // goes on from where it was
        QCOMPARE(last->lines().read, static_cast<std::uint64_t>(10 * (i + 1)));
    }
    QVERIFY(last->gaps().empty());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        QCOMPARE(CoverageProfile::make(w.text, w.collector->reads(), calls[i])->readCount(), i); // still queued
        const auto then = CoverageProfile::make(w.text, w.collector->reads(), calls[i] + 1);
        QCOMPARE(then->lines().read, 10 * (i + 1));
        QCOMPARE(then->readCount(), i + 1);
    }
    // In one go it is the same.
    CoverageCollector fresh(PassageIndex::make(w.text), RunId{});
    QVERIFY(fresh.collect(w.reader));
    QVERIFY(fresh.reads()->ranges == w.collector->reads()->ranges);
}

void CoverageTest::queuedCallsHaveSentNothing() {
    World w;
    w.begin({{"", linesOf(0, 100)}});
    const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "");
    const auto sent = w.queue(cell, linesOf(0, 10)), refused = w.queue(cell, linesOf(20, 30)), recorded = w.queue(cell, linesOf(40, 50));
    QCOMPARE(w.profile()->lines().read, 0U);
    w.script.attempt(sent);
    QCOMPARE(w.profile()->lines().read, 10U);
    w.script.attempt(sent, 2); // one call has read it, however often it tried
    ModelCallEnded ended;
    ended.status = "refused";
    w.script.add(ended, refused);
    auto p = w.profile();
    QCOMPARE(p->lines(), (UnitFigures{100, 10, 0, 90, 0, 0}));
    w.script.reply(recorded); // from a record: nothing had to leave
    p = w.profile();
    QCOMPARE(p->lines(), (UnitFigures{100, 20, 0, 80, 0, 0}));
    QVERIFY(p->reads().reads.back().node == recorded);
}

// Random slices, to the byte, against counting each byte.
void CoverageTest::figuresEqualCountingByHand() {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        std::mt19937_64 random(seed);
        World w;
        std::vector<std::pair<std::string, std::string>> documents;
        std::string all;
        for (int d = 0, line = 0; d < 4; ++d) {
            std::string text;
            for (std::uint64_t n = random() % 80; n > 0; --n) text += logLine(line++) + (random() % 9 == 0 ? "\r\n" : "\n");
            if (random() % 3 == 0 && !text.empty()) text.pop_back();
            all += text;
            documents.emplace_back("doc" + std::to_string(d), text);
        }
        w.begin(documents, "dict");
        const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "");
        std::vector<int> counts(all.size());
        for (int i = 0; i < 40; ++i) {
            const auto& d = w.text->documents()[random() % 4];
            if (d.size < 200) continue;
            auto from = d.begin + random() % (d.size - 100), length = 60 + random() % std::min<std::uint64_t>(d.size - 60, 3000);
            auto to = std::min(d.end(), from + length);
            while (from < to && (static_cast<unsigned char>(all[from]) & 0xC0) == 0x80) ++from;
            while (to < d.end() && (static_cast<unsigned char>(all[to]) & 0xC0) == 0x80) ++to;
            if (to - from < 48) continue;
            w.sub(cell, "\x01{" + all.substr(from, to - from) + "}\x02");
            for (auto b = from; b < to; ++b) ++counts[b];
        }
        const auto p = w.profile();
        UnitFigures bytes, lines;
        std::uint64_t base = 0;
        for (const auto& [path, text] : documents) {
            for (std::size_t at = 0; at < text.size();) {
                auto end = text.find('\n', at);
                end = end == std::string::npos ? text.size() : end + 1;
                std::uint64_t n = end - at, once = 0, twice = 0;
                for (auto b = at; b < end; ++b) once += counts[base + b] >= 1, twice += counts[base + b] >= 2;
                bytes.add({n, once, twice, n - once, 0, 0});
                lines.add({1, 2 * once >= n, 2 * twice >= n, 2 * once < n, 0, 0});
                at = end;
            }
            base += text.size();
        }
        QCOMPARE(p->bytes(), bytes);
        QCOMPARE(p->lines(), lines);
        for (std::uint64_t b = 0; b < all.size(); b += 61) QCOMPARE(p->of(b, b + 1).read[0] > 0, counts[b] > 0);
    }
}

void CoverageTest::documentsAndEmptyOnes() {
    World w;
    w.begin({{"a", linesOf(0, 10)}, {"empty", ""}, {"b", linesOf(10, 30)}, {"c", ""}}, "dict");
    w.sub(w.script.cell(w.script.turn(w.script.frame(), 1), 1, "print(context['b'][:1000000])"), linesOf(0, 10) + "---\n" + linesOf(10, 15));
    const auto p = w.profile();
    QCOMPARE(p->linesOf(0).read, 10U);
    QCOMPARE(p->linesOf(1), UnitFigures());
    QCOMPARE(p->linesOf(2), (UnitFigures{20, 5, 0, 15, 0, 15}));
    QCOMPARE(p->linesOf(3), UnitFigures());
    World nothing;
    nothing.begin({});
    QCOMPARE(nothing.profile()->lines(), UnitFigures());
    QVERIFY(!nothing.profile()->nextGap(0));
}

void CoverageTest::oneLongLine() {
    std::string text = linesOf(0, 300);
    std::replace(text.begin(), text.end(), '\n', ' ');
    World w;
    w.begin({{"", text}});
    w.sub(w.script.cell(w.script.turn(w.script.frame(), 1), 1, ""), "<<" + text.substr(0, 3000) + ">>");
    const auto p = w.profile();
    QCOMPARE(p->lines(), (UnitFigures{1, 0, 0, 1, 0, 0}));
    QVERIFY(p->bytes().read >= 2998 && p->bytes().read <= 3000);
    QCOMPARE(p->gaps().size(), 1U); // what is missing of it, not all of it
    QVERIFY(p->gaps()[0].begin >= 2998);
}

void CoverageTest::whatTheTraceLacks() {
    World w;
    w.begin({{"", linesOf(0, 10)}});
    const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "");
    ModelCallStarted body;
    body.role = CallRole::Sub;
    Message message = Message::text(Role::User, "");
    message.parts = {Part{PartKind::Text, Text::stored(BlobId::of("gone"), 5000), {}}};
    body.added = {message};
    w.script.add(body, {}, cell);
    w.sub(cell, linesOf(0, 3));
    const auto p = w.profile();
    QCOMPARE(p->reads().textsMissing, 1U);
    QCOMPARE(p->lines().read, 3U);
}

void CoverageTest::readersOfAPlace() {
    World w;
    w.begin({{"", linesOf(0, 100)}});
    const auto cell = w.script.cell(w.script.turn(w.script.frame(), 1), 1, "print(context[:50])");
    const auto first = w.sub(cell, linesOf(0, 50)), second = w.sub(cell, linesOf(40, 60));
    w.endCell(cell, "nothing of it");
    const auto p = w.profile();
    const auto at = [&](std::uint64_t line) { return *w.text->byteOf(line); };
    const auto nodes = [&](std::uint64_t from, std::uint64_t to) {
        std::vector<NodeId> all;
        for (const auto& r : p->readersOf(at(from), at(to))) all.push_back(p->reads().reads[r.read].node);
        return all;
    };
    QVERIFY(nodes(0, 1) == (std::vector<NodeId>{cell, first}));
    QVERIFY(nodes(45, 46) == (std::vector<NodeId>{first, second}));
    QVERIFY(nodes(55, 70) == (std::vector<NodeId>{second}));
    QVERIFY(nodes(70, 100).empty());
    QCOMPARE(p->readersOf(at(55), at(70)).front().bytes, at(60) - at(55));
}

QTEST_GUILESS_MAIN(CoverageTest)
#include "tst_coverage.moc"
