// Any bytes as a question, and as a line of annotations: what is understood can be asked, what is not says where.
#include "insight/node_query.h"
#include "trace/annotate.h"

#include <cstdint>
#include <cstdlib>

using namespace rlmscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto parsed = NodeQuery::parse(text);
    if (const auto* problem = std::get_if<QueryProblem>(&parsed)) {
        if (problem->message.empty() || problem->at > size) std::abort();
    } else {
        static const RunTree tree = [] {
            RunTree made;
            Event event;
            event.seq = 1;
            event.node = {1};
            event.body = FrameStarted{};
            made.apply(event);
            return made;
        }();
        NodeMatcher matcher(std::get<NodeQuery>(std::move(parsed)));
        (void)matcher.matches(tree, 0);
    }
    for (const auto& completion : completeQuery(text, {"model"}))
        if (completion.from > size) std::abort();
    if (const auto annotation = annotationFromLine(text)) {
        Annotations all;
        all.apply(annotation->node, annotation->body);
        if (!annotationFromLine(annotationToLine(*annotation))) std::abort();
    }
    return 0;
}
