#pragma once
// What an imported run says about its import: the custom event "import" of its trace, written and read.
#include "exchange/import.h"

#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

struct ImportNote {
    std::string format; ///< "rlm", ...
    std::string file;   ///< name of the log, without its folder
    IntegrityReport report;
    std::uint64_t causes(ImportRemark::Kind kind) const; ///< how many different remarks of a kind
    bool operator==(const ImportNote&) const;
};

std::string noteText(const ImportNote& note);
/// From a trace that may be a stranger's: bounded, valid UTF-8, one line each; nothing when it is no such note.
std::optional<ImportNote> noteFrom(std::string_view json);
/// For people: "rlm", "fast-rlm", "an async RLM", ...
std::string_view formatTitle(std::string_view format);

} // namespace rlmscope
