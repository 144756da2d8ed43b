# Run as a script: writes a C++ file with every file of LIST (paths below ROOT, separated by |) as a byte array.
string(REPLACE "|" ";" files "${LIST}")
set(arrays "")
set(rows "")
set(i 0)
foreach(file IN LISTS files)
  file(READ "${ROOT}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "const unsigned char f${i}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${file}\", {reinterpret_cast<const char*>(f${i}), sizeof f${i} - 1}},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE "${OUT}" "// Generated from resources/; do not edit.
#include \"base/resources.h\"
#include <array>
#include <string>
namespace rlmscope {
namespace {
${arrays}
struct Row { std::string_view path, bytes; };
const Row Rows[] = {
${rows}    {{}, {}}};
}
std::optional<std::string_view> embeddedResource(std::string_view path) {
    for (const auto& row : Rows)
        if (!row.path.empty() && row.path == path) return row.bytes;
    return std::nullopt;
}
std::vector<std::string_view> embeddedResources(std::string_view prefix) {
    std::vector<std::string_view> paths;
    for (const auto& row : Rows)
        if (!row.path.empty() && row.path.substr(0, prefix.size()) == prefix) paths.push_back(row.path);
    return paths;
}
}
")
