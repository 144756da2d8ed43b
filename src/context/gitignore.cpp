#include "context/gitignore.h"

#include <array>
#include <cctype>
#include <utility>

namespace rlmscope {
namespace {

bool inClass(std::string_view name, int c, bool& known) {
    constexpr std::array<std::pair<std::string_view, int (*)(int)>, 12> Classes{{
        {"alnum", std::isalnum}, {"alpha", std::isalpha}, {"blank", std::isblank}, {"cntrl", std::iscntrl},
        {"digit", std::isdigit}, {"graph", std::isgraph}, {"lower", std::islower}, {"print", std::isprint},
        {"punct", std::ispunct}, {"space", std::isspace}, {"upper", std::isupper}, {"xdigit", std::isxdigit},
    }};
    for (const auto& [className, test] : Classes) {
        if (className != name) continue;
        known = true;
        return c < 0x80 && test(c) != 0;
    }
    known = false;
    return false;
}

// Spaces at the end do not count unless a backslash stands before them.
std::string_view withoutTrailingSpaces(std::string_view line) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == ' ') continue;
        if (line[i] == '\\' && i + 1 < line.size()) ++i;
        end = i + 1;
    }
    return line.substr(0, end);
}

} // namespace

Glob::Glob(std::string_view p, bool pathMode) {
    // git compares what stands before the first special character on its own, so that a "**" right behind it counts
    // as standing at the start.
    const auto literalEnd = p.find_first_of("*?[\\");
    for (std::size_t i = 0; i < p.size() && !m_broken; ++i) {
        Step step;
        switch (p[i]) {
        case '\\':
            if (++i == p.size()) m_broken = true;
            else step.byte = p[i];
            break;
        case '?':
            step.kind = Step::Kind::Set;
            step.set.assign(256, true);
            if (pathMode) step.set['/'] = false;
            break;
        case '[':
            if (!parseSet(p, i, pathMode)) m_broken = true;
            continue;
        case '*': {
            const auto first = i;
            while (i + 1 < p.size() && p[i + 1] == '*') ++i;
            const bool several = i > first;
            const bool before = first == literalEnd || p[first - 1] == '/';
            const auto rest = p.substr(i + 1);
            const bool after = rest.empty() || rest.front() == '/' || rest.substr(0, 2) == "\\/";
            step.kind = Step::Kind::Star;
            if (several && pathMode && before && after) {
                step.kind = Step::Kind::StarSlash;
                if (!rest.empty() && rest.front() == '/') {
                    step.kind = Step::Kind::AnyFolders; // "**/": nothing, or anything that ends in a slash
                    ++i;
                }
            } else if (!pathMode) {
                step.kind = Step::Kind::StarSlash;
            }
            break;
        }
        default: step.byte = p[i];
        }
        m_steps.push_back(std::move(step));
    }
}

// at: on '['; left on the matching ']'. Adds a step; false when the set is malformed.
bool Glob::parseSet(std::string_view p, std::size_t& at, bool pathMode) {
    Step step;
    step.kind = Step::Kind::Set;
    step.set.assign(256, false);
    const auto add = [&](unsigned char c) { step.set[c] = true; };
    std::size_t i = at + 1;
    const bool negated = i < p.size() && (p[i] == '!' || p[i] == '^');
    if (negated) ++i;
    int previous = -1; // start of a range, when there can be one
    for (bool first = true;; first = false, ++i) {
        if (i >= p.size()) return false;
        auto c = static_cast<unsigned char>(p[i]);
        if (c == ']' && !first) break;
        if (c == '\\') {
            if (++i >= p.size()) return false;
            c = static_cast<unsigned char>(p[i]);
            add(c);
        } else if (c == '-' && previous >= 0 && i + 1 < p.size() && p[i + 1] != ']') {
            ++i;
            if (p[i] == '\\' && ++i >= p.size()) return false;
            for (int x = previous; x <= static_cast<unsigned char>(p[i]); ++x) add(static_cast<unsigned char>(x));
            previous = -1;
            continue;
        } else if (c == '[' && i + 1 < p.size() && p[i + 1] == ':') {
            const auto close = p.find(']', i + 2);
            if (close == std::string_view::npos) return false;
            if (close >= i + 3 && p[close - 1] == ':') {
                const auto name = p.substr(i + 2, close - 1 - (i + 2));
                bool known = false;
                for (int x = 0; x < 256; ++x)
                    if (inClass(name, x, known)) add(static_cast<unsigned char>(x));
                if (!known) return false;
                i = close;
                previous = -1;
                continue;
            }
            add(c);
        } else {
            add(c);
        }
        previous = c;
    }
    if (negated) step.set.flip();
    if (pathMode) step.set['/'] = false;
    m_steps.push_back(std::move(step));
    at = i;
    return true;
}

bool Glob::matches(std::string_view text) const {
    if (m_broken) return false;
    // active[i]: the text so far can be matched by the steps before i.
    std::vector<char> active(m_steps.size() + 1, 0), next(active);
    // AnyFolders may match nothing, or up to a slash: whether its step has eaten something that ends elsewhere.
    std::vector<char> inside(m_steps.size() + 1, 0), nextInside(inside);
    const auto skipEmpty = [this](std::vector<char>& states) {
        for (std::size_t i = 0; i < m_steps.size(); ++i)
            if (states[i] && m_steps[i].kind >= Step::Kind::Star) states[i + 1] = 1;
    };
    active[0] = 1;
    skipEmpty(active);
    for (const char c : text) {
        next.assign(next.size(), 0);
        nextInside.assign(nextInside.size(), 0);
        for (std::size_t i = 0; i < m_steps.size(); ++i) {
            const Step& step = m_steps[i];
            switch (step.kind) {
            case Step::Kind::One:
                if (active[i] && step.byte == c) next[i + 1] = 1;
                break;
            case Step::Kind::Set:
                if (active[i] && step.set[static_cast<unsigned char>(c)]) next[i + 1] = 1;
                break;
            case Step::Kind::Star:
                if (active[i] && c != '/') next[i] = 1;
                break;
            case Step::Kind::StarSlash:
                if (active[i]) next[i] = 1;
                break;
            case Step::Kind::AnyFolders:
                if (active[i] || inside[i]) {
                    nextInside[i] = 1;
                    if (c == '/') next[i + 1] = 1;
                }
                break;
            }
        }
        active.swap(next);
        inside.swap(nextInside);
        skipEmpty(active);
    }
    return active[m_steps.size()] != 0;
}

IgnoreRules::IgnoreRules(std::string_view fileText, std::string base, std::shared_ptr<const IgnoreRules> above)
    : m_base(std::move(base))
    , m_above(std::move(above)) {
    if (fileText.substr(0, 3) == "\xEF\xBB\xBF") fileText.remove_prefix(3);
    while (!fileText.empty()) {
        const auto end = fileText.find('\n');
        auto line = fileText.substr(0, end);
        fileText.remove_prefix(end == std::string_view::npos ? fileText.size() : end + 1);
        if (!line.empty() && line.back() == '\r' && end != std::string_view::npos) line.remove_suffix(1);
        addLine(line);
    }
}

void IgnoreRules::addLine(std::string_view line) {
    if (line.empty() || line.front() == '#') return;
    line = withoutTrailingSpaces(line);
    const bool negated = !line.empty() && line.front() == '!';
    if (negated) line.remove_prefix(1);
    const bool folderOnly = !line.empty() && line.back() == '/';
    if (folderOnly) line.remove_suffix(1);
    if (line.empty()) return;
    const bool nameOnly = line.find('/') == std::string_view::npos;
    if (line.front() == '/') line.remove_prefix(1);
    m_rules.push_back({Glob(line, !nameOnly), negated, folderOnly, nameOnly});
}

bool IgnoreRules::ignored(std::string_view path, bool isFolder) const {
    const auto name = path.substr(path.rfind('/') + 1);
    // The last rule that matches decides, and a deeper file before those above it.
    for (const IgnoreRules* rules = this; rules; rules = rules->m_above.get()) {
        if (path.substr(0, rules->m_base.size()) != rules->m_base) continue;
        const auto relative = path.substr(rules->m_base.size());
        for (auto rule = rules->m_rules.rbegin(); rule != rules->m_rules.rend(); ++rule) {
            if (rule->folderOnly && !isFolder) continue;
            if (rule->glob.matches(rule->nameOnly ? name : relative)) return !rule->negated;
        }
    }
    return false;
}

} // namespace rlmscope
