#pragma once
// True concurrency as lanes. Every frame is a band: a bracket, its own model calls and cells (one lane, since a frame does
// one thing at a time), and under it as many lanes as its sub-calls ever overlapped. Child frames follow below their parent.
//
//   root          |----------------------------------|
//   root          [model][ cell, waiting             ]
//   sub-calls            [call][call  ][call]
//                        [call   ][call ]
//   unsure[0:204]               |-----------|
//
// Few frames get a band each, in tree order. Of many, those that never overlap share bands, depth by depth: as many bands
// as frames were alive at once.
#include "insight/bars.h"

#include <stop_token>

namespace rlmscope::insight {

struct LaneBand {
    NodeIndex frame = NoNode;  ///< its first one; NoNode: calls that belong to no frame
    std::uint32_t frames = 1;
    std::uint16_t depth = 0;
    std::uint32_t firstRow = 0, rows = 0; ///< in BarRows::rows
    std::uint32_t callRows = 0;           ///< those of sub-calls, at the end
    std::uint32_t calls = 0;              ///< sub-calls of all its frames
    Nanos waited = 0;                     ///< of a band with one frame: for a place beside its siblings
};

struct Lanes : BarRows {
    std::vector<LaneBand> bands;
    bool shared = false; ///< bands hold several frames
};

inline constexpr std::size_t MaxOwnBands = 48;

/// Empty when it was told to stop.
Lanes layOutLanes(const SpansAt& run, const std::stop_token& stop = {});

/// How long a frame of a batch began after the first frame of it: it waited for a place. 0 for others.
Nanos waitedForPlace(const SpansAt& run, NodeIndex frame);

} // namespace rlmscope::insight
