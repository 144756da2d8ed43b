#pragma once
// What a line view shows: text of any size as bytes and lines, without holding it in memory. One interface for a document
// of the context (1 GB in a file) and for the output of a cell (growing while it runs).
//
// Lives in the GUI thread. Positions are bytes of UTF-8 from 0. A line ends after its '\n' (which belongs to it, as does a
// '\r' before it); the last one ends with the text, and text that ends with '\n' has no empty line after it. Lines are
// found from the beginning on, in the background: lineCount() grows until isComplete(). read() works everywhere at once.
#include "base/result.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

/// Bytes of a source for other threads (search): blocks, thread-safe, stays valid after the source is gone. What it sees
/// is the text as it was when it was asked for.
class LineBytes {
public:
    virtual ~LineBytes() = default;
    virtual std::uint64_t size() const = 0;
    /// What lies in [at, at + length), cut to the text.
    virtual Result<std::string> read(std::uint64_t at, std::uint64_t length) = 0;
};

class LineSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual std::uint64_t byteSize() const = 0;  ///< of what is known; final when isComplete()
    virtual std::uint64_t lineCount() const = 0; ///< found so far
    virtual bool isComplete() const = 0;

    /// First byte of a line; byteSize() for lineCount(). Nothing for lines that are not found yet.
    virtual std::optional<std::uint64_t> byteOf(std::uint64_t line) const = 0;
    /// Line that a byte is in. Nothing where lines are not found yet.
    virtual std::optional<std::uint64_t> lineOf(std::uint64_t byte) const = 0;

    /// Bytes [at, at + length), cut to the text; ask for what is visible, at most a few hundred kB. Nothing: they are
    /// being fetched, ready() tells when to ask again.
    virtual std::optional<std::string> read(std::uint64_t at, std::uint64_t length) = 0;

    /// For a worker; null when the text cannot be read.
    virtual std::shared_ptr<LineBytes> bytes() const = 0;

Q_SIGNALS:
    void grew();  ///< more bytes or lines, or complete now; at most some times a second
    void ready(); ///< bytes that read() could not give are there
    void reset(); ///< another text
    void failed(const rlmscope::Error& error);
};

/// What the margin of a line view says about stretches of its text, and what is marked in it. Bytes as in LineSource.
class LineMarks : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    struct Mark {
        int heat = -1;          ///< -1: nothing is known; 0..4: Token::Heat0 + heat
        bool byCode = false;    ///< touched by code only: a dot
        bool ambiguous = false; ///< the same text is elsewhere too: which one was read is not known
        QString text;           ///< tooltip, one or two sentences
    };
    /// Of a line, [begin, end).
    virtual Mark markOf(std::uint64_t begin, std::uint64_t end) const = 0;

    struct Range {
        std::uint64_t begin = 0, end = 0;
    };
    /// Marked stretches (of the chosen call) that touch [begin, end), in order.
    virtual std::vector<Range> rangesIn(std::uint64_t begin, std::uint64_t end) const = 0;

Q_SIGNALS:
    void changed();
};

} // namespace rlmscope
