#pragma once
// The context coverage of a run: which parts of the context each call was sent, which were shown to a model in the output
// of a cell, which the code of a cell looked at, and what nobody ever read.
//
//   Sent      the text of a call's messages agrees with the context, exactly (passages.h)
//   Shown     the same of the output of a cell, as the model saw it
//   Handed    it became the context of a child frame: in its REPL, not yet before a model
//   Touched   a cell's code names it: literal slices and searches (code_reads.h). An estimate
//   Scanned   a cell's code goes through all of it. An estimate; says nothing about single places
//
// "Read by a model" is Sent or Shown. A call has sent nothing while it is queued: it reads with its first attempt, or with
// its reply when that came from a record and nothing had to leave. What a call of a frame repeats of the output of the frame's own cells is Shown, not
// Sent once more; what it repeats of earlier messages counts once. A passage that stands in several places of the context
// counts nowhere: its places are ambiguous.
#include "insight/code_reads.h"
#include "insight/passages.h"
#include "trace/trace_reader.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rlmscope::insight {

enum class ReadKind : std::uint8_t { Sent, Shown, Handed, Touched, Scanned };
inline bool byModel(ReadKind kind) { return kind <= ReadKind::Shown; }

struct CoverageRange {
    std::uint64_t begin = 0, end = 0; ///< bytes of the strip
    bool ambiguous = false;
    bool operator==(const CoverageRange&) const = default;
};

/// What one node did. Ranges are sorted and do not overlap.
struct CoverageRead {
    NodeId node;
    Seq seq = 0; ///< the event that did it: nothing is read before
    ReadKind kind = ReadKind::Sent;
    std::uint32_t first = 0, count = 0; ///< in CoverageReads::ranges
    std::uint64_t bytes = 0;            ///< of those that are not ambiguous
    std::uint32_t where = 0;            ///< Touched and Scanned: the code, in CoverageReads::places
};

/// All reads of a run up to an event, in order. Immutable once handed out.
struct CoverageReads {
    std::vector<CoverageRead> reads;
    std::vector<CoverageRange> ranges;
    std::vector<std::string> places{""};
    Seq lastSeq = 0;
    std::uint64_t textsSearched = 0, bytesSearched = 0;
    std::uint64_t textsMissing = 0; ///< prompts and outputs that the trace does not hold
    bool cut = false;               ///< there were more than MostRanges
    static constexpr std::size_t MostRanges = 4'000'000;

    const CoverageRange* begin(const CoverageRead& read) const { return ranges.data() + read.first; }
    const CoverageRange* end(const CoverageRead& read) const { return ranges.data() + read.first + read.count; }
};

/// Folds events into reads, from where it was before: once for a recorded run, again and again for a live one.
/// One thread at a time.
class CoverageCollector {
public:
    CoverageCollector(std::shared_ptr<const PassageIndex> index, RunId run);

    /// Goes on to the newest event. `progress`: events so far, now and then. An error of the reader leaves what there is;
    /// once cancelled it is of no further use.
    Status collect(TraceReader& reader, const CancelToken& cancel = {}, const std::function<void(Seq)>& progress = {});
    std::shared_ptr<const CoverageReads> reads() const;

    static constexpr std::uint64_t LongestText = 256ULL << 20; ///< of a prompt or output

private:
    struct FrameState {
        std::vector<CoverageRange> shown; ///< by its cells, sorted, merged
        std::unordered_set<BlobId> sent;  ///< messages of its own calls
        std::unique_ptr<CodeReader> code;
        bool ownContext = false;
        std::uint64_t base = 0, size = 0; ///< of its context when that is one passage
    };
    void take(TraceReader& reader, const Event& event);
    void takeRun(const RunStarted& started);
    void takeFrame(TraceReader& reader, const Event& event, const FrameStarted& frame);
    void takeCall(TraceReader& reader, const Event& event, const ModelCallStarted& call);
    void takeSent(const Event& event);
    void takeCode(TraceReader& reader, const Event& event, const CellStarted& cell);
    void takeVisible(TraceReader& reader, const Event& event, const CellEnded& cell);
    std::vector<CoverageRange> find(TraceReader& reader, const Text& text, BlobId* id = nullptr);
    void add(NodeId node, Seq seq, ReadKind kind, std::vector<CoverageRange> ranges, const std::string& where = {});
    FrameState* frameOf(NodeId parent);

    std::shared_ptr<const PassageIndex> m_index;
    RunId m_run;
    CancelToken m_cancel;
    CoverageReads m_reads;
    bool m_documents = false; ///< `context` is a list or dict
    std::unordered_map<Seq, Seq> m_frameOf; ///< of frames, turns and cells
    std::unordered_map<Seq, FrameState> m_frames;
    std::unordered_map<Seq, std::vector<CoverageRange>> m_queued; ///< what calls hold that have not left yet
    std::unordered_map<BlobId, std::vector<CoverageRange>> m_known; ///< texts that were searched before
    std::size_t m_knownRanges = 0;
};

/// Sorted, merged; what is certain cut out of what is ambiguous.
std::vector<CoverageRange> tidied(std::vector<CoverageRange> ranges);

} // namespace rlmscope::insight
