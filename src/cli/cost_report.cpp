#include "cli/cost_report.h"

#include "base/text.h"
#include "cli/format.h"
#include "cli/json_fields.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {

using insight::RepriceRow;
using insight::Spend;
using nlohmann::ordered_json;

namespace {

constexpr int WidestModel = 44;

struct Mark {
    const char* atLeast;
    const char* about;
};
Mark marks(const Terminal& terminal) { return terminal.unicode ? Mark{"≥", "≈"} : Mark{">=", "~"}; }

/// "≥$0.0041": a part has no known price; "≈$0.0041": a part is what was reserved.
std::string spent(const SpendSums& s, const Mark& mark) {
    if (s.unknown && s.cost.value == 0) return "unknown";
    return std::string(s.unknown ? mark.atLeast : s.estimated ? mark.about : "") + money(s.cost);
}
std::string again(const RepriceRow& r, bool estimated, const Mark& mark) {
    if (r.priced == 0 && r.unknown > 0) return "unknown";
    return std::string(r.unknown ? mark.atLeast : estimated && r.kept < r.priced ? mark.about : "") + money(r.repriced);
}
std::string share(const Usage& usage) {
    const auto cached = insight::cachedShare(usage);
    return cached ? std::to_string(std::lround(*cached * 100)) + "%" : "-";
}
std::string plural(std::uint64_t n, const char* one, const char* many) { return count(n) + " " + (n == 1 ? one : many); }

/// Left-aligned first column, all others right-aligned.
class Table {
public:
    void row(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    std::string text() const {
        std::vector<int> widths;
        for (const auto& cells : m_rows)
            for (std::size_t i = 0; i < cells.size(); ++i) {
                if (widths.size() <= i) widths.push_back(0);
                widths[i] = std::max(widths[i], columns(cells[i]));
            }
        std::string out;
        for (const auto& cells : m_rows) {
            for (std::size_t i = 0; i < cells.size(); ++i)
                out += i == 0 ? padded(cells[i], widths[i]) : "  " + paddedLeft(cells[i], widths[i]);
            out += "\n";
        }
        return out;
    }

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// The rows of one model and depth, whatever their roles.
std::vector<SpendRow> byModelAndDepth(const Spend& spend) {
    std::vector<SpendRow> out;
    for (const auto& row : spend.rows) {
        if (!out.empty() && out.back().model == row.model && out.back().depth == row.depth) insight::add(out.back(), row);
        else out.push_back(row);
    }
    return out;
}

using RepriceIndex = std::map<std::pair<std::string, int>, const RepriceRow*>;
RepriceIndex indexOf(const std::optional<Repricing>& repriced) {
    RepriceIndex index;
    if (repriced)
        for (const auto& row : repriced->result.rows) index[{row.model, row.depth}] = &row;
    return index;
}

std::string table(const Spend& spend, const std::optional<Repricing>& repriced, const Terminal& terminal) {
    const auto mark = marks(terminal);
    const auto index = indexOf(repriced);
    Table table;
    const auto line = [&](std::string name, std::string depth, const SpendSums& s, const RepriceRow* anew) {
        std::vector<std::string> cells{std::move(name), std::move(depth), count(s.calls), s.failedAttempts ? count(s.failedAttempts) : "-",
                                       tokens(s.usage.input()), share(s.usage), tokens(s.usage.output), spent(s, mark)};
        if (repriced) cells.push_back(anew ? again(*anew, repriced->result.estimated, mark) : money({}));
        table.row(std::move(cells));
    };
    std::vector<std::string> head{"model", "depth", "calls", "failed", "tokens in", "cached", "tokens out", "cost"};
    if (repriced) head.push_back(fitted(repriced->title, WidestModel, terminal.unicode));
    table.row(std::move(head));
    for (const auto& row : byModelAndDepth(spend)) {
        const auto anew = index.find({row.model, row.depth});
        const std::string name = row.model.empty() ? "(not named)" : fitted(oneLine(row.model, 200), WidestModel, terminal.unicode);
        line(name + (row.simulated ? " (simulated)" : ""), std::to_string(row.depth), row, anew == index.end() ? nullptr : anew->second);
    }
    line("total", "", spend.total, repriced ? &repriced->result.total : nullptr);
    return table.text();
}

std::string remarks(const SpendSums& s, const std::optional<Repricing>& repriced, const Terminal& terminal) {
    const auto mark = marks(terminal);
    std::string out;
    if (s.simulated) out += "Simulated models have made-up prices: nothing was paid for " + plural(s.simulated, "reply", "replies") + ".\n";
    if (s.failedAttempts)
        out += "Failed: " + plural(s.failedAttempts, "attempt", "attempts") + ", " + money(s.failedCost) + " of the cost.\n";
    if (s.estimated)
        out += std::string(mark.about) + " estimated: " + plural(s.estimated, "attempt", "attempts") +
               " without a report of usage; what was reserved for them, " + money(s.estimatedCost) + ", is counted.\n";
    if (s.unknown)
        out += std::string(mark.atLeast) + " at least: the price of " + plural(s.unknown, "attempt", "attempts") + " is not known.\n";
    if (s.interrupted)
        out += plural(s.interrupted, "request was", "requests were") + " on the way when the process ended; what was billed for that is not known.\n";
    if (s.recorded || s.cached)
        out += "Not asked for: " + plural(s.recorded, "reply", "replies") + " from a record, " + count(s.cached) + " from the cache; " +
               money(s.saved) + " and " + tokens(s.savedUsage.input()) + " tokens in, " + tokens(s.savedUsage.output) + " out saved.\n";
    if (!repriced) return out;
    const auto& anew = repriced->result;
    out += "Priced anew with " + repriced->prices + (repriced->day ? " of " + repriced->day->text() : ", each call with those of its day") + ".\n";
    if (anew.estimated)
        out += std::string(mark.about) + " An estimate: another model counts its tokens in another way and would have answered otherwise.\n";
    if (anew.total.kept) out += plural(anew.total.kept, "attempt", "attempts") + " of other models at the cost that was recorded.\n";
    for (const auto& reason : anew.unknown)
        out += plural(static_cast<std::uint64_t>(reason.calls), "attempt", "attempts") + " of " + oneLine(reason.spec, 120) + ": " + reason.reason + "\n";
    return out;
}

ordered_json sumsJson(const SpendSums& s) {
    ordered_json out;
    const auto cached = insight::cachedShare(s.usage);
    out["calls"] = s.calls;
    out["attempts"] = s.attempts;
    out["failed_attempts"] = s.failedAttempts;
    out["interrupted_requests"] = s.interrupted;
    out["usage"] = usageJson(s.usage);
    out["cache_write_tokens"] = s.usage.cacheWrite;
    out["reasoning_tokens"] = s.usage.reasoning;
    out["cached_share"] = cached ? ordered_json(*cached) : ordered_json(nullptr);
    out["cost_usd"] = costJson(s.cost, s.unknown > 0);
    out["known_cost_usd"] = costJson(s.cost, false);
    out["known_cost_pico_usd"] = s.cost.value;
    out["failed_cost_usd"] = costJson(s.failedCost, false);
    out["estimated_attempts"] = s.estimated;
    out["estimated_cost_usd"] = costJson(s.estimatedCost, false);
    out["unknown_attempts"] = s.unknown;
    out["simulated"] = s.simulated > 0;
    out["replies_recorded"] = s.recorded;
    out["replies_cached"] = s.cached;
    out["saved_usd"] = costJson(s.saved, false);
    return out;
}

ordered_json repriceJson(const RepriceRow& row, bool whole) {
    ordered_json out;
    if (!whole) {
        out["model"] = row.model;
        out["as"] = row.as;
        out["depth"] = row.depth;
    }
    out["recorded_usd"] = costJson(row.recorded, false);
    out["cost_usd"] = costJson(row.repriced, row.unknown > 0);
    out["known_cost_usd"] = costJson(row.repriced, false);
    out["known_cost_pico_usd"] = row.repriced.value;
    out["priced_attempts"] = row.priced;
    out["kept_attempts"] = row.kept;
    out["unknown_attempts"] = row.unknown;
    return out;
}

} // namespace

std::string costReport(const RecordedRun& run, const Spend& spend, const std::optional<Repricing>& repriced, const Terminal& terminal) {
    std::string out = "Run " + run.summary.id.text() + ": " + run.status() + ", " + duration(run.tree->now()) + "\n";
    if (const auto* started = run.tree->started()) out += "Question: " + oneLine(started->spec.question, 100) + "\n";
    if (spend.total.calls == 0) return out + "No model was called.\n";
    return out + "\n" + table(spend, repriced, terminal) + "\n" + remarks(spend.total, repriced, terminal);
}

ordered_json costReportJson(const RecordedRun& run, const Spend& spend, const std::optional<Repricing>& repriced) {
    ordered_json out;
    out["id"] = run.summary.id.text();
    out["status"] = run.status();
    out["total"] = sumsJson(spend.total);
    const auto list = [&](const char* name, const char* key, const auto& groups, const auto& value) {
        auto array = ordered_json::array();
        for (const auto& group : groups) {
            ordered_json entry{{key, value(group.key)}};
            entry.update(sumsJson(group.sums));
            array.push_back(std::move(entry));
        }
        out[name] = std::move(array);
    };
    list("models", "model", spend.models, [](const std::string& model) { return model; });
    list("depths", "depth", spend.depths, [](int depth) { return depth; });
    list("roles", "role", spend.roles, [](CallRole role) { return std::string(toString(role)); });
    auto rows = ordered_json::array();
    for (const auto& row : spend.rows) {
        ordered_json entry{{"model", row.model}, {"depth", row.depth}, {"role", toString(row.role)}};
        entry.update(sumsJson(row));
        rows.push_back(std::move(entry));
    }
    out["rows"] = std::move(rows);
    out["repriced"] = nullptr;
    if (repriced) {
        ordered_json anew;
        anew["prices"] = repriced->prices;
        anew["price_table"] = repriced->table;
        anew["on"] = repriced->day ? ordered_json(repriced->day->text()) : ordered_json(nullptr);
        anew["estimated"] = repriced->result.estimated;
        anew["total"] = repriceJson(repriced->result.total, true);
        auto list2 = ordered_json::array();
        for (const auto& row : repriced->result.rows) list2.push_back(repriceJson(row, false));
        anew["rows"] = std::move(list2);
        auto unknown = ordered_json::array();
        for (const auto& reason : repriced->result.unknown)
            unknown.push_back({{"model", reason.spec}, {"reason", reason.reason}, {"attempts", reason.calls}});
        anew["unknown"] = std::move(unknown);
        out["repriced"] = std::move(anew);
    }
    if (run.damage) out["damage"] = run.damage->message;
    return out;
}

} // namespace rlmscope::cli
