#include "base/json.h"
#include "cli/commands.h"
#include "cli/format.h"
#include "context/context.h"
#include "providers/local_servers.h"
#include "runner/library.h"
#include "runner/machine_models.h"
#include "runner/standard_parts.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <curl/curl.h>
#include <zstd.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

using nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Check {
    std::string name;
    bool ok = true;
    bool needed = false; ///< nothing runs without it
    std::string detail;
    ordered_json data = nullptr;
};

Check versions() {
    const auto* curl = curl_version_info(CURLVERSION_NOW);
    ordered_json data{{"rlmscope", RLMSCOPE_VERSION}, {"libcurl", curl->version}, {"sqlite", SQLite::getLibVersion()}, {"zstd", ZSTD_versionString()}};
    std::string detail;
    for (const auto& [name, version] : data.items()) detail += (detail.empty() ? "" : ", ") + name + " " + version.get<std::string>();
    return {"versions", true, false, detail, data};
}

fs::path programFolder() {
    std::error_code code;
    return fs::read_symlink("/proc/self/exe", code).parent_path();
}

Check window() {
    std::error_code code;
    const auto program = programFolder() / "rlmscope";
    const bool there = fs::exists(program, code);
    return {"window", there, false, there ? program.string() : "not built (this is the command line alone)", nullptr};
}

Check sandboxCheck(const Sandbox& sandbox) {
    Check check{"sandbox", sandbox.level == SandboxLevel::Full, false, std::string(toString(sandbox.level)),
                {{"level", toString(sandbox.level)}, {"missing", sandbox.missing}}};
    if (check.ok) check.detail += ": own files only, listed system calls only, no network, no new processes";
    for (const auto& layer : sandbox.missing) check.detail += "\n" + std::string(32, ' ') + "missing: " + layer;
    return check;
}

// Starts a worker and runs a cell in it: everything that a frame needs.
std::vector<Check> python() {
    Check check{"python worker", false, true, {}, nullptr};
    const auto begin = Clock::system().steady();
    auto repls = standardRepls();
    if (!repls) {
        check.detail = repls.error().text();
        return {check};
    }
    ReplSpec spec;
    spec.context = std::make_shared<const Context>(Context::ofText("hello", "doctor"));
    auto repl = (*repls)->start(spec, {});
    if (!repl) {
        check.detail = repl.error().text();
        return {check};
    }
    std::string out;
    CellObserver observer;
    observer.output = [&out](OutputStream, std::string_view text, bool) { out += text; };
    observer.hostCall = [](HostCall, std::unique_ptr<HostReply>) {};
    CellLimits limits;
    limits.seconds = 20;
    const auto outcome = (*repl)->run("import sys\nprint(sys.version.split()[0], context)", limits, observer, {});
    const auto sandbox = (*repl)->sandbox();
    const auto elapsed = Clock::system().steady() - begin;
    const auto space = out.find(' ');
    check.ok = outcome.status == CellStatus::Ok && space != std::string::npos && out.substr(space) == " hello\n";
    if (!check.ok) {
        check.detail = outcome.cause.empty() ? "The test cell printed something else: " + out : outcome.cause;
        return {check};
    }
    const auto version = out.substr(0, space);
    check.detail = "Python " + version + " started and ran a cell in " + duration(elapsed);
    check.data = {{"python", version}, {"sandbox", sandbox.text()}, {"seconds", static_cast<double>(elapsed) / 1e9}};
    return {check, sandboxCheck(sandbox)};
}

Check library() {
    const auto folder = libraryFolder();
    Check check{"library folder", false, true, folder.string(), {{"path", folder.string()}}};
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) check.detail += ": " + code.message();
    else if (::access(folder.c_str(), W_OK) != 0) check.detail += " is not writable";
    else check.ok = true;
    if (!check.ok) return check;
    const auto space = fs::space(folder, code);
    if (!code) {
        check.detail += ", " + bytes(space.available) + " free";
        check.data["free_bytes"] = space.available;
    }
    return check;
}

// Where each key is, never the key: nothing is read that somebody would have to unlock.
std::vector<Check> providers() {
    std::vector<Check> checks;
    auto registry = machineRegistry();
    const std::string path = modelRegistryPath().string();
    if (!registry) checks.push_back({"models.json", false, false, registry.error().text(), {{"path", path}}});
    else checks.push_back({"models.json", true, false,
                           path + ": " + count((*registry)->providers().size()) + " own providers, " + count((*registry)->aliases().size()) + " aliases",
                           {{"path", path}, {"providers", (*registry)->providers().size()}, {"aliases", (*registry)->aliases().size()}}});
    const auto prices = standardPrices();
    checks.push_back({"prices", prices.ok(), false,
                      prices ? count((*prices)->models().size()) + " models, table " + (*prices)->hash().substr(0, 8) : prices.error().text(), nullptr});
    const auto store = machineKeyStore();
    const auto service = store ? store->service() : Result<std::string>(makeError(ErrorKind::Unsupported, "This program was built without access to a keychain."));
    checks.push_back({"keychain", service.ok(), false,
                      service ? *service + " answers" : service.error().message + " Keys come from the environment.", nullptr});
    const auto keys = machineKeys();
    const ModelRegistry none;
    const ModelRegistry& known = registry ? **registry : none;
    for (const ProviderEntry* entry : known.allProviders()) {
        const KeyState state = keyState(*entry, *keys);
        std::string detail;
        if (!state.problem.empty()) detail = state.problem;
        else if (state.place == KeyPlace::Keychain) detail = state.name + " is in the keychain";
        else if (state.place == KeyPlace::Environment) detail = state.name + " is set";
        else detail = state.needed ? state.name + " is not set" : "needs no key";
        if (state.problem.empty() && originOf(state.baseUrl) != (entry->baseUrl.empty() ? "" : originOf(entry->baseUrl))) detail += ", at " + state.baseUrl;
        const char* place = state.place == KeyPlace::Keychain ? "keychain" : state.place == KeyPlace::Environment ? "environment" : state.needed ? "missing" : "not needed";
        checks.push_back({"provider " + entry->prefix, state.ready(), false, detail, {{"key", place}, {"name", state.name}, {"url", state.baseUrl}}});
    }
    return checks;
}

std::vector<Check> servers() {
    std::vector<Check> checks;
    for (const auto& server : probeLocalServers()) {
        std::string detail = server.answers ? server.baseUrl + " answers" : server.problem.empty() ? "not running" : server.problem;
        if (server.answers && !server.models.empty()) {
            detail += ", " + count(server.models.size()) + (server.models.size() == 1 ? " model: " : " models: ");
            for (std::size_t i = 0; i < server.models.size() && i < 5; ++i) detail += (i ? ", " : "") + server.models[i];
            detail += "; use --model " + server.baseUrl + "#" + server.models.front();
        }
        checks.push_back({"model server " + server.name, server.answers, false, detail,
                          {{"url", server.baseUrl}, {"models", server.models}}});
    }
    return checks;
}

} // namespace

Exit doctorCommand(const DoctorOptions& options) {
    std::vector<Check> checks{versions()};
    for (auto& part : python()) checks.push_back(std::move(part));
    for (auto&& check : {library(), window()}) checks.push_back(check);
    for (auto& provider : providers()) checks.push_back(std::move(provider));
    for (auto& server : servers()) checks.push_back(std::move(server));

    bool works = true;
    auto list = ordered_json::array();
    for (const auto& check : checks) {
        works = works && (check.ok || !check.needed);
        if (options.json) list.push_back({{"name", check.name}, {"ok", check.ok}, {"needed", check.needed},
                                          {"detail", check.detail}, {"data", check.data}});
        else std::printf("%-6s %-24s %s\n", check.ok ? "ok" : check.needed ? "BROKEN" : "-", check.name.c_str(), check.detail.c_str());
    }
    if (options.json)
        std::printf("%s\n", dumpJson(ordered_json{{"ok", works}, {"checks", list}}).c_str());
    else
        std::printf("%s\n", works ? "Everything that a run needs works." : "Something that a run needs does not work; see BROKEN above.");
    return works ? Exit::Answered : Exit::Internal;
}

} // namespace rlmscope::cli
