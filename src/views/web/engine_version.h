#pragma once
// Which engine draws the rendered pages.

namespace rlmscope {

const char* webEngineVersion();
const char* chromiumVersion();

} // namespace rlmscope
