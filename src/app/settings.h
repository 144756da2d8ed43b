#pragma once
// What the window remembers between two starts. Never a key.
#include "views/new_run_dialog.h"
#include "views/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

namespace rlmscope {

class Settings {
public:
    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    struct Recent {
        QString path, title;
    };
    QVector<Recent> recentTraces() const; ///< newest first, existing files only
    void addRecentTrace(const QString& path, const QString& title);
    NewRunForm lastForm() const; ///< defaults when there is none
    void setLastForm(const NewRunForm& form);
    QByteArray geometry() const { return m_settings.value("window/geometry").toByteArray(); }
    void setGeometry(const QByteArray& geometry) { m_settings.setValue("window/geometry", geometry); }
    QByteArray layout() const { return m_settings.value("window/layout").toByteArray(); }
    void setLayout(const QByteArray& layout) { m_settings.setValue("window/layout", layout); }
    bool followLive() const { return m_settings.value("view/follow_live", true).toBool(); }
    void setFollowLive(bool follow) { m_settings.setValue("view/follow_live", follow); }

private:
    QSettings m_settings;
};

} // namespace rlmscope
