#pragma once
// English has plural forms too: tr("%n line(s)", nullptr, n) must read "1 line" and "15 lines". With no translation file
// loaded Qt would show "15 line(s)"; this translator takes the place of an English one.
#include <QTranslator>

namespace rlmscope {

class EnglishPlurals : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;
    /// Only texts with "(s)" and a count; everything else is already English.
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;
    bool isEmpty() const override { return false; }
};

/// Installs it on the application; call before a real translation is installed, which then wins.
void installEnglishPlurals();

} // namespace rlmscope
