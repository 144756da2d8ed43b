// The explorer-only build: opens traces, runs nothing.
#include "app/run_launcher.h"

namespace rlmscope {

std::unique_ptr<RunLauncher> makeRunLauncher() {
    return nullptr;
}

} // namespace rlmscope
