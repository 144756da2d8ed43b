#include "app/python_checks.h"

#include "base/text.h"
#include "itemmodels/format.h"
#include "runner/standard_parts.h"

#include <QFile>

namespace rlmscope {
namespace {

std::filesystem::path fromQt(const QString& path) { return QFile::encodeName(path).toStdString(); }

QString listed(const std::vector<ToolInfo>& tools) {
    QStringList names;
    for (const auto& tool : tools) names << QString::fromStdString(tool.name + oneLine(tool.signature, 60));
    return names.join(format::comma());
}

void readFiles(const NewRunForm& form, RunRequest& request, CheckedPython& checked) {
    auto& report = checked.report;
    request.spec = form.spec;
    if (!form.toolsFile.isEmpty()) {
        auto file = readTools(fromQt(form.toolsFile));
        if (file) request.spec.tools = std::move(*file);
        else report.toolsError = QString::fromStdString(file.error().text());
    }
    if (!form.trustedToolsFile.isEmpty()) {
        auto file = readTrustedTools(fromQt(form.trustedToolsFile));
        if (file) {
            report.trustedTools = listed(file->tools);
            if (!isApproved(*file)) report.question = QString::fromStdString(approvalQuestion(*file));
            request.trustedTools = checked.trusted = std::move(*file);
        } else {
            report.trustedError = QString::fromStdString(file.error().text());
        }
    }
    for (const auto& folder : form.packageFolders) {
        auto path = packageFolder(fromQt(folder));
        if (path) request.packageFolders.push_back(std::move(*path));
        else report.packagesError = QString::fromStdString(path.error().text());
    }
}

} // namespace

CheckedPython checkedPython(const NewRunForm& form) {
    CheckedPython checked;
    RunRequest request;
    readFiles(form, request, checked);
    auto& report = checked.report;
    if (request.spec.tools.empty() || !report.toolsError.isEmpty() || !report.packagesError.isEmpty()) return checked;
    auto repls = standardRepls();
    if (!repls) return checked; // said by the sandbox's line
    const RunRequest complete = completed(std::move(request));
    const auto tools = checkTools(**repls, complete.spec, complete.packageFolders);
    // A worker that does not start at all is no fault of the file; the sandbox's line says it.
    if (!tools && tools.error().kind != ErrorKind::BadInput) return checked;
    if (!tools) report.toolsError = QString::fromStdString(tools.error().text());
    else if (tools->empty()) report.toolsError = PythonOptions::tr("%1 defines no function.").arg(QString::fromStdString(complete.spec.tools.name));
    else report.tools = listed(*tools);
    return checked;
}

void addPython(const NewRunForm& form, const std::optional<TrustedToolsFile>& shown, RunRequest& request,
               std::vector<RunSpec::Problem>& problems) {
    const auto wrong = [&](const char* field, const Error& error) { problems.push_back({field, error.text()}); };
    if (!form.toolsFile.isEmpty()) {
        auto file = readTools(fromQt(form.toolsFile));
        if (file) request.spec.tools = std::move(*file);
        else wrong("tools", file.error());
    }
    for (const auto& folder : form.packageFolders) {
        auto path = packageFolder(fromQt(folder));
        if (path) request.packageFolders.push_back(std::move(*path));
        else wrong("packages", path.error());
    }
    if (form.trustedToolsFile.isEmpty()) return;
    const auto path = fromQt(form.trustedToolsFile);
    const auto text = readTools(path); // the same rules for a file
    std::error_code ignored;
    const bool same = shown && text && shown->source == text->source &&
                      shown->path == std::filesystem::absolute(path, ignored).lexically_normal().string();
    auto file = same ? Result(*shown) : readTrustedTools(path);
    if (!file) return wrong("trusted_tools", file.error());
    if (same && form.allowTrustedTools) {
        request.allowTrustedTools = true;
        (void)approve(*file); // else it is asked about again next time
    }
    request.trustedTools = std::move(*file);
}

SandboxState sandboxState() {
    SandboxState state;
    const auto sandbox = probeSandbox();
    if (!sandbox) {
        state.error = QString::fromStdString(sandbox.error().text());
        return state;
    }
    state.level = sandbox->level;
    for (const auto& layer : sandbox->missing) state.missing << QString::fromStdString(layer);
    return state;
}

} // namespace rlmscope
