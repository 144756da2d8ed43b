#pragma once
// What the worker locks itself into before it runs a line of a model's code: own files only (Landlock), listed system
// calls only (seccomp), no capabilities, namespaces of its own where the kernel gives them. Every layer is tried on its
// own; what could not be had is reported, never hidden.
//
// The system calls are an allow-list: what nobody has thought of does not exist (ENOSYS). Calls that make a process or
// send a signal are put to the host (seccomp user notification), which knows whether it has asked for a snapshot and
// whom the signal would reach. Their arguments are numbers in registers, so nothing can be changed behind the host.
#include <string>
#include <vector>

struct sock_filter;

namespace rlmscope::repl {

/// Layers that tests take away: "landlock,seccomp,notify,namespaces".
class Without {
public:
    explicit Without(const std::string& list) : m_list("," + list + ",") {}
    bool has(const char* layer) const { return m_list.find("," + std::string(layer) + ",") != std::string::npos; }

private:
    std::string m_list;
};

struct SandboxReport {
    std::string level = "limits"; ///< "limits", "partial", "full"
    std::vector<std::string> missing;
    bool filtered = false;   ///< system calls are filtered: it has no children but the copies that the host asked for
    bool supervised = false; ///< process creation is put to the host: `listener` is set
    int listener = -1;       ///< belongs to the host; send it and close it
};

/// Made once, in the zygote, before it has a second thread; then applied in each frame.
class Sandbox {
public:
    /// Enters namespaces and compiles the filters.
    void prepare(const Without& without);
    /// Folders and files of the Python installation and of extra packages: may be read.
    void addReadable(const std::string& path) { m_readable.push_back(path); }
    /// For this process and its copies, for ever. `scratch`: the only folder that may be written.
    SandboxReport apply(const std::string& scratch) const;

private:
    bool restrictFiles(const std::string& scratch) const;

    std::vector<std::string> m_readable;
    std::vector<char> m_supervised, m_alone; ///< compiled filters: with the host as judge, and without
    int m_landlock = 0;                      ///< ABI version, 0 = none
    bool m_namespaces = false;
};

} // namespace rlmscope::repl
