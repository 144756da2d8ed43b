#pragma once
// Of what this program was built, as it finds it while it runs where a library can say so.
#include "views/about_dialog.h"

namespace rlmscope {

QVector<AboutPart> linkedParts();
QVector<QPair<QString, QString>> buildFacts();
QString bundledNotices(); ///< licences of the report page's packages; empty without it

} // namespace rlmscope
