#include "providers/opaque_part.h"

#include "providers/json_fields.h"

namespace rlmscope {

using nlohmann::json;

Part opaquePart(const char* provider, const json& block) {
    return Part{PartKind::Opaque, Text(json{{provider, block}}.dump(-1, ' ', false, json::error_handler_t::replace)), {}};
}

json opaqueBlock(const char* provider, const Part& part) {
    if (part.kind != PartKind::Opaque) return nullptr;
    const json value = json::parse(part.text.view(), nullptr, false);
    const json* block = value.is_discarded() ? nullptr : fields::member(value, provider);
    return block && block->is_object() ? *block : json(nullptr);
}

} // namespace rlmscope
