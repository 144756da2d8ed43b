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
/// The same for lines of common events written plainly, ten times as fast; false = ask eventFromLine(). The event is spoilt then.
bool quickEventFromLine(std::string_view line, Event& event);
/// eventFromLine() without asking the quick one first.
Result<Event> slowEventFromLine(std::string_view line, const TextLoader& load = {});
/// Only the sequence number; 0 when the line does not begin with one.
Seq seqOfLine(std::string_view line);

} // namespace rlmscope
