#include "trace/event_line.h"

#include "base/json.h"
#include "trace/json_fields.h"

#include <charconv>

namespace rlmscope {

std::string eventToLine(const Event& event, std::vector<Text>* texts) {
    std::string line = "[" + std::to_string(event.seq);
    for (const std::int64_t n : {static_cast<std::int64_t>(event.node.seq), static_cast<std::int64_t>(event.parent.seq),
                                 static_cast<std::int64_t>(event.segment), event.time})
        line += "," + std::to_string(n);
    line += "," + dumpJson(jsonio::Json(jsonio::clean(kindName(event.body)))) + ",";
    line += dumpJson(bodyToJson(event.body, texts));
    return line += "]";
}

Seq seqOfLine(std::string_view line) {
    Seq seq = 0;
    if (line.size() < 2 || line.front() != '[') return 0;
    const auto [end, ec] = std::from_chars(line.data() + 1, line.data() + line.size(), seq);
    return ec == std::errc{} && end != line.data() + line.size() && *end == ',' ? seq : 0;
}

Result<Event> eventFromLine(std::string_view line, const TextLoader& load) {
    Result<Event> event{Event()};
    return quickEventFromLine(line, *event) ? std::move(event) : slowEventFromLine(line, load);
}

Result<Event> slowEventFromLine(std::string_view line, const TextLoader& load) {
    const auto json = jsonio::parseUntrusted(line);
    if (!json || !json->is_array() || json->size() != 7)
        return makeError(ErrorKind::Corrupt, "it is not a list of seven JSON values");
    jsonio::Json none = jsonio::Json::object();
    jsonio::Reader reader(none, nullptr);
    Event event;
    std::string kind;
    reader.get((*json)[0], event.seq, "seq");
    reader.get((*json)[1], event.node, "node");
    reader.get((*json)[2], event.parent, "parent");
    reader.get((*json)[3], event.segment, "segment");
    reader.get((*json)[4], event.time, "time");
    reader.get((*json)[5], kind, "kind");
    if (!reader.ok()) return *reader.error();
    auto body = bodyFromJson(kind, (*json)[6], load);
    if (!body) return body.error();
    event.body = std::move(body).value();
    if (startsNode(event.body) && event.node.seq != event.seq)
        return makeError(ErrorKind::Corrupt, "it starts a node that is not its own");
    return event;
}

} // namespace rlmscope
