// `rlmscope-cli models test SPEC`: does this model work from here?
#include "base/text.h"
#include "cli/format.h"
#include "cli/interrupts.h"
#include "cli/json_fields.h"
#include "cli/models_commands.h"
#include "providers/model_check.h"
#include "runner/machine_models.h"

#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace rlmscope::cli {
namespace {

using Json = nlohmann::json;

Exit exitOf(const ModelCheckReport& report) {
    switch (report.verdict) {
    case CheckVerdict::Works: return Exit::Answered;
    case CheckVerdict::BadSpec: return exitFor(*report.error);
    case CheckVerdict::Cancelled: return Exit::Cancelled;
    default: return Exit::Failure;
    }
}

Json reportJson(const ModelCheckReport& report) {
    Json out{{"spec", report.spec}, {"resolved", report.resolved}, {"verdict", toString(report.verdict)}, {"works", report.works()}, {"summary", report.summary()},
             {"provider", report.info.provider}, {"simulated", report.info.simulated}, {"listed", report.listed}, {"called", report.called}};
    out["error"] = report.error ? Json{{"kind", toString(report.error->kind)}, {"message", report.error->message}, {"hint", report.error->hint}} : Json();
    out["list_error"] = report.listError ? Json(report.listError->text()) : Json();
    out["models"] = Json::array();
    for (const ListedModel& model : report.list.models)
        out["models"].push_back({{"id", model.id}, {"name", model.name}, {"window", model.window ? Json(model.window) : Json()}, {"max_output", model.maxOutput ? Json(model.maxOutput) : Json()}});
    out["in_list"] = report.listed ? Json(report.inList) : Json();
    out["near"] = report.near;
    const bool works = report.works();
    out["reply"] = works ? Json(report.reply) : Json();
    out["first_token_seconds"] = report.firstToken ? Json(static_cast<double>(report.firstToken) / 1e9) : Json();
    out["total_seconds"] = report.called ? Json(static_cast<double>(report.total) / 1e9) : Json();
    out["usage"] = works && report.usageKnown ? usageJson(report.usage) : Json();
    out["cost_usd"] = works && report.cost ? costJson(*report.cost, false) : Json();
    out["cost_source"] = !works || !report.cost ? Json() : Json(report.info.simulated ? "simulated" : report.costReported ? "provider" : "computed");
    return out;
}

void line(const char* name, const std::string& text) { std::printf("  %-8s %s\n", name, text.c_str()); }

std::string listText(const ModelCheckReport& report) {
    if (!report.listed) return report.listError->message;
    const std::size_t count = report.list.models.size();
    std::string text = "lists " + cli::count(count) + (count == 1 ? " model" : " models") + (report.list.complete ? "" : " and more");
    if (report.inList) return text + ", " + report.info.name + " among them";
    text += ", but not " + report.info.name;
    if (!report.near.empty()) text += "; near: ";
    for (std::size_t i = 0; i < report.near.size(); ++i) text += (i ? ", " : "") + report.near[i];
    return text;
}

std::string checkedCost(const ModelCheckReport& report) {
    if (!report.usageKnown && !report.cost) return "unknown: the server did not say what was used";
    if (!report.cost) return "unknown: no price is known for this model";
    const char* source = report.info.simulated ? " (simulated)" : report.costReported ? " (as the provider says)" : " (by the price table)";
    return "$" + report.cost->exact() + source;
}

void print(const ModelCheckReport& report) {
    if (report.resolved != report.spec) line("alias", report.spec + " = " + report.resolved);
    // Why there is no list is said once, when it is also why it does not work.
    const bool same = report.listError && report.error && *report.listError == *report.error;
    if ((report.listed || report.listError) && !same) line("server", listText(report));
    if (!report.works()) return;
    line("reply", trimmed(report.reply).empty() ? "no text within the few tokens of the test" : "\"" + oneLine(report.reply, 60) + "\"");
    line("time", (report.firstToken ? duration(report.firstToken) + " to the first token, " : std::string()) + duration(report.total) + " in all");
    if (report.usageKnown) line("tokens", tokens(report.usage.input()) + " in, " + tokens(report.usage.output) + " out");
    line("cost", checkedCost(report));
}

} // namespace

Exit modelsTestCommand(const ModelsTestOptions& options) {
    Interrupts interrupts;
    StandardModelsOptions machine = machineModels(ModelAccess{options.keyEnv});
    machine.timeouts = {20'000'000'000, 300'000'000'000, 120'000'000'000, 600'000'000'000}; // a local server may have to load it
    std::atomic<bool> over{false};
    ModelCheckReport report;
    ModelCheckOptions how;
    const bool talk = !options.json && ::isatty(STDERR_FILENO);
    how.step = [talk](CheckStep step) {
        if (talk) std::fprintf(stderr, "%s\n", step == CheckStep::Finding ? "Looking up the model ..." : step == CheckStep::Listing ? "Asking the server for its models ..." : "Asking the model for one word ...");
    };
    {
        ModelCheck check(std::make_shared<StandardModels>(std::move(machine)), options.spec, how, [&](ModelCheckReport done) {
            report = std::move(done);
            over = true;
            interrupts.wake();
        });
        while (!over)
            if (interrupts.wait(200) > 0) check.cancel();
    }
    if (options.json) {
        std::printf("%s\n", dumped(reportJson(report)).c_str());
    } else {
        print(report);
        if (report.works()) std::printf("%s\n", report.summary().c_str());
    }
    if (!report.works()) {
        std::fprintf(stderr, "rlmscope-cli: %s\n", report.error ? report.error->message.c_str() : "not tested");
        if (report.error && !report.error->hint.empty()) std::fprintf(stderr, "%s\n", report.error->hint.c_str());
    }
    return exitOf(report);
}

} // namespace rlmscope::cli
