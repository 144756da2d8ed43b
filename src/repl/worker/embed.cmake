# Run as a script: writes IN as a C++ string array of bytes named BootstrapSource to OUT.
file(READ "${IN}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE "${OUT}" "// Generated from bootstrap.py; do not edit.
namespace rlmscope::repl {
namespace { const unsigned char Bytes[] = {${bytes}0}; }
extern const char* const BootstrapSource;
const char* const BootstrapSource = reinterpret_cast<const char*>(Bytes);
}
")
