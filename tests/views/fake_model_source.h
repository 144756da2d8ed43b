#pragma once
// A ModelSource with made-up providers for the gallery and the tests of the pages: it keeps what it is told and answers when
// the test says so.
#include "views/model_source.h"

#include <algorithm>
#include <functional>

namespace rlmscope::test {

class FakeModelSource : public ModelSource {
public:
    FakeModelSource() {
        const auto add = [this](const char* word, const char* name, KeyHeld key, ProviderItem::State state, const char* origin, const char* keyName) {
            ProviderItem p;
            p.word = QString::fromLatin1(word);
            p.name = QString::fromLatin1(name);
            p.about = QStringLiteral("chat completions");
            p.origin = QString::fromLatin1(origin);
            p.address = p.origin.isEmpty() ? QString() : p.origin + QStringLiteral("/v1");
            p.key = key;
            p.keyName = QString::fromLatin1(keyName);
            p.state = state;
            p.example = QStringLiteral("gpt-5");
            p.local = p.origin.contains(QStringLiteral("127.0.0.1"));
            list.push_back(p);
        };
        using S = ProviderItem::State;
        add("sim", "Simulated", KeyHeld::NotNeeded, S::Ready, "", "");
        list.back().about = QStringLiteral("plays every part by plain text processing");
        list.back().example.clear();
        add("openai", "OpenAI", KeyHeld::Keychain, S::Ready, "https://api.openai.com", "OPENAI_API_KEY");
        add("anthropic", "Anthropic", KeyHeld::None, S::NoKey, "https://api.anthropic.com", "ANTHROPIC_API_KEY");
        list.back().about = QStringLiteral("messages");
        add("gemini", "Gemini", KeyHeld::Environment, S::Ready, "https://generativelanguage.googleapis.com", "GEMINI_API_KEY");
        add("work", "Gateway at work", KeyHeld::Keychain, S::Ready, "https://gateway.example", "WORK_API_KEY");
        list.back().own = true;
        add("ollama", "Ollama", KeyHeld::NotNeeded, S::Found, "http://127.0.0.1:11434", "");
        add("vllm", "vLLM", KeyHeld::NotNeeded, S::NotFound, "http://127.0.0.1:8000", "");
        add("lmstudio", "LM Studio", KeyHeld::NotNeeded, S::Looking, "http://127.0.0.1:1234", "");
        model("sim", "sim", 1.0, 4.0, 100'000, PriceOrigin::Simulated);
        model("openai", "gpt-5", 1.25, 10, 400'000);
        model("openai", "gpt-5-mini", 0.25, 2, 400'000);
        model("openai", "gpt-5-nano", 0.05, 0.4, 400'000);
        model("openai", "gpt-4.1", 2, 8, 1'047'576);
        model("openai", "gpt-4.1-mini", 0.4, 1.6, 1'047'576);
        model("openai", "gpt-4o-mini", 0.15, 0.6, 128'000);
        model("openai", "my-finetune-0911", -1, -1, 128'000, PriceOrigin::Unknown);
        models_[QStringLiteral("openai")][0].favourite = true;
        models_[QStringLiteral("openai")][1].tiers = {{200'000, {500'000, 4'000'000, 50'000, {}, {}}}};
        model("ollama", "qwen3:8b", 0, 0, 40'960, PriceOrigin::Own);
        model("ollama", "llama3.1:8b", -1, -1, 131'072, PriceOrigin::Unknown);
        model("gemini", "gemini-2.5-flash", 0.3, 2.5, 1'048'576);
        for (auto& p : list) p.modelCount = static_cast<int>(models_[p.word].size());
        aliases_ = {{QStringLiteral("root"), QStringLiteral("Drives the run: it writes the code and the answer."), QStringLiteral("openai:gpt-5"), {}},
                    {QStringLiteral("sub"), QStringLiteral("Answers llm_query calls and child frames."), QStringLiteral("openai:gpt-5-mini"), QStringLiteral("root")},
                    {QStringLiteral("sub2"), QStringLiteral("The same one level deeper."), {}, QStringLiteral("sub")},
                    {QStringLiteral("compaction"), QStringLiteral("Shortens histories that grow too long."), {}, QStringLiteral("root")},
                    {QStringLiteral("judge"), QStringLiteral("Scores answers."), QStringLiteral("ollama:qwen3:8b"), QStringLiteral("root")}};
        info.date = QStringLiteral("2026-10-27");
        info.models = 51;
        info.hash = QStringLiteral("3f2a91c0");
    }

    void model(const char* provider, const char* id, double in, double out, Tokens window, PriceOrigin origin = PriceOrigin::Table) {
        ModelItem m;
        m.id = QString::fromLatin1(id);
        m.spec = QLatin1String(provider) == QLatin1String(id) ? m.id : QString::fromLatin1(provider) + QLatin1Char(':') + m.id;
        if (in >= 0) m.rates = TokenRates{static_cast<std::int64_t>(in * 1e6), static_cast<std::int64_t>(out * 1e6), static_cast<std::int64_t>(in * 1e5), {}, {}};
        m.window = window;
        m.maxOutput = 128'000;
        m.origin = origin;
        if (origin == PriceOrigin::Table) {
            m.source = QStringLiteral("https://platform.openai.com/docs/pricing");
            m.date = QStringLiteral("2026-10-27");
        }
        models_[QString::fromLatin1(provider)].push_back(m);
    }

    QVector<ProviderItem> providers() const override { return list; }
    QVector<ModelItem> models(const QString& provider) const override {
        auto found = models_.value(provider);
        for (auto& m : found)
            for (const auto& alias : aliases_)
                if (alias.spec == m.spec) m.aliases << alias.name;
        return found;
    }
    QVector<AliasItem> aliases() const override { return aliases_; }
    QVector<ProviderTemplateItem> templates() const override {
        return {{QStringLiteral("openai-compatible"), QStringLiteral("OpenAI-compatible server"), {}, QStringLiteral("The address up to /v1: http://gpu-box:8000/v1"), {}, false, false},
                {QStringLiteral("azure"), QStringLiteral("Azure OpenAI"), {}, QStringLiteral("https://NAME.openai.azure.com"), {}, true, true},
                {QStringLiteral("anthropic"), QStringLiteral("Anthropic"), QStringLiteral("https://api.anthropic.com/v1"), {}, {}, true, false}};
    }
    QVector<ModelChoice> choices() const override {
        QVector<ModelChoice> out;
        for (const auto& alias : aliases_)
            if (!alias.spec.isEmpty()) {
                auto c = describe(alias.spec);
                c.meant = c.label;
                c.label = c.spec = alias.name;
                c.group = ModelChoice::Group::Alias;
                out << c;
            }
        for (const auto group : {ModelChoice::Group::Favourite, ModelChoice::Group::Found, ModelChoice::Group::Simulated, ModelChoice::Group::Other})
            for (const auto& p : list)
                for (const auto& m : models_.value(p.word))
                    if (const auto c = describe(m.spec); c.group == group) out << c;
        return out;
    }
    ModelChoice describe(const QString& spec) const override {
        for (const auto& alias : aliases_)
            if (alias.name == spec && !alias.spec.isEmpty()) {
                auto c = describe(alias.spec);
                c.meant = alias.spec;
                c.spec = c.label = spec;
                c.group = ModelChoice::Group::Alias;
                return c;
            }
        for (const auto& p : list)
            for (const auto& m : models_.value(p.word))
                if (m.spec == spec) {
                    ModelChoice c;
                    c.spec = spec;
                    c.label = p.name == m.id || p.word == m.id ? p.name : p.name + QLatin1Char(' ') + m.id;
                    if (m.rates) c.price = Price{m.rates->input, m.rates->output, 0, 0, m.origin == PriceOrigin::Simulated, {}};
                    c.window = m.window;
                    c.local = p.local;
                    c.group = m.favourite ? ModelChoice::Group::Favourite : p.local ? ModelChoice::Group::Found
                              : p.word == QLatin1String("sim") ? ModelChoice::Group::Simulated : ModelChoice::Group::Other;
                    if (p.key == KeyHeld::Keychain) c.key = QStringLiteral("key from the keychain, to %1").arg(p.origin);
                    if (p.key == KeyHeld::Environment) c.key = QStringLiteral("key from %1, to %2").arg(p.keyName, p.origin);
                    if (p.key == KeyHeld::None) c.problem = QStringLiteral("%1 has no key yet.").arg(p.name);
                    return c;
                }
        ModelChoice c;
        c.spec = c.label = spec;
        return c;
    }
    void look() override { ++looks; }
    bool looking() const override { return looking_; }
    QString setupProblem() const override { return broken; }
    QString addProvider(const NewProviderItem& p) override {
        if (p.word.isEmpty()) return QStringLiteral("The word is missing.");
        ProviderItem item;
        item.word = p.word;
        item.name = p.name.isEmpty() ? p.word : p.name;
        item.address = p.address;
        item.origin = p.address;
        item.own = true;
        item.key = p.needsKey ? KeyHeld::None : KeyHeld::NotNeeded;
        item.state = p.needsKey ? ProviderItem::State::NoKey : ProviderItem::State::Ready;
        item.keyName = p.word.toUpper() + QStringLiteral("_API_KEY");
        list.push_back(item);
        Q_EMIT changed();
        return {};
    }
    QString removeProvider(const QString& word) override {
        const auto before = list;
        list.erase(std::remove_if(list.begin(), list.end(), [&](const auto& p) { return p.word == word; }), list.end());
        undo_ = [this, before] { list = before; };
        undoText_ = QStringLiteral("remove");
        Q_EMIT changed();
        return {};
    }
    QString setAlias(const QString& name, const QString& spec) override {
        if (spec == QLatin1String("nonsense")) return QStringLiteral("\"nonsense\" is not a model.");
        for (auto& alias : aliases_)
            if (alias.name == name) alias.spec = spec;
        Q_EMIT changed();
        return {};
    }
    QString setFavourite(const QString& spec, bool favourite) override {
        for (auto& models : models_)
            for (auto& m : models)
                if (m.spec == spec) m.favourite = favourite;
        Q_EMIT changed();
        return {};
    }
    QString setPrice(const QString& spec, const std::optional<TokenRates>& rates) override {
        for (auto& models : models_)
            for (auto& m : models)
                if (m.spec == spec) {
                    m.rates = rates;
                    m.origin = rates ? PriceOrigin::Own : PriceOrigin::Unknown;
                }
        Q_EMIT changed();
        return {};
    }
    QString undoText() const override { return undoText_; }
    QString undo() override {
        if (undo_) undo_();
        undo_ = {};
        undoText_.clear();
        Q_EMIT changed();
        return {};
    }
    QString keychain() const override { return keeper; }
    QString keychainProblem() const override { return keeper.isEmpty() ? QStringLiteral("No keychain service answers on this computer.") : QString(); }
    void storeKey(const QString& provider, const QString& key) override { stored << qMakePair(provider, key); }
    void deleteKey(const QString& provider) override { deleted << provider; }
    void startTest(const QString& provider, const QString& spec) override {
        ModelTest t;
        t.spec = spec;
        t.step = ModelTest::Step::Listing;
        setTest(provider, t);
    }
    void cancelTest(const QString& provider) override {
        auto t = tests[provider];
        t.step = ModelTest::Step::Cancelled;
        setTest(provider, t);
    }
    ModelTest test(const QString& provider) const override { return tests.value(provider); }
    PriceTableInfo prices() const override { return info; }
    void readPriceUpdate(const QString& fileOrUrl) override {
        update = {};
        update.source = fileOrUrl;
        update.step = PriceUpdateItem::Step::Reading;
        Q_EMIT priceUpdateChanged();
    }
    void cancelPriceUpdate() override {
        update = {};
        Q_EMIT priceUpdateChanged();
    }
    PriceUpdateItem priceUpdate() const override { return update; }
    QString applyPriceUpdate() override {
        ++applied;
        undoText_ = QStringLiteral("price update");
        return {};
    }

    void setTest(const QString& provider, const ModelTest& t) {
        tests[provider] = t;
        Q_EMIT testChanged(provider);
    }
    void setUpdate(const PriceUpdateItem& item) {
        update = item;
        Q_EMIT priceUpdateChanged();
    }

    QVector<ProviderItem> list;
    QMap<QString, QVector<ModelItem>> models_;
    QVector<AliasItem> aliases_;
    QMap<QString, ModelTest> tests;
    PriceTableInfo info;
    PriceUpdateItem update;
    QString broken, keeper = QStringLiteral("the Secret Service");
    QVector<QPair<QString, QString>> stored;
    QStringList deleted;
    int looks = 0, applied = 0;
    bool looking_ = false;

private:
    std::function<void()> undo_;
    QString undoText_;
};

} // namespace rlmscope::test
