// The words of the Settings page.
#include "app/language.h"
#include "app/settings_binder.h"
#include "views/settings_page.h"
#include "views/theme_fonts.h"

#include <QCoreApplication>

namespace rlmscope {
namespace {

using Kind = SettingItem::Kind;

QString tr(const char* text) { return QCoreApplication::translate("rlmscope", text); }

struct Maker {
    const Preferences& preferences;
    SettingItem operator()(const char* key, Kind kind, const QString& name, const QString& detail) const {
        SettingItem item;
        item.key = QString::fromLatin1(key);
        item.kind = kind;
        item.name = name;
        item.detail = detail;
        item.value = preferences.get(item.key);
        item.standard = Preferences::standard(item.key);
        return item;
    }
    SettingItem choice(const char* key, const QString& name, const QString& detail, const QVector<QPair<QVariant, QString>>& choices) const {
        auto item = (*this)(key, Kind::Choice, name, detail);
        item.choices = choices;
        return item;
    }
    SettingItem number(const char* key, Kind kind, const QString& name, const QString& detail, double least, double most, const QString& special,
                       const QString& suffix = {}) const {
        auto item = (*this)(key, kind, name, detail);
        item.least = least;
        item.most = most;
        item.special = special;
        item.suffix = suffix;
        return item;
    }
    SettingItem fact(const char* key, const QString& name, const QString& detail, const QString& action) const {
        SettingItem item;
        item.key = QString::fromLatin1(key);
        item.kind = Kind::Fact;
        item.name = name;
        item.detail = detail;
        item.action = action;
        return item;
    }
};

SettingSection appearance(const Maker& make) {
    QVector<QPair<QVariant, QString>> spoken{{QString(), tr("Like the desktop")}};
    for (const auto& language : languages()) spoken.push_back({language.code, language.name});
    auto uiFont = make("appearance/ui_font", Kind::Font, tr("Font"), tr("For everything but code and numbers."));
    uiFont.special = tr("Default (%1)").arg(standardSans());
    auto codeFont = make("appearance/code_font", Kind::Font, tr("Code font"), tr("For code, values and numbers in columns."));
    codeFont.special = tr("Default (%1)").arg(standardMono());
    codeFont.fixedPitch = true;
    QVector<QPair<QVariant, QString>> scales{{0, tr("Like the desktop")}};
    for (const int percent : {100, 125, 150, 175, 200}) scales.push_back({percent, tr("%1 %").arg(percent)});
    return {QStringLiteral("appearance"), tr("Appearance"),
            {make.choice("appearance/theme", tr("Theme"), tr("High contrast uses black, white and yellow, and draws more lines."),
                         {{QStringLiteral("system"), tr("Like the desktop")}, {QStringLiteral("light"), tr("Light")},
                          {QStringLiteral("dark"), tr("Dark")}, {QStringLiteral("high-contrast"), tr("High contrast")}}),
             make.choice("appearance/language", tr("Language"), tr("Applied at once; while a run is going on, at the next start."), spoken),
             uiFont,
             make.number("appearance/ui_size", Kind::Whole, tr("Font size"), tr("Rows, buttons and icons grow with it."), 9, 28, tr("Like the desktop"), tr(" px")),
             codeFont,
             make.number("appearance/code_size", Kind::Whole, tr("Code font size"), {}, 7, 28, tr("Like the rest"), tr(" px")),
             make.choice("appearance/scale", tr("Scale"), tr("Everything larger, at the next start. Set it only when the desktop's own scale is not enough."), scales),
             make("appearance/reduce_motion", Kind::Toggle, tr("Reduce motion"), tr("Marks of running things stand still."))}};
}

SettingSection budgets(const Maker& make) {
    const auto none = tr("No limit");
    return {QStringLiteral("budgets"), tr("Budgets"),
            {make.choice("budgets/limits", tr("A new run starts with"), tr("The dialog shows them before anything is spent; each run can have others."),
                         {{QStringLiteral("last"), tr("The limits of the last run")}, {QStringLiteral("fixed"), tr("The limits below")}}),
             make.number("budgets/usd", Kind::Money, tr("Money"), tr("No request leaves that could cost more than what is left."), 0, 100'000, none),
             make.number("budgets/calls", Kind::Whole, tr("Model calls"), tr("Of the whole run, sub-calls and failed attempts included."), 0, 10'000'000, none),
             make.number("budgets/turns", Kind::Whole, tr("Turns"), tr("Of each frame."), 1, 10'000, {}),
             make.number("budgets/seconds", Kind::Whole, tr("Run time"), tr("Pauses are not counted."), 0, 31'536'000, none, tr(" s")),
             make.choice("budgets/at_limit", tr("At a limit"), {},
                         {{QStringLiteral("finish"), tr("Finish with the best answer")}, {QStringLiteral("stop"), tr("Stop")}, {QStringLiteral("ask"), tr("Pause and ask")}}),
             make.number("budgets/approve_calls", Kind::Whole, tr("Ask before a batch of"), tr("A fan-out of so many sub-calls or more waits for you."), 0, 10'000'000, tr("Never ask"), tr(" calls")),
             make.number("budgets/approve_usd", Kind::Money, tr("Ask before a batch that may cost"), tr("Its worst case counts."), 0, 100'000, tr("Never ask"))}};
}

} // namespace

QVector<SettingSection> settingSections(const Preferences& preferences, bool canRun) {
    const Maker make{preferences};
    QVector<SettingSection> sections{appearance(make)};
    if (canRun) {
        sections.push_back({QStringLiteral("models"), tr("Models"),
            {make.fact("models/page", tr("Providers, keys, prices and roles"), tr("Which models are used as root, sub, compaction and judge is set on the Models page."), tr("Open Models")),
             make("models/reuse_replies", Kind::Toggle, tr("Reuse replies"),
                  tr("In new runs, a sub-call at temperature 0 that was made before, word for word, gets the earlier reply. It costs nothing and is shown as cached."))}});
        sections.push_back(budgets(make));
        sections.push_back({QStringLiteral("sandbox"), tr("Sandbox"),
            {make.choice("sandbox/required", tr("A new run needs at least"), tr("With less, its code does not start and nothing is spent."),
                         {{QStringLiteral("full"), tr("Full: own files only, no network")}, {QStringLiteral("partial"), tr("Partial: a layer may be missing")},
                          {QStringLiteral("limits"), tr("Limits of memory and time")}}),
             make.fact("sandbox/state", tr("This computer offers"), tr("Looking…"), tr("Look again"))}});
    }
    SettingSection storage{QStringLiteral("storage"), tr("Storage"), {}};
    storage.items.push_back(make.fact("storage/library", tr("Library of traces"), tr("Measuring…"), tr("Open folder")));
    if (canRun) storage.items.push_back(make.fact("storage/replies", tr("Replies for reuse"), tr("Measuring…"), tr("Clear")));
    storage.items.push_back(make.fact("storage/settings", tr("These settings"), {}, tr("Open folder")));
    sections.push_back(storage);
    sections.push_back({QStringLiteral("session"), tr("Session"),
        {make("session/restore", Kind::Toggle, tr("Open again what was open"), tr("Runs, the row you looked at, the view and the window, after closing and after a crash.")),
         make.fact("session/forget", tr("Stored session"), tr("Forgets what is open now; traces stay where they are."), tr("Forget")),
         make("view/follow_live", Kind::Toggle, tr("Follow live"), tr("A run that is going on scrolls to what happens. Scrolling up switches it off.")),
         make.fact("guide/again", tr("The guide of the first run"), tr("Five steps through a finished run."), tr("Show again"))}});
    if (!canRun) sections.back().items.removeLast();
    return sections;
}

} // namespace rlmscope
