#include "cli/terminal.h"

#include <cstdlib>
#include <cstring>
#include <langinfo.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace rlmscope::cli {

Terminal Terminal::of(int fd) {
    Terminal terminal;
    const char* kind = std::getenv("TERM");
    terminal.redraws = ::isatty(fd) && kind && std::strcmp(kind, "dumb") != 0;
    const char* plain = std::getenv("NO_COLOR");
    terminal.colour = terminal.redraws && !(plain && *plain);
    // A locale of its own: the program itself stays in "C", so that numbers are read and written the same everywhere.
    if (locale_t user = ::newlocale(LC_CTYPE_MASK, "", nullptr)) {
        terminal.unicode = std::strcmp(::nl_langinfo_l(CODESET, user), "UTF-8") == 0;
        ::freelocale(user);
    }
    terminal.measure(fd);
    return terminal;
}

void Terminal::measure(int fd) {
    winsize size{};
    if (!redraws || ::ioctl(fd, TIOCGWINSZ, &size) != 0) return;
    if (size.ws_col > 0) width = size.ws_col;
    if (size.ws_row > 0) height = size.ws_row;
}

std::string painted(std::string_view text, Paint paint, const Terminal& terminal) {
    if (!terminal.colour || paint == Paint::None || text.empty()) return std::string(text);
    const char* code = "";
    switch (paint) {
    case Paint::None: break;
    case Paint::Good: code = "32"; break;
    case Paint::Bad: code = "31"; break;
    case Paint::Busy: code = "36"; break;
    case Paint::Faint: code = "2"; break;
    case Paint::Strong: code = "1"; break;
    }
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

} // namespace rlmscope::cli
