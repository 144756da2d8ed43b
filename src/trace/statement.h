#pragma once
// What every statement on a trace file needs. Internal to this folder.
#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <string_view>

namespace rlmscope {

inline constexpr int BusyMilliseconds = 10'000; ///< readers hold the file for moments only

/// Of a blob or a text; they stay until the statement goes on.
inline std::string_view bytesOf(const SQLite::Column& column) {
    return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

/// Leaves a statement ready for the next use, also when an exception passes.
struct Reset {
    SQLite::Statement& statement;
    ~Reset() { statement.tryReset(); }
};

} // namespace rlmscope
