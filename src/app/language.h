#pragma once
// The language of the window: English as written in the source, German and Simplified Chinese from translations/*.ts, which
// are compiled in. Qt's own words (buttons of file dialogs) come with Qt.
#include <QString>
#include <QVector>

namespace rlmscope {

struct LanguageName {
    QString code; ///< "en", "de", "zh_CN"
    QString name; ///< in that language itself
};
QVector<LanguageName> languages();

/// The one that is spoken for a choice of the settings; empty = what the desktop asks for first among those we have.
QString languageFor(const QString& choice);

/// Puts it in place of the one before, for every text that is asked for from now on: make the window afterwards.
/// Numbers follow a language that was chosen; else the desktop.
void installLanguage(const QString& choice);
/// The one that was installed last, and so is what the window speaks; the choice in the settings is for the next start.
QString installedLanguage();

} // namespace rlmscope
