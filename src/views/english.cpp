#include "views/english.h"

#include <QCoreApplication>

#include <cstring>

namespace rlmscope {

QString EnglishPlurals::translate(const char*, const char* source, const char*, int n) const {
    if (n < 0 || !std::strstr(source, "(s)"))
        return {}; // null: not ours
    QString text = QString::fromUtf8(source);
    text.replace(QLatin1String("(s)"), n == 1 ? QString() : QStringLiteral("s"));
    return text;
}

void installEnglishPlurals() {
    static EnglishPlurals translator;
    QCoreApplication::installTranslator(&translator);
}

} // namespace rlmscope
