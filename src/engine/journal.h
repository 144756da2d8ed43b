#pragma once
// The journal of a REPL: everything that is needed to run its cells again and to see whether they do the same. Recorded
// while a REPL lives (JournalRecorder), or read from a trace (runner/restore.h). engine/replay.h runs it.
//
// Memory: code, answers, and of output a hash and its head. Cells are shared, so copying a journal is cheap.
#include "engine/repl.h"
#include "engine/request_hash.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// What a cell wrote to one stream, cut anywhere on the way. Late output (of threads of an earlier cell) is not in it.
struct OutputDigest {
    static constexpr std::size_t HeadBytes = 20'000;

    BlobId hash; ///< of what was kept of it
    std::uint64_t bytes = 0;
    std::string head;
    bool operator==(const OutputDigest& o) const { return bytes == o.bytes && hash == o.hash; }
};

/// Collects an OutputDigest. Not thread-safe.
class OutputDigester {
public:
    void add(std::string_view utf8);
    OutputDigest digest() const;

private:
    BlobHasher m_hash;
    std::uint64_t m_bytes = 0;
    std::string m_head;
};

/// One item of a host call, and what it was answered.
struct JournalCall {
    std::string asked; ///< head of the prompt, for people
    /// Null: it was never answered, because the cell was interrupted or ended without waiting for it.
    std::shared_ptr<const Result<std::string>> answer;
};

/// A variable as it was after a cell: enough to see whether it is the same again.
struct VariableMark {
    std::string name;
    std::uint64_t value = 0; ///< hash of type, size, shape and preview, addresses in it left out
    bool operator==(const VariableMark&) const = default;
};
std::vector<VariableMark> variableMarks(const std::vector<Variable>& variables); ///< sorted by name

struct JournalCell {
    std::string code;
    CellLimits limits;
    bool ended = true; ///< false: the trace ends in the middle of it
    CellStatus status = CellStatus::Ok;
    std::string cause, exception;
    std::optional<FinalAnswer> final;
    OutputDigest out, err;
    std::uint64_t droppedBytes = 0; ///< of output that is not in the digests
    bool finalKnown = true, outputKnown = true; ///< false: a trace does not tell, so it is not compared
    std::optional<std::vector<VariableMark>> variables; ///< absent: not known
    double pythonSeconds = 0;
    bool replAlive = true;
    std::map<CellCall, JournalCall> calls;
};

struct ReplJournal {
    ReplSpec spec;
    std::vector<std::shared_ptr<const JournalCell>> cells; ///< of one life of the REPL, in order

    /// The journal of a REPL that stands at `point`.
    ReplJournal upTo(ReplPoint point) const;
};

/// Whether an outcome says that the cell was cancelled before its REPL had begun with it.
bool neverRan(CellStatus status, double pythonSeconds);

/// Records a live REPL. begin() and end() are called by the thread that runs the cell, around it; journal() by any.
class JournalRecorder {
public:
    explicit JournalRecorder(ReplSpec spec);
    /// Of a REPL that was restored: goes on after the cells of `before`.
    explicit JournalRecorder(ReplJournal before);
    ~JournalRecorder();

    /// The observer to run the cell with. Passes everything on to `observer`, which must outlive it.
    CellObserver begin(const std::string& code, const CellLimits& limits, const CellObserver& observer);
    void end(const CellOutcome& outcome);

    /// The cells that have ended.
    ReplJournal journal() const;

private:
    struct Running;
    mutable std::mutex m_mutex;
    ReplJournal m_journal;              // guarded by m_mutex
    std::shared_ptr<Running> m_running; // guarded by m_mutex
};

} // namespace rlmscope
