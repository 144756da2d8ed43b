#pragma once
// For the precompiled headers only. json.hpp ends with a literal, "..."_json, that is an ordinary inline function: its
// mere presence makes GCC compile the whole JSON parser again in every source, used or not (0.7 s each). Here the literal
// stays a declaration, which nobody uses, and its body becomes that of a template, which nobody instantiates.
#define _json(text, size) _json(text, size); template<typename> nlohmann::json unusedJsonLiteral(text, size)
#include <nlohmann/json.hpp>
#undef _json
