#pragma once
// Names of files: bytes for the system, UTF-8 for people. Internal to this folder.
#include <string>
#include <string_view>

namespace rlmscope {

/// A file name as valid UTF-8 on one line: invalid bytes "\xFF", control characters "\n" or "\x01", and backslash
/// "\\". Different names stay different.
std::string escapedName(std::string_view name);

/// Absolute, without "." and "..", without a "/" at the end. Links are not resolved.
std::string absolutePath(const std::string& path);
std::string parentOf(const std::string& absolute); ///< "/" for "/"
std::string baseName(const std::string& path);

/// The deepest folder that is or holds both.
std::string commonFolder(const std::string& a, const std::string& b);

} // namespace rlmscope
