#pragma once
// What a run gives to its Python besides the context, and how well that Python must be protected. Parts of a RunSpec, so
// they enter the trace: sources and descriptions as content, folders and files of this machine never.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// What a worker is protected by. The weakest layer counts. In order: more is better.
enum class SandboxLevel : std::uint8_t {
    Limits,  ///< memory, processor and file size limits only
    Partial, ///< a layer is missing
    Full,    ///< own files only (Landlock), listed system calls only (seccomp), no new processes, no network
};
std::string_view toString(SandboxLevel level); ///< "limits", "partial", "full"
std::optional<SandboxLevel> sandboxLevelFromString(std::string_view text);

/// A function that the user gives to the model's code.
struct ToolInfo {
    std::string name;
    std::string signature; ///< "(city, days=3)"
    std::string doc;       ///< its docstring, without indentation
    bool operator==(const ToolInfo&) const = default;
};

/// A Python file whose public functions are put into every REPL of a run, inside the sandbox. The text itself is kept:
/// a recorded run can be run again without the file, and nobody's trace makes us read a file.
struct ToolsFile {
    std::string name; ///< for people and tracebacks, without folders: "tools.py"
    std::string source;
    bool empty() const { return name.empty() && source.empty(); }
    bool operator==(const ToolsFile&) const = default;
};

/// What is wrong with one name of a tool: not a Python name, a keyword, a name that the REPL gives already.
/// Empty = nothing.
std::string toolNameProblem(std::string_view name);

} // namespace rlmscope
