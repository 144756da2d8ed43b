#pragma once
// The host's side of one worker: everything that is said to it, heard from it, and done about it.
//
// Threads: the I/O thread reads the socket, the pipes and the pidfd; run() is called by the frame's thread; answers,
// interrupt() and kill() come from anywhere. All state is behind one mutex, which is never held while somebody else's
// code runs (observers, cancel callbacks).
#include "base/cancel.h"
#include "base/text.h"
#include "repl/io_loop.h"
#include "repl/messages.h"
#include "repl/process.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

namespace rlmscope::repl {

class WorkerHost : public std::enable_shared_from_this<WorkerHost> {
public:
    struct Settings {
        std::string program, scratch;
        std::int64_t memory = 0;
        std::uint64_t keptOutput = 0;
        bool llmQuery = true, rlmQuery = true;
        double killAfter = 1;
        std::vector<std::string> trustedTools; ///< names
    };
    WorkerHost(IoLoop& loop, Settings settings);
    ~WorkerHost();

    /// Starts the process and waits until it is ready. `start` must outlive the call.
    Status start(const StartMessage& start, double seconds, const CancelToken& cancel);
    CellOutcome run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                    const CancelToken& cancel);
    /// Kills the process and waits until it is collected.
    void shutdown();
    int cellsRun() const { return static_cast<int>(m_nextCell.load() - 1); }
    const std::string& sandbox() const { return m_sandbox; } ///< after start()
    const std::vector<std::string>& notices() const { return m_notices; } ///< after start(): see Repl::notices()

    void interrupt(const std::string& cause); ///< "cell ran longer than 300 s"
    void answer(std::uint64_t call, const std::vector<Result<std::string>>& answers);

private:
    struct Cell;
    struct Call;
    using Calls = std::map<std::uint64_t, std::shared_ptr<Call>>;
    struct Pipe {
        UniqueFd fd;
        IoLoop::WatchId watch = 0;
        Utf8Stream decoder;
    };
    using Lock = std::unique_lock<std::mutex>;

    // I/O thread, mutex not held
    void launch(const StartMessage& start);
    void onControl(std::uint32_t events);
    void onPipe(OutputStream stream);
    void onExit();
    void onTimer();
    bool readControl(); ///< false when there is nothing more to read now
    void handle(const Frame& frame);
    void handleCall(CallMessage message);
    void handleDone(DoneMessage message);
    void protocolError(const std::string& what);
    std::size_t readPipe(OutputStream stream, std::size_t most); ///< reads once and passes it on
    void drain(OutputStream stream); ///< what is in the pipe now, and no more
    void deliverLate(const CellObserver& observer);
    void finishCell(CellOutcome outcome); ///< adds the counts and wakes run()
    static void cancel(const Calls& calls);

    // any thread, mutex held
    void send(std::string bytes);
    void flush();
    void unwatch();
    void killFor(const std::string& cause);
    void interruptCell(const std::string& cause);
    void arm(Nanos when);
    void runClock(); ///< brings the cell's Python time up to now
    void startCell(Cell& cell);
    bool outputWaits() const;
    Pipe& pipe(OutputStream stream) { return stream == OutputStream::Stdout ? m_out : m_err; }

    IoLoop& m_loop;
    const Settings m_settings;
    FrameReader m_reader; // I/O thread only

    std::mutex m_mutex;
    std::condition_variable m_changed;
    enum class State { Starting, Ready, Dead } m_state = State::Starting;
    Process m_process;
    Pipe m_out, m_err;
    IoLoop::WatchId m_controlWatch = 0, m_pidWatch = 0;
    bool m_writeWatched = false;
    std::string m_outbox;
    std::size_t m_outboxUsed = 0;
    std::vector<int> m_files; ///< go with the next byte
    std::string m_sandbox;
    std::vector<std::string> m_notices;
    std::string m_killCause; ///< why we killed it
    std::string m_deathCause;
    bool m_broken = false; ///< nothing it says counts any more

    Cell* m_cell = nullptr; ///< the running cell, on the stack of run()
    std::atomic<std::uint64_t> m_nextCell = 1;
    Calls m_calls; ///< outstanding
    Nanos m_timerAt = 0; ///< earliest timer that is armed, 0 = none
    std::vector<std::pair<OutputStream, std::string>> m_late;
    std::size_t m_lateBytes = 0;
};

} // namespace rlmscope::repl
