#include "app/versions.h"

#include "exchange/report.h"

#include <QCoreApplication>
#include <QStringList>
#include <QSysInfo>

#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <xxhash.h>
#include <zstd.h>
#ifdef RLMSCOPE_WITH_ENGINE
#include <curl/curl.h>
#endif
#ifdef RLMSCOPE_WITH_WEB
#include "itemmodels/format.h"
#include "views/web/engine_version.h"
#endif

namespace rlmscope {
namespace {

QString latin(const char* text) { return QString::fromLatin1(text ? text : ""); }
QString tr(const char* text) { return QCoreApplication::translate("rlmscope", text); }

} // namespace

QVector<AboutPart> linkedParts() {
    QVector<AboutPart> parts{{QStringLiteral("Qt"), latin(qVersion()), QStringLiteral("LGPL 3")}};
#ifdef RLMSCOPE_WITH_WEB
    parts.push_back({QStringLiteral("Qt WebEngine"), latin(webEngineVersion()), QStringLiteral("LGPL 3")});
    parts.push_back({QStringLiteral("Chromium"), latin(chromiumVersion()), QStringLiteral("BSD 3-clause, and others")});
#endif
    parts.push_back({QStringLiteral("QScintilla"), latin(RLMSCOPE_QSCINTILLA_VERSION), QStringLiteral("GPL 3")});
    parts.push_back({QStringLiteral("SQLite"), latin(sqlite3_libversion()), tr("public domain")});
    parts.push_back({QStringLiteral("SQLiteCpp"), latin(SQLITECPP_VERSION), QStringLiteral("MIT")});
    parts.push_back({QStringLiteral("Zstandard"), latin(ZSTD_versionString()), QStringLiteral("BSD 3-clause")});
    const auto xx = XXH_versionNumber();
    parts.push_back({QStringLiteral("xxHash"), QStringLiteral("%1.%2.%3").arg(xx / 10000).arg(xx / 100 % 100).arg(xx % 100), QStringLiteral("BSD 2-clause")});
    parts.push_back({QStringLiteral("uchardet"), latin(RLMSCOPE_UCHARDET_VERSION), QStringLiteral("MPL 1.1")});
    parts.push_back({QStringLiteral("nlohmann/json"), QStringLiteral("%1.%2.%3").arg(NLOHMANN_JSON_VERSION_MAJOR).arg(NLOHMANN_JSON_VERSION_MINOR).arg(NLOHMANN_JSON_VERSION_PATCH), QStringLiteral("MIT")});
#ifdef RLMSCOPE_WITH_ENGINE
    const auto* curl = curl_version_info(CURLVERSION_NOW);
    parts.push_back({QStringLiteral("libcurl"), latin(curl->version), QStringLiteral("curl")});
    parts.push_back({tr("TLS of libcurl"), latin(curl->ssl_version), {}});
    parts.push_back({QStringLiteral("Python"), latin(RLMSCOPE_PYTHON_VERSION), QStringLiteral("PSF 2")});
    parts.push_back({QStringLiteral("libseccomp"), latin(RLMSCOPE_SECCOMP_VERSION), QStringLiteral("LGPL 2.1")});
    parts.push_back({QStringLiteral("QtKeychain"), latin(RLMSCOPE_QTKEYCHAIN_VERSION), QStringLiteral("BSD 3-clause")});
    parts.push_back({QStringLiteral("CLI11"), latin(RLMSCOPE_CLI11_VERSION), QStringLiteral("BSD 3-clause")});
#endif
    return parts;
}

QVector<QPair<QString, QString>> buildFacts() {
#if defined(__clang__)
    const auto compiler = QStringLiteral("Clang %1.%2.%3").arg(__clang_major__).arg(__clang_minor__).arg(__clang_patchlevel__);
#else
    const auto compiler = QStringLiteral("GCC %1.%2.%3").arg(__GNUC__).arg(__GNUC_MINOR__).arg(__GNUC_PATCHLEVEL__);
#endif
    QStringList without;
#ifndef RLMSCOPE_WITH_ENGINE
    without << tr("without running models");
#endif
#ifndef RLMSCOPE_WITH_WEB
    without << tr("without rendered pages");
#endif
#ifdef __OPTIMIZE__
    const auto how = tr("optimised");
#else
    const auto how = tr("not optimised");
#endif
    const auto made = QStringList{compiler, how} + without;
    return {{tr("Built with"), made.join(format::comma())},
            {tr("Running on"), QSysInfo::prettyProductName() + format::comma() + QSysInfo::currentCpuArchitecture()}};
}

QString bundledNotices() {
    const auto notices = reportNotices();
    return QString::fromUtf8(notices.data(), static_cast<qsizetype>(notices.size()));
}

} // namespace rlmscope
