#pragma once
// The cache of temperature-0 replies, shared by all runs and programs of a user: a sub-call that was made before, word for word,
// of the same model at the same server with the same settings and cap, gets the reply of then (RunSpec::reuseReplies).
//
// One SQLite file in the user's cache folder, readable by the user alone, bounded in size (what was not used longest goes first).
// It holds prompts and replies, no keys. Anything wrong with it makes it empty or absent, never a run fail. Requests are
// compared in full: a hash that is met on purpose gives nobody's reply to anybody.
#include "engine/reply_source.h"

#include <filesystem>
#include <memory>

namespace rlmscope {

struct ReplyCacheOptions {
    std::filesystem::path path; ///< empty = cacheFolder()/replies.sqlite
    std::uint64_t maxBytes = 256ULL << 20; ///< of prompts and replies together
    std::uint64_t maxEntryBytes = 4ULL << 20;
};

/// `first` (the cassette of a resume; may be null) is asked before the cache. Thread-safe; many runs and processes may share
/// a file. What is to be stored is written by a thread of its own; the destructor waits for it.
std::shared_ptr<Replies> withReplyCache(std::shared_ptr<Replies> first, ReplyCacheOptions options = {});

} // namespace rlmscope
