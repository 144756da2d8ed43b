#include "runner/library.h"

#include <QTest>

#include <cstdlib>

using namespace rlmscope;

class TestLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slugsAreFileNames_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("expected");
        QTest::newRow("words") << "How many tickets?" << "how-many-tickets";
        QTest::newRow("runs of others") << "  a / b -- c\n\td  " << "a-b-c-d";
        QTest::newRow("nothing left") << "?!/.." << "run";
        QTest::newRow("empty") << "" << "run";
        QTest::newRow("other scripts") << "Größe: 数える" << "größe-数える";
        QTest::newRow("cut") << QString(200, 'x') << QString(40, 'x');
        QTest::newRow("no dash at the cut") << QString(39, 'x') + " yyyy" << QString(39, 'x');
        QTest::newRow("parent folder") << "../../etc/passwd" << "etc-passwd";
    }
    void slugsAreFileNames() {
        QFETCH(QString, title);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(slug(title.toStdString())), expected);
    }

    void slugOfInvalidUtf8() { QVERIFY(!slug("\xff\xfe abc").empty()); }

    void tracesLieInTheDataFolder() {
        ::setenv("XDG_DATA_HOME", "/somewhere", 1);
        RunId run;
        run.bytes[0] = 0xab;
        const auto path = newTracePath("Why?", run, Nanos(1'700'000'000) * 1'000'000'000);
        QCOMPARE(path.parent_path().string(), std::string("/somewhere/rlmscope/library"));
        QVERIFY(path.filename().string().find("-why-ab000000.rlmscope") != std::string::npos);
    }

    void relativeDataHomeIsIgnored() {
        ::setenv("XDG_DATA_HOME", "not/absolute", 1);
        ::setenv("HOME", "/home/someone", 1);
        QCOMPARE(dataFolder().string(), std::string("/home/someone/.local/share/rlmscope"));
    }
};

QTEST_GUILESS_MAIN(TestLibrary)
#include "tst_library.moc"
