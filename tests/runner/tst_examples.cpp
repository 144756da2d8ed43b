// The built-in examples as a catalogue: complete, valid, unpacked byte for byte. Their answers are checked by
// tst_simulated_runs.
#include "base/resources.h"
#include "runner/examples.h"
#include "runner/library.h"

#include <QTest>
#include <fstream>

using namespace rlmscope;

class TestExamples : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allOfThemAreWhole() {
        const auto all = examples();
        QVERIFY2(all.ok(), all.ok() ? "" : all.error().text().c_str());
        QVERIFY(all->size() >= 5);
        QCOMPARE(all->front().name, std::string("demo"));
        for (const auto& example : *all) {
            QVERIFY(!example.title.empty() && !example.summary.empty() && !example.lesson.empty() && !example.expected.empty());
            QVERIFY(example.spec.validate().empty());
        }
    }
    void anUnknownNameListsTheOthers() {
        const auto none = findExample("nothing");
        QVERIFY(!none.ok());
        QVERIFY(none.error().text().find("demo") != std::string::npos);
    }
    void unpackingRepairsAndRepeats() {
        const auto example = findExample("people");
        QVERIFY(example.ok());
        const auto paths = unpackExample(*example);
        QVERIFY2(paths.ok(), paths.ok() ? "" : paths.error().text().c_str());
        const auto read = [&] {
            std::ifstream file(paths->front(), std::ios::binary);
            return std::string((std::istreambuf_iterator<char>(file)), {});
        };
        const std::string whole(*embeddedResource("examples/people/members.txt"));
        QCOMPARE(read(), whole);
        std::ofstream(paths->front()) << "damaged";
        QVERIFY(unpackExample(*example).ok());
        QCOMPARE(read(), whole);
    }
};

QTEST_GUILESS_MAIN(TestExamples)
#include "tst_examples.moc"
