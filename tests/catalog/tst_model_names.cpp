#include "catalog/model_names.h"

#include <QTest>

using namespace rlmscope;

class TestModelNames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nearest() {
        const std::vector<std::string> known{"openai:gpt-5", "openai:gpt-5-mini", "anthropic:claude-sonnet-4-5", "gemini:gemini-2.5-pro"};
        QCOMPARE(nearNames("gpt5", known).front(), std::string("openai:gpt-5"));
        QCOMPARE(nearNames("GPT-5-mimi", known).front(), std::string("openai:gpt-5-mini"));
        QCOMPARE(nearNames("openai:gtp-5-mini", known).front(), std::string("openai:gpt-5-mini"));
        QCOMPARE(nearNames("sonnet", known).front(), std::string("anthropic:claude-sonnet-4-5"));
        QVERIFY(nearNames("llama-of-nowhere", known).empty());
        QVERIFY(nearNames("", known).empty());
        QVERIFY(nearNames("gpt-5", {}).empty());
        QCOMPARE(nearNames("openai", known, 1).size(), std::size_t(1));
        QVERIFY(nearNames(std::string(100'000, 'x'), {std::string(100'000, 'y')}).empty());
    }
    void specs() {
        const auto& table = PriceTable::builtIn();
        QCOMPARE(*pricedSpec(table, "openai:gpt-5"), std::string("openai:gpt-5"));
        QCOMPARE(*pricedSpec(table, "gpt-5"), std::string("openai:gpt-5"));
        QCOMPARE(*pricedSpec(table, "https://api.openai.com/v1#gpt-5"), std::string("https://api.openai.com/v1#gpt-5"));
        const auto wrong = pricedSpec(table, "openai:gpt-5-mimi");
        QVERIFY(!wrong && wrong.error().kind == ErrorKind::Usage);
        QVERIFY2(wrong.error().hint.find("openai:gpt-5-mini") != std::string::npos, wrong.error().hint.c_str());
        QVERIFY(!pricedSpec(table, ""));
        QVERIFY(!pricedSpec(table, "sim"));

        ModelEntry one, other;
        one.provider = "openai";
        other.provider = "azure";
        one.id = other.id = "same";
        const auto both = pricedSpec(*PriceTable::of({one, other}), "same");
        QVERIFY(!both && both.error().hint.find("azure:same, openai:same") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestModelNames)
#include "tst_model_names.moc"
