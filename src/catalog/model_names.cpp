#include "catalog/model_names.h"

#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace rlmscope {
namespace {

constexpr std::size_t LongestCompared = 120;

std::string lowered(std::string_view text) {
    std::string out(text.substr(0, LongestCompared));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// Levenshtein's distance, row by row.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i + 1;
        for (std::size_t k = 0; k < b.size(); ++k) {
            const std::size_t above = row[k + 1];
            row[k + 1] = std::min({above + 1, row[k] + 1, corner + (a[i] == b[k] ? 0 : 1)});
            corner = above;
        }
    }
    return row.back();
}

std::string specOf(const ModelEntry& model) {
    return model.provider == SpecProvider ? model.id : model.provider + ":" + model.id;
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + oneLine(name, 100);
    return out;
}

} // namespace

std::vector<std::string> nearNames(std::string_view text, const std::vector<std::string>& known, std::size_t most) {
    const std::string wanted = lowered(text);
    if (wanted.empty()) return {};
    struct Near {
        std::size_t far;
        const std::string* name;
    };
    std::vector<Near> found;
    for (const auto& name : known) {
        const std::string candidate = lowered(name);
        // A SPEC is also named by what stands behind its provider.
        const auto colon = candidate.find(':');
        std::size_t far = distance(wanted, candidate);
        if (colon != std::string::npos && wanted.find(':') == std::string::npos)
            far = std::min(far, distance(wanted, std::string_view(candidate).substr(colon + 1)));
        const bool inside = wanted.size() >= 3 && candidate.find(wanted) != std::string::npos;
        if (inside || far <= std::max<std::size_t>(2, wanted.size() / 3)) found.push_back({inside ? std::min(far, std::size_t(1)) : far, &name});
    }
    std::stable_sort(found.begin(), found.end(), [](const Near& a, const Near& b) {
        return a.far != b.far ? a.far < b.far : a.name->size() < b.name->size();
    });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < std::min(most, found.size()); ++i) out.push_back(*found[i].name);
    return out;
}

Result<std::string> pricedSpec(const PriceTable& table, std::string_view text) {
    if (table.findSpec(text)) return std::string(text);
    std::vector<std::string> same, all;
    for (const auto& model : table.models()) {
        all.push_back(specOf(model));
        if (model.provider == SpecProvider) continue;
        if (const auto match = table.find(model.provider, text); match && match->model == &model) same.push_back(model.provider + ":" + std::string(text));
    }
    if (same.size() == 1) return same.front();
    const std::string shown = oneLine(text, 100);
    if (!same.empty())
        return makeError(ErrorKind::Usage, "More than one provider has a model " + shown + ".", "Say which: " + listed(same) + ".");
    const auto near = nearNames(text, all);
    return makeError(ErrorKind::Usage, "The price table does not know the model " + shown + ".",
                     near.empty() ? "A model is named PROVIDER:MODEL, for example openai:gpt-5." : "Near it: " + listed(near) + ".");
}

} // namespace rlmscope
