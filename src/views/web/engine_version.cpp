#include "views/web/engine_version.h"

#include <QtWebEngineCore/qtwebenginecoreglobal.h>

namespace rlmscope {

const char* webEngineVersion() { return qWebEngineVersion(); }
const char* chromiumVersion() { return qWebEngineChromiumVersion(); }

} // namespace rlmscope
