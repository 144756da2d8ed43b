# Run as a script: writes a C++ file with every file of LIST (paths below ROOT, separated by |). The assembler includes
# the bytes, so that a megabyte of examples costs no compile time (byte arrays took seconds and 6 MB of source).
string(REPLACE "|" ";" files "${LIST}")
set(blocks "")
set(rows "")
set(i 0)
foreach(file IN LISTS files)
  string(APPEND blocks "asm(\".pushsection .rodata\\n.balign 16\\nrlmscope_file_${i}:\\n.incbin \\\"${ROOT}/${file}\\\"\\n\"
    \"rlmscope_file_${i}_end:\\n.byte 0\\n.popsection\");
extern \"C\" __attribute__((visibility(\"hidden\"))) const char rlmscope_file_${i}[], rlmscope_file_${i}_end[];\n")
  string(APPEND rows "    {\"${file}\", rlmscope_file_${i}, rlmscope_file_${i}_end},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE "${OUT}" "// Generated from resources/; do not edit.
#include \"base/resources.h\"
#include <string>
${blocks}
namespace rlmscope {
namespace {
struct Row { std::string_view path; const char *begin, *end; };
const Row Rows[] = {
${rows}    {{}, nullptr, nullptr}};
}
std::optional<std::string_view> embeddedResource(std::string_view path) {
    for (const auto& row : Rows)
        if (row.begin && row.path == path) return std::string_view(row.begin, static_cast<std::size_t>(row.end - row.begin));
    return std::nullopt;
}
std::vector<std::string_view> embeddedResources(std::string_view prefix) {
    std::vector<std::string_view> paths;
    for (const auto& row : Rows)
        if (row.begin && row.path.substr(0, prefix.size()) == prefix) paths.push_back(row.path);
    return paths;
}
}
")
