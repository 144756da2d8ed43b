#pragma once
// What the Settings page shows and what a change does: the table of Preferences with words around it, and facts of this
// computer. It owns no widget.
#include "app/preferences.h"
#include "views/new_run_dialog.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <thread>

namespace rlmscope {

class RunLauncher;
class SettingsPage;
struct SettingSection;

class SettingsBinder : public QObject {
    Q_OBJECT
public:
    /// `launcher` may be null (explorer-only): what concerns running is left out. The page stays empty until fill().
    SettingsBinder(SettingsPage* page, RunLauncher* launcher, QObject* parent = nullptr);
    ~SettingsBinder() override;

    /// Puts the settings on the page, once. Some hundred widgets: not before somebody wants to see them.
    void fill();
    /// Fonts and motion as they are stored; before Theme::install().
    static void applyAppearance();
    /// The form with what the settings say about every new run.
    static void applyToNewRun(NewRunForm& form);
    /// Looks again at what is not a setting: sizes of folders, the sandbox. Call when the page is shown.
    void refreshFacts();
    /// Another way of saying the same: the View menu changed the theme.
    void showValue(const QString& key);
    /// Runs that go on keep the cache open.
    void setLiveRuns(int count);

Q_SIGNALS:
    void modelsRequested();
    void guideRequested();
    void sessionForgotten();
    void followLiveChanged(bool follow);
    /// Texts or sizes that are set when a window is made are different now.
    void rebuildRequested();
    void failed(const QString& what, const QString& why);

private:
    void onChanged(const QString& key, const QVariant& value);
    void onAction(const QString& key);
    void showLimits();
    void measure();
    void clearReplies();

    QPointer<SettingsPage> m_page;
    RunLauncher* m_launcher;
    Preferences m_preferences;
    QTimer m_rebuild; ///< a number that is still being stepped is not applied for each step
    int m_liveRuns = 0;
    bool m_filled = false;
    std::thread m_measuring;
};

/// All sections with their present values, in the present language.
QVector<SettingSection> settingSections(const Preferences& preferences, bool canRun);

} // namespace rlmscope
