#include "trace/run_tools.h"

#include <algorithm>
#include <array>

namespace rlmscope {
namespace {

constexpr std::array<std::string_view, 35> Keywords = {
    "False", "None",   "True",  "and",    "as",   "assert", "async",  "await",    "break", "class", "continue", "def",
    "del",   "elif",   "else",  "except", "finally", "for", "from",   "global",   "if",    "import", "in",      "is",
    "lambda", "nonlocal", "not", "or",    "pass", "raise",  "return", "try",      "while", "with",  "yield"};

// Put back before each cell (repl/PROTOCOL.md): a tool of that name could never be called.
constexpr std::array<std::string_view, 12> Taken = {
    "context", "llm_query", "llm_query_batched", "rlm_query", "rlm_query_batched", "SHOW_VARS", "SubCallError",
    "answer",  "FINAL",     "FINAL_VAR",         "SUBMIT",    "budget"};

bool isPythonName(std::string_view name) {
    // Letters of other scripts are allowed by Python; which bytes above ASCII are letters is for Python to say.
    const auto letter = [](unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; };
    const auto first = [&](unsigned char c) { return letter(c) || c == '_' || c >= 0x80; };
    return !name.empty() && first(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(), [&](unsigned char c) { return first(c) || (c >= '0' && c <= '9'); });
}

template<std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

std::string_view toString(SandboxLevel level) {
    switch (level) {
    case SandboxLevel::Limits: return "limits";
    case SandboxLevel::Partial: return "partial";
    case SandboxLevel::Full: return "full";
    }
    return "";
}

std::optional<SandboxLevel> sandboxLevelFromString(std::string_view text) {
    for (const auto level : {SandboxLevel::Limits, SandboxLevel::Partial, SandboxLevel::Full})
        if (text == toString(level)) return level;
    return {};
}

std::string toolNameProblem(std::string_view name) {
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (name.size() > 200) return "The name of a tool is longer than 200 bytes.";
    if (!isPythonName(name)) return quoted + " is not a Python name.";
    if (isOneOf(Keywords, name)) return quoted + " is a keyword of Python.";
    if (isOneOf(Taken, name)) return quoted + " is a name that every REPL has already; give the function another one.";
    return {};
}

} // namespace rlmscope
