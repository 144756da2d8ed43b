#pragma once
// Shared with source_file.cpp, because a path may be a pipe ("/dev/fd/63"). Internal to this folder.
#include "context/load_job.h"

namespace rlmscope {

Result<std::optional<Document>> readStream(LoadJob& job, int fd, const std::string& name, std::uint64_t expectedBytes);

} // namespace rlmscope
