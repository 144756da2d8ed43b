#include "cli/interrupts.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

int pipeEnds[2] = {-1, -1};
volatile std::sig_atomic_t caughtSignals = 0;
struct sigaction before[3];
constexpr int Caught[3] = {SIGINT, SIGTERM, SIGHUP};

void caught(int) {
    const int error = errno;
    caughtSignals = caughtSignals + 1;
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
    errno = error;
}

} // namespace

Interrupts::Interrupts() {
    caughtSignals = 0;
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0) pipeEnds[0] = pipeEnds[1] = -1;
    struct sigaction action {};
    action.sa_handler = caught;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (int i = 0; i < 3; ++i) ::sigaction(Caught[i], &action, &before[i]);
    std::signal(SIGPIPE, SIG_IGN);
}

Interrupts::~Interrupts() {
    for (int i = 0; i < 3; ++i) ::sigaction(Caught[i], &before[i], nullptr);
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
    pipeEnds[0] = pipeEnds[1] = -1;
}

void Interrupts::wake() {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

int Interrupts::wait(int milliseconds) {
    pollfd watched{pipeEnds[0], POLLIN, 0};
    if (::poll(&watched, 1, milliseconds) > 0) {
        char bytes[64];
        while (::read(pipeEnds[0], bytes, sizeof bytes) > 0) {}
    }
    return caughtSignals;
}

} // namespace rlmscope::cli
