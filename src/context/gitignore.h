#pragma once
// The rules of .gitignore files, as gitignore(5) says and git does (tests compare with git itself). Internal to this
// folder. Case-sensitive; core.excludesFile is not read, because what it holds differs from computer to computer.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// A glob compiled to steps and matched without recursion or backtracking: time is length of the name x steps, so that
/// a hostile pattern cannot hang us.
class Glob {
public:
    /// pathMode: '*', '?' and sets do not match '/', and "**" between slashes matches any number of folders.
    Glob(std::string_view pattern, bool pathMode);
    bool matches(std::string_view text) const;

private:
    struct Step {
        enum class Kind { One, Set, Star, StarSlash, AnyFolders } kind = Kind::One;
        char byte = 0;         // One
        std::vector<bool> set; // Set: 256 entries
    };
    bool parseSet(std::string_view pattern, std::size_t& at, bool pathMode);

    std::vector<Step> m_steps;
    bool m_broken = false; // an open bracket or a lone backslash: matches nothing
};

/// One .gitignore or exclude file, linked to those of the folders above it.
class IgnoreRules {
public:
    /// base: path of the folder that the rules are about, relative to the top of the repository; "" or ends in '/'.
    IgnoreRules(std::string_view fileText, std::string base, std::shared_ptr<const IgnoreRules> above);

    /// path: relative to the top of the repository. Only the entry itself is judged: do not enter ignored folders.
    bool ignored(std::string_view path, bool isFolder) const;

private:
    struct Rule {
        Glob glob;
        bool negated;
        bool folderOnly;
        bool nameOnly; ///< no slash in the pattern: matches the last component at any depth
    };
    void addLine(std::string_view line);

    std::vector<Rule> m_rules;
    std::string m_base;
    std::shared_ptr<const IgnoreRules> m_above;
};

} // namespace rlmscope
