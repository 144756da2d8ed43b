#include "app/settings_binder.h"

#include "app/run_launcher.h"
#include "base/folders.h"
#include "itemmodels/format.h"
#include "views/settings_page.h"
#include "views/theme.h"
#include "views/theme_fonts.h"

#include <QDesktopServices>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QUrl>

namespace rlmscope {
namespace {

/// Keys whose change is seen whole only in a window that is made anew.
const QStringList& rebuilding() {
    static const QStringList keys{QStringLiteral("appearance/language"), QStringLiteral("appearance/ui_font"), QStringLiteral("appearance/ui_size"),
                                  QStringLiteral("appearance/code_font"), QStringLiteral("appearance/code_size")};
    return keys;
}

ThemeChoice themeOf(const QString& name) {
    if (name == QLatin1String("light")) return ThemeChoice::Light;
    if (name == QLatin1String("dark")) return ThemeChoice::Dark;
    return name == QLatin1String("high-contrast") ? ThemeChoice::HighContrast : ThemeChoice::System;
}

QString pathText(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }
QString repliesFile() { return pathText(cacheFolder() / "replies.sqlite"); }

} // namespace

SettingsBinder::SettingsBinder(SettingsPage* page, RunLauncher* launcher, QObject* parent) : QObject(parent), m_page(page), m_launcher(launcher) {
    m_rebuild.setSingleShot(true);
    m_rebuild.setInterval(500);
    connect(&m_rebuild, &QTimer::timeout, this, &SettingsBinder::rebuildRequested);
    connect(page, &SettingsPage::changed, this, &SettingsBinder::onChanged);
    connect(page, &SettingsPage::actionRequested, this, &SettingsBinder::onAction);
    if (!launcher) return;
    connect(launcher, &RunLauncher::sandboxKnown, this, [this](const SandboxState& state) {
        if (!m_page) return;
        QString text;
        if (!state.error.isEmpty()) text = state.error;
        else if (!state.level) text = tr("Looking…");
        else if (*state.level == SandboxLevel::Full) text = tr("Full: own files only, listed system calls only, no network, no other programs.");
        else text = (*state.level == SandboxLevel::Partial ? tr("Partial.") : tr("Limits of memory and time only.")) + QLatin1Char(' ') + tr("Missing: %1.").arg(state.missing.join(format::comma()));
        m_page->setDetail(QStringLiteral("sandbox/state"), text, state.level != SandboxLevel::Full);
    });
}

SettingsBinder::~SettingsBinder() {
    if (m_measuring.joinable()) m_measuring.join();
}

void SettingsBinder::fill() {
    if (m_filled || !m_page) return;
    m_filled = true;
    m_page->setSections(settingSections(m_preferences, m_launcher != nullptr));
    m_page->setDetail(QStringLiteral("storage/settings"), QSettings().fileName());
    showLimits();
    setLiveRuns(m_liveRuns);
}

void SettingsBinder::applyAppearance() {
    const Preferences preferences;
    chooseFonts({preferences.text("appearance/ui_font"), preferences.text("appearance/code_font"), preferences.real("appearance/ui_size"),
                 preferences.real("appearance/code_size")});
    Theme::instance().setReduceMotion(preferences.on("appearance/reduce_motion"));
}

void SettingsBinder::applyToNewRun(NewRunForm& form) {
    const Preferences preferences;
    auto& spec = form.spec;
    if (preferences.on("models/reuse_replies")) spec.reuseReplies = true;
    if (const auto level = sandboxLevelFromString(preferences.text("sandbox/required").toStdString()); level && *level > spec.requiredSandbox)
        spec.requiredSandbox = *level;
    if (preferences.text("budgets/limits") != QLatin1String("fixed")) return;
    const auto usd = [&](const char* key) { return preferences.real(key) > 0 ? std::optional(PicoUsd{static_cast<std::int64_t>(preferences.real(key) * 1e12 + 0.5)}) : std::nullopt; };
    const auto whole = [&](const char* key) { return preferences.number(key) > 0 ? std::optional(std::int64_t{preferences.number(key)}) : std::nullopt; };
    auto& limits = spec.limits;
    limits.usd = usd("budgets/usd");
    limits.calls = whole("budgets/calls");
    limits.turns = preferences.number("budgets/turns");
    limits.seconds = preferences.number("budgets/seconds") > 0 ? std::optional(static_cast<double>(preferences.number("budgets/seconds"))) : std::nullopt;
    limits.atLimit = atLimitFromString(preferences.text("budgets/at_limit").toStdString()).value_or(AtLimit::Finish);
    limits.approveCalls = whole("budgets/approve_calls");
    limits.approveUsd = usd("budgets/approve_usd");
}

void SettingsBinder::showValue(const QString& key) {
    if (m_page) m_page->setValue(key, m_preferences.get(key));
}

void SettingsBinder::onChanged(const QString& key, const QVariant& value) {
    m_preferences.set(key, value);
    if (key == QLatin1String("appearance/theme")) Theme::instance().setChoice(themeOf(value.toString()));
    else if (key == QLatin1String("view/follow_live")) Q_EMIT followLiveChanged(value.toBool());
    else if (key == QLatin1String("appearance/reduce_motion")) applyAppearance();
    else if (key == QLatin1String("budgets/limits")) showLimits();
    if (rebuilding().contains(key)) m_rebuild.start();
}

/// Limits that no new run would use cannot be set.
void SettingsBinder::showLimits() {
    const bool used = m_preferences.text("budgets/limits") == QLatin1String("fixed");
    for (const char* key : {"budgets/usd", "budgets/calls", "budgets/turns", "budgets/seconds", "budgets/at_limit", "budgets/approve_calls", "budgets/approve_usd"})
        m_page->setControlEnabled(QString::fromLatin1(key), used);
}

void SettingsBinder::onAction(const QString& key) {
    const auto openFolder = [this](const QString& path) {
        QDir().mkpath(path);
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path))) Q_EMIT failed(tr("No file manager could be started."), path);
    };
    if (key == QLatin1String("models/page")) Q_EMIT modelsRequested();
    else if (key == QLatin1String("guide/again")) Q_EMIT guideRequested();
    else if (key == QLatin1String("session/forget")) Q_EMIT sessionForgotten();
    else if (key == QLatin1String("storage/settings")) openFolder(QFileInfo(QSettings().fileName()).path());
    else if (key == QLatin1String("storage/library")) openFolder(pathText(libraryFolder()));
    else if (key == QLatin1String("storage/replies")) clearReplies();
    else if (key == QLatin1String("sandbox/state")) {
        m_page->setDetail(key, tr("Looking…"));
        m_launcher->lookAtSandbox();
    }
}

void SettingsBinder::refreshFacts() {
    measure();
    if (m_launcher) m_launcher->lookAtSandbox();
}

void SettingsBinder::setLiveRuns(int count) {
    m_liveRuns = count;
    if (m_page) m_page->setActionEnabled(QStringLiteral("storage/replies"), count == 0, count ? tr("A run that is going on may use them.") : QString());
}

// A library can hold many files on a slow disk: counted elsewhere, told when done.
void SettingsBinder::measure() {
    if (m_measuring.joinable()) m_measuring.join();
    m_measuring = std::thread([this, folder = pathText(libraryFolder()), replies = repliesFile()] {
        qint64 bytes = 0;
        int traces = 0;
        for (QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
            files.next();
            bytes += files.fileInfo().size();
            traces += files.fileName().endsWith(QLatin1String(".rlmscope"));
        }
        qint64 kept = 0;
        for (const auto* suffix : {"", "-wal", "-shm"}) kept += QFileInfo(replies + QLatin1String(suffix)).size();
        QMetaObject::invokeMethod(this, [this, folder, bytes, traces, kept] {
            if (!m_page) return;
            m_page->setDetail(QStringLiteral("storage/library"), tr("%n trace(s), %1 in %2", nullptr, traces).arg(format::bytes(static_cast<std::uint64_t>(bytes)), folder));
            m_page->setDetail(QStringLiteral("storage/replies"),
                              kept ? tr("%1, for sub-calls at temperature 0. Clearing them costs nothing but the next calls.").arg(format::bytes(static_cast<std::uint64_t>(kept)))
                                   : tr("None kept."));
            m_page->setActionEnabled(QStringLiteral("storage/replies"), kept > 0 && m_liveRuns == 0, m_liveRuns ? tr("A run that is going on may use them.") : QString());
        }, Qt::QueuedConnection);
    });
}

void SettingsBinder::clearReplies() {
    if (m_liveRuns) return;
    const auto file = repliesFile();
    for (const auto* suffix : {"-wal", "-shm", ""}) QFile::remove(file + QLatin1String(suffix));
    if (QFileInfo::exists(file)) Q_EMIT failed(tr("The replies could not be removed."), file);
    measure();
}

} // namespace rlmscope
