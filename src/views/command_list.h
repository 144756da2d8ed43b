#pragma once
// Every command of a window: its actions, wherever they come from, with the menu they are in.
#include "itemmodels/omnibox_model.h"

class QWidget;

namespace rlmscope {

/// Each once, in the order of the menus, then the others. Those that cannot be used now are left out, unless `all`.
QVector<OmniCommand> commandsOf(QWidget* window, bool all = false);

} // namespace rlmscope
