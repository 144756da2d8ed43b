#include "app/drop_plan.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace rlmscope {

DropPlan planDrop(const QMimeData* data) {
    DropPlan plan;
    for (const auto& url : data->urls()) {
        const auto path = url.toLocalFile();
        if (path.isEmpty() || !QFileInfo::exists(path)) ++plan.missing;
        else if (path.endsWith(QLatin1String(".rlmscope"))) plan.traces << path;
        else if (path.endsWith(QLatin1String(".jsonl")) || path.endsWith(QLatin1String(".json")) || path.endsWith(QLatin1String(".ndjson"))) plan.logs << path;
        else plan.context << path;
    }
    return plan;
}

} // namespace rlmscope
