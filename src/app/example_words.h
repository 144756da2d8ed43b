#pragma once
// The examples' words in the language of the window. Their files are English; what a person reads about them is here.
#include "views/home_page.h"

namespace rlmscope {

/// Title, what it teaches and the tool tip, in the present language. Unknown names keep what they have.
void translateExample(ExampleItem& example);
/// Names that have words here.
QStringList exampleNames();

} // namespace rlmscope
