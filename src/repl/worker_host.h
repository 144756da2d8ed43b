#pragma once
// The host's side of one worker process, whatever it is just now: a zygote, a base, the worker of a frame, a snapshot.
// Everything that is said to it, heard from it, and done about it.
//
//   startProgram() or the source's fork()  -> greeted
//   load()                                 -> a base: it holds a context, and is forked
//   begin()                                -> the worker of a frame: run(), read(), fork()
//
// Threads: the I/O thread reads the socket, the pipes and the pidfd; the functions that wait are called by any thread but
// that one; answers and interrupt() come from anywhere. All state is behind one mutex, which is never held while somebody
// else's code runs (observers, cancel callbacks).
#include "base/cancel.h"
#include "base/text.h"
#include "repl/io_loop.h"
#include "repl/messages.h"
#include "repl/process.h"
#include "repl/supervisor.h"
#include "repl/text_files.h"

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
        CellLimits allCells{0, 0, 0};
        bool llmQuery = true, rlmQuery = true;
        double killAfter = 1;
        std::vector<std::string> trustedTools; ///< names
        /// Big modules that a cell was the first to import. Called by the I/O thread, must not block.
        std::function<void(const std::vector<std::string>&)> imported;
    };
    WorkerHost(IoLoop& loop, Settings settings);
    ~WorkerHost();

    /// Starts the program, to become a zygote; does not wait.
    void startProgram(const std::string& init);
    /// Until it can be spoken to. Any number of threads may wait; cancelling ends the waiting alone.
    Status greeted(double seconds, const CancelToken& cancel);
    /// A copy that has said hello. Errors (kind Unsupported when it may not be copied now): the reason.
    Result<std::shared_ptr<WorkerHost>> fork(Settings settings, double seconds);
    /// Makes it a base.
    Status load(const StartMessage& message, double seconds, const CancelToken& cancel);
    /// Makes it the worker of a frame.
    Status begin(const StartMessage& message, double seconds, const CancelToken& cancel);
    /// Part of a value. The process must be a copy that nobody needs afterwards, or `plain`: then only names of values of
    /// built-in types are looked at, and nothing of the model's code runs.
    Result<ValuePage> read(const ValueRequest& request, bool plain, const CancelToken& cancel);
    CellOutcome run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                    const CancelToken& cancel);
    /// Kills the process and waits until it is collected.
    void shutdown();
    int cellsRun() const { return m_cellsRun; }
    const std::vector<std::string>& notices() const { return m_notices; } ///< after begin(): see Repl::notices()
    const std::vector<ToolInfo>& tools() const { return m_tools; } ///< after begin()
    const Sandbox& sandbox() const { return m_sandbox; } ///< after begin()
    bool forks() const { return m_forks; }               ///< after startProgram()
    bool alive();
    bool waiting() const { return m_state == State::Idle; } ///< can be spoken to, and is no frame's yet
    std::uint64_t memory(); ///< that it uses; reads /proc, which takes a while for a big process

    void interrupt(const std::string& cause); ///< "cell ran longer than 300 s"
    void answer(std::uint64_t call, const std::vector<Result<std::string>>& answers);

private:
    struct Cell;
    struct Call;
    using Calls = std::map<std::uint64_t, std::shared_ptr<Call>>;
    using Lock = std::unique_lock<std::mutex>;
    struct Pipe {
        UniqueFd fd;
        IoLoop::WatchId watch = 0;
        Utf8Stream decoder;
    };

    /// What somebody waits for; nothing else may be said at that time but calls and output.
    enum class Awaited { Nothing, Loaded, Ready, Forked, Value };

    // waiting threads
    Status await(Lock& lock, Awaited what, double seconds);
    Status request(Awaited what, std::string bytes, std::vector<int> files, double seconds, const CancelToken& cancel);
    int threadsThatStay() const;
    void giveUp(Lock& lock, const std::string& cause);
    Error deathError() const;
    void adopt(Ends& ends);

    // I/O thread, mutex not held
    void launch(const std::string& init);
    void watchProcess();
    void handleHello();
    void handleSandbox(SandboxMessage message);
    void answered(Awaited what);
    void die(const std::string& cause, CellStatus status);
    void dieUnknown(const std::string& cause);
    ssize_t receive(char* bytes, std::size_t size);
    void onControl(std::uint32_t events);
    void onPipe(OutputStream stream);
    void onExit();
    void onTimer();
    bool readControl(); ///< false when there is nothing more to read now
    void handle(const Frame& frame);
    void handleCall(CallMessage message);
    void handleBigCall(BigCallMessage message);
    void bigCallRead(std::uint64_t id, Result<CallMessage> message);
    void handleFile(const FileMessage& message);
    void handOn(std::uint64_t id, const std::shared_ptr<Call>& call, HostCall request); ///< to whoever answers it
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
    bool openCall(std::uint64_t id, const std::shared_ptr<Call>& call); ///< false: it is a lie
    void grantFiles(); ///< that the worker asked for, as far as there is room
    void setLimits(Cell& cell, const CellLimits& limits) const;
    void countOutput();
    bool outputWaits() const;
    Pipe& pipe(OutputStream stream) { return stream == OutputStream::Stdout ? m_out : m_err; }

    IoLoop& m_loop;
    const Settings m_settings;
    FrameReader m_reader; // I/O thread only

    std::mutex m_mutex;
    std::condition_variable m_changed;
    enum class State { Starting, Idle, Ready, Dead };
    std::atomic<State> m_state = State::Starting; // changed with the mutex held
    Awaited m_awaited = Awaited::Nothing;
    Result<ValuePage> m_value = ValuePage();
    std::string m_refusal; ///< of the copy that was asked for
    Process m_process;
    Pipe m_out, m_err;
    IoLoop::WatchId m_controlWatch = 0, m_pidWatch = 0;
    bool m_writeWatched = false;
    std::string m_outbox;
    std::size_t m_outboxUsed = 0;
    std::vector<int> m_files; ///< go with the next byte
    std::vector<UniqueFd> m_ownFiles; ///< those of them that are ours, until they have gone
    Sandbox m_sandbox;
    std::vector<std::string> m_notices;
    std::vector<ToolInfo> m_tools;
    std::shared_ptr<Supervisor> m_supervisor; ///< shared with all copies
    pid_t m_peer = -1, m_source = -1;         ///< who spoke on the socket; whose copy it is
    UniqueFd m_received;                      ///< a descriptor that came from it
    std::atomic<bool> m_forks = false;
    std::string m_killCause; ///< why we killed it
    std::string m_deathCause;
    bool m_broken = false; ///< nothing it says counts any more

    Cell* m_cell = nullptr; ///< the running cell, on the stack of run()
    std::atomic<int> m_cellsRun = 0;
    std::uint64_t m_nextCell = 1;
    CellLimits m_used{0, 0, 0}; ///< by all cells so far
    Calls m_calls; ///< outstanding
    TextFiles m_textFiles;
    Nanos m_timerAt = 0; ///< earliest timer that is armed, 0 = none
    std::vector<std::pair<OutputStream, std::string>> m_late;
    std::size_t m_lateBytes = 0;
};

} // namespace rlmscope::repl
