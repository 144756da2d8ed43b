#pragma once
// What `cost` says about one run: tables for people, an object for scripts. The fields are a contract: add, never rename.
#include "cli/recorded_run.h"
#include "cli/terminal.h"
#include "insight/reprice.h"
#include "insight/spend.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace rlmscope::cli {

/// How a run was priced anew.
struct Repricing {
    insight::RepriceResult result;
    std::string title;  ///< head of the column: "as openai:gpt-5-mini"
    std::string prices; ///< where they are from: "the built-in prices", a file's name
    std::string table;  ///< hash
    std::optional<Date> day;
};

std::string costReport(const RecordedRun& run, const insight::Spend& spend, const std::optional<Repricing>& repriced, const Terminal& terminal);
nlohmann::ordered_json costReportJson(const RecordedRun& run, const insight::Spend& spend, const std::optional<Repricing>& repriced);

} // namespace rlmscope::cli
