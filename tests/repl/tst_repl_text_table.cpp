// The table of texts in a `start` frame: what is written is read, and no damaged row gets through.
#include "repl/text_table.h"

#include <QTest>

#include <random>

using namespace rlmscope::repl;

class TestReplTextTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tableRoundTrip() {
        const std::vector<TextRow> rows{{0, 4096, 80, 40, 3, TextForm::Ucs2}, {TextRow::Inline, 1, 4, 0, 0, TextForm::Utf8}, {1, 0, 0, 0, 2, TextForm::Utf8}};
        std::string table;
        for (const auto& row : rows) append(table, row);
        QCOMPARE(table.size(), 3 * TextRow::Bytes);
        std::vector<TextRow> read;
        std::string why;
        QVERIFY2(readTable(table, 5, 5, {4176, 0}, read, why), why.c_str());
        QVERIFY(read == rows);
        for (std::size_t cut = 1; cut < TextRow::Bytes; ++cut)
            QVERIFY(!readTable(std::string_view(table).substr(0, cut), 5, 5, {4176, 0}, read, why));
        QVERIFY(!readTable(table, 4, 5, {4176, 0}, read, why));  // names too short
        QVERIFY(!readTable(table, 6, 5, {4176, 0}, read, why));  // too long
        QVERIFY(!readTable(table, 5, 4, {4176, 0}, read, why));  // inline part too short
        QVERIFY(!readTable(table, 5, 5, {4175, 0}, read, why));  // file too short
        QVERIFY(!readTable(table, 5, 5, {4176}, read, why));     // a file missing
        QVERIFY(read.empty());
    }

    void packedRows() {
        std::vector<TextRow> read;
        std::string why;
        const auto reads = [&](const TextRow& row, std::uint64_t size) {
            std::string table;
            append(table, row);
            const bool good = readTable(table, 0, 1000, {size}, read, why);
            return good && read.size() == 1 && read.front() == row;
        };
        for (const TextForm form : {TextForm::Ascii, TextForm::Latin1, TextForm::Ucs2, TextForm::Ucs4}) {
            const unsigned width = widthOf(form);
            const TextRow row{0, 8, 64, 64 / width, 0, form, true};
            QVERIFY2(reads(row, 72 + width), why.c_str());
            QVERIFY(!reads(row, 72 + width - 1)); // no room for the zero
            for (std::uint64_t odd = 1; odd < width; ++odd) QVERIFY(!reads({0, 8 + odd, 64, 64 / width, 0, form, true}, 1000));
            QVERIFY(!reads({0, 8, 64 - width, 64 / width - 1, 0, form, true}, 1000)); // too small
            QVERIFY(!reads({TextRow::Inline, 8, 64, 64 / width, 0, form, true}, 1000));
            QVERIFY(!reads({0, ~std::uint64_t{0} / 8 * 8 - 64, 64, 64 / width, 0, form, true}, 1000));
        }
        QVERIFY(!reads({0, 8, 64, 0, 0, TextForm::Utf8, true}, 1000));
        QVERIFY(!reads({TextRow::Inline, 8, 64, 0, 0, TextForm::Utf8, true}, 1000));
        QVERIFY(!reads({0, 8, 64, 64, 0, static_cast<TextForm>(0x201), true}, 1000));
    }

    void brokenRows_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 9; ++i) QTest::addRow("%d", i) << i;
    }
    void brokenRows() {
        QFETCH(int, which);
        constexpr auto Huge = ~std::uint64_t{0};
        const std::vector<TextRow> bad{
            {0, 0, 10, 9, 0, TextForm::Ascii},             // characters do not fit the bytes
            {0, 0, 9, 4, 0, TextForm::Ucs2},               // half a character
            {0, 0, 10, 10, 0, TextForm::Utf8},             // UTF-8 says no number of characters
            {0, 0, 10, 10, 0, static_cast<TextForm>(9)},   // no such form
            {0, Huge - 4, 10, 10, 0, TextForm::Ascii},     // the sum is too large for a number
            {0, 0, Huge, Huge, 0, TextForm::Ascii},
            {0, 0, Huge - 1, (Huge - 1) / 2, 0, TextForm::Ucs2},
            {TextRow::Inline, 0, 10, 10, 0, TextForm::Ascii}, // not in a file
            {7, 0, 10, 10, 0, TextForm::Ascii},            // in a file that did not come
        };
        std::string table, why;
        append(table, bad[static_cast<std::size_t>(which)]);
        std::vector<TextRow> rows;
        QVERIFY(!readTable(table, 0, 100, {100}, rows, why));
        QVERIFY(!why.empty());
    }

    void randomTables() {
        std::mt19937 random(7);
        std::vector<TextRow> rows;
        std::string why;
        for (int i = 0; i < 20'000; ++i) {
            std::string table(TextRow::Bytes * (1 + random() % 3), '\0');
            for (char& byte : table)
                if (random() % 4 == 0) byte = static_cast<char>(random());
            if (!readTable(table, 100, 1000, {1000, 5000}, rows, why)) continue;
            for (const auto& row : rows) {
                const std::uint64_t size = row.file == TextRow::Inline ? 1000 : row.file == 0 ? 1000 : 5000;
                QVERIFY(row.offset <= size && row.bytes <= size - row.offset);
                QVERIFY(!row.packed || (row.file != TextRow::Inline && row.offset % widthOf(row.form) == 0 && row.offset + row.bytes < size));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestReplTextTable)
#include "tst_repl_text_table.moc"
