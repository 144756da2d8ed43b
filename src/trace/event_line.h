#pragma once
// An event as one line of text: [seq,node,parent,segment,time,"kind",{body}]. What the file stores.
#include "trace/event.h"

#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// Long texts go to `texts`, see bodyToJson.
std::string eventToLine(const Event& event, std::vector<Text>* texts);
Result<Event> eventFromLine(std::string_view line, const TextLoader& load = {});
/// Only the sequence number; 0 when the line does not begin with one.
Seq seqOfLine(std::string_view line);

} // namespace rlmscope
