#pragma once
// What the user chose instead of the desktop's fonts and our own. Theme::install() uses it: choose before, and install
// again to change it, before a window is made.
#include <QString>

namespace rlmscope {

struct FontChoice {
    QString sans, mono;        ///< families; empty = ours
    double px = 0, monoPx = 0; ///< of FontRole::Base and FontRole::Mono; 0 = like the desktop, and like the rest
    bool operator==(const FontChoice&) const = default;
};
void chooseFonts(const FontChoice& choice);
/// The families that an empty choice stands for.
QString standardSans();
QString standardMono();

} // namespace rlmscope
