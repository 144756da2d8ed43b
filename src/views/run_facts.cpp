#include "views/run_facts.h"

#include "itemmodels/format.h"
#include "itemmodels/import_facts.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "views/integrity_panel.h"
#include "views/paint.h"

namespace rlmscope {

namespace {

QString strategyText(const RunSpec& spec) {
    if (spec.strategy == "rlm")
        return RunBar::tr("RLM, depth %1").arg(spec.depth);
    if (spec.strategy == "direct")
        return RunBar::tr("Direct call");
    if (spec.strategy == "call-return")
        return RunBar::tr("Call and return, depth %1").arg(spec.depth);
    return fromUtf8(spec.strategy);
}

/// "gpt-5 → gpt-5-mini": neighbours that are the same are said once. The host of a server is left out.
QString modelsText(const RunSpec& spec) {
    QStringList names;
    for (const std::string& model : spec.models) {
        QString name = fromUtf8(model);
        if (const auto hash = name.lastIndexOf(QLatin1Char('#')); hash >= 0)
            name = name.mid(hash + 1);
        else if (name.startsWith(QLatin1String("openai:")))
            name = name.mid(7);
        else if (name.startsWith(QLatin1String("script:")))
            name = RunBar::tr("script %1").arg(name.mid(name.lastIndexOf(QLatin1Char('/')) + 1).remove(QLatin1String("script:")));
        if (names.isEmpty() || names.back() != name)
            names << name;
    }
    return names.join(QStringLiteral(" → "));
}

void status(RunBar::Facts& f, const RunDocument& document) {
    f.statusWord = document.statusText();
    const RunControl* control = document.moment() == 0 ? document.control() : nullptr;
    const auto state = control ? control->state() : RunControl::State::Ended;
    if (control && (state == RunControl::State::Paused || state == RunControl::State::Pausing)) {
        f.statusIcon = QStringLiteral("paused");
        f.statusToken = static_cast<int>(Token::Warn);
        return;
    }
    const StatusLook look = statusLook(document.status());
    f.statusIcon = document.status() == NodeStatus::Running ? QString() : look.icon;
    f.statusToken = static_cast<int>(look.color);
}

void money(RunBar::Facts& f, const RunTotals& totals, const RunLimits& limits) {
    f.spent = totals.costUnknown ? (totals.cost.value == 0 ? RunBar::tr("unknown") : QStringLiteral("\u2265 ") + format::money(totals.cost))
                                 : format::money(totals.cost);
    f.spentUsd = totals.cost.usd();
    f.reservedUsd = totals.reserved.usd();
    if (totals.reserved.value > 0)
        f.reserved = RunBar::tr("+ %1 reserved").arg(format::money(totals.reserved));
    if (limits.usd) {
        f.limitUsd = limits.usd->usd();
        f.ofLimit = RunBar::tr("of %1").arg(format::moneyLimit(*limits.usd));
    }
}

} // namespace

RunBar::Facts runFacts(const RunDocument& document) {
    RunBar::Facts f;
    const RunTree& tree = document.tree();
    const RunTotals& totals = tree.totals();
    const RunStarted* started = tree.started();
    f.question = document.title();
    status(f, document);
    if (started) {
        f.context = fromUtf8(started->context.source).section(QLatin1Char('\n'), 0, 0);
        // Bytes by four, as everywhere before a provider has counted.
        if (started->context.bytes > 0 || !isImported(document)) f.contextSize = QStringLiteral("\u2248 ") + RunBar::tr("%1 tokens").arg(format::tokens(static_cast<Tokens>((started->context.bytes + 3) / 4)));
        f.strategy = strategyText(started->spec);
        f.models = modelsText(started->spec);
    }
    f.simulated = totals.simulated;
    f.imported = IntegrityLine::textOf(importNoteOf(document), isImported(document));
    const RunLimits limits = document.limits();
    money(f, totals, limits);
    const auto tokens = totals.usage.input() + totals.usage.output;
    const bool counted = tokens > 0 || !isImported(document) || totals.modelCalls == 0; // a log that says nothing does not say 0
    f.tokens = counted ? format::tokens(tokens) : RunBar::tr("unknown");
    if (totals.usage.cacheRead > 0)
        f.tokensNote = RunBar::tr("%1 cached").arg(format::tokens(totals.usage.cacheRead));
    f.calls = format::count(static_cast<std::int64_t>(totals.modelCalls));
    if (limits.calls) {
        // What counts toward the limit: calls that were refused or never left do not.
        for (const LimitState& state : document.budget().limits)
            if (state.kind == LimitKind::Calls) f.calls = format::count(state.spent + state.reserved);
        f.callsNote = RunBar::tr("of %1").arg(format::count(*limits.calls));
    }
    f.elapsed = format::duration(document.clock()); // as the timeline
    return f;
}

} // namespace rlmscope
