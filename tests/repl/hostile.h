#pragma once
// The hostile suite: one cell per case, each in a REPL of its own, all from one factory. A case says how its cell must
// end; what must hold for all of them is checked here: the host lives, the next cell or the next REPL works, files
// outside are as they were, nobody connected anywhere, and no process, descriptor or folder is left.
#include "repl_harness.h"

#include <map>
#include <set>

namespace rlmscope::test {

/// What of the sandbox must hold for a case, so that runs without a layer can leave it out.
enum class Needs : std::uint8_t {
    Nothing,
    Files,     ///< Landlock: only own files
    Calls,     ///< the system call filter
    Processes, ///< clones and signals, which the host decides about (user notification)
    Both,      ///< files and calls: either alone leaves a way
};

/// What the same REPL must do after the cell. The next REPL of the same factory always has to work.
enum class After : std::uint8_t {
    Works,  ///< prints and asks the host
    Ends,   ///< a cell ends somehow: the interpreter may be spoilt
    Either, ///< works, or the worker is gone
    Dead,
};

struct HostileCell {
    const char* name;
    std::string code;
    const char* status = "ok";        ///< one or more of ok, raised, interrupted, killed, died, separated by |
    const char* cause = "";           ///< regular expression for the whole cause
    const char* out = "";             ///< regular expression for the whole standard output
    Needs needs = Needs::Nothing;
    After after = After::Works;
    double seconds = 20;
    std::int64_t memory = 600'000'000;
    bool answered = true;             ///< calls are answered at once; otherwise never
};

/// Everything around the REPLs that a cell could hurt or reach. One per test program.
class HostileWorld {
public:
    HostileWorld();
    ~HostileWorld();
    HostileWorld(const HostileWorld&) = delete;
    HostileWorld& operator=(const HostileWorld&) = delete;

    /// "" when the case held; else what went wrong, one line each. `skip` is set when a layer that it needs is not there.
    std::string check(const HostileCell& cell, std::string& skip);

    ReplSpec spec(std::int64_t memory = 600'000'000) const;
    std::unique_ptr<Repl> start(const ReplSpec& spec);
    /// Runs a cell, answers calls with "re:" + prompt; output in `out` and `err`.
    CellOutcome run(Repl& repl, const std::string& code, double seconds = 20, bool answered = true);
    /// Python that defines OUTSIDE, HOST, ..., and the functions no(), raw() and child(); run it as the first cell.
    std::string prelude() const;
    /// Lines about what is no longer as it was when the world was made. Waits for what needs a moment to go.
    std::string damage();
    bool has(Needs layer) const;
    ReplFactory& factory() { return *m_factory; }
    const std::string& outside() const { return m_outside; }

    std::string out, err;

private:
    void listen();
    void makeFiles();
    void startSibling();
    std::string filesNow() const;
    std::string connectionsNow() const;
    std::size_t foldersNow() const;
    std::set<int> processesNow() const; ///< all that descend from this one, zombies too

    QTemporaryDir m_folder;
    std::string m_base, m_outside, m_home, m_temporary;
    std::vector<int> m_listeners;
    int m_tcpPort = 0, m_udpPort = 0;
    std::string m_abstract;
    std::unique_ptr<ReplFactory> m_factory;
    std::unique_ptr<Repl> m_sibling;
    int m_siblingPid = 0;
    std::string m_siblingScratch;
    std::string m_files;
    std::set<int> m_processes;
    std::size_t m_descriptors = 0, m_folders = 0;
    std::vector<std::unique_ptr<HostReply>> m_unanswered;
    std::mutex m_mutex;
};

/// Signals of the test-process that a cell managed to send, by number.
extern volatile int hostileSignals;

std::set<int> descendantsOf(int pid);
std::size_t openDescriptors();
/// Of /proc/PID/status in kB ("VmRSS", "RssAnon"); 0 when it is not there.
std::size_t statusKb(int pid, const char* field);

/// Starts the program again as RLMSCOPE_TEST_AS says ("nobody", "no-userns"); 77 = skipped. Runs the test else.
int hostileMain(int argc, char** argv, const std::function<int()>& test);

/// Rows for QTest: the table of a class as its data.
void addHostileRows(const std::vector<HostileCell>& cells);
void runHostileRow(HostileWorld& world, const std::vector<HostileCell>& cells);

} // namespace rlmscope::test

#define HOSTILE_MAIN(Class)                                                                                            \
    int main(int argc, char** argv) {                                                                                  \
        return rlmscope::test::hostileMain(argc, argv, [&] {                                                           \
            QCoreApplication app(argc, argv);                                                                          \
            Class test;                                                                                                \
            return QTest::qExec(&test, argc, argv);                                                                    \
        });                                                                                                            \
    }
