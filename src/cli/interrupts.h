#pragma once
// Ctrl-C, counted. A signal handler may do next to nothing, so it writes a byte into a pipe that the main loop watches.
// The handlers are not inherited by programs that we start.

namespace rlmscope::cli {

class Interrupts {
public:
    Interrupts(); ///< catches SIGINT, SIGTERM and SIGHUP; ignores SIGPIPE. One at a time.
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// Waits until something happens or the time is up, then says how many signals there were since the start.
    int wait(int milliseconds);
    /// Ends a wait from another thread.
    void wake();
};

} // namespace rlmscope::cli
