// Ids, results, clocks, embedded files.
#include "base/clock.h"
#include "base/ids.h"
#include "base/resources.h"
#include "base/result.h"

#include <QTest>

#include <memory>
#include <set>
#include <unordered_set>

using namespace rlmscope;

class TestValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runIds() {
        std::set<RunId> ids;
        std::unordered_set<RunId> hashed;
        for (int i = 0; i < 1000; ++i) {
            const auto id = RunId::random();
            QVERIFY(!id.isNull());
            QVERIFY(ids.insert(id).second);
            hashed.insert(id);
            QCOMPARE(id.text().size(), std::size_t{32});
            QVERIFY(RunId::parse(id.text()) == id);
        }
        QCOMPARE(hashed.size(), std::size_t{1000});
        QVERIFY(RunId{}.isNull());
        QCOMPARE(RunId{}.text(), std::string(32, '0'));
        const std::string mixed = "00112233445566778899AABBCCDDEEff";
        QCOMPARE(RunId::parse(mixed)->text(), std::string("00112233445566778899aabbccddeeff"));
        for (const std::string bad : {"", "0", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
                                      "00112233445566778899aabbccddeefg", "0x112233445566778899aabbccddeeff"})
            QVERIFY(!RunId::parse(bad));
        for (std::size_t n = 0; n < mixed.size(); ++n) QVERIFY(!RunId::parse(mixed.substr(0, n)));
    }
    void blobIds() {
        QCOMPARE(BlobId::of("").text(), std::string("99aa06d3014798d86001c324468d497f")); // XXH3-128 of nothing
        const auto id = BlobId::of("some text");
        QVERIFY(id == BlobId::of(std::string("some text")));
        QVERIFY(!(id == BlobId::of("some texT")));
        QVERIFY(BlobId::parse(id.text()) == id);
        QVERIFY(BlobId{}.isNull() && !id.isNull());
        QVERIFY(!BlobId::parse("xyz"));
        const BlobId small{1, 0xAB};
        QCOMPARE(small.text(), std::string("000000000000000100000000000000ab"));
    }
    void nodeIds() {
        QVERIFY(!NodeId{});
        QVERIFY(bool(NodeId{3}));
        QVERIFY(NodeId{3} < NodeId{4});
        QCOMPARE(std::unordered_set<NodeId>({NodeId{1}, NodeId{2}, NodeId{1}}).size(), std::size_t{2});
    }
    void errorKindsHaveNames() {
        std::set<std::string_view> names;
        for (int i = 0; i <= static_cast<int>(ErrorKind::Internal); ++i) {
            const auto kind = static_cast<ErrorKind>(i);
            QVERIFY(names.insert(rlmscope::toString(kind)).second);
            QVERIFY(errorKindFromString(rlmscope::toString(kind)) == kind);
        }
        QVERIFY(!errorKindFromString("nonsense"));
        QVERIFY(!errorKindFromString(""));
    }
    void results() {
        Result<int> good(7);
        QVERIFY(good.ok() && good);
        QCOMPARE(*good, 7);
        QCOMPARE(good.valueOr(1), 7);
        const Result<int> bad(makeError(ErrorKind::Io, "The disk is full.", "Free some space."));
        QVERIFY(!bad.ok());
        QCOMPARE(bad.valueOr(1), 1);
        QVERIFY(bad.error().kind == ErrorKind::Io);
        QCOMPARE(bad.error().text(), std::string("The disk is full. Free some space."));
        QCOMPARE(makeError(ErrorKind::Io, "Alone.").text(), std::string("Alone."));
        Result<std::unique_ptr<int>> moved(std::make_unique<int>(3));
        const auto pointer = *std::move(moved);
        QCOMPARE(*pointer, 3);
        QVERIFY(Status().ok());
        QVERIFY(!Status(makeError(ErrorKind::Usage, "x")).ok());
        Result<std::string> text(std::string("abc"));
        QCOMPARE(text->size(), std::size_t{3});
    }
    void clocks() {
        const auto& clock = Clock::system();
        const auto first = clock.steady();
        QVERIFY(clock.steady() >= first);
        QVERIFY(clock.wall() > Nanos{1'700'000'000} * 1'000'000'000);
    }
    void embedded() {
        QVERIFY(!embeddedResource(""));
        QVERIFY(!embeddedResource("no/such/file"));
        for (const auto path : embeddedResources("")) QVERIFY(embeddedResource(path).has_value());
        QVERIFY(embeddedResources("no/such/prefix").empty());
    }
};

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
