#pragma once
// How a call from a cell is named and answered: the same in a live run, in a journal and in a trace, so that an answer
// recorded in one is found by the other.
#include "engine/repl.h"
#include "trace/call_key.h"
#include "trace/event.h"

#include <compare>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace rlmscope {

/// As in CallKey: "llm_query", "rlm_query", "tool", "budget".
std::string_view callKind(HostCallKind kind);
/// What makes two requests the same request, whatever model answers it in this run.
BlobId requestHash(const HostCall& call, std::size_t item);

/// The part of a call key that tells the calls of one cell apart.
struct CellCall {
    std::string kind;
    BlobId request;
    int occurrence = 0; ///< from 0: k-th call with this kind and hash in the cell

    CellCall() = default;
    CellCall(std::string k, BlobId r, int n) : kind(std::move(k)), request(r), occurrence(n) {}
    explicit CellCall(const CallKey& key) : CellCall(key.kind, key.request, key.occurrence) {}
    auto operator<=>(const CellCall&) const = default;
    std::string text() const; ///< "llm_query.<hash>.0", the end of CallKey::text()
};

/// Names the calls of one cell in the order in which they come. Thread-safe.
class CellCallNames {
public:
    CellCall next(const HostCall& call, std::size_t item);

private:
    std::mutex m_mutex;
    std::map<std::pair<std::string, BlobId>, int> m_seen; // guarded by m_mutex
};

/// The text of a good reply; an error when there is none to give. A refusal is not an answer.
Result<std::string> replyText(const ModelCallEnded& ended);
/// What a child frame gives to the cell that asked.
Result<std::string> replyText(const FrameEnded& ended);

} // namespace rlmscope
