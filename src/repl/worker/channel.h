#pragma once
// The worker's end of the control socket. Any thread of Python may send a call and wait for its answer; whoever waits
// reads for everybody. All functions are called without the GIL.
#include "repl/frames.h"
#include "repl/worker/exit_codes.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace rlmscope::repl {

/// A frame from the host with the descriptors that belong to it ("files" in its header says how many). Whoever takes it
/// closes them.
struct Message {
    Frame frame;
    std::vector<int> files;
};

class Channel {
public:
    /// Takes the descriptor and moves it to a high random number, out of the way of os.closerange(3, 20).
    explicit Channel(int fd);
    ~Channel(); ///< closes its descriptors; for a copy of the process that got a channel of its own

    /// Sends a whole frame, blocking. `file` goes with its first byte and stays open here. False when the frame would be
    /// longer than FrameCap. Exits when the host is gone.
    bool send(nlohmann::json header, const std::vector<std::string_view>& parts, int file = -1);

    std::uint64_t newCall(bool asynchronous);
    enum class Wait { Done, Signal };
    /// Until the call is answered. Signal: the main thread was interrupted and must look at its signals.
    Wait waitForCall(std::uint64_t call, bool mainThread);
    bool ready(std::uint64_t call);
    Message takeAnswer(std::uint64_t call);
    /// Nobody waits for this call any more; its late answer is dropped.
    void abandon(std::uint64_t call);

    /// Until the host sends something that is not an answer. Exits when the host closes the socket.
    Message waitForCommand();
    /// Whether a command is there or comes within this time.
    bool commandWaits(int milliseconds);

    /// Reads what is there, without waiting.
    void pump();
    int fd() const { return m_fd; }
    /// Becomes readable when a call of an event loop was answered by a read of another thread.
    int wakeFd() const { return m_wake; }

    /// In a forked child: never speak for the parent.
    void closeInChild();

private:
    struct Slot {
        bool asynchronous = false;
        std::optional<Message> answer;
    };
    template<typename Done>
    Wait wait(Done done, bool mainThread, bool interruptible);
    void readSome();
    void deliver(Frame frame);
    ssize_t receive(char* bytes, std::size_t size);
    bool stillOurs() const;

    int m_fd = -1, m_wake = -1;
    unsigned long m_inode = 0;
    std::mutex m_write;
    std::mutex m_mutex; // everything below
    std::condition_variable m_changed;
    bool m_reading = false;
    FrameReader m_reader;
    std::map<std::uint64_t, Slot> m_slots;
    std::uint64_t m_nextCall = 1;
    std::deque<Message> m_commands;
    std::deque<int> m_files; ///< arrived, their frame not yet
};

} // namespace rlmscope::repl
