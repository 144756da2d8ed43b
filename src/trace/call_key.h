#pragma once
// The stable name of a host call: (frame path, turn, cell, kind, hash of the canonical request, k-th occurrence of
// that hash in the cell). Cassette, resume, fork and diff match by key, never by arrival order.
#include "base/ids.h"

#include <string>

namespace rlmscope {

struct CallKey {
    std::string framePath; ///< "" for the root frame; else the text of the key that started the frame, after its parent's
    int turn = 0;          ///< from 1
    int cell = 0;          ///< from 1; 0 for a frame's own model call
    std::string kind;      ///< "frame", "llm_query", "rlm_query", "call", "tool", "budget"; "final" for the forced last answer
    BlobId request;        ///< hash of the canonical request; null for a frame's own call
    int occurrence = 0;    ///< from 0: k-th call with this hash and kind in the cell

    bool operator==(const CallKey&) const = default;
    /// "<path>/t3.c1.llm_query.<hash>.0", or "<path>/t3" for a frame's own call, "<path>/t3.final" for the forced one.
    std::string text() const;
    /// The path of a frame that this call starts.
    std::string childPath() const { return text(); }
    /// Reads what text() writes; framePath is everything before the last '/'.
    static std::optional<CallKey> parse(std::string_view text);
};

} // namespace rlmscope
