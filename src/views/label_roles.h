#pragma once
// Labels of a .ui form say what they are by the dynamic property "role"; fonts and colours follow the theme:
//   "page" first page title, "lead" text under it, "head" section, "strong" name, "small" field label,
//   "hint" grey remark, "hint2" secondary text, "mono" aligned number
class QWidget;

namespace rlmscope {

/// Styles every label below `root` that has a role.
void applyLabelRoles(QWidget* root);
/// The same, now and after each theme change; once per page.
void followLabelRoles(QWidget* root);

} // namespace rlmscope
