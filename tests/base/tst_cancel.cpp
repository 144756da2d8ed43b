// Cancellation among threads, linked sources, callbacks that come and go.
#include "base/cancel.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace rlmscope;

class TestCancel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTokenWithoutSourceIsNeverCancelled() {
        const CancelToken token;
        QVERIFY(!token.cancelled());
        bool called = false;
        { const CancelToken::Callback callback(token, [&] { called = true; }); }
        QVERIFY(!called);
    }
    void tokensSeeTheirSource() {
        CancelToken token;
        {
            const CancelSource source;
            token = source.token();
            const auto copy = source; // the same source
            QVERIFY(!token.cancelled());
            copy.cancel();
            QVERIFY(source.token().cancelled());
        }
        QVERIFY(token.cancelled()); // outlives the source
    }
    void callbacksRunOnce() {
        const CancelSource source;
        int calls = 0;
        const CancelToken::Callback before(source.token(), [&] { ++calls; });
        source.cancel();
        source.cancel();
        QCOMPARE(calls, 1);
        const auto here = std::this_thread::get_id();
        std::thread::id there;
        const CancelToken::Callback after(source.token(), [&] { there = std::this_thread::get_id(); });
        QVERIFY(there == here); // at once, in the adding thread
    }
    void removedCallbacksDoNotRun() {
        const CancelSource source;
        int calls = 0;
        CancelToken::Callback kept(source.token(), [&] { calls += 1; });
        CancelToken::Callback removed(source.token(), [&] { calls += 10; });
        removed.reset();
        CancelToken::Callback replaced(source.token(), [&] { calls += 100; });
        replaced = CancelToken::Callback(source.token(), [&] { calls += 1000; });
        CancelToken::Callback moved = std::move(kept);
        kept.reset(); // empty now: must not remove what moved away
        source.cancel();
        QCOMPARE(calls, 1001);
    }
    void aCallbackMayRemoveItselfAndOthers() {
        const CancelSource source;
        std::unique_ptr<CancelToken::Callback> self, other;
        int calls = 0;
        other = std::make_unique<CancelToken::Callback>(source.token(), [&] { calls += 10; });
        self = std::make_unique<CancelToken::Callback>(source.token(), [&] {
            ++calls;
            self.reset();
            other.reset();
        });
        source.cancel(); // newest first
        QCOMPARE(calls, 1);
    }
    void aCallbackMayAddAnother() {
        const CancelSource source;
        bool inner = false;
        CancelToken::Callback added;
        const CancelToken::Callback outer(source.token(),
                                          [&] { added = CancelToken::Callback(source.token(), [&] { inner = true; }); });
        source.cancel();
        QVERIFY(inner);
    }
    void linkedSources() {
        const CancelSource parent;
        const CancelSource child(parent.token()), grandChild(child.token());
        const CancelSource sibling(parent.token());
        grandChild.cancel();
        QVERIFY(!child.token().cancelled() && !parent.token().cancelled());
        child.cancel();
        QVERIFY(!parent.token().cancelled() && !sibling.token().cancelled());
        parent.cancel();
        QVERIFY(sibling.token().cancelled());
        const CancelSource late(parent.token());
        QVERIFY(late.token().cancelled());
    }
    void aChildMayDieBeforeItsParent() {
        const CancelSource parent;
        CancelToken token;
        for (int i = 0; i < 100; ++i) {
            const CancelSource child(parent.token());
            token = child.token();
        }
        parent.cancel();
        QVERIFY(token.cancelled()); // a token keeps its link
    }
    void deepChains() {
        std::vector<CancelSource> chain(1);
        for (int i = 0; i < 2000; ++i) chain.emplace_back(chain.back().token());
        chain.front().cancel();
        QVERIFY(chain.back().token().cancelled());
    }
    void removalWaitsForARunningCallback() {
        for (int round = 0; round < 200; ++round) {
            const CancelSource source;
            std::atomic<bool> entered{false}, left{false};
            auto value = std::make_unique<int>(0);
            CancelToken::Callback callback(source.token(), [&] {
                entered = true;
                std::this_thread::yield();
                ++*value; // must still be alive
                left = true;
            });
            std::thread canceller([&] { source.cancel(); });
            if (round % 2) while (!entered) std::this_thread::yield();
            callback.reset();
            if (entered) QVERIFY(left);
            value.reset();
            canceller.join();
        }
    }
    void manyThreads() {
        for (int round = 0; round < 50; ++round) {
            const CancelSource parent;
            std::atomic<int> seen{0};
            std::vector<std::thread> threads;
            for (int t = 0; t < 8; ++t)
                threads.emplace_back([&, t] {
                    for (int i = 0; i < 50; ++i) {
                        const CancelSource child(parent.token());
                        bool called = false;
                        CancelToken::Callback callback(child.token(), [&] { called = true; });
                        if (t == 0 && i == 25) parent.cancel();
                        callback.reset();
                        if (called) ++seen;
                        if (called) QVERIFY(child.token().cancelled());
                    }
                });
            for (auto& thread : threads) thread.join();
            QVERIFY(seen >= 25); // at least the cancelling thread's own later children
            QVERIFY(parent.token().cancelled());
        }
    }
};

QTEST_GUILESS_MAIN(TestCancel)
#include "tst_cancel.moc"
