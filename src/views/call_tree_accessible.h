#pragma once
// What a screen reader sees of the call tree: a tree of items with level, state and all columns as text.
namespace rlmscope {

/// Makes CallTreeView known to QAccessible; harmless when called again.
void installCallTreeAccessibility();

} // namespace rlmscope
