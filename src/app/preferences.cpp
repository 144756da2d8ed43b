#include "app/preferences.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace rlmscope {
namespace {

/// A text with choices must be one of them; a number lies between least and most.
struct Row {
    const char* key;
    QVariant standard;
    QStringList choices = {};
    double least = 0, most = 0;
};

const std::vector<Row>& table() {
    static const std::vector<Row> rows{
        {"appearance/theme", QStringLiteral("system"), {"system", "light", "dark", "high-contrast"}},
        {"appearance/language", QString(), {"", "en", "de", "zh_CN"}},
        {"appearance/ui_font", QString()},
        {"appearance/ui_size", 0, {}, 0, 28},
        {"appearance/code_font", QString()},
        {"appearance/code_size", 0, {}, 0, 28},
        {"appearance/scale", 0, {}, 0, 300},
        {"appearance/reduce_motion", false},
        {"models/reuse_replies", false},
        {"budgets/limits", QStringLiteral("last"), {"last", "fixed"}},
        {"budgets/usd", 0.5, {}, 0, 100'000},
        {"budgets/calls", 200, {}, 0, 10'000'000},
        {"budgets/turns", 30, {}, 1, 10'000},
        {"budgets/seconds", 0, {}, 0, 31'536'000},
        {"budgets/at_limit", QStringLiteral("finish"), {"finish", "stop", "ask"}},
        {"budgets/approve_calls", 0, {}, 0, 10'000'000},
        {"budgets/approve_usd", 0.0, {}, 0, 100'000},
        {"sandbox/required", QStringLiteral("limits"), {"limits", "partial", "full"}},
        {"session/restore", true},
        {"view/follow_live", true},
        {"guide/seen", false},
    };
    return rows;
}

const Row* rowOf(const QString& key) {
    for (const auto& row : table())
        if (key == QLatin1String(row.key)) return &row;
    return nullptr;
}

} // namespace

QStringList Preferences::keys() {
    QStringList all;
    for (const auto& row : table()) all << QString::fromLatin1(row.key);
    return all;
}

QVariant Preferences::standard(const QString& key) {
    const auto* row = rowOf(key);
    return row ? row->standard : QVariant();
}

bool Preferences::allowed(const QString& key, const QVariant& value) {
    const auto* row = rowOf(key);
    if (!row) return false;
    switch (row->standard.metaType().id()) {
    case QMetaType::QString: return value.canConvert<QString>() && (row->choices.isEmpty() ? value.toString().size() < 200 : row->choices.contains(value.toString()));
    case QMetaType::Bool: {
        const auto word = value.toString();
        return word == QLatin1String("true") || word == QLatin1String("false");
    }
    default: break;
    }
    bool ok = false;
    const double number = value.toDouble(&ok);
    return ok && std::isfinite(number) && number >= row->least && number <= row->most;
}

QVariant Preferences::get(const QString& key) const {
    const auto* row = rowOf(key);
    if (!row) return {};
    auto value = m_settings.value(key, row->standard);
    if (!allowed(key, value) || !value.convert(row->standard.metaType())) return row->standard;
    return value;
}

void Preferences::set(const QString& key, const QVariant& value) {
    if (!allowed(key, value)) return;
    if (value.toString() == standard(key).toString()) m_settings.remove(key);
    else m_settings.setValue(key, value);
}

} // namespace rlmscope
