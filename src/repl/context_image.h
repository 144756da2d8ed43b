#pragma once
// A context as the workers take it: made once, mapped by all of them. Big texts lie in sealed memory files in the fixed
// width that Python gives them, each from the start of a page, so that a worker needs no copy (worker/mapped_text.h). ASCII
// texts are that already, and are used where the context keeps them. Small texts are of fixed width too and packed behind each
// other: a worker makes only their headers (worker/packed_text.h). Tiny texts, and JSON that Python parses anyway, go as UTF-8
// and are decoded by each worker.
#include "base/cancel.h"
#include "base/result.h"
#include "repl/unique_fd.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace rlmscope {
struct Context;
struct Document;
}

namespace rlmscope::repl {

/// Immutable; any thread. Holds the context, whose memory files it may use.
class ContextImage {
public:
    /// From this size on a text is mapped by itself. Mapping costs a few microseconds and a page whatever the size, decoding
    /// half a microsecond per kilobyte, and memory in every worker.
    static constexpr std::uint64_t MappedFrom = 64u << 10;

    /// Errors: not enough memory; cancelled. A context without memory files is no error, notice() says so.
    static Result<std::shared_ptr<const ContextImage>> make(std::shared_ptr<const Context> context, const CancelToken& cancel = {});

    const Context& context() const { return *m_context; }

    /// The parts of a `start` frame: table, names, inline texts. And the files that go with it.
    const std::string& table() const { return m_table; }
    const std::string& names() const { return m_names; }
    const std::string& inlined() const { return m_inlined; }
    const std::vector<int>& files() const { return m_files; }

    std::uint64_t mappedTexts() const { return m_mappedTexts; }
    std::uint64_t packedTexts() const { return m_packedTexts; }
    /// Memory that the context takes once, whatever the number of workers, on top of what it took before.
    std::uint64_t sharedBytes() const { return m_sharedBytes; }
    /// Memory that the texts take in every worker: those that it decodes for itself, and the headers of packed ones. An estimate.
    std::uint64_t workerBytes() const { return m_workerBytes; }
    /// Empty, or for people: why the context is copied into every worker.
    const std::string& notice() const { return m_notice; }

private:
    class Builder;
    ContextImage() = default;

    std::shared_ptr<const Context> m_context;
    std::string m_table, m_names, m_inlined;
    UniqueFd m_own; ///< texts that had to be converted, and small ones that do not fit the frame
    std::vector<int> m_files;
    std::uint64_t m_mappedTexts = 0, m_packedTexts = 0, m_sharedBytes = 0, m_workerBytes = 0;
    std::string m_notice;
};

/// The images that are in use. Thread-safe: however many frames of one context start together, one of them builds and the
/// others wait for it. An image lives as long as somebody holds it.
class ContextImages {
public:
    /// Null stands for an empty text.
    Result<std::shared_ptr<const ContextImage>> of(const std::shared_ptr<const Context>& context, const CancelToken& cancel = {});

private:
    struct Entry {
        std::mutex building;
        std::weak_ptr<const ContextImage> image;
    };
    std::mutex m_mutex;
    std::map<std::weak_ptr<const Context>, std::shared_ptr<Entry>, std::owner_less<>> m_entries;
};

/// What the Python objects of the texts take when every worker decodes them: about 80 bytes each and their characters.
std::uint64_t pythonBytes(const Document& document);

} // namespace rlmscope::repl
