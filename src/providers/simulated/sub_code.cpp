// Reading code: which of the places shown defines or implements what the question is about? A definition whose name
// holds the question's words counts most, its comment and body next, a mere use least.
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/sub.h"

#include <algorithm>
#include <regex>
#include <set>

namespace rlmscope::sim {

namespace {

const std::regex& definition() {
    static const std::regex re(R"(^\s*(?:export\s+|public\s+|private\s+|static\s+|inline\s+|async\s+|pub\s+)*(?:def|class|fn|func|function|struct|enum|interface|trait|namespace)\s+([A-Za-z_]\w*))");
    return re;
}
const std::regex& cFunction() {
    static const std::regex re(R"(^[A-Za-z_][\w\s\*&:<>,]*?[\s\*&:]([A-Za-z_]\w*)\s*\([^;]*$)");
    return re;
}

/// The name that a line defines; empty when it defines none.
std::string definedName(const std::string& line) {
    std::smatch m;
    if (std::regex_search(line, m, definition())) return m[1].str();
    if (line.size() < 300 && std::regex_search(line, m, cFunction())) {
        const auto name = m[1].str();
        if (name != "if" && name != "while" && name != "for" && name != "switch" && name != "return") return name;
    }
    if (line.starts_with("#define ")) {
        const auto words = splitWords(std::string_view(line).substr(8));
        if (!words.empty()) return std::string(words.front());
    }
    return {};
}

/// The parts of a name: "parseHttpHeader" and "parse_http_header" -> parse, http, header (stems).
std::set<std::string> nameParts(std::string_view name) {
    std::set<std::string> out;
    std::string part;
    const auto flush = [&] {
        if (part.size() > 1) out.insert(stem(part));
        part.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool up = name[i] >= 'A' && name[i] <= 'Z';
        if (name[i] == '_' || name[i] == '-' || name[i] == '/' || name[i] == '.') {
            flush();
            continue;
        }
        if (up && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z') flush();
        part += name[i];
    }
    flush();
    return out;
}

struct Place {
    double score = -1;
    std::string label; ///< number of the passage
    std::string name, line;
};

double nameScore(const std::string& name, const Question& q) {
    for (const auto& id : q.identifiers)
        if (name == id) return 10;
    const auto parts = nameParts(name);
    double score = 0;
    for (const auto& word : q.keywords) {
        const auto s = stem(word);
        bool hit = parts.count(s) > 0 || contains(name, s);
        if (!hit)
            for (const auto& other : relatedWords(word)) hit = hit || parts.count(stem(other)) > 0;
        score += hit ? 2 : 0;
    }
    return score;
}

double bodyScore(std::string_view body, const Question& q) {
    double score = 0;
    for (const auto& word : q.keywords) score += contains(body, stem(word)) ? 0.6 : 0;
    return score;
}

} // namespace

std::string judgeCode(const SubPrompt& prompt, Rot& rot) {
    const auto q = readQuestion(prompt.question);
    std::vector<Place> places;
    std::string label;
    const auto lines = splitLines(prompt.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto line = lines[i];
        if (line.starts_with("[") && line.find("] ") != std::string_view::npos && isNumber(line.substr(1, line.find(']') - 1))) {
            label = std::string(line.substr(1, line.find(']') - 1));
            continue;
        }
        auto code = line;
        std::string number; // "  120: def f():" shows the line number of the file
        if (const auto colon = line.find(": "); colon != std::string_view::npos && isNumber(trimmed(line.substr(0, colon)))) {
            number = std::string(trimmed(line.substr(0, colon)));
            code = line.substr(colon + 2);
        }
        const auto name = definedName(std::string(code.substr(0, 300)));
        if (name.empty()) continue;
        std::string body;
        for (std::size_t k = i > 3 ? i - 3 : 0; k < std::min(lines.size(), i + 12); ++k) body += std::string(lines[k].substr(0, 200)) + "\n";
        const auto byName = nameScore(name, q);
        places.push_back({byName + bodyScore(body, q) - (byName == 0 ? 1.5 : 0), label, name, number});
    }
    std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    if (rot.hit() && places.size() > 1) std::swap(places[0], places[1]);
    if (places.empty() || places.front().score < 1.5) return "none";
    const auto& best = places.front();
    std::string out = best.name;
    if (!best.line.empty()) out += " at line " + best.line;
    if (!best.label.empty()) out += " [" + best.label + "]";
    return out;
}

} // namespace rlmscope::sim
