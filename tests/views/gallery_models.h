#pragma once
// The Models page and its dialogs for the gallery, over a made-up source.
#include "fake_model_source.h"
#include "views/model_dialogs.h"
#include "views/models_page.h"
#include "views/price_update_dialog.h"

#include <QLineEdit>

namespace rlmscope::gallery {

inline test::FakeModelSource* newSource() { return new test::FakeModelSource; } // lives as long as the program

inline QWidget* modelsPage(ModelTest::Step step = ModelTest::Step::None) {
    auto* source = newSource();
    auto* page = new ModelsPage(source);
    page->showModel(QStringLiteral("openai"), step == ModelTest::Step::Failed ? QStringLiteral("openai:my-finetune-0911") : QStringLiteral("openai:gpt-5"));
    if (step == ModelTest::Step::None) return page;
    ModelTest t;
    t.spec = QStringLiteral("openai:gpt-5");
    t.step = step;
    t.listed = 64;
    t.firstToken = 412'000'000;
    t.total = 530'000'000;
    t.cost = PicoUsd{91'000'000};
    t.input = 13;
    t.output = 9;
    t.at = QDateTime::currentDateTime();
    if (step == ModelTest::Step::Failed) {
        t.error = QStringLiteral("api.openai.com refuses the key OPENAI_API_KEY (401).");
        t.hint = QStringLiteral("Check that it is whole and of this provider, then replace it.");
    }
    source->setTest(QStringLiteral("openai"), t);
    return page;
}

inline QWidget* brokenModelsPage() {
    auto* source = newSource();
    source->broken = QStringLiteral("/home/ada/.config/rlmscope/models.json: aliases.root is not a text. Repair or remove the file.");
    source->keeper.clear();
    auto* page = new ModelsPage(source);
    page->showProvider(QStringLiteral("vllm"));
    return page;
}

inline QWidget* keyDialog(bool keychain) {
    auto* source = newSource();
    if (!keychain) source->keeper.clear();
    return new KeyDialog(source->list[2], source->keychain(), source->keychainProblem());
}

inline QWidget* addDialog() { return new AddProviderDialog(newSource()->templates()); }

inline QWidget* priceDialog() { return new PriceDialog(newSource()->models_[QStringLiteral("openai")][1]); }

inline QWidget* updateDialog() {
    auto* source = newSource();
    auto* dialog = new PriceUpdateDialog(source);
    PriceUpdateItem update;
    update.step = PriceUpdateItem::Step::Ready;
    update.changed = 3;
    update.added = 211;
    update.same = 40;
    update.skipped = 7;
    update.reasons = QStringList{QStringLiteral("priced per image"), QStringLiteral("no price for writing the cache")};
    const auto rates = [](double in, double out) { return TokenRates{static_cast<std::int64_t>(in * 1e6), static_cast<std::int64_t>(out * 1e6), {}, {}, {}}; };
    update.rows = {{QStringLiteral("openai:gpt-5-mini"), rates(0.25, 2), rates(0.2, 1.6)},
                   {QStringLiteral("gemini:gemini-2.5-flash"), rates(0.3, 2.5), rates(0.25, 2)},
                   {QStringLiteral("xai:grok-4-fast"), std::nullopt, rates(0.2, 0.5)}};
    source->setUpdate(update);
    return dialog;
}

} // namespace rlmscope::gallery
