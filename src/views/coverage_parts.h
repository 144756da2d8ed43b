#pragma once
// Puts the coverage into a run page: the view beside the call tree and the Context tab of the inspector, over one job.
namespace rlmscope {

class ContextPanel;
class CoverageJob;
class CoverageView;
class RunPage;

struct CoverageParts {
    CoverageJob* job = nullptr;
    CoverageView* view = nullptr;
    ContextPanel* context = nullptr;
};
CoverageParts addCoverage(RunPage* page);

} // namespace rlmscope
