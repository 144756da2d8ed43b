#include "runner/examples.h"
#include "base/resources.h"
#include "runner/library.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <unistd.h>

namespace rlmscope {

namespace {

namespace fs = std::filesystem;

std::string folderOf(const std::string& name) { return "examples/" + name + "/"; }

/// One line of text per entry.
std::string joined(const nlohmann::json& texts) {
    std::string out;
    for (const auto& text : texts) out += (out.empty() ? "" : "\n") + text.get<std::string>();
    return out;
}

Example fromJson(const std::string& name, const nlohmann::json& json) {
    Example example;
    example.name = name;
    example.title = json.at("title");
    example.summary = json.at("summary");
    example.lesson = json.at("lesson");
    example.icon = json.value("icon", "");
    example.minutes = json.value("minutes", 1.0);
    example.context = json.at("context").get<std::vector<std::string>>();
    example.expected = joined(json.at("expected"));
    example.spec.title = example.title;
    example.spec.question = json.at("question");
    example.spec.strategy = json.at("strategy");
    example.spec.depth = json.at("depth");
    example.spec.models = {json.value("model", "sim")};
    return example;
}

Result<Example> readExample(const std::string& name) {
    const auto broken = [&](const std::string& why) {
        return makeError(ErrorKind::Internal, "The example \"" + name + "\" is broken: " + why + ".");
    };
    const auto bytes = embeddedResource(folderOf(name) + "example.json");
    if (!bytes) return broken("example.json is missing");
    Example example;
    try {
        example = fromJson(name, nlohmann::json::parse(*bytes));
    } catch (const nlohmann::json::exception& e) {
        return broken(e.what());
    }
    for (const auto& path : example.context)
        if (embeddedResources(folderOf(name) + path).empty()) return broken("it has no file \"" + path + "\"");
    if (const auto problems = example.spec.validate(); !problems.empty()) return broken(problems.front().message);
    return example;
}

/// Names in the order to show: the demo, then by name.
std::vector<std::string> names() {
    std::set<std::string> found;
    for (const auto path : embeddedResources("examples/")) {
        const auto rest = path.substr(9);
        if (const auto slash = rest.find('/'); slash != std::string_view::npos) found.emplace(rest.substr(0, slash));
    }
    std::vector<std::string> out(found.begin(), found.end());
    std::stable_partition(out.begin(), out.end(), [](const std::string& name) { return name == "demo"; });
    return out;
}

bool sameBytes(const fs::path& path, std::string_view bytes) {
    std::error_code error;
    if (fs::file_size(path, error) != bytes.size() || error) return false;
    std::ifstream file(path, std::ios::binary);
    const std::string there((std::istreambuf_iterator<char>(file)), {});
    return there == bytes;
}

/// Whole or not at all: two programs may unpack the same example at the same time.
Status writeFile(const fs::path& path, std::string_view bytes) {
    const auto failed = [&](const std::string& why) {
        return makeError(ErrorKind::Io, "The example file " + path.string() + " cannot be written: " + why + ".",
                         "Check that the folder is writable and the disk is not full.");
    };
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return failed(error.message());
    const auto draft = fs::path(path.string() + "." + std::to_string(::getpid()) + ".part");
    {
        std::ofstream file(draft, std::ios::binary | std::ios::trunc);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.flush();
        if (!file) {
            const std::string why = std::strerror(errno);
            fs::remove(draft, error);
            return failed(why);
        }
    }
    fs::rename(draft, path, error);
    if (error) return failed(error.message());
    return {};
}

} // namespace

Result<std::vector<Example>> examples() {
    std::vector<Example> out;
    for (const auto& name : names()) {
        auto example = readExample(name);
        if (!example) return example.error();
        out.push_back(std::move(*example));
    }
    return out;
}

Result<Example> findExample(const std::string& name) {
    const auto known = names();
    if (std::find(known.begin(), known.end(), name) != known.end()) return readExample(name);
    std::string list;
    for (const auto& other : known) list += (list.empty() ? "" : ", ") + other;
    return makeError(ErrorKind::Usage, "There is no example named \"" + name + "\".", "The examples are: " + list + ".");
}

Result<std::vector<fs::path>> unpackExample(const Example& example) {
    const auto folder = dataFolder() / "examples" / example.name;
    for (const auto path : embeddedResources(folderOf(example.name))) {
        const auto target = folder / fs::path(path.substr(folderOf(example.name).size()));
        const auto bytes = *embeddedResource(path);
        if (target.filename() == "example.json" || sameBytes(target, bytes)) continue;
        if (const auto written = writeFile(target, bytes); !written) return written.error();
    }
    std::vector<fs::path> paths;
    for (const auto& path : example.context) paths.push_back(folder / path);
    return paths;
}

} // namespace rlmscope
