#pragma once
// The facts of the run bar, read from a run.
#include "views/run_bar.h"

namespace rlmscope {

class RunDocument;

RunBar::Facts runFacts(const RunDocument& document);

} // namespace rlmscope
