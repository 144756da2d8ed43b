#pragma once
// Small files that belong to a person, such as settings: read whole, replaced whole.
#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

/// Nothing when there is no such file. Errors name it: it cannot be read (Io), is no file or larger than `largest`
/// (BadInput).
Result<std::optional<std::string>> readTextFile(const std::filesystem::path& path, std::size_t largest);

/// Writes beside it and renames, so that a reader and a power cut see the old file or the new one. Only its owner may
/// read it. Makes the folder; a symbolic link stays one, what it points to is replaced.
Status replaceTextFile(const std::filesystem::path& path, std::string_view text);

/// Calls `change` while no other process (or thread) is inside withFileLock() for the same path: for reading, changing
/// and writing a file without losing what another does meanwhile. The lock is a file beside it.
Status withFileLock(const std::filesystem::path& path, const std::function<Status()>& change);

/// $XDG_CONFIG_HOME/rlmscope, else ~/.config/rlmscope; empty when neither is known.
std::filesystem::path configFolder();

} // namespace rlmscope
