#include "runner/library.h"

#include <ctime>

namespace rlmscope {

namespace fs = std::filesystem;

fs::path newTracePath(std::string_view title, RunId run, Nanos wall) {
    const std::time_t seconds = static_cast<std::time_t>(wall / 1'000'000'000);
    std::tm local{};
    localtime_r(&seconds, &local);
    char date[16] = {};
    std::strftime(date, sizeof date, "%Y-%m-%d", &local);
    return libraryFolder() / (std::string(date) + "-" + slug(title) + "-" + run.text().substr(0, 8) + ".rlmscope");
}

} // namespace rlmscope
