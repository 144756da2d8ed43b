#pragma once
// Real files in a temporary folder.
#include "context/context.h"

#include <QTest>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

// The loaded context; fails the test with the error's text.
#define LOADED(variable, request)                                                                                    \
    auto variable##Result = rlmscope::loadContext(request);                                                          \
    QVERIFY2(variable##Result.ok(), variable##Result.ok() ? "" : variable##Result.error().text().c_str());           \
    rlmscope::Context& variable = *variable##Result

class Files {
public:
    Files() {
        std::string pattern = (std::filesystem::temp_directory_path() / "rlmscope-test-XXXXXX").native();
        if (!mkdtemp(pattern.data())) qFatal("no temporary folder");
        m_root = pattern;
    }
    ~Files() {
        std::error_code ignored;
        std::filesystem::remove_all(m_root, ignored);
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    std::string path(const std::string& name = {}) const {
        return name.empty() ? m_root : m_root + "/" + name;
    }
    std::string write(const std::string& name, std::string_view bytes) const {
        const auto full = path(name);
        std::filesystem::create_directories(std::filesystem::path(full).parent_path());
        std::ofstream(full, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return full;
    }

private:
    std::string m_root;
};

inline rlmscope::ContextRequest requestOf(std::initializer_list<std::string> paths) {
    rlmscope::ContextRequest request;
    for (const auto& path : paths) request.sources.push_back(rlmscope::ContextSource::ofPath(path));
    return request;
}

inline std::string text(const rlmscope::Context& context, const std::string& path) {
    for (const auto& document : context.documents)
        if (document.path == path) return document.text.string();
    return "(no such document)";
}

inline std::vector<std::string> paths(const rlmscope::Context& context) {
    std::vector<std::string> all;
    for (const auto& document : context.documents) all.push_back(document.path);
    return all;
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}
