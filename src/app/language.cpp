#include "app/language.h"

#include "itemmodels/format_locale.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>
#include <vector>

// In a static library nothing else would pull the compiled translations in. Outside every namespace, as Qt asks.
static void compileInTranslations() {
    Q_INIT_RESOURCE(rlmscope_translations);
}

namespace rlmscope {
namespace {

/// A file-local tr() asks in a context that it made up ("rlmscope::Status"), while the texts were collected under the
/// namespace around it: what is not found under a name is looked for under the one outside.
class OuterContexts : public QTranslator {
public:
    using QTranslator::translate;
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override {
        auto found = QTranslator::translate(context, source, disambiguation, n);
        if (!found.isNull()) return found;
        for (QByteArray outer(context); !outer.isEmpty();) {
            const auto cut = outer.lastIndexOf("::");
            if (cut < 0) return {};
            outer.truncate(cut);
            found = QTranslator::translate(outer.constData(), source, disambiguation, n);
            if (!found.isNull()) return found;
        }
        return {};
    }
};

std::vector<std::unique_ptr<QTranslator>>& installed() {
    static std::vector<std::unique_ptr<QTranslator>> translators;
    return translators;
}

QString& spokenCode() {
    static QString name = QStringLiteral("en");
    return name;
}

void add(std::unique_ptr<QTranslator> translator, bool loaded) {
    if (!loaded) return;
    QCoreApplication::installTranslator(translator.get());
    installed().push_back(std::move(translator));
}

} // namespace

QVector<LanguageName> languages() {
    return {{QStringLiteral("en"), QStringLiteral("English")},
            {QStringLiteral("de"), QStringLiteral("Deutsch")},
            {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
}

QString languageFor(const QString& choice) {
    if (!choice.isEmpty()) return choice;
    for (const auto& wanted : QLocale::system().uiLanguages()) {
        const QLocale locale(wanted);
        if (locale.language() == QLocale::German) return QStringLiteral("de");
        if (locale.language() == QLocale::Chinese && locale.script() != QLocale::TraditionalChineseScript) return QStringLiteral("zh_CN");
        if (locale.language() == QLocale::English || locale.language() == QLocale::C) break;
    }
    return QStringLiteral("en");
}

void installLanguage(const QString& choice) {
    compileInTranslations();
    for (auto& translator : installed()) QCoreApplication::removeTranslator(translator.get());
    installed().clear();
    const auto code = languageFor(choice);
    spokenCode() = code;
    const QLocale desktop = QLocale::system();
    // Numbers as the desktop writes them, unless another language was asked for than it speaks.
    const QLocale spoken = QLocale(code).language() == desktop.language() ? desktop
                           : code == QLatin1String("en") ? QLocale(QLocale::English, QLocale::UnitedStates) : QLocale(code);
    const QLocale locale = choice.isEmpty() && desktop.language() != QLocale::C ? desktop : spoken;
    QLocale::setDefault(locale);
    format::setLocale(locale);
    if (code == QLatin1String("en")) return;
    auto qt = std::make_unique<QTranslator>();
    const bool found = qt->load(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    add(std::move(qt), found);
    auto ours = std::make_unique<OuterContexts>();
    const bool read = ours->load(QStringLiteral(":/translations/rlmscope_%1.qm").arg(code));
    add(std::move(ours), read);
}

QString installedLanguage() { return spokenCode(); }

} // namespace rlmscope
