#include "repl/hostile.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace rlmscope::test {
namespace fs = std::filesystem;

volatile int hostileSignals = 0;

namespace {

const char* const Prelude = R"(
import os, sys, errno, ctypes, time
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_REFUSED = {'EPERM', 'EACCES', 'ENOSYS'}
def no(what, function, *args, also=()):
    "Prints something unless the function is refused."
    try:
        result = function(*args)
    except OSError as error:
        name = errno.errorcode.get(error.errno, repr(error))
        if name not in _REFUSED and name not in also: print(what + ': ' + name)
    else:
        print('ESCAPED ' + what + ': ' + repr(result)[:100])
def call(number, *args):
    ctypes.set_errno(0)
    result = _libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
    if result == -1: raise OSError(ctypes.get_errno(), 'system call %d' % number)
    return result
def raw(what, number, *args, also=()):
    "Prints something unless the system call is refused."
    no(what, call, number, *args, also=also)
def tries(function, *args):
    "Whatever it says: the host looks whether it did something."
    try: function(*args)
    except OSError: pass
def child(make):
    "Makes a process that ends at once."
    pid = make()
    if pid == 0: os._exit(0)
    return pid
def control():
    "The control socket."
    import stat
    for fd in range(3, 2000):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): return fd
        except OSError: pass
def frame(header, *parts):
    "A well-formed frame."
    header = header.replace("'", '"').encode()
    body = len(header).to_bytes(4, 'little') + header + b''.join(parts)
    return len(body).to_bytes(4, 'little') + body
def say(*frames):
    for bytes in frames:
        os.set_blocking(control(), True)
        while bytes: bytes = bytes[os.write(control(), bytes):]
)";

std::string readAll(const std::string& path) {
    std::string text;
    char buffer[4096];
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC); // no ifstream: it throws when a process of /proc ends
    for (ssize_t n = 0; fd >= 0 && (n = read(fd, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
    if (fd >= 0) close(fd);
    return text;
}

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

/// "3 5 Z" style fields of /proc/PID/stat: parent and state.
bool readStat(int pid, int& parent, char& state) {
    const std::string line = readAll("/proc/" + std::to_string(pid) + "/stat");
    const auto after = line.rfind(')');
    return after != std::string::npos && std::sscanf(line.c_str() + after + 1, " %c %d", &state, &parent) == 2;
}

std::string commandOf(int pid) {
    std::string text = readAll("/proc/" + std::to_string(pid) + "/cmdline");
    std::replace(text.begin(), text.end(), '\0', ' ');
    int parent = 0;
    char state = '?';
    readStat(pid, parent, state);
    return std::to_string(pid) + " " + state + " " + text.substr(0, 80);
}

std::string describe(const fs::path& path) {
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0) return "gone";
    std::string text = std::to_string(info.st_mode) + " " + std::to_string(info.st_uid) + " " + std::to_string(info.st_gid) + " " +
                       std::to_string(info.st_size) + " " + std::to_string(info.st_nlink) + " " +
                       std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec) + " " +
                       std::to_string(info.st_ctim.tv_sec) + "." + std::to_string(info.st_ctim.tv_nsec);
    char names[1000];
    const auto length = llistxattr(path.c_str(), names, sizeof names);
    if (length > 0) text += " " + std::string(names, static_cast<std::size_t>(length));
    if (S_ISREG(info.st_mode))
        text += " " + QCryptographicHash::hash(QByteArray::fromStdString(readAll(path)), QCryptographicHash::Md5).toHex().toStdString();
    return text;
}

bool fits(const std::string& text, const char* pattern) {
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QString::fromUtf8(pattern)),
                                        QRegularExpression::DotMatchesEverythingOption);
    return expression.match(QString::fromStdString(text)).hasMatch();
}

bool without(const char* layer) {
    const auto list = qgetenv("RLMSCOPE_WORKER_WITHOUT").split(',');
    return list.contains(layer);
}

int addListener(int family, int type, const sockaddr* address, socklen_t length) {
    const int fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, address, length) != 0) qFatal("listener: %s", strerror(errno));
    if (type == SOCK_STREAM && ::listen(fd, 10) != 0) qFatal("listen: %s", strerror(errno));
    return fd;
}

int portOf(int fd) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
}

} // namespace

std::size_t openDescriptors() {
    std::error_code ignored;
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator("/proc/self/fd", ignored)) ++n;
    return n;
}

std::size_t statusKb(int pid, const char* field) {
    const std::string text = readAll("/proc/" + std::to_string(pid) + "/status");
    const auto at = text.find("\n" + std::string(field) + ":");
    return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + 2 + std::strlen(field), nullptr, 10);
}

std::set<int> descendantsOf(int root) {
    std::multimap<int, int> children;
    std::error_code error; // processes come and go meanwhile
    for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
        const int pid = std::atoi(it->path().filename().c_str());
        int parent = 0;
        char state = 0;
        if (pid > 0 && readStat(pid, parent, state)) children.emplace(parent, pid);
    }
    std::set<int> found;
    std::vector<int> open{root};
    while (!open.empty()) {
        const int parent = open.back();
        open.pop_back();
        for (auto [it, end] = children.equal_range(parent); it != end; ++it)
            if (found.insert(it->second).second) open.push_back(it->second);
    }
    return found;
}

HostileWorld::HostileWorld() {
    // Whatever leaves its parent comes to us, where it is seen.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (const int number : {SIGUSR1, SIGUSR2, SIGIO}) std::signal(number, [](int n) { hostileSignals = n; });
    m_base = m_folder.path().toStdString();
    makeFiles();
    listen();
    qputenv("TMPDIR", QByteArray::fromStdString(m_temporary));
    qputenv("HOME", QByteArray::fromStdString(m_home));
    qputenv("RLMSCOPE_SECRET", "key-of-the-user");
    auto factory = makeWorkerReplFactory({.program = {}, .killAfter = 0.5});
    if (!factory) qFatal("%s", factory.error().text().c_str());
    m_factory = *std::move(factory);
    start(spec()).reset(); // what is made once and kept, is made now
    startSibling();
}

void HostileWorld::startSibling() {
    m_sibling = start(spec());
    run(*m_sibling, "import os\nSECRET = 'the secret of ' + 'a sibling'\nopen('sibling.txt', 'w').write('of a sibling')\nprint(os.getpid(), os.getcwd())");
    m_siblingPid = std::atoi(out.c_str());
    m_siblingScratch = out.substr(out.find('/') == std::string::npos ? out.size() : out.find('/'));
    while (!m_siblingScratch.empty() && m_siblingScratch.back() == '\n') m_siblingScratch.pop_back();
    if (m_siblingPid == 0) qFatal("the sibling does not work: %s", err.c_str());
    m_files = filesNow();
    m_processes = processesNow();
    m_descriptors = openDescriptors();
    m_folders = foldersNow();
}

HostileWorld::~HostileWorld() {
    m_unanswered.clear();
    m_sibling.reset();
    m_factory.reset();
    for (const int fd : m_listeners) close(fd);
}

void HostileWorld::makeFiles() {
    m_outside = m_base + "/outside";
    m_home = m_base + "/home";
    m_temporary = m_base + "/tmp";
    for (const auto& folder : {m_outside, m_home, m_temporary, m_outside + "/folder"}) fs::create_directories(folder);
    write(m_outside + "/secret", "the secret text outside");
    write(m_outside + "/folder/inner", "inner");
    write(m_home + "/.key", "the key in the home folder");
    std::error_code exists;
    fs::create_symlink(m_outside + "/secret", m_outside + "/link", exists);
}

void HostileWorld::listen() {
    sockaddr_in inet{};
    inet.sin_family = AF_INET;
    inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_listeners.push_back(addListener(AF_INET, SOCK_STREAM, reinterpret_cast<sockaddr*>(&inet), sizeof inet));
    m_tcpPort = portOf(m_listeners.back());
    m_listeners.push_back(addListener(AF_INET, SOCK_DGRAM, reinterpret_cast<sockaddr*>(&inet), sizeof inet));
    m_udpPort = portOf(m_listeners.back());
    m_abstract = "rlmscope-hostile-" + std::to_string(getpid());
    const auto local = [&](int type, const std::string& name) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.data(), std::min(name.size(), sizeof address.sun_path - 1));
        m_listeners.push_back(addListener(AF_UNIX, type, reinterpret_cast<sockaddr*>(&address),
                                          static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size())));
    };
    local(SOCK_STREAM, std::string(1, '\0') + m_abstract);
    local(SOCK_DGRAM, std::string(1, '\0') + m_abstract + "-datagram");
    local(SOCK_STREAM, m_outside + "/socket");
    local(SOCK_DGRAM, m_outside + "/datagrams");
}

ReplSpec HostileWorld::spec(std::int64_t memory) const {
    ReplSpec spec;
    spec.context = std::make_shared<Context>(Context::ofText("c"));
    spec.memory = memory;
    return spec;
}

std::unique_ptr<Repl> HostileWorld::start(const ReplSpec& wanted) {
    auto repl = m_factory->start(wanted, {});
    if (!repl) qFatal("%s", repl.error().text().c_str());
    return *std::move(repl);
}

CellOutcome HostileWorld::run(Repl& repl, const std::string& code, double seconds, bool answered) {
    out.clear();
    err.clear();
    CellObserver observer;
    observer.output = [this](OutputStream stream, std::string_view text, bool) {
        const std::lock_guard lock(m_mutex);
        (stream == OutputStream::Stdout ? out : err) += text;
    };
    observer.hostCall = [this, answered](HostCall call, std::unique_ptr<HostReply> reply) {
        if (answered) {
            for (std::size_t i = 0; i < call.items.size(); ++i) reply->answer(i, "re:" + call.items[i].prompt);
            return;
        }
        const std::lock_guard lock(m_mutex);
        m_unanswered.push_back(std::move(reply));
    };
    auto outcome = repl.run(code, {seconds}, observer, {});
    const std::lock_guard lock(m_mutex);
    m_unanswered.clear();
    return outcome;
}

std::string HostileWorld::prelude() const {
    std::string code = Prelude;
    const auto text = [&](const char* name, const std::string& value) { code += std::string(name) + " = '" + value + "'\n"; };
    const auto number = [&](const char* name, int value) { code += std::string(name) + " = " + std::to_string(value) + "\n"; };
    text("OUTSIDE", m_outside);
    text("HOMEFOLDER", m_home);
    text("TEMPORARY", m_temporary);
    text("SIBLINGSCRATCH", m_siblingScratch);
    text("ABSTRACT", m_abstract);
    number("HOST", getpid());
    number("SIBLING", m_siblingPid);
    number("TCP", m_tcpPort);
    number("UDP", m_udpPort);
    return code;
}

bool HostileWorld::has(Needs layer) const {
    if (layer == Needs::Nothing || qEnvironmentVariableIsSet("RLMSCOPE_HOSTILE_CONTROL")) return true;
    const bool built = m_sibling->sandbox().text() != "limits";
    const bool landlock = !without("landlock") && syscall(SYS_landlock_create_ruleset, nullptr, 0, 1) >= 1;
    const bool calls = !without("seccomp");
    switch (layer) {
    case Needs::Nothing: return true;
    case Needs::Files: return built && landlock;
    case Needs::Calls: return built && calls;
    case Needs::Processes: return built && calls; // without the host as judge all of it is refused
    case Needs::Both: return built && calls && landlock;
    }
    return false;
}

std::string HostileWorld::filesNow() const {
    std::string text;
    std::vector<std::string> lines;
    for (const auto& root : {m_outside, m_home}) {
        lines.push_back(root + ": " + describe(root));
        std::error_code error;
        for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error))
            lines.push_back(it->path().string() + ": " + describe(it->path()));
        if (error) lines.push_back(root + ": " + error.message());
    }
    if (!m_siblingScratch.empty()) lines.push_back("sibling: " + describe(m_siblingScratch + "/sibling.txt"));
    std::sort(lines.begin(), lines.end());
    for (const auto& line : lines) text += line + "\n";
    for (const char* folder : {"/dev/shm", "/tmp", "/var/tmp"}) {
        std::error_code error; // others work there too
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
            if (it->path().filename().string().find("escaped-cell") != std::string::npos) text += "made: " + it->path().string() + "\n";
    }
    return text;
}

std::string HostileWorld::connectionsNow() const {
    for (const int fd : m_listeners) {
        pollfd wait{fd, POLLIN, 0};
        if (poll(&wait, 1, 0) <= 0) continue;
        char byte = 0;
        if (const int other = accept(fd, nullptr, nullptr); other >= 0) close(other);
        else [[maybe_unused]] const auto n = recv(fd, &byte, 1, 0);
        return "a connection or datagram came out of a cell\n";
    }
    return {};
}

std::size_t HostileWorld::foldersNow() const {
    std::size_t n = 0;
    std::error_code ignored;
    for (const auto& root : fs::directory_iterator(m_temporary, ignored))
        for ([[maybe_unused]] const auto& entry : fs::directory_iterator(root.path(), ignored)) ++n;
    return n;
}

std::set<int> HostileWorld::processesNow() const { return descendantsOf(getpid()); }

std::string HostileWorld::damage() {
    std::string bad;
    for (int attempt = 0; attempt < 300; ++attempt) {
        bad.clear();
        for (const int pid : processesNow())
            if (m_processes.count(pid) == 0) bad += "process left: " + commandOf(pid) + "\n";
        if (openDescriptors() > m_descriptors)
            bad += "descriptors of the host: " + std::to_string(openDescriptors()) + ", before " + std::to_string(m_descriptors) + "\n";
        if (foldersNow() > m_folders) bad += "a temporary folder is left\n";
        if (bad.empty()) break;
        usleep(10'000);
    }
    if (const auto files = filesNow(); files != m_files) {
        bad += "files outside changed:\n" + m_files + "are now\n" + files;
        makeFiles(); // for the cases behind it
        m_files = filesNow();
    }
    bad += connectionsNow();
    if (hostileSignals != 0) bad += "a signal reached the host: " + std::to_string(hostileSignals) + "\n";
    hostileSignals = 0;
    if (!bad.empty()) {
        // One escape must not fail all cases behind it.
        for (const int pid : processesNow())
            if (m_processes.count(pid) == 0) ::kill(pid, SIGKILL), waitpid(pid, nullptr, 0);
    }
    run(*m_sibling, "print(SECRET, open('sibling.txt').read(), os.getpid())");
    if (out != "the secret of a sibling of a sibling " + std::to_string(m_siblingPid) + "\n") {
        bad += "the sibling is hurt: " + out + err + "\n";
        m_sibling.reset();
        startSibling();
    }
    return bad;
}

std::string HostileWorld::check(const HostileCell& cell, std::string& skip) {
    if (!has(cell.needs)) {
        skip = "needs a layer of the sandbox that is not there: " + m_sibling->sandbox().text();
        return {};
    }
    std::string bad;
    const auto expect = [&](bool good, const std::string& what) {
        if (!good) bad += what + "\n";
    };
    {
        auto repl = start(spec(cell.memory));
        expect(run(*repl, prelude()).status == CellStatus::Ok, "the prelude failed: " + err);
        const auto outcome = run(*repl, cell.code, cell.seconds, cell.answered);
        const std::string status(toString(outcome.status));
        expect(fits(status, (std::string("(?:") + cell.status + ")").c_str()),
               "status " + status + ", expected " + cell.status + "; cause: " + outcome.cause.substr(0, 300) + "\n" + err.substr(0, 1500));
        if (outcome.status != CellStatus::Ok || *cell.cause)
            expect(fits(outcome.cause, cell.cause), "cause: " + outcome.cause.substr(0, 500) + "\nexpected: " + cell.cause);
        expect(fits(out, cell.out), "output: " + out.substr(0, 2000) + "\nexpected: " + cell.out);
        const bool dead = outcome.status == CellStatus::Killed || outcome.status == CellStatus::Died;
        expect(dead != outcome.replAlive, "replAlive does not fit the status");
        const auto next = run(*repl, "print('next', llm_query('q'))");
        const bool works = next.status == CellStatus::Ok && out == "next re:q\n";
        const std::string how = "the next cell: " + std::string(toString(next.status)) + " " + next.cause + "\n" + out.substr(0, 300) + err.substr(0, 1000);
        if (dead) expect(next.status == CellStatus::Died && next.cause == outcome.cause, how);
        else if (cell.after == After::Works) expect(works, how);
        else if (cell.after == After::Either) expect(works || !next.replAlive, how);
        else if (cell.after == After::Dead) expect(!next.replAlive, how);
    }
    {
        auto repl = start(spec());
        const auto next = run(*repl, "print(context, llm_query('q'))");
        expect(next.status == CellStatus::Ok && out == "c re:q\n", "the next REPL: " + next.cause + out + err);
    }
    return bad + damage();
}

void addHostileRows(const std::vector<HostileCell>& cells) {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cells.size(); ++i) QTest::newRow(cells[i].name) << static_cast<int>(i);
}

void runHostileRow(HostileWorld& world, const std::vector<HostileCell>& cells) {
    QFETCH(int, index);
    std::string skip;
    const auto bad = world.check(cells.at(static_cast<std::size_t>(index)), skip);
    if (!skip.empty()) QSKIP(skip.c_str());
    QVERIFY2(bad.empty(), bad.c_str());
}

} // namespace rlmscope::test
