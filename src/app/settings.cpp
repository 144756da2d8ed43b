#include "app/settings.h"

#include "base/json.h"

#include <QFileInfo>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {
constexpr int RecentLimit = 12;
constexpr const char* ThemeNames[] = {"system", "light", "dark", "high-contrast"};
}

ThemeChoice Settings::theme() const {
    const auto name = m_settings.value("appearance/theme").toString();
    for (int i = 0; i < 4; ++i)
        if (name == QLatin1String(ThemeNames[i])) return static_cast<ThemeChoice>(i);
    return ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice theme) {
    m_settings.setValue("appearance/theme", QString::fromLatin1(ThemeNames[static_cast<int>(theme)]));
}

QVector<Settings::Recent> Settings::recentTraces() const {
    QVector<Recent> existing;
    for (const auto& entry : m_settings.value("recent/traces").toList()) {
        const auto pair = entry.toStringList();
        if (pair.size() == 2 && QFileInfo::exists(pair[0])) existing.push_back({pair[0], pair[1]});
    }
    return existing;
}

void Settings::addRecentTrace(const QString& path, const QString& title) {
    auto recent = recentTraces();
    recent.erase(std::remove_if(recent.begin(), recent.end(), [&](const Recent& r) { return r.path == path; }), recent.end());
    recent.prepend({path, title});
    QVariantList entries;
    for (const auto& entry : recent.mid(0, RecentLimit)) entries.push_back(QStringList{entry.path, entry.title});
    m_settings.setValue("recent/traces", entries);
}

NewRunForm Settings::lastForm() const {
    NewRunForm form;
    const auto text = m_settings.value("new_run/spec").toByteArray().toStdString();
    const auto json = parseJson(text);
    if (!json.is_discarded())
        if (auto spec = runSpecFromJson(json)) form.spec = std::move(*spec);
    form.paths = m_settings.value("new_run/paths").toStringList();
    form.keyEnv = m_settings.value("new_run/key_variable").toString();
    form.toolsFile = m_settings.value("new_run/tools").toString();
    form.trustedToolsFile = m_settings.value("new_run/trusted_tools").toString();
    form.packageFolders = m_settings.value("new_run/packages").toStringList();
    return form;
}

void Settings::setLastForm(const NewRunForm& form) {
    // Files by where they are, and read anew each time: what a recorded run brought along is not for the next new run.
    auto spec = form.spec;
    spec.tools = {};
    spec.trustedTools.clear();
    spec.packages.clear();
    const auto text = dumpJson(toJson(spec));
    m_settings.setValue("new_run/spec", QByteArray::fromStdString(text));
    m_settings.setValue("new_run/paths", form.paths);
    m_settings.setValue("new_run/key_variable", form.keyEnv);
    m_settings.setValue("new_run/tools", form.toolsFile);
    m_settings.setValue("new_run/trusted_tools", form.trustedToolsFile);
    m_settings.setValue("new_run/packages", form.packageFolders);
}

} // namespace rlmscope
