// What a journal holds, and how it is run again, over a fake REPL.
#include "base/text.h"
#include "engine/replay.h"
#include "engine_fixture.h"

#include <random>
#include <set>
#include <thread>

using namespace rlmscope;

namespace {

std::string asked(const HostCall::Item& item) {
    return item.prompt + (item.context ? "/" + std::string(item.context->documents[0].text.view()) : "");
}

/// Answers everything with its prompt, upper case kept apart by `tag`.
CellObserver answering(std::string tag, int* calls = nullptr) {
    CellObserver observer;
    observer.output = [](OutputStream, std::string_view, bool) {};
    observer.hostCall = [tag, calls](HostCall call, std::unique_ptr<HostReply> reply) {
        for (std::size_t i = 0; i < call.items.size(); ++i) {
            if (calls) ++*calls;
            reply->answer(i, tag + asked(call.items[i]));
        }
    };
    return observer;
}

CellOutcome record(Repl& repl, JournalRecorder& recorder, const std::string& code, const CellObserver& observer,
                   CancelToken cancel = {}) {
    const CellObserver recorded = recorder.begin(code, {5}, observer);
    CellOutcome outcome = repl.run(code, {5}, recorded, cancel);
    recorder.end(outcome);
    return outcome;
}

} // namespace

class TestJournal : public QObject {
    Q_OBJECT
    FakeReplFactory m_factory;

    std::unique_ptr<Repl> started() { return *m_factory.start({}, {}); }

private Q_SLOTS:
    void hashesDoNotDependOnHowOutputIsCut() {
        std::mt19937 random(1);
        std::string text;
        for (int i = 0; i < 30'000; ++i) text += "é\n"[random() % 3];
        text = toValidUtf8(text);
        OutputDigester whole;
        whole.add(text);
        for (int round = 0; round < 20; ++round) {
            OutputDigester parts;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t n = random() % 5'000;
                parts.add(std::string_view(text).substr(at, n));
                at += std::min(n, text.size() - at);
            }
            QVERIFY(parts.digest() == whole.digest());
            QCOMPARE(parts.digest().head, whole.digest().head);
        }
        QVERIFY(isValidUtf8(whole.digest().head));
        QVERIFY(whole.digest().head.size() <= OutputDigest::HeadBytes);
        BlobHasher nothing;
        QVERIFY(nothing.id() == BlobId::of(""));
    }

    void marksLeaveAddressesOut() {
        const auto mark = [](const char* preview) { return variableMarks({{"f", "function", -1, preview, true, "", 1}})[0].value; };
        QVERIFY(mark("<function f at 0x7f00112233>") == mark("<function f at 0x7faabbccdd>"));
        QVERIFY(mark("0x12") != mark("0x13"));
        QVERIFY(mark("1") != mark("2"));
    }

    void requestsAreToldApart() {
        HostCall call;
        call.items = {{"a", nullptr}, {"a", std::make_shared<Context>(Context::ofText("x"))},
                      {"a", std::make_shared<Context>(Context::ofText("y"))},
                      {"a", std::make_shared<Context>(Context::ofList({"x"}))}, {"b", nullptr}, {"a", nullptr}};
        std::set<BlobId> hashes;
        for (std::size_t i = 0; i < call.items.size(); ++i) hashes.insert(requestHash(call, i));
        QCOMPARE(hashes.size(), std::size_t(5));
        HostCall other = call;
        other.model = "m";
        QVERIFY(requestHash(other, 0) != requestHash(call, 0));
        HostCall tool = call, tool2 = call;
        tool.kind = tool2.kind = HostCallKind::Tool;
        tool.tool = "weather";
        tool2.tool = "news";
        QVERIFY(requestHash(tool, 0) != requestHash(tool2, 0));
        CellCallNames names;
        QCOMPARE(names.next(call, 0).occurrence, 0);
        QCOMPARE(names.next(call, 5).occurrence, 1);
        QCOMPARE(names.next(call, 4).occurrence, 0);
    }

    void recordsWhatACellDoes() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        record(*repl, recorder, "print hello\nerr warn\nset a 1\nllm q\nllm q\nrlm_batch x|y", answering("re:"));
        record(*repl, recorder, "raise ValueError no", answering(""));
        record(*repl, recorder, "final 42", answering(""));
        const auto journal = recorder.journal();
        QCOMPARE(journal.cells.size(), std::size_t(3));
        const JournalCell& first = *journal.cells[0];
        QCOMPARE(first.out.head, std::string("hello\n-> re:q\n-> re:q\n-> re:x\n-> re:y\n"));
        QCOMPARE(first.err.head, std::string("warn\n"));
        QVERIFY(first.out.hash == BlobId::of(first.out.head));
        QCOMPARE(first.calls.size(), std::size_t(4));
        for (const auto& [name, call] : first.calls) QCOMPARE(call.answer->value(), "re:" + call.asked);
        QCOMPARE(first.variables->size(), std::size_t(1));
        QCOMPARE(journal.cells[1]->exception, std::string("ValueError"));
        QCOMPARE(journal.cells[2]->final->text, std::string("42"));
        QCOMPARE(journal.upTo(1).cells.size(), std::size_t(1));
        QCOMPARE(journal.upTo(99).cells.size(), std::size_t(3));
    }

    void runsAgainWithoutACall() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        int calls = 0;
        const auto observer = answering("re:", &calls);
        record(*repl, recorder, "set a 1\nllm q", observer);
        record(*repl, recorder, "raise KeyError k", observer);
        record(*repl, recorder, "llm_batch q|r|q\nset a 2", observer);
        QCOMPARE(calls, 4);
        for (ReplPoint point = 0; point <= 3; ++point) {
            const auto restored = replay(m_factory, recorder.journal(), point, {});
            QVERIFY(restored.ok());
            QVERIFY(restored->divergences.empty());
            QCOMPARE(restored->repl->point(), point);
        }
        QCOMPARE(calls, 4);
        QVERIFY(!replay(m_factory, recorder.journal(), -1, {}).ok());
        QVERIFY(!replay(m_factory, recorder.journal(), 4, {}).ok());
    }

    void tellsEveryDifference() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        record(*repl, recorder, "print one\nllm q\nset a 1\nfinal x", answering("re:"));
        const JournalCell cell = *recorder.journal().cells[0];
        const auto whatDiffers = [&](auto change) {
            JournalCell changed = cell;
            change(changed);
            auto fresh = started();
            const auto rerun = rerunCell(*fresh, changed, {}, {}, {});
            std::string out;
            for (const auto& d : rerun.divergences) out += d.what + ";";
            return out;
        };
        QCOMPARE(whatDiffers([](JournalCell&) {}), std::string());
        QCOMPARE(whatDiffers([](JournalCell& c) { c.code = "print two\nllm q\nset a 1\nfinal x"; }), std::string("printed other text;"));
        QCOMPARE(whatDiffers([](JournalCell& c) { c.code += "\nerr e"; }), std::string("wrote other text to stderr;"));
        QCOMPARE(whatDiffers([](JournalCell& c) { c.code += "\nset b 1"; }), std::string("left other values in b;"));
        QCOMPARE(whatDiffers([](JournalCell& c) { c.code += "\nfinal y"; }), std::string("finished with another answer;"));
        QCOMPARE(whatDiffers([](JournalCell& c) { c.code += "\nllm other"; }),
                 std::string("asked something that it had not asked before (llm_query);printed other text;"));
        QCOMPARE(whatDiffers([](JournalCell& c) { c.code = "print one\nprint -> re:q\nset a 1\nfinal x"; }),
                 std::string("did not ask 1 of the things that it had asked;"));
        QVERIFY(whatDiffers([](JournalCell& c) { c.status = CellStatus::Raised; }).starts_with("ended in another way;"));
        QCOMPARE(whatDiffers([](JournalCell& c) { c.variables.reset(); }), std::string());
        // A head is all that can be compared when output was dropped.
        QCOMPARE(whatDiffers([](JournalCell& c) { c.droppedBytes = 5, c.out.hash = {}, c.out.bytes = 7; }), std::string());
    }

    void answersFromManyThreadsAreRecorded() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        std::string prompts = "p0";
        for (int i = 1; i < 1'000; ++i) prompts += "|p" + std::to_string(i);
        std::vector<std::thread> threads;
        CellObserver observer;
        observer.output = [](OutputStream, std::string_view, bool) {};
        observer.hostCall = [&](HostCall call, std::unique_ptr<HostReply> unique) {
            const std::shared_ptr<HostReply> reply = std::move(unique);
            for (std::size_t t = 0; t < 4; ++t)
                threads.emplace_back([t, call, reply] {
                    for (std::size_t i = t; i < call.items.size(); i += 4) reply->answer(i, "re:" + call.items[i].prompt);
                });
        };
        record(*repl, recorder, "llm_batch " + prompts, observer);
        for (auto& thread : threads) thread.join();
        const auto journal = recorder.journal();
        QCOMPARE(journal.cells[0]->calls.size(), std::size_t(1'000));
        for (const auto& [name, call] : journal.cells[0]->calls) QCOMPARE(call.answer->value(), "re:" + call.asked);
        const auto restored = replay(m_factory, journal, 1, {});
        QVERIFY(restored.ok());
        QVERIFY(restored->divergences.empty());
    }

    void whatWasNeverAnsweredStaysUnanswered() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        CancelSource cancel;
        std::unique_ptr<HostReply> kept;
        CellObserver observer;
        observer.output = [](OutputStream, std::string_view, bool) {};
        observer.hostCall = [&](HostCall, std::unique_ptr<HostReply> reply) {
            reply->answer(0, std::string("first"));
            kept = std::move(reply);
            cancel.cancel();
        };
        record(*repl, recorder, "llm_batch a|b", observer, cancel.token());
        kept->answer(1, std::string("too late"));
        const auto journal = recorder.journal();
        QCOMPARE(journal.cells[0]->calls.size(), std::size_t(2));
        for (const auto& [name, call] : journal.cells[0]->calls) QCOMPARE(call.answer != nullptr, call.asked == "a");
        // Run again it waits at the same place, and is interrupted there.
        const auto restored = replay(m_factory, journal, 1, {});
        QVERIFY(restored.ok());
        QVERIFY(restored->divergences.empty());
    }

    void aCellThatNeverBeganIsNoCell() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        recorder.begin("print x", {5}, {});
        CellOutcome outcome;
        outcome.status = CellStatus::Interrupted;
        outcome.cause = "interrupted: cancelled";
        recorder.end(outcome);
        QVERIFY(recorder.journal().cells.empty());
    }

    void theExceptedCallGoesOut() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        record(*repl, recorder, "rlm_batch a|b|c\nllm after", answering("re:"));
        const auto journal = recorder.journal();
        std::optional<CellCall> live;
        for (const auto& [name, call] : journal.cells[0]->calls)
            if (call.asked == "b") live = name;
        std::string out;
        int calls = 0;
        CellObserver observer = answering("new:", &calls);
        observer.output = [&](OutputStream, std::string_view text, bool) { out += text; };
        auto fresh = started();
        const auto rerun = rerunCell(*fresh, *journal.cells[0], live, observer, {});
        QVERIFY(rerun.divergences.empty());
        QCOMPARE(calls, 1);
        QCOMPARE(out, std::string("-> re:a\n-> new:b\n-> re:c\n-> re:after\n"));
    }

    void aHandlerThatGivesUpFailsItsItems() {
        auto repl = started();
        JournalRecorder recorder{ReplSpec{}};
        record(*repl, recorder, "llm a", answering("re:"));
        const auto journal = recorder.journal();
        std::string out;
        CellObserver observer;
        observer.output = [&](OutputStream, std::string_view text, bool) { out += text; };
        observer.hostCall = [](HostCall, std::unique_ptr<HostReply>) {};
        auto fresh = started();
        rerunCell(*fresh, *journal.cells[0], journal.cells[0]->calls.begin()->first, observer, {});
        QVERIFY(out.starts_with("!! "));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
