#include "repl/worker/call_texts.h"

#include "repl/worker/channel.h"
#include "repl/worker/guard.h"
#include "repl/worker/module.h"
#include "repl/worker/unlocked.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

constexpr std::size_t CharsAtOnce = 256u << 10; // characters between two looks at the signals

bool isSurrogate(std::uint32_t c) { return c >= 0xD800 && c < 0xE000; }

/// Bytes as UTF-8; a lone surrogate becomes U+FFFD, which is as long.
template<typename Char>
std::uint64_t utf8Bytes(const Char* chars, std::uint64_t count) {
    std::uint64_t bytes = count;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint32_t c = chars[i];
        bytes += static_cast<unsigned>(c >= 0x80) + static_cast<unsigned>(c >= 0x800) + static_cast<unsigned>(c >= 0x10000);
    }
    return bytes;
}

template<typename Char>
void encode(const Char* chars, std::size_t count, std::string& out) {
    out.resize(4 * count);
    char* p = out.data();
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t c = chars[i];
        if (c < 0x80) {
            *p++ = static_cast<char>(c);
            continue;
        }
        if (isSurrogate(c)) c = 0xFFFD;
        if (c < 0x800) {
            *p++ = static_cast<char>(0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                *p++ = static_cast<char>(0xE0 | c >> 12);
            } else {
                *p++ = static_cast<char>(0xF0 | c >> 18);
                *p++ = static_cast<char>(0x80 | (c >> 12 & 0x3F));
            }
            *p++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        }
        *p++ = static_cast<char>(0x80 | (c & 0x3F));
    }
    out.resize(static_cast<std::size_t>(p - out.data()));
}

/// Calls f with the characters as what they are.
template<typename Function>
auto withCharacters(PyObject* text, Function f) {
    const void* data = PyUnicode_DATA(text);
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND: return f(static_cast<const Py_UCS1*>(data));
    case PyUnicode_2BYTE_KIND: return f(static_cast<const Py_UCS2*>(data));
    default: return f(static_cast<const Py_UCS4*>(data));
    }
}

bool writeAt(int fd, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t n = pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
        offset += static_cast<std::uint64_t>(n);
    }
    return true;
}

enum class Written { All, Failed, Signal };

/// Without the GIL: a str does not change, and the caller holds it. `done`: characters that were written before a signal.
Written writeText(int fd, PyObject* text, std::uint64_t& offset, std::uint64_t& done, bool mainThread) {
    const auto count = static_cast<std::uint64_t>(PyUnicode_GET_LENGTH(text));
    std::string encoded;
    while (done < count) {
        if (mainThread && takeSignal()) return Written::Signal;
        const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(count - done, CharsAtOnce));
        std::string_view bytes;
        if (PyUnicode_IS_ASCII(text)) {
            bytes = {static_cast<const char*>(PyUnicode_DATA(text)) + done, n};
        } else {
            withCharacters(text, [&](const auto* chars) { encode(chars + done, n, encoded); });
            bytes = encoded;
        }
        if (!writeAt(fd, bytes, offset)) return Written::Failed;
        offset += bytes.size();
        done += n;
    }
    return Written::All;
}

/// False: a Python error is set.
bool signalsAllow() { return PyErr_CheckSignals() == 0; }

/// The answer of the host to "give me a file": its descriptor, -1 when there is none. False: interrupted.
bool askForFile(Channel& channel, std::uint64_t id, std::uint64_t bytes, bool mainThread, int& fd) {
    {
        const Unlocked unlocked;
        channel.send({{"op", "file"}, {"call", id}, {"bytes", bytes}}, {});
    }
    while (true) {
        auto outcome = Channel::Wait::Done;
        {
            const Unlocked unlocked;
            outcome = channel.waitForCall(id, mainThread);
        }
        if (outcome == Channel::Wait::Done) break;
        if (!signalsAllow()) {
            const Unlocked unlocked;
            channel.abandon(id);
            return false;
        }
    }
    const Message message = channel.takeAnswer(id);
    fd = message.files.empty() ? -1 : message.files.front();
    return true;
}

} // namespace

CallTexts::~CallTexts() {
    for (PyObject* object : m_held) Py_DECREF(object);
}

bool CallTexts::add(PyObject* text) {
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "expected str");
        return false;
    }
    if (PyUnicode_READY(text) != 0) return false;
    m_parts.emplace_back();
    const auto bytes = static_cast<std::uint64_t>(PyUnicode_GET_LENGTH(text)) * PyUnicode_KIND(text);
    if (bytes < BigFrom) return addSmall(text, m_parts.size() - 1);
    Py_INCREF(text);
    m_held.push_back(text);
    m_big.push_back({m_parts.size() - 1, text, 0, 0});
    return true;
}

bool CallTexts::addSmall(PyObject* text, std::size_t part) {
    if (PyUnicode_IS_COMPACT_ASCII(text)) {
        Py_INCREF(text);
        m_held.push_back(text);
        m_parts[part] = {static_cast<const char*>(PyUnicode_DATA(text)), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text))};
        return true;
    }
    // A bytes object of our own: asking the str for its UTF-8 would keep a copy in it for ever.
    std::string copy;
    if (!utf8Of(text, copy)) return false;
    PyObject* bytes = PyBytes_FromStringAndSize(copy.data(), static_cast<Py_ssize_t>(copy.size()));
    if (!bytes) return false;
    m_held.push_back(bytes);
    m_parts[part] = {PyBytes_AS_STRING(bytes), copy.size()};
    return true;
}

bool CallTexts::keepInline() {
    for (const Big& big : m_big)
        if (!addSmall(big.text, big.part)) return false;
    m_big.clear();
    return true;
}

/// Each text begins a page and is followed by at least one zero, so that a child can map it as it is.
std::uint64_t CallTexts::layOut() {
    const Unlocked unlocked; // counting a gigabyte takes a while
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    std::uint64_t offset = 0, end = 0;
    for (Big& big : m_big) {
        const auto chars = static_cast<std::uint64_t>(PyUnicode_GET_LENGTH(big.text));
        big.bytes = PyUnicode_IS_ASCII(big.text) ? chars : withCharacters(big.text, [chars](const auto* p) { return utf8Bytes(p, chars); });
        big.offset = offset;
        end = offset + big.bytes;
        offset = (end + page) / page * page;
    }
    return end;
}

bool CallTexts::moveBig(Channel& channel, bool mainThread, nlohmann::json& header) {
    if (m_big.empty()) return true;
    const std::uint64_t bytes = layOut();
    if (bytes > MaxFile) {
        PyErr_SetString(PyExc_ValueError, "one call takes at most a million texts and 1 GB together");
        return false;
    }
    const std::uint64_t id = channel.newCall(false);
    int fd = -1;
    if (!askForFile(channel, id, bytes, mainThread, fd)) return false;
    if (fd < 0) return keepInline();
    const auto giveBack = [&] {
        const Unlocked unlocked;
        close(fd);
        channel.send({{"op", "abandon"}, {"call", id}}, {});
    };
    auto rows = nlohmann::json::array();
    for (const Big& big : m_big) {
        std::uint64_t offset = big.offset, done = 0;
        auto written = Written::Signal;
        while (written == Written::Signal) {
            {
                const Unlocked unlocked;
                written = writeText(fd, big.text, offset, done, mainThread);
            }
            if (written != Written::Signal || signalsAllow()) continue;
            giveBack();
            return false;
        }
        if (written == Written::Failed) { // no memory, or a cell closed the descriptor
            giveBack();
            return keepInline();
        }
        rows.push_back({big.part, big.offset, big.bytes});
    }
    close(fd);
    header["file"] = id;
    header["big"] = std::move(rows);
    return true;
}

} // namespace rlmscope::repl
