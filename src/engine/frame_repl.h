#pragma once
// The REPL that a frame of a run has. A live frame starts one; a recorded frame is rebuilt with the same.
#include "engine/repl.h"
#include "engine/reply_source.h"
#include "trace/run_spec.h"

#include <memory>
#include <optional>
#include <string>

namespace rlmscope {

/// Whether cells of any frame of this run may ask models at all.
inline bool canQuery(const RunSpec& spec) { return spec.depth >= 1; }

/// Of each cell of any frame. One that is run again gets as long as it needs, even on a slower machine; one that was
/// interrupted by its limit is interrupted again, after at most 10 s.
CellLimits cellLimitsOf(const RunSpec& spec, const std::optional<RecordedCellEnd>& again = {});

/// `framePath` as in FrameStarted::path. The context is the frame's own. ReplSpec::packages stays empty: a RunSpec names
/// folders of packages without saying where they are (RunParts::packageFolders does).
ReplSpec replSpecOf(const RunSpec& spec, std::string framePath, std::shared_ptr<const Context> context);

} // namespace rlmscope
