#include "base/json.h"
#include "base/text.h"
#include "catalog/litellm.h"
#include "catalog/model_names.h"
#include "catalog/table_json.h"
#include "catalog/user_prices.h"
#include "cli/commands.h"
#include "cli/cost_report.h"
#include "cli/json_fields.h"
#include "cli/recorded_run.h"
#include "runner/machine_models.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <unistd.h>

namespace rlmscope::cli {
namespace {

constexpr std::uintmax_t LargestPriceFile = 64'000'000;

Result<std::string> contents(const std::string& file) {
    std::error_code code;
    const auto size = std::filesystem::file_size(file, code);
    if (code) return makeError(ErrorKind::BadInput, "Cannot read the prices in " + file + ": " + code.message() + ".");
    if (size > LargestPriceFile) return makeError(ErrorKind::BadInput, file + " is too large for a price table.");
    std::ifstream in(file, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(size)))
        return makeError(ErrorKind::BadInput, "Cannot read the prices in " + file + ": " + std::strerror(errno) + ".");
    return text;
}

struct Prices {
    PriceTable table;
    std::string name;
};

/// A table of ours, the user's file (on top of what is built in), or LiteLLM's, whose prices hold for every day.
Result<Prices> pricesOf(const std::string& file) {
    if (file.empty()) {
        auto table = standardPrices();
        if (!table) return table.error();
        return Prices{**table, "the prices of this computer"};
    }
    auto text = contents(file);
    if (!text) return text.error();
    if (text->find("\"pico-USD per token\"") != std::string::npos) {
        auto whole = readPriceTable(*text, file);
        if (whole) return Prices{std::move(*whole), file};
        auto user = readUserTables(*text, file);
        if (!user) return text->find("\"overrides\"") != std::string::npos ? user.error() : whole.error();
        auto table = effectivePrices(PriceTable::builtIn(), *user);
        if (!table) return table.error();
        return Prices{std::move(*table), file};
    }
    auto foreign = readLitellm(*text, file, Date{});
    if (!foreign) return foreign.error();
    return Prices{std::move(foreign->table), file};
}

/// What --as and --on ask for. "SPEC=MODEL" maps one model of the trace, "MODEL" all of them.
Result<RepriceOptions> optionsOf(const CostOptions& wanted, const PriceTable& table, const std::vector<std::string>& recorded) {
    RepriceOptions options;
    for (const auto& as : wanted.as) {
        std::string from, to = as;
        for (const auto& model : recorded) // a SPEC may hold an equals sign itself
            if (as.size() > model.size() && as[model.size()] == '=' && as.compare(0, model.size(), model) == 0 && model.size() >= from.size()) {
                from = model;
                to = as.substr(model.size() + 1);
            }
        auto spec = pricedSpec(table, to);
        if (!spec && from.empty() && as.find('=') != std::string::npos) {
            const auto name = as.substr(0, as.find('='));
            auto near = nearNames(name, recorded, 3);
            if (near.empty()) near = recorded;
            std::string known;
            for (const auto& model : near) known += (known.empty() ? "" : ", ") + oneLine(model, 100);
            return makeError(ErrorKind::Usage, "No call of this trace asked " + oneLine(name, 100) + ".", "It asked " + known + ".");
        }
        if (!spec) return spec.error();
        if (!from.empty()) options.asModels[from] = *spec;
        else if (options.asModel) return makeError(ErrorKind::Usage, "--as names two models for all calls.", "Say for which calls: --as SPEC=MODEL.");
        else options.asModel = *spec;
    }
    if (wanted.on.empty()) return options;
    options.onDay = Date::parse(wanted.on);
    if (!options.onDay) return makeError(ErrorKind::Usage, "\"" + oneLine(wanted.on, 60) + "\" is no day.", "A day is written 2026-07-30.");
    return options;
}

std::string titleOf(const RepriceOptions& options) {
    if (options.asModel && options.asModels.empty()) return "as " + *options.asModel;
    if (!options.asModels.empty()) return "with other models";
    return options.onDay ? "on " + options.onDay->text() : "priced anew";
}

} // namespace

Exit costCommand(const CostOptions& options) {
    auto reader = TraceReader::open(options.trace);
    if (!reader) return badInput(reader.error());
    const auto chosen = chosenRuns(**reader, options.run);
    if (!chosen) return badInput(chosen.error());
    std::vector<RecordedRun> runs;
    std::set<std::string> models;
    for (const auto& summary : *chosen) {
        runs.push_back(readRun(**reader, summary));
        for (const auto& row : runs.back().tree->spend()) models.insert(row.model);
    }

    std::vector<std::optional<Repricing>> repriced(runs.size());
    if (!options.as.empty() || !options.prices.empty() || !options.on.empty()) {
        const auto prices = pricesOf(options.prices);
        if (!prices) return badInput(prices.error());
        const auto wanted = optionsOf(options, prices->table, {models.begin(), models.end()});
        if (!wanted) return badInput(wanted.error());
        const bool keepOthers = !wanted->asModels.empty() && !wanted->asModel && !wanted->onDay && options.prices.empty();
        for (std::size_t i = 0; i < runs.size(); ++i) {
            insight::Repricing repricing(prices->table, *wanted, keepOthers);
            // What cannot be read was met when the tree was made.
            (void)(*reader)->forEachEvent(runs[i].summary.id, 1, [&](const Event& event) {
                repricing.apply(event);
                return true;
            });
            repriced[i] = Repricing{repricing.result(), titleOf(*wanted), prices->name, prices->table.hash(), wanted->onDay};
        }
    }

    const auto terminal = Terminal::of(STDOUT_FILENO);
    std::string out;
    auto list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto spend = insight::spendOf(*runs[i].tree);
        if (options.json) list.push_back(costReportJson(runs[i], spend, repriced[i]));
        else out += (i ? "\n" : "") + costReport(runs[i], spend, repriced[i], terminal);
    }
    if (options.json) out = dumpJson(nlohmann::ordered_json{{"runs", list}}) + "\n";
    else if (runs.empty()) out = "This trace holds no run.\n";
    const bool written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() && std::fflush(stdout) == 0;
    auto exit = written ? Exit::Answered : Exit::Internal;
    for (const auto& run : runs)
        if (run.damage) exit = badInput(*run.damage);
    return exit;
}

} // namespace rlmscope::cli
