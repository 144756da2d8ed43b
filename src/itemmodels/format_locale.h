#pragma once
// For whoever chooses the language of the window: which locale format.h writes numbers in.
#include <QLocale>

namespace rlmscope::format {

/// In place of the desktop's; before the first window that shows numbers, GUI thread.
void setLocale(const QLocale& locale);

} // namespace rlmscope::format
