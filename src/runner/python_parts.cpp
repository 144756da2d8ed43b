#include "runner/python_parts.h"

#include "base/text.h"
#include "base/text_file.h"
#include "context/context.h"
#include "repl/tool_process.h"
#include "runner/standard_parts.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t LargestFile = 1'000'000;

Result<std::string> readSource(const fs::path& file) {
    const auto wrong = [&](const std::string& why) { return makeError(ErrorKind::BadInput, file.string() + ": " + why); };
    std::error_code code;
    const auto status = fs::status(file, code);
    if (status.type() == fs::file_type::not_found) return wrong("No such file");
    if (status.type() == fs::file_type::directory) return wrong("is a folder; name a Python file");
    if (status.type() != fs::file_type::regular) return wrong("is not a file");
    const auto size = fs::file_size(file, code);
    if (!code && size > LargestFile)
        return wrong("has " + std::to_string(size) + " bytes; a file of tools has at most " + std::to_string(LargestFile));
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in || text.size() > LargestFile) return wrong(errno ? std::strerror(errno) : "cannot be read");
    if (const auto at = firstInvalidUtf8(text); at != std::string::npos) return wrong("is not UTF-8 at byte " + std::to_string(at));
    if (text.find('\0') != std::string::npos) return wrong("is no text");
    if (trimmed(text).empty()) return wrong("is empty");
    return text;
}

fs::path approvalOf(const TrustedToolsFile& file) {
    return approvedToolsFolder() / (BlobId::of(file.source).text() + ".py"); // the name only finds it
}

std::mutex probeMutex;
std::optional<Sandbox> probed;                                // guarded by probeMutex
struct CheckedTools {
    ToolsFile file;
    std::vector<ToolInfo> trusted;
    std::vector<std::string> folders;
    Result<std::vector<ToolInfo>> result;
};
std::optional<CheckedTools> checkedTools; // guarded by probeMutex

ReplSpec smallSpec() {
    ReplSpec spec;
    spec.context = std::make_shared<const Context>(Context::ofText("", "nothing"));
    return spec;
}

} // namespace

Result<TrustedToolsFile> readTrustedTools(const fs::path& path) {
    auto source = readSource(path);
    if (!source) return source.error();
    std::error_code code;
    TrustedToolsFile file{fs::absolute(path, code).lexically_normal().string(), *std::move(source), {}};
    ToolProcessOptions options;
    options.path = file.path;
    options.source = file.source;
    options.startSeconds = 20;
    auto tools = readToolsFile(options, {});
    if (!tools) return tools.error();
    if (tools->empty())
        return makeError(ErrorKind::BadInput, file.path + " defines no function.",
                         "A tool is a function at the top level whose name does not begin with an underscore.");
    file.tools = std::move(*tools);
    return file;
}

Result<ToolsFile> readTools(const fs::path& path) {
    auto source = readSource(path);
    if (!source) return source.error();
    return ToolsFile{toValidUtf8(path.filename().string()), *std::move(source)};
}

Result<std::string> packageFolder(const fs::path& folder) {
    const auto wrong = [&](const std::string& why) { return makeError(ErrorKind::BadInput, folder.string() + ": " + why); };
    std::error_code code;
    const auto status = fs::status(folder, code);
    if (status.type() == fs::file_type::not_found) return wrong("No such folder");
    if (status.type() != fs::file_type::directory) return wrong("is not a folder; name the folder that holds the packages");
    if (::access(folder.c_str(), R_OK | X_OK) != 0) return wrong(std::strerror(errno));
    auto absolute = fs::canonical(folder, code).string();
    if (code) return wrong(code.message());
    return absolute;
}

std::string packageName(const std::string& folder) {
    const auto name = fs::path(folder).filename().string();
    return name.empty() ? "packages" : toValidUtf8(name);
}

fs::path approvedToolsFolder() {
    const fs::path folder = configFolder();
    return (folder.empty() ? fs::path("/.config/rlmscope") : folder) / "approved-tools";
}

bool isApproved(const TrustedToolsFile& file) {
    std::ifstream in(approvalOf(file), std::ios::binary);
    return in && std::string{std::istreambuf_iterator<char>(in), {}} == file.source;
}

Status approve(const TrustedToolsFile& file) {
    const auto failed = [](const fs::path& path, const std::string& why) {
        return makeError(ErrorKind::Io, "The permission cannot be remembered in " + path.string() + ": " + why + ".");
    };
    std::error_code code;
    const auto target = approvalOf(file);
    fs::create_directories(target.parent_path(), code);
    if (code) return failed(target.parent_path(), code.message());
    ::chmod(target.parent_path().c_str(), 0700); // nobody else may add one
    const auto temporary = target.string() + "." + std::to_string(::getpid());
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return failed(target.parent_path(), std::strerror(errno));
    std::size_t done = 0;
    int reason = 0;
    while (done < file.source.size() && !reason) {
        const auto n = ::write(fd, file.source.data() + done, file.source.size() - done);
        if (n < 0 && errno != EINTR) reason = errno;
        else if (n > 0) done += static_cast<std::size_t>(n);
    }
    ::close(fd);
    if (!reason && ::rename(temporary.c_str(), target.c_str()) != 0) reason = errno;
    if (!reason) return {};
    ::unlink(temporary.c_str());
    return failed(target.parent_path(), std::strerror(reason));
}

std::string approvalQuestion(const TrustedToolsFile& file) {
    std::string text = "The trusted tools of " + file.path +
                       " run OUTSIDE the sandbox: with your files, your network and your environment (without the keys of "
                       "models). Code that a model writes decides when they are called, and with what:";
    for (const ToolInfo& tool : file.tools) {
        const auto about = oneLine(tool.doc, 70);
        text += "\n  " + tool.name + oneLine(tool.signature, 100) + (about.empty() ? "" : "  " + about);
    }
    return text;
}

Result<Sandbox> probeSandbox() {
    const std::lock_guard lock(probeMutex);
    if (probed) return *probed;
    auto repls = standardRepls();
    if (!repls) return repls.error();
    auto repl = (*repls)->start(smallSpec(), {});
    if (!repl) return repl.error();
    probed = (*repl)->sandbox();
    return *probed;
}

std::optional<Sandbox> knownSandbox() {
    const std::unique_lock lock(probeMutex, std::try_to_lock);
    return lock ? probed : std::nullopt;
}

Error weakSandbox(const Sandbox& sandbox, SandboxLevel required) {
    return makeError(ErrorKind::Unsupported, "The run wants the sandbox level " + std::string(toString(required)) +
                                                 "; this computer offers " + sandbox.text() + ".",
                     "Run it on a newer kernel, outside of a container, or ask for less.");
}

Result<std::vector<ToolInfo>> checkTools(ReplFactory& repls, const RunSpec& run, const std::vector<std::string>& folders) {
    const std::lock_guard lock(probeMutex);
    if (checkedTools && checkedTools->file == run.tools && checkedTools->trusted == run.trustedTools && checkedTools->folders == folders)
        return checkedTools->result;
    checkedTools.reset();
    ReplSpec spec = smallSpec();
    spec.toolsSource = run.tools.source;
    spec.trustedTools = run.trustedTools;
    spec.packages = folders;
    auto repl = repls.start(spec, {});
    if (repl) {
        checkedTools = CheckedTools{run.tools, run.trustedTools, folders, (*repl)->tools()};
        return checkedTools->result;
    }
    // A worker that does not start without the file either says nothing about the file.
    if (!repls.start(smallSpec(), {})) return repl.error();
    Error error = repl.error();
    error.kind = ErrorKind::BadInput;
    constexpr std::string_view Broken = "The tools file is broken: ";
    if (const auto at = error.message.find(Broken); at != std::string::npos)
        error.message = run.tools.name + ", " + error.message.substr(at + Broken.size());
    else error.message = run.tools.name + ": " + error.message;
    error.hint.clear();
    checkedTools = CheckedTools{run.tools, run.trustedTools, folders, std::move(error)};
    return checkedTools->result;
}

} // namespace rlmscope
