#pragma once
// Texts of the core as Qt has them. What is no UTF-8 becomes U+FFFD.
#include <QString>

#include <filesystem>
#include <string_view>

namespace rlmscope {

inline QString fromUtf8(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
inline QString fromPath(const std::filesystem::path& path) { return fromUtf8(path.native()); }

} // namespace rlmscope
