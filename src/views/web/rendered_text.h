#pragma once
// Markdown from a model, rendered by WebEngine. Model text is untrusted: HTML in it is shown as text, scripts
// are off, every request is blocked, and the page may load nothing.
#include <QString>

#include <functional>
#include <utility>

class QWidget;

namespace rlmscope {

/// A widget that renders, and the function that gives it a text. Without a usable WebEngine the widget says why and
/// shows the plain text.
std::pair<QWidget*, std::function<void(const QString& markdown)>> makeRenderedText(QWidget* parent);

} // namespace rlmscope
