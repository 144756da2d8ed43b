#include "base/text_file.h"
#include "cli/commands.h"
#include "exchange/report.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

Status writeTo(const std::string& path, std::string_view text) {
    std::error_code code;
    const auto kind = std::filesystem::status(path, code).type();
    if (kind == std::filesystem::file_type::regular || kind == std::filesystem::file_type::not_found) {
        auto written = replaceTextFile(path, text);
        // A report is made to be passed on: readable as any new file of this person.
        const auto mask = ::umask(0);
        ::umask(mask);
        if (written) ::chmod(path.c_str(), 0666 & ~mask);
        return written;
    }
    // A device or a pipe must not be replaced by a file.
    std::FILE* file = std::fopen(path.c_str(), "wb");
    const bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const int why = errno;
    if (file && std::fclose(file) == 0 && written) return {};
    return makeError(ErrorKind::Io, path + " cannot be written: " + std::strerror(why) + ".");
}

} // namespace

Exit exportCommand(const ExportOptions& options) {
    const bool html = options.format == "html";
    if (!html && options.format != "json")
        return failed(makeError(ErrorKind::Usage, "There is no format \"" + options.format + "\"; there are html and json."));
    if (options.out.empty() && html && ::isatty(STDOUT_FILENO))
        return failed(makeError(ErrorKind::Usage, "A page of a megabyte is not for a terminal.", "Name a file with -o, or redirect standard output."));
    auto reader = TraceReader::open(options.trace);
    if (!reader) return failed(reader.error());
    const auto run = reportRun(**reader, options.run);
    if (!run) return failed(run.error());
    ReportOptions report;
    report.contextText = options.contextText;
    report.program = "rlmscope " RLMSCOPE_VERSION;
    auto text = reportJson(**reader, *run, report);
    if (text && html) text = reportHtml(*text);
    if (!text) return failed(text.error());
    if (!html) *text += "\n";
    if (options.out.empty()) {
        const bool written = std::fwrite(text->data(), 1, text->size(), stdout) == text->size() && std::fflush(stdout) == 0;
        return written ? Exit::Answered : Exit::Internal;
    }
    if (const auto written = writeTo(options.out, *text); !written) return failed(written.error());
    return Exit::Answered;
}

} // namespace rlmscope::cli
