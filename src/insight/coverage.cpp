#include "insight/coverage.h"

#include "insight/code_places.h"

#include <algorithm>

namespace rlmscope::insight {
namespace {

constexpr std::size_t MostKnownRanges = 1'000'000;
constexpr std::uint64_t LongestCode = CodeReader::LongestCode;

/// What of `ranges` is not in `taken`; both sorted.
std::vector<CoverageRange> without(const std::vector<CoverageRange>& ranges, const std::vector<CoverageRange>& taken) {
    std::vector<CoverageRange> left;
    for (auto range : ranges) {
        auto t = std::upper_bound(taken.begin(), taken.end(), range.begin, [](std::uint64_t b, const CoverageRange& r) { return b < r.end; });
        for (; t != taken.end() && t->begin < range.end; ++t) {
            if (t->begin > range.begin) left.push_back({range.begin, t->begin, range.ambiguous});
            range.begin = std::min(range.end, t->end);
        }
        if (range.begin < range.end) left.push_back(range);
    }
    return left;
}

void sortAndMerge(std::vector<CoverageRange>& ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::size_t kept = 0;
    for (const auto& range : ranges) {
        if (range.begin >= range.end) continue;
        if (kept > 0 && range.begin <= ranges[kept - 1].end) ranges[kept - 1].end = std::max(ranges[kept - 1].end, range.end);
        else ranges[kept++] = range;
    }
    ranges.resize(kept);
}

} // namespace

std::vector<CoverageRange> tidied(std::vector<CoverageRange> ranges) {
    const auto split = std::stable_partition(ranges.begin(), ranges.end(), [](const auto& r) { return !r.ambiguous; });
    std::vector<CoverageRange> ambiguous(split, ranges.end());
    ranges.erase(split, ranges.end());
    sortAndMerge(ranges);
    sortAndMerge(ambiguous);
    ambiguous = without(ambiguous, ranges);
    ranges.insert(ranges.end(), ambiguous.begin(), ambiguous.end());
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    return ranges;
}

CoverageCollector::CoverageCollector(std::shared_ptr<const PassageIndex> index, RunId run) : m_index(std::move(index)), m_run(run) {}

std::shared_ptr<const CoverageReads> CoverageCollector::reads() const { return std::make_shared<const CoverageReads>(m_reads); }

Status CoverageCollector::collect(TraceReader& reader, const CancelToken& cancel, const std::function<void(Seq)>& progress) {
    m_cancel = cancel;
    int since = 0;
    const auto status = reader.forEachEvent(m_run, m_reads.lastSeq + 1, [&](const Event& event) {
        if (cancel.cancelled()) return false;
        take(reader, event);
        if (cancel.cancelled()) return false;
        m_reads.lastSeq = event.seq;
        if (progress && (++since & 0xFF) == 0) progress(event.seq);
        return true;
    });
    if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "reading the coverage was cancelled");
    return status;
}

void CoverageCollector::take(TraceReader& reader, const Event& event) {
    if (const auto* run = std::get_if<RunStarted>(&event.body)) takeRun(*run);
    else if (const auto* frame = std::get_if<FrameStarted>(&event.body)) takeFrame(reader, event, *frame);
    else if (const auto* call = std::get_if<ModelCallStarted>(&event.body)) takeCall(reader, event, *call);
    else if (std::holds_alternative<AttemptStarted>(event.body)) takeSent(event);
    else if (const auto* reply = std::get_if<ModelCallEnded>(&event.body)) {
        if (reply->status == "ok") takeSent(event); // else it never left
        m_queued.erase(event.node.seq);
    } else if (const auto* code = std::get_if<CellStarted>(&event.body)) takeCode(reader, event, *code);
    else if (const auto* cell = std::get_if<CellEnded>(&event.body)) takeVisible(reader, event, *cell);
    else if (std::holds_alternative<TurnStarted>(event.body)) {
        if (const auto parent = m_frameOf.find(event.parent.seq); parent != m_frameOf.end()) m_frameOf.emplace(event.node.seq, parent->second);
    }
}

void CoverageCollector::takeRun(const RunStarted& started) { m_documents = started.context.shape == "list" || started.context.shape == "dict"; }

CoverageCollector::FrameState* CoverageCollector::frameOf(NodeId parent) {
    const auto frame = m_frameOf.find(parent.seq);
    return frame == m_frameOf.end() ? nullptr : &m_frames[frame->second];
}

void CoverageCollector::takeFrame(TraceReader& reader, const Event& event, const FrameStarted& started) {
    m_frameOf[event.node.seq] = event.node.seq;
    FrameState& frame = m_frames[event.node.seq];
    frame.ownContext = started.depth > 0 || !started.context.documents.empty();
    if (!frame.ownContext) return;
    std::vector<CoverageRange> handed;
    for (const auto& document : started.context.documents) {
        const auto ranges = find(reader, document.text);
        if (started.context.documents.size() == 1 && ranges.size() == 1 && !ranges.front().ambiguous && ranges.front().end - ranges.front().begin == document.text.size) {
            frame.base = ranges.front().begin;
            frame.size = document.text.size;
        }
        handed.insert(handed.end(), ranges.begin(), ranges.end());
    }
    if (event.parent) add(event.node, event.seq, ReadKind::Handed, std::move(handed));
}

void CoverageCollector::takeCall(TraceReader& reader, const Event& event, const ModelCallStarted& call) {
    FrameState* frame = call.role == CallRole::Sub ? nullptr : frameOf(event.parent);
    std::vector<CoverageRange> sent;
    for (const auto& message : call.added) {
        if (message.role == Role::Assistant) continue; // the model's own words
        for (const auto& part : message.parts) {
            if (part.kind != PartKind::Text) continue;
            BlobId id;
            auto ranges = find(reader, part.text, &id);
            if (frame && !ranges.empty()) {
                if (!frame->sent.insert(id).second) continue;
                ranges = without(ranges, frame->shown);
            }
            sent.insert(sent.end(), ranges.begin(), ranges.end());
        }
    }
    if (!sent.empty()) m_queued.insert_or_assign(event.node.seq, std::move(sent));
}

void CoverageCollector::takeSent(const Event& event) {
    const auto queued = m_queued.find(event.node.seq);
    if (queued == m_queued.end()) return; // it holds nothing of the context, or left before: this is one more try
    add(event.node, event.seq, ReadKind::Sent, std::move(queued->second));
    m_queued.erase(queued);
}

void CoverageCollector::takeVisible(TraceReader& reader, const Event& event, const CellEnded& cell) {
    auto ranges = find(reader, cell.visible);
    if (ranges.empty()) return;
    if (FrameState* frame = frameOf(event.node)) {
        frame->shown.insert(frame->shown.end(), ranges.begin(), ranges.end());
        sortAndMerge(frame->shown);
    }
    add(event.node, event.seq, ReadKind::Shown, std::move(ranges));
}

void CoverageCollector::takeCode(TraceReader& reader, const Event& event, const CellStarted& cell) {
    if (const auto known = m_frameOf.find(event.parent.seq); known != m_frameOf.end()) m_frameOf.emplace(event.node.seq, known->second);
    FrameState* frame = frameOf(event.node);
    if (!frame || (frame->ownContext && frame->size == 0)) return; // its `context` is another text
    const auto code = reader.load(cell.code, LongestCode);
    if (!code) return;
    if (!frame->code) frame->code = std::make_unique<CodeReader>(m_documents && !frame->ownContext);
    for (const auto& read : frame->code->read(*code)) {
        if (m_cancel.cancelled()) return;
        const auto places = placesOf(read, m_index->context(), frame->base, frame->size);
        if (!places.empty()) add(event.node, event.seq, read.kind == CodeRead::Kind::Scan ? ReadKind::Scanned : ReadKind::Touched, places, read.where);
    }
}

std::vector<CoverageRange> CoverageCollector::find(TraceReader& reader, const Text& text, BlobId* id) {
    if (text.size < PassageIndex::ShortestText) return {};
    // A document as a whole needs no search.
    if (!text.id.isNull())
        if (const auto known = m_known.find(text.id); known != m_known.end()) {
            if (id) *id = text.id;
            return known->second;
        }
    const auto loaded = reader.load(text, LongestText);
    if (!loaded) {
        ++m_reads.textsMissing;
        return {};
    }
    const BlobId name = text.id.isNull() ? BlobId::of(*loaded) : text.id;
    if (id) *id = name;
    if (const auto known = m_known.find(name); known != m_known.end()) return known->second;
    ++m_reads.textsSearched;
    m_reads.bytesSearched += loaded->size();
    std::vector<CoverageRange> ranges;
    for (const auto& passage : m_index->find(*loaded, m_cancel)) ranges.push_back({passage.begin, passage.end, passage.ambiguous});
    ranges = tidied(std::move(ranges));
    if (m_knownRanges + ranges.size() > MostKnownRanges) {
        m_known.clear();
        m_knownRanges = 0;
    }
    m_knownRanges += ranges.size() + 1;
    return m_known.emplace(name, std::move(ranges)).first->second;
}

void CoverageCollector::add(NodeId node, Seq seq, ReadKind kind, std::vector<CoverageRange> ranges, const std::string& where) {
    if (ranges.empty()) return;
    ranges = tidied(std::move(ranges));
    if (m_reads.ranges.size() + ranges.size() > CoverageReads::MostRanges) {
        m_reads.cut = true;
        return;
    }
    CoverageRead read{node, seq, kind, static_cast<std::uint32_t>(m_reads.ranges.size()), static_cast<std::uint32_t>(ranges.size()), 0, 0};
    for (const auto& range : ranges)
        if (!range.ambiguous) read.bytes += range.end - range.begin;
    if (!where.empty()) {
        if (m_reads.places.back() != where) m_reads.places.push_back(where);
        read.where = static_cast<std::uint32_t>(m_reads.places.size() - 1);
    }
    m_reads.ranges.insert(m_reads.ranges.end(), ranges.begin(), ranges.end());
    m_reads.reads.push_back(read);
}

} // namespace rlmscope::insight
