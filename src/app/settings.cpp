#include "app/settings.h"

#include <QFileInfo>
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

QStringList Settings::recentTraces() const {
    QStringList existing;
    for (const auto& path : m_settings.value("recent/traces").toStringList())
        if (QFileInfo::exists(path)) existing << path;
    return existing;
}

void Settings::addRecentTrace(const QString& path) {
    auto paths = m_settings.value("recent/traces").toStringList();
    paths.removeAll(path);
    paths.prepend(path);
    while (paths.size() > RecentLimit) paths.removeLast();
    m_settings.setValue("recent/traces", paths);
}

NewRunForm Settings::lastForm() const {
    NewRunForm form;
    const auto text = m_settings.value("new_run/spec").toByteArray().toStdString();
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_discarded())
        if (auto spec = runSpecFromJson(json)) form.spec = std::move(*spec);
    form.paths = m_settings.value("new_run/paths").toStringList();
    form.keyEnv = m_settings.value("new_run/key_variable").toString();
    return form;
}

void Settings::setLastForm(const NewRunForm& form) {
    const auto text = toJson(form.spec).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    m_settings.setValue("new_run/spec", QByteArray::fromStdString(text));
    m_settings.setValue("new_run/paths", form.paths);
    m_settings.setValue("new_run/key_variable", form.keyEnv);
}

} // namespace rlmscope
