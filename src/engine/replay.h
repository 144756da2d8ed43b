#pragma once
// Runs recorded cells again with recorded answers: the way back to every moment of every REPL. No model is asked.
//
// What cannot be the same is told, never hidden: a cell that looks at the clock, os.urandom, threads or addresses; a
// cell that was interrupted in the middle of its code (it is run again as long as it had run, at most 10 s, and
// interrupted). One that was interrupted while it waited for an answer is interrupted at the same place.
#include "engine/journal.h"

namespace rlmscope {

/// A new REPL that has run the first `point` cells of the journal. Blocking; thread-safe.
/// Errors: no such point; a cell up to it ended the REPL, then or now; the worker does not start; cancelled.
Result<Restored> replay(ReplFactory& factory, const ReplJournal& journal, ReplPoint point, CancelToken cancel);

struct Rerun {
    CellOutcome outcome;
    std::vector<Divergence> divergences;
};

/// Runs one recorded cell again in `repl`, which stands before it. Calls get their recorded answers, all but `live`,
/// which is passed on to `observer.hostCall`: this is how a fork of a child frame goes on in the frames above it.
/// When `live` has been asked for, calls that have no recorded answer are passed on too: they are what the cell does
/// with another answer. Before that they are a divergence, and fail. Output goes to `observer.output`.
/// Without `live` nothing is passed on, and everything is compared with the record.
Rerun rerunCell(Repl& repl, const JournalCell& cell, const std::optional<CellCall>& live, const CellObserver& observer,
                CancelToken cancel);

} // namespace rlmscope
