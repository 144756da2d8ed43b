// Fields of a record in prose or in "key: value" form: "Extract name, town and hobby of each numbered record".
#include "base/json.h"
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/sub.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

namespace rlmscope::sim {

namespace {

std::string firstMatch(const std::string& text, std::initializer_list<const char*> patterns) {
    for (const auto* pattern : patterns) {
        std::smatch m;
        if (std::regex_search(text, m, std::regex(pattern))) return std::string(trimmed(m[1].str()));
    }
    return {};
}

bool is(std::string_view field, std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&](const char* n) { return contains(field, n); });
}

/// "town: Leiden", "town=Leiden", "town | Leiden"
std::string labelled(std::string_view record, std::string_view field) {
    for (auto at = findIgnoringCase(record, field); at != std::string_view::npos; at = findIgnoringCase(record, field, at + 1)) {
        auto rest = trimmed(record.substr(at + field.size()));
        if (rest.empty() || (rest[0] != ':' && rest[0] != '=')) continue;
        rest = trimmed(rest.substr(1));
        return std::string(trimmed(rest.substr(0, rest.find_first_of(",;|\n"))));
    }
    return {};
}

std::string hobbyOf(const std::string& r) {
    return firstMatch(r, {R"((?:hobby is|hobby:|passion is|passion for|spends (?:every |most |her |his |their )?(?:free )?(?:weekend|evening|Sunday|Saturday|hour|time)s?(?: on)?|in (?:her|his|their) (?:free|spare) time (?:she |he |they )?(?:does |goes |enjoys |likes )?|outside work (?:she |he |they )?(?:goes |does |enjoys |loves )?|loves|enjoys|is mad about|never misses a day of|relaxes with|unwinds with|is known for) ([a-zà-ÿ][a-zà-ÿ -]*?)(?: with| at| on| in| when| whenever| and (?:speaks|lives|works|keeps|has)|[.,;]|$))"});
}

} // namespace

std::string fieldOf(std::string_view recordView, std::string_view field) {
    if (auto value = labelled(recordView, field); !value.empty()) return value;
    const std::string r(recordView);
    const char* capital = R"([A-Z][\w'à-ÿ-]+(?: [A-Z][\w'à-ÿ-]+)*)";
    const std::string name = std::string("(") + capital + ")";
    if (is(field, {"name", "person", "who"})) // a word that only begins the sentence is not a name: two capitalised words are
        return firstMatch(r, {R"((?:^|[^A-Za-z])(?:After|Ask|Since|When|In|The|For|By|Once|Our|Meet|Here|With)? ?([A-Z][\w'à-ÿ-]+(?: [A-Z][\w'à-ÿ-]+)+))", name.c_str()});
    if (is(field, {"town", "city", "home", "place", "live"}))
        return firstMatch(r, {("(?:lives in|living in|live in|based in|at home in|moved to|settled in|resides in|whose home is|a flat in|a house in|calls|runs a workshop in|in the old part of|comes home to) " + name).c_str(),
                              ("(?:from|near|in) " + name).c_str()});
    if (is(field, {"profession", "job", "occupation", "work", "trade"}))
        return firstMatch(r, {R"((?:works as|working as|earns a living as|employed as|trained as|is|was|,) an? ((?:[a-z-]+ )?[a-z-]+(?:er|or|ist|ian|ant|ect|smith|nurse|cook|chef|pilot|guide|wright|herd|clerk|vet))\b)"});
    if (is(field, {"hobby", "pastime", "interest", "free time", "passion"})) return hobbyOf(r);
    if (is(field, {"language", "speak", "tongue"}))
        return firstMatch(r, {R"((?:speaks|speaking|fluent in|grew up with|mother tongue is|first language is) ([A-Z][a-z]+))"});
    if (is(field, {"born", "birth", "year"})) return firstMatch(r, {R"((?:born(?: in)?(?: [A-Z][a-z]+)?|\() ?((?:1[89]|20)\d\d))", R"(\b((?:1[89]|20)\d\d)\b)"});
    if (is(field, {"age", "old"})) return firstMatch(r, {R"(\b(\d\d?)(?: years old|,))"});
    if (is(field, {"amount", "price", "cost", "total", "sum"})) return firstMatch(r, {R"(([$€£]? ?\d[\d,]*(?:\.\d+)?))"});
    if (is(field, {"date", "day", "when"})) return firstMatch(r, {R"((\d{4}-\d\d-\d\d))", R"((\d{1,2} [A-Z][a-z]+(?: \d{4})?))"});
    return {};
}

std::string extractItems(const SubPrompt& prompt, Rot& rot) {
    // The fields are the list in the instruction: "the fields name, town and hobby".
    Strings fields;
    if (const auto at = findIgnoringCase(prompt.instruction, "fields"); at != std::string_view::npos)
        fields = listedLabels(": " + std::string(trimmed(std::string_view(prompt.instruction).substr(at + 6))));
    if (fields.empty()) fields = listedLabels(prompt.instruction);
    if (fields.empty()) fields = {"name"};
    auto records = numberedItems(prompt.text);
    if (records.empty())
        for (const auto line : splitLines(prompt.text))
            if (!trimmed(line).empty()) records.push_back({std::to_string(records.size() + 1), trimmed(line)});
    std::string out;
    for (std::size_t i = 0; i < records.size(); ++i) {
        nlohmann::ordered_json object;
        for (const auto& field : fields) {
            // Rot: the value of the neighbouring record slips in.
            const auto& from = rot.hit() && records.size() > 1 ? records[(i + 1) % records.size()] : records[i];
            const auto value = fieldOf(from.text, field);
            object[field] = value.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(value);
        }
        out += (out.empty() ? "" : "\n") + records[i].number + ": " + dumpJson(object);
    }
    return out.empty() ? "There is no record in this text." : out;
}

} // namespace rlmscope::sim
