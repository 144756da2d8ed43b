#include "runner/context_info.h"

namespace rlmscope {

ContextInfo contextInfo(const Context& context) {
    const auto description = describe(context);
    ContextInfo info;
    info.shape = description.shape;
    info.source = context.name;
    info.bytes = context.totals.bytes;
    info.characters = context.totals.chars;
    info.lines = context.totals.lines;
    info.skipped = context.report.binary + context.report.special + context.report.unreadable;
    info.documents.reserve(context.documents.size());
    for (const auto& document : context.documents)
        info.documents.push_back({document.path, Text::stored(BlobId::of(document.text.view()), document.text.size()),
                                  document.stats.chars});
    return info;
}

std::vector<BlobSource> contextBlobs(const std::shared_ptr<const Context>& context, const ContextInfo& info) {
    std::vector<BlobSource> blobs;
    blobs.reserve(context->documents.size());
    for (std::size_t i = 0; i < context->documents.size(); ++i)
        blobs.push_back({info.documents[i].text.id, context->documents[i].text.view(), context});
    return blobs;
}

} // namespace rlmscope
