#pragma once
// rlmscope://run/<run id>?event=<seq>[&moment=<seq>][&value=<name>]: a place of a run as a text that can be pasted anywhere.
// It names the run, never a file: it is found wherever its trace lies.
#include "base/ids.h"

#include <QString>

#include <optional>

namespace rlmscope {

struct NodeLink {
    RunId run;
    Seq event = 0;  ///< the node; 0 = the run
    Seq moment = 0; ///< 0 = all of it
    QString value;  ///< name of a variable; empty = none
    bool operator==(const NodeLink&) const = default;
};

QString linkText(const NodeLink& link);
/// Nothing when it is no such link. Spaces around it, and quotation marks or angle brackets as mail programs add them, do not
/// matter.
std::optional<NodeLink> linkFromText(const QString& text);
bool looksLikeLink(const QString& text);

} // namespace rlmscope
