#pragma once
// What a report draws and adds up: spend by model and depth, spend over time, where the time went. Private to exchange.
#include "exchange/report_run.h"
#include "exchange/report_text.h"

namespace rlmscope::report {

Json modelsOf(const Run& run);
Json spendOf(const Run& run);
Json timelineOf(const Run& run);

} // namespace rlmscope::report
