#pragma once
// Writes one trace file: the events of the runs of one family and their blobs, one SQLite database.
// One writer process per file (a lock file beside it holds flock); any number of readers at the same time.
// All SQLite work is done by one thread of the writer's own: append() only queues. Group commit: whatever is queued
// goes into one transaction; it is written through (synchronous=FULL) when an event asked to be durable.
#include "trace/event_sink.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace rlmscope {

/// Bytes of a context document on their way into the trace; must stay valid and unchanged until `done`.
struct BlobSource {
    BlobId id; ///< of the bytes, when it is known already; null = the writer finds it
    std::string_view bytes;
    std::shared_ptr<const void> owner; ///< keeps the bytes alive
};

class TraceWriter {
public:
    /// Creates the file, or opens an existing trace to append a run to it. Errors: not a trace, locked by another
    /// process (named), newer format, no space.
    static Result<std::shared_ptr<TraceWriter>> open(const std::filesystem::path& path, const Clock& clock = Clock::system());
    virtual ~TraceWriter() = default; ///< flushes and closes

    virtual const std::filesystem::path& path() const = 0;

    /// Committed events of one run and live deltas, in order, from the writer's thread. Must not block.
    /// When the file cannot be written any more, events go on to be handed out (durable callbacks and flush() tell).
    struct Listener {
        std::function<void(const std::vector<Event>&)> committed; ///< texts still carry their bytes
        std::function<void(const LiveDelta&)> live;
    };

    /// Starts (or, for a run already in the file, continues) a run: writes segment_started and returns its sink.
    /// The sink keeps the writer alive. Appending RunStarted is the caller's first act for a new run.
    virtual Result<std::shared_ptr<EventSink>> beginRun(RunId run, Listener listener = {}) = 0;

    /// Stores blobs in the background (chunked, compressed) at lower priority than events; calls done from the
    /// writer's thread (from another one when the writer was closed before the end, with an error). Used for the context.
    virtual void storeInBackground(std::vector<BlobSource> blobs, std::function<void(const Status&)> done) = 0;

    /// After a run has ended: waits for blobs stored in the background, groups and compresses its small rows, checkpoints the WAL away. Blocks.
    /// A failure leaves everything readable. Other runs of the file may go on; more may be appended later.
    virtual Status finish() = 0;

    /// The first error that made the file unwritable; ok while all is well. Thread-safe.
    virtual Status status() const = 0;
};

} // namespace rlmscope
