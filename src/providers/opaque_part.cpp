#include "providers/opaque_part.h"

#include "base/json.h"
#include "providers/json_fields.h"

namespace rlmscope {

using nlohmann::json;

Part opaquePart(const char* provider, const json& block) {
    return Part{PartKind::Opaque, Text(dumpJson(json{{provider, block}})), {}};
}

json opaqueBlock(const char* provider, const Part& part) {
    if (part.kind != PartKind::Opaque) return nullptr;
    const json value = parseJson(part.text.view());
    const json* block = value.is_discarded() ? nullptr : fields::member(value, provider);
    return block && block->is_object() ? *block : json(nullptr);
}

} // namespace rlmscope
