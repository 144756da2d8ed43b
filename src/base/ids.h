#pragma once
// Strong ids: one type per kind, so that a frame's node cannot be passed where a sequence number belongs.
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

/// 128 random bits; 32 lower-case hex digits as text.
struct RunId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const RunId&) const = default;
    bool isNull() const { return *this == RunId{}; }
    std::string text() const;
    static RunId random();
    static std::optional<RunId> parse(std::string_view text);
};

/// Position of an event in its run, from 1. 0 = none.
using Seq = std::uint64_t;

/// A node of a run is the sequence number of its start event; never renumbered. 0 = none (the run itself).
struct NodeId {
    Seq seq = 0;
    auto operator<=>(const NodeId&) const = default;
    explicit operator bool() const { return seq != 0; }
};

/// XXH3-128 of the bytes of a text or blob: its name in a trace file.
struct BlobId {
    std::uint64_t high = 0, low = 0;
    auto operator<=>(const BlobId&) const = default;
    bool isNull() const { return high == 0 && low == 0; }
    std::string text() const; ///< 32 hex digits
    static BlobId of(std::string_view bytes);
    static std::optional<BlobId> parse(std::string_view text);
};

/// The BlobId of bytes that come in pieces.
class BlobHasher {
public:
    BlobHasher();
    ~BlobHasher();
    BlobHasher(const BlobHasher&) = delete;
    BlobHasher& operator=(const BlobHasher&) = delete;
    void add(std::string_view bytes);
    BlobId id() const; ///< of everything so far

private:
    void* m_state;
};

} // namespace rlmscope

template<>
struct std::hash<rlmscope::NodeId> {
    std::size_t operator()(rlmscope::NodeId id) const noexcept { return std::hash<std::uint64_t>{}(id.seq); }
};
template<>
struct std::hash<rlmscope::BlobId> {
    std::size_t operator()(const rlmscope::BlobId& id) const noexcept { return static_cast<std::size_t>(id.low); }
};
template<>
struct std::hash<rlmscope::RunId> {
    std::size_t operator()(const rlmscope::RunId& id) const noexcept;
};
