#pragma once
// Our Python code (python/*.py), compiled by embed.py at build time.

namespace rlmscope::repl {

extern const long EmbeddedMagic; ///< of the Python that compiled it
extern const unsigned char EmbeddedCode[]; ///< a marshalled tuple of code objects, to be run in that order
extern const unsigned long EmbeddedSize;

} // namespace rlmscope::repl
