// Labelling numbered items. The labels come from the prompt, with the words that the prompt describes them by
// ("billing (invoices, charges)", "billing: questions about money") and with its examples.
#include "base/json.h"
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/sub.h"

#include <nlohmann/json.hpp>

namespace rlmscope::sim {

namespace {

struct Scheme {
    Strings labels;
    std::vector<Strings> described;
};

Strings contentStems(std::string_view text) {
    Strings out;
    for (const auto word : splitWords(text))
        if (word.size() > 3 && !isStopWord(lower(word))) out.push_back(stem(word));
    return out;
}

/// Labels of the instruction: a list in a sentence, or one per line ("- billing: questions about money").
Scheme readScheme(const std::string& instruction) {
    Scheme scheme;
    for (const auto line : splitLines(instruction)) {
        auto row = trimmed(line);
        if (!row.starts_with("- ") && !row.starts_with("* ")) continue;
        row = row.substr(2);
        const auto end = row.find_first_of(":(");
        const auto label = lower(trimmed(row.substr(0, end)));
        if (label.empty() || splitWords(label).size() > 4) continue;
        scheme.labels.push_back(label);
        scheme.described.push_back(end == std::string_view::npos ? Strings{} : contentStems(row.substr(end)));
    }
    if (scheme.labels.size() >= 2) return scheme;
    // Descriptions in brackets are taken out of the list first: "billing (invoices, charges), delivery (parcels)".
    std::string plain;
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < instruction.size();) {
        if (const auto close = instruction.find(')', i); instruction[i] == '(' && close != std::string::npos) {
            notes.push_back(instruction.substr(i + 1, close - i - 1));
            plain += "\x01" + std::to_string(notes.size() - 1) + "\x02";
            i = close + 1;
        } else plain += instruction[i++];
    }
    std::string bare;
    for (std::size_t i = 0; i < plain.size(); ++i)
        if (plain[i] == '\x01') i = plain.find('\x02', i);
        else bare += plain[i];
    scheme = {listedLabels(bare), {}};
    if (scheme.labels.empty() && !notes.empty()) scheme.labels = listedLabels(instruction);
    for (const auto& label : scheme.labels) {
        Strings words;
        const auto at = findIgnoringCase(plain, label);
        if (at != std::string_view::npos) {
            const auto mark = plain.find_first_not_of(' ', at + label.size());
            if (mark != std::string::npos && plain[mark] == '\x01') words = contentStems(notes[static_cast<std::size_t>(std::atoi(plain.c_str() + mark + 1))]);
        }
        scheme.described.push_back(words);
    }
    return scheme;
}

/// The record without its own bookkeeping, so that a date or a user name never counts as a cue.
std::string_view bodyOf(std::string_view item) {
    if (const auto at = findIgnoringCase(item, "Instance: "); at != std::string_view::npos) {
        item = item.substr(at + 10);
        return item.substr(0, item.find(" || "));
    }
    for (const auto* bar : {" | ", "\t"})
        if (const auto at = item.rfind(bar); at != std::string_view::npos && item.size() - at > 16) return item.substr(at + std::string_view(bar).size());
    return item;
}

} // namespace

std::vector<NumberedItem> numberedItems(std::string_view text) {
    std::vector<NumberedItem> out;
    for (const auto line : splitLines(text)) {
        const auto row = trimmed(line);
        std::size_t i = row.starts_with("[") ? 1 : 0;
        const auto start = i;
        while (i < row.size() && row[i] >= '0' && row[i] <= '9') ++i;
        if (i == start || i >= row.size()) continue;
        const auto number = std::string(row.substr(start, i - start));
        if (row[i] != ':' && row[i] != '.' && row[i] != ')' && row[i] != ']') continue;
        if (i + 1 < row.size() && row[i + 1] != ' ') continue;
        out.push_back({number, trimmed(row.substr(i + 1))});
    }
    return out;
}

std::string classifyItems(const SubPrompt& prompt, Rot& rot) {
    const auto scheme = readScheme(prompt.instruction);
    auto items = numberedItems(prompt.text);
    const bool numbered = !items.empty();
    if (!numbered)
        for (const auto line : splitLines(prompt.text))
            if (!trimmed(line).empty()) items.push_back({std::to_string(items.size() + 1), trimmed(line)});
    Strings chosen;
    for (const auto& item : items) {
        auto label = bestLabel(bodyOf(item.text), scheme.labels, scheme.described);
        if (rot.hit() && scheme.labels.size() > 1) label = (label + 1 + rot.random.below(scheme.labels.size() - 1)) % scheme.labels.size();
        chosen.push_back(scheme.labels[label]);
    }
    const auto& how = prompt.instruction;
    if (contains(how, "JSON")) {
        if (contains(how, "object") || contains(how, "dict")) {
            nlohmann::ordered_json object = nlohmann::ordered_json::object();
            for (std::size_t i = 0; i < items.size(); ++i) object[items[i].number] = chosen[i];
            return dumpJson(object);
        }
        return dumpJson(nlohmann::json(chosen));
    }
    if (items.size() == 1 && !numbered) return chosen.front();
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!out.empty()) out += '\n';
        if (numbered && !contains(how, "one label per line")) out += items[i].number + ": ";
        out += chosen[i];
    }
    return out;
}

} // namespace rlmscope::sim
