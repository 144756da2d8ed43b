#pragma once
// The texts of a call on their way to the host. Small ones go in the frame; from a megabyte on they go into a memory file
// that the host makes (a worker may not), so that neither the socket nor the host copies them.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::repl {

class Channel;

/// Called with the GIL.
class CallTexts {
public:
    static constexpr std::uint64_t BigFrom = 1u << 20;     ///< bytes in Python
    static constexpr std::uint64_t MaxFile = 1u << 30;     ///< the limit of this process for any file, and of the host

    CallTexts() = default;
    ~CallTexts();
    CallTexts(const CallTexts&) = delete;
    CallTexts& operator=(const CallTexts&) = delete;

    /// False with a Python error set when it is no str.
    bool add(PyObject* text);
    /// Puts the big ones into a memory file and says so in the header of the call. When that is not possible they go in the
    /// frame like the others. False with a Python error set: interrupted, no memory, too much text. Nothing is left behind.
    bool moveBig(Channel& channel, bool mainThread, nlohmann::json& header);
    const std::vector<std::string_view>& parts() const { return m_parts; }

private:
    struct Big {
        std::size_t part;
        PyObject* text; ///< held
        std::uint64_t bytes = 0, offset = 0;
    };
    bool addSmall(PyObject* text, std::size_t part);
    bool keepInline();
    std::uint64_t layOut();

    std::vector<PyObject*> m_held;
    std::vector<std::string_view> m_parts; ///< into m_held
    std::vector<Big> m_big;
};

} // namespace rlmscope::repl
