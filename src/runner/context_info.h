#pragma once
// What a trace says about a context: names, sizes and the blob of every document; the texts follow in the background.
#include "context/context.h"
#include "trace/event.h"
#include "trace/trace_writer.h"

#include <memory>
#include <vector>

namespace rlmscope {

/// Reads every byte once (the blob names are hashes): about 0.1 s per GB.
ContextInfo contextInfo(const Context& context);
/// The documents' bytes, for TraceWriter::storeInBackground; each keeps the context alive. `info` is of this context.
std::vector<BlobSource> contextBlobs(const std::shared_ptr<const Context>& context, const ContextInfo& info);

} // namespace rlmscope
