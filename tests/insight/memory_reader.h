#pragma once
// A trace in memory, behind the interface of a file.
#include "trace/trace_reader.h"

namespace rlmscope::test {

class MemoryReader : public TraceReader {
public:
    std::vector<Event> events;
    std::unordered_map<BlobId, std::string> blobs;

    Text store(const std::string& text) { // as read from a file: only the name
        const auto id = BlobId::of(text);
        blobs[id] = text;
        return Text::stored(id, text.size());
    }
    const std::filesystem::path& path() const override { return m_path; }
    Result<std::vector<RunSummary>> runs() override { return std::vector<RunSummary>(); }
    bool beingWritten() const override { return false; }
    Status forEachEvent(RunId, Seq from, const std::function<bool(const Event&)>& visit) override {
        for (const auto& event : events)
            if (event.seq >= from && !visit(event)) break;
        return {};
    }
    Result<Event> event(RunId, Seq seq) override { return events[seq - 1]; }
    Result<std::string> load(const Text& text, std::uint64_t) override {
        if (text.loaded()) return std::string(text.view());
        const auto found = blobs.find(text.id);
        if (found == blobs.end()) return makeError(ErrorKind::Corrupt, "the text is not in the trace");
        return found->second;
    }
    Result<std::string> loadSlice(const Text& text, std::uint64_t offset, std::uint64_t length) override {
        auto all = load(text, UINT64_MAX);
        return !all ? all : offset >= all->size() ? std::string() : all->substr(offset, length);
    }
    Result<std::vector<Message>> messagesOf(RunId, NodeId) override { return std::vector<Message>(); }
    Status saveCopy(const std::filesystem::path&) override { return {}; }

private:
    std::filesystem::path m_path = "memory";
};

} // namespace rlmscope::test
