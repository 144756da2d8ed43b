// RowList against a plain vector under random operations.
#include "itemmodels/row_list.h"

#include <QTest>

#include <algorithm>
#include <random>

using rlmscope::RowList;

class TestRowList : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void behavesLikeAVector_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 20; ++seed) QTest::addRow("seed %u", seed) << seed;
    }
    void behavesLikeAVector() {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        RowList list;
        std::vector<RowList::Item> plain;
        RowList::Item next = 0;
        for (int step = 0; step < 400; ++step) {
            const bool insert = plain.size() < 50 || random() % 3 != 0;
            if (insert) {
                const auto count = random() % (step % 17 == 0 ? 4000U : 12U);
                const auto row = random() % (plain.size() + 1);
                std::vector<RowList::Item> items;
                for (unsigned i = 0; i < count; ++i) items.push_back(random() % 2 ? next++ : (next++ | 0x8000'0000U));
                list.insert(static_cast<int>(row), items);
                plain.insert(plain.begin() + static_cast<std::ptrdiff_t>(row), items.begin(), items.end());
            } else {
                const auto row = random() % plain.size();
                const auto count = random() % (std::min<std::size_t>(plain.size() - row, 3000) + 1);
                list.erase(static_cast<int>(row), static_cast<int>(count));
                const auto first = plain.begin() + static_cast<std::ptrdiff_t>(row);
                plain.erase(first, first + static_cast<std::ptrdiff_t>(count));
            }
            QCOMPARE(list.size(), static_cast<int>(plain.size()));
            QCOMPARE(list.flagged(), static_cast<int>(std::count_if(plain.begin(), plain.end(), [](auto item) { return item >= 0x8000'0000U; })));
        }
        for (std::size_t i = 0; i < plain.size(); i += 1 + random() % 7) {
            QCOMPARE(list.at(static_cast<int>(i)), plain[i]);
            QCOMPARE(list.rowOf(plain[i]), static_cast<int>(i));
        }
        QCOMPARE(list.rowOf(next + 1), -1);
        QCOMPARE(list.rowOf(RowList::NoItem - 1), -1);
        list.assign(plain);
        QCOMPARE(list.size(), static_cast<int>(plain.size()));
        if (!plain.empty()) QCOMPARE(list.at(list.size() - 1), plain.back());
    }
};

QTEST_GUILESS_MAIN(TestRowList)
#include "tst_row_list.moc"
