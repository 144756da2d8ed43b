#pragma once
// The Python of this process: everything that main.cpp and fork.cpp need to know about it. They see no PyObject.
//
// A process goes through these stages, and a fork may come between any two:
//   init    (zygote)  the interpreter runs our own Python code; nothing of a frame is known
//   import  (zygote)  common modules, one at a time, while nobody wants a fork
//   load    (base)    the context of a frame, or of several
//   begin   (frame)   what belongs to one frame: protocol, functions, seeds, tools. After the sandbox is on
//   runCell, read     (frame, and copies of it)
//
// All functions: main thread only; they take the GIL for as long as they run.
#include "repl/frames.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

struct _object;
struct _ts;

namespace rlmscope::repl {

class Channel;

/// What is fixed when the interpreter starts; frames with other values need another zygote.
struct ZygoteConfig {
    std::uint32_t hashSeed = 1; ///< not 0: that would switch hash randomisation off instead of seeding it
    std::vector<std::string> packages; ///< folders appended to sys.path
    std::vector<std::string> preload;  ///< big modules of the distribution to import beforehand, e.g. numpy

    static ZygoteConfig of(const nlohmann::json& header);
};

/// One frame for the host: the header, and the texts behind it.
struct Reply {
    nlohmann::json header;
    std::vector<std::string> parts;
};

class Interpreter {
public:
    /// `channel` must outlive the interpreter or be replaced by afterForkInChild().
    explicit Interpreter(Channel& channel) : m_channel(&channel) {}
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    /// Starts Python and our own side of it. False with a sentence for people.
    bool init(const ZygoteConfig& config, std::string& error);

    /// Imports the next common module, while nobody waits (most take under 3 ms, asyncio 17); false = nothing is left.
    bool importNext();
    /// Collects garbage and hides the rest from the collector, so that copies go on sharing its pages.
    void freeze();
    std::vector<std::string> importFolders(); ///< sys.path

    /// Makes the context from a `start` frame. The descriptors stay open and belong to the caller.
    bool load(const nlohmann::json& start, const Frame& frame, const std::vector<int>& fds, std::string& error);
    /// Everything else of the `start` frame; runs its tools file. Cells may come after it.
    bool begin(const nlohmann::json& start, std::string& error);
    /// After begin(): the functions of the tools file, [{name, signature, doc}].
    const nlohmann::json& tools() const { return m_tools; }

    /// Runs a `cell` frame; the answer is a `done` frame. Leaves the process when it came back in a child that the
    /// cell forked, or when the frame is damaged.
    Reply runCell(const Frame& frame);

    /// Answers a `read` frame with a `value` frame. The expression may do anything, so only in a copy that is thrown away,
    /// unless the header says "plain": then only a variable is looked at, and no code of it runs.
    Reply read(const Frame& frame);

    /// Empty, or why no copy of this process can be made now: "a thread of a cell is alive". Between cells.
    /// `ours`: descriptors that the copy is to get.
    std::string beforeFork(const std::vector<int>& ours);
    /// Around a clone of this process that does not go through libc. The GIL is held in between, so nothing else of
    /// this class may be called there.
    void beforeClone();
    void afterCloneInParent();
    /// In the child, whose descriptors 0 to 2 and `channel` are its own already and whose standard streams were kept
    /// anew (guard.h): Python's own clean-up, then the binding of ours to them. `scratch`: its folder; empty = as before.
    void afterCloneInChild(Channel& channel, const std::string& scratch);

private:
    class Gil;
    _object* function(const char* name) const;
    std::string call(const char* name, _object* arguments);

    nlohmann::json m_tools = nlohmann::json::array();
    Channel* m_channel;
    _object* m_globals = nullptr;  ///< the namespace of our Python code
    _object* m_runCell = nullptr;
    _ts* m_state = nullptr;        ///< the main thread's, while it does not hold the GIL
};

} // namespace rlmscope::repl
