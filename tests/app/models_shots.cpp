// Grabs the Models page and the budget of a new run as a person would see them, with a real server on this computer, into
// a folder: models_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT]. Not a test: the pictures are for looking at.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/model_setup.h"
#include "app/run_launcher.h"
#include "support/openai_server.h"
#include "support/shots.h"
#include "views/english.h"
#include "views/language_model_table.h"
#include "views/model_chooser.h"
#include "views/models_page.h"
#include "views/price_update_dialog.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>

#include <map>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

class MemoryStore final : public KeyStore {
public:
    Result<std::string> service() override { return std::string("Secret Service"); }
    Result<std::optional<std::string>> read(const std::string& name, const std::string& origin) override {
        const auto at = m_keys.find({name, origin});
        return at == m_keys.end() ? std::nullopt : std::optional(at->second);
    }
    Status store(const std::string& name, const std::string& origin, const std::string& key) override {
        m_keys[{name, origin}] = key;
        return {};
    }
    Status remove(const std::string& name, const std::string& origin) override {
        m_keys.erase({name, origin});
        return {};
    }

private:
    std::map<std::pair<std::string, std::string>, std::string> m_keys; // asked one after the other
};

void addLab(ModelSource* source, const test::OpenAiServer& server) {
    NewProviderItem lab;
    lab.templateId = QStringLiteral("openai-compatible");
    lab.word = QStringLiteral("lab");
    lab.name = QStringLiteral("The lab");
    lab.address = QString::fromStdString(server.baseUrl());
    lab.needsKey = true;
    source->addProvider(lab);
    settle(900);
    source->storeKey(lab.word, QStringLiteral("sk-of-the-picture"));
    settle(300);
}

QString priceFile(const QString& folder) {
    QFile file(folder + QStringLiteral("/prices-of-others.json"));
    if (file.open(QIODevice::WriteOnly)) {
        QByteArray models = "{";
        const auto add = [&](const char* id, const char* in, const char* out) {
            models += QByteArray(models.size() > 1 ? "," : "") + "\"" + id + "\": {\"litellm_provider\": \"openai\", \"mode\": \"chat\", \"input_cost_per_token\": " + in +
                      ", \"output_cost_per_token\": " + out + ", \"cache_read_input_token_cost\": 1e-07}";
        };
        add("gpt-5", "1e-06", "8e-06");
        add("gpt-5-mini", "2e-07", "1.6e-06");
        add("gpt-9", "3e-06", "1.2e-05");
        add("gpt-9-mini", "4e-07", "3e-06");
        file.write(models + "}");
    }
    return file.fileName();
}

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-shots"));
    QApplication::setOrganizationName(QStringLiteral("rlmscope-shots"));
    const auto arguments = QApplication::arguments();
    const QString out = QDir(arguments.value(1, QStringLiteral("shots"))).absolutePath();
    const QString theme = arguments.value(2, QStringLiteral("light"));
    const auto size = arguments.value(3, QStringLiteral("1440x900")).split(QLatin1Char('x'));
    QDir(out + QStringLiteral("/config")).removeRecursively();
    QDir().mkpath(out);
    qputenv("XDG_CONFIG_HOME", (out + QStringLiteral("/config")).toUtf8()); // nobody's own settings
    qputenv("GEMINI_API_KEY", "not-a-key");
    setMachineKeyStore(std::make_shared<MemoryStore>());
    Theme::install(app, themeNamed(theme));
    Theme::instance().setReduceMotion(true);
    installEnglishPlurals();
    test::OpenAiServerOptions options;
    options.key = "sk-of-the-picture";
    options.latencyMs = 180;
    test::OpenAiServer server(options);
    {
        MainWindow window(makeRunLauncher());
        window.resize(size.value(0).toInt(), size.value(1).toInt());
        window.show();
        window.activateWindow();
        const auto grab = [&](QWidget* what, const char* name) {
            settle();
            what->grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, QLatin1String(name), theme, size.value(0)));
        };
        settle(1200);
        grab(&window, "models_0_home_empty");
        window.showModels();
        auto* page = window.modelsPage();
        auto* source = page->source();
        page->showProvider(QStringLiteral("openai"));
        grab(&window, "models_1_no_key");
        page->pasteKey(QStringLiteral("openai"));
        grab(&window, "models_2_key_behind");
        if (auto* dialog = QApplication::activeModalWidget()) {
            grab(dialog, "models_2_key");
            dialog->close();
        }
        addLab(source, server);
        page->showProvider(QStringLiteral("lab"));
        const auto test = [&](const char* spec) {
            source->startTest(QStringLiteral("lab"), QLatin1String(spec));
            QElapsedTimer timer;
            timer.start();
            while (source->test(QStringLiteral("lab")).running() && timer.elapsed() < 10000) settle(50);
        };
        source->startTest(QStringLiteral("lab"), QStringLiteral("lab:test-model"));
        settle(60);
        grab(&window, "models_3_testing");
        test("lab:test-model");
        grab(&window, "models_4_test_ok");
        source->storeKey(QStringLiteral("lab"), QStringLiteral("sk-another"));
        settle(300);
        test("lab:test-model");
        grab(&window, "models_5_test_failed");
        source->storeKey(QStringLiteral("lab"), QStringLiteral("sk-of-the-picture"));
        source->storeKey(QStringLiteral("openai"), QStringLiteral("sk-not-a-key"));
        settle(400);
        for (const char* spec : {"openai:gpt-5", "openai:gpt-5-mini", "lab:test-model"}) source->setFavourite(QLatin1String(spec), true);
        source->setAlias(QStringLiteral("root"), QStringLiteral("openai:gpt-5"));
        source->setAlias(QStringLiteral("sub"), QStringLiteral("openai:gpt-5-mini"));
        source->setAlias(QStringLiteral("judge"), QStringLiteral("gemini:gemini-2.5-flash"));
        source->setPrice(QStringLiteral("openai:gpt-4.1"), TokenRates{1'900'000, 7'500'000, {}, {}, {}});
        page->showModel(QStringLiteral("openai"), QStringLiteral("openai:gpt-5"));
        page->findChild<LanguageModelView*>()->setFocus();
        grab(&window, "models_6_set_up");
        page->editPrice();
        settle();
        if (auto* dialog = QApplication::activeModalWidget()) {
            grab(dialog, "models_7_price");
            dialog->close();
        }
        page->addProvider();
        settle();
        if (auto* dialog = QApplication::activeModalWidget()) {
            grab(dialog, "models_8_add");
            dialog->close();
        }
        page->updatePrices();
        settle();
        if (auto* dialog = QApplication::activeModalWidget()) {
            source->readPriceUpdate(priceFile(out));
            settle(400);
            grab(dialog, "models_9_update");
            dialog->close();
        }
        window.showHome();
        grab(&window, "models_a_home_set_up");

        NewRunForm form;
        form.spec.question = "How many of the messages report an outage, and which user reported most?";
        form.spec.depth = 2;
        form.spec.models = {"root", "sub", "lab:test-model"};
        form.spec.limits.usd = PicoUsd{500'000'000'000};
        form.spec.limits.child.usd = PicoUsd{100'000'000'000};
        form.spec.limits.approveCalls = 50;
        form.spec.limits.atLimit = AtLimit::Ask;
        form.spec.budgetLine = true;
        form.paths = {QStringLiteral(RLMSCOPE_SOURCE_DIR "/src/engine")};
        window.newRunFrom(form);
        settle(1200);
        grab(window.newRunDialog(), "models_b_newrun_unpriced");
        source->setPrice(QStringLiteral("lab:test-model"), TokenRates{100'000, 300'000, {}, {}, {}});
        for (auto* area : window.newRunDialog()->findChildren<QScrollArea*>())
            if (auto* last = area->findChild<QWidget*>(QStringLiteral("reuseReplies"))) area->ensureWidgetVisible(last, 0, 120);
        grab(window.newRunDialog(), "models_c_newrun_budget");
        auto* root = window.newRunDialog()->findChild<ModelChooser*>(QStringLiteral("rootModel"));
        root->showPopup();
        settle();
        if (auto* popup = QApplication::activePopupWidget()) grab(popup, "models_d_chooser");
        root->hidePopup();
        window.newRunDialog()->reject();
    }
    LiveRunControl::waitForAll();
    return 0;
}
