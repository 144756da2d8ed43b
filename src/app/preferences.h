#pragma once
// What a person chose on the Settings page: one table of keys with their defaults and what is allowed. A stored value that
// is not allowed (written by hand, or by another version) counts as the default. Never a key of a model.
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace rlmscope {

class Preferences {
public:
    QVariant get(const QString& key) const; ///< of the right type, always allowed
    /// Stores it; the default is stored as nothing. Values that are not allowed are ignored.
    void set(const QString& key, const QVariant& value);
    static QVariant standard(const QString& key);
    static QStringList keys();
    /// True when the value may be stored under this key.
    static bool allowed(const QString& key, const QVariant& value);

    QString text(const char* key) const { return get(QLatin1String(key)).toString(); }
    bool on(const char* key) const { return get(QLatin1String(key)).toBool(); }
    int number(const char* key) const { return get(QLatin1String(key)).toInt(); }
    double real(const char* key) const { return get(QLatin1String(key)).toDouble(); }

private:
    mutable QSettings m_settings;
};

} // namespace rlmscope
