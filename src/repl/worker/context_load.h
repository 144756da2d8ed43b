#pragma once
// How the context of this process was loaded; inherited by forks. For the `ready` message.
#include <cstdint>
#include <string>

namespace rlmscope::repl {

struct ContextLoad {
    std::uint64_t mapped = 0; ///< texts
    std::uint64_t copied = 0; ///< texts that were to be mapped
    std::string why;          ///< for people, when copied > 0
};
const ContextLoad& contextLoad();

} // namespace rlmscope::repl
