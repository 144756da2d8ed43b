#pragma once
// Files that have no name and live in memory (memfd): they can be sealed, mapped, and handed to other processes.

namespace rlmscope {

/// A new empty one that allows sealing and is closed on exec; -1 with errno where the system has none.
/// RLMSCOPE_TEST_NO_MEMORY_FILES in the environment makes every call fail: for tests of what happens then.
int makeMemoryFile(const char* name);

/// Nobody can write to it, cut it or make it longer any more, nor take that back. False with errno when the system cannot,
/// or somebody has it mapped for writing.
bool sealMemoryFile(int fd);

} // namespace rlmscope
