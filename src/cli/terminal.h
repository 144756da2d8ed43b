#pragma once
// What standard error can show: colours, redrawing, Unicode, how many columns and rows.
#include <string>
#include <string_view>

namespace rlmscope::cli {

struct Terminal {
    bool redraws = false; ///< a terminal that understands cursor movement
    bool colour = false;
    bool unicode = false; ///< the locale's character set is UTF-8
    int width = 120;      ///< columns; 120 when it is not a terminal
    int height = 24;

    /// Looks at the descriptor, TERM, NO_COLOR and the locale.
    static Terminal of(int fd);
    /// Width and height now; a window may have been resized.
    void measure(int fd);
};

enum class Paint { None, Good, Bad, Busy, Faint, Strong };
std::string painted(std::string_view text, Paint paint, const Terminal& terminal);

} // namespace rlmscope::cli
