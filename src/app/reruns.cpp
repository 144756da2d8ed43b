#include "app/reruns.h"

#include "app/live_run_control.h"
#include "itemmodels/format.h"
#include "itemmodels/money_words.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "runner/library.h"
#include "runner/python_parts.h"

namespace rlmscope {

namespace {

namespace fs = std::filesystem;

fs::path pathOf(const RunDocument* document) { return {document->path().toStdString()}; }

/// What the recorded run has spent of a limit, in its unit.
std::int64_t spentOf(LimitKind kind, const TapeSpend& spent) {
    switch (kind) {
    case LimitKind::Usd: return spent.usd.value;
    case LimitKind::Calls: return spent.calls;
    case LimitKind::Token: return spent.input + spent.output;
    case LimitKind::InputToken: return spent.input;
    case LimitKind::OutputToken: return spent.output;
    case LimitKind::Seconds: return spent.active / 1'000'000;
    default: return 0;
    }
}

QString statusWord(const ResumeSummary& s) {
    const QString limit = words::limitText(s.stopReason, s.limits);
    if (s.status == "interrupted") return Reruns::tr("Interrupted");
    if (s.status == "cancelled") return Reruns::tr("Stopped");
    if (!limit.isEmpty() && s.status == "answered") return Reruns::tr("Answered early at the limit of %1").arg(limit);
    if (!limit.isEmpty()) return Reruns::tr("Stopped by the limit of %1").arg(limit);
    return s.status == "failed" ? Reruns::tr("Failed") : Reruns::tr("Ended");
}

QStringList factsOf(const ResumeSummary& s) {
    QStringList facts;
    const QString spent = s.spent.unknown ? QStringLiteral("≥ ") + format::money(s.spent.usd) : format::money(s.spent.usd);
    if (s.spent.calls > 0)
        facts << Reruns::tr("Spent: %1 for %n call(s); it counts toward the limits of what goes on, and nothing of it is paid again.", nullptr, static_cast<int>(s.spent.calls)).arg(spent);
    if (!s.inFlight.empty()) {
        PicoUsd most;
        for (const auto& call : s.inFlight) most += call.reserved;
        facts << Reruns::tr("%n request(s) were in flight at the end and may be paid once more, at most %1.", nullptr, static_cast<int>(s.inFlight.size())).arg(format::money(most));
    }
    if (s.openCalls > s.inFlight.size())
        facts << Reruns::tr("%n call(s) were asked for and not answered.", nullptr, static_cast<int>(s.openCalls));
    for (const auto& remark : s.remarks) facts << fromUtf8(remark);
    return facts;
}

QString consentOf(const ResumeSummary& s) {
    QStringList models;
    for (const auto& model : s.models)
        models << fromUtf8(model.spec) + (model.host.empty() ? QString() : Reruns::tr(" at %1, %2").arg(fromUtf8(model.host), model.getsKey ? Reruns::tr("with your key") : Reruns::tr("without a key")));
    QStringList text{Reruns::tr("This trace is not from your library. Resuming it runs its code and asks and pays %1.").arg(models.join(QStringLiteral("; ")))};
    const auto names = [](const std::vector<std::string>& list) {
        QStringList out;
        for (const auto& name : list) out << fromUtf8(name);
        return out.join(format::comma());
    };
    if (!s.tools.empty()) text << Reruns::tr("Tools in the sandbox: %1.").arg(names(s.tools));
    if (!s.trustedTools.empty()) text << Reruns::tr("Trusted tools outside the sandbox: %1.").arg(names(s.trustedTools));
    return text.join(QLatin1Char(' '));
}

RerunOffer offerOf(const Result<ResumeSummary>& summary, bool mine) {
    RerunOffer offer;
    if (!summary) {
        offer.title = Reruns::tr("Replay this run");
        offer.facts << fromUtf8(summary.error().message);
        if (!mine) offer.consent = Reruns::tr("This trace is not from your library. Replaying it runs its code; no model is asked.");
    } else {
        const ResumeSummary& s = *summary;
        const auto kind = words::kindOf(s.stopReason);
        const bool early = s.status == "answered" && !(kind && *kind != LimitKind::Overrun);
        offer.canResume = !early;
        offer.canReplay = s.recorded > 0;
        offer.title = s.recorded == 0 ? Reruns::tr("%1 before any answer was recorded").arg(statusWord(s))
                                      : Reruns::tr("%1: %n recorded answer(s)", nullptr, static_cast<int>(s.recorded)).arg(statusWord(s));
        offer.facts = factsOf(s);
        if (!mine) offer.consent = consentOf(s);
        const auto value = kind && (s.status == "limit" || s.status == "answered") ? words::valueOf(*kind, s.limits) : std::nullopt;
        if (value) {
            offer.raise = kind;
            offer.limitNow = *value;
            offer.suggested = words::suggestedLimit({*kind, *value, spentOf(*kind, s.spent), 0, 0});
        }
    }
    if (!mine) {
        const auto sandbox = probeSandbox();
        offer.askWeakSandbox = !sandbox || sandbox->level != SandboxLevel::Full;
    }
    return offer;
}

} // namespace

template<typename Work, typename Then>
void Reruns::inBackground(Work work, Then then) {
    m_threads.emplace_back([this, work = std::move(work), then = std::move(then)]() mutable {
        auto result = std::make_shared<decltype(work())>(work());
        QMetaObject::invokeMethod(this, [result, then = std::move(then)]() mutable { then(*result); }, Qt::QueuedConnection);
    });
}

void Reruns::offer(RunDocument* document) {
    inBackground([path = pathOf(document), run = document->tree().run()] {
        const bool mine = isInLibrary(path);
        ResumeOptions options;
        options.foreign = !mine;
        return offerOf(resumeSummary(path, run, options), mine);
    }, [this, shown = QPointer<RunDocument>(document)](RerunOffer made) {
        if (!shown) return;
        const auto* ended = shown->whole().ended();
        made.failed = ended && ended->status == "failed";
        if (made.failed && ended->error) made.facts.prepend(fromUtf8(ended->error->text()));
        Q_EMIT offered(shown, made);
    });
}

void Reruns::resume(RunDocument* document, const RerunAnswer& answer, QObject* parent) {
    inBackground([path = pathOf(document), run = document->tree().run(), answer] {
        ResumeOptions options;
        options.foreign = !isInLibrary(path);
        if (options.foreign && !answer.weakSandbox) options.parts.requiredSandbox = SandboxLevel::Full;
        options.limits = answer.raised;
        options.turns = answer.raised.turns;
        if (options.foreign && !answer.consent)
            return Result<Resume>(makeError(ErrorKind::Usage, "This trace is not from your library: running it needs your consent."));
        return resumeRequest(path, run, options);
    }, [this, of = QPointer<RunDocument>(document), parent = QPointer<QObject>(parent)](Result<Resume>& made) {
        if (!of || !parent) return;
        if (!made) return void(Q_EMIT failed(of, made.error()));
        launch(std::move(made->request), of, parent);
    });
}

void Reruns::replay(RunDocument* document, const RerunAnswer& answer, QObject* parent) {
    const fs::path output = fs::path(m_folder.filePath(QStringLiteral("replay-%1.rlmscope").arg(++m_replays)).toStdString());
    inBackground([path = pathOf(document), run = document->tree().run(), answer, output] {
        ReplayOptions options;
        options.output = output;
        const bool mine = isInLibrary(path);
        if (!mine && !answer.weakSandbox) options.parts.requiredSandbox = SandboxLevel::Full;
        if (!mine && !answer.consent)
            return Result<Replay>(makeError(ErrorKind::Usage, "This trace is not from your library: running it needs your consent."));
        return replayRequest(path, run, options);
    }, [this, of = QPointer<RunDocument>(document), parent = QPointer<QObject>(parent)](Result<Replay>& made) {
        if (!of || !parent) return;
        if (!made) return void(Q_EMIT failed(of, made.error()));
        made->request.storeContext = false; // it is in the trace that is replayed
        auto replay = std::make_shared<Replay>(std::move(*made));
        if (RunDocument* run = launch(replay->request, of, parent)) compareAtEnd(run, pathOf(of), replay);
    });
}

RunDocument* Reruns::launch(RunRequest request, RunDocument* of, QObject* parent) {
    request.canAsk = true;
    auto* document = new RunDocument(parent);
    auto* control = new LiveRunControl(document);
    auto run = startRun(std::move(request), control->listener());
    if (!run) {
        Q_EMIT failed(of, run.error());
        delete document;
        return nullptr;
    }
    document->beginLive((*run)->trace(), (*run)->id());
    document->setControl(control);
    control->attach(std::move(*run));
    Q_EMIT started(of, document);
    return document;
}

void Reruns::compareAtEnd(RunDocument* made, fs::path trace, std::shared_ptr<Replay> replay) {
    connect(made, &RunDocument::runChanged, this, [this, made, trace, replay, done = false]() mutable {
        if (done || made->isLive() || !made->tree().ended()) return;
        done = true;
        inBackground([trace, replay, run = made->tree().run()] { return compareReplay(trace, *replay, run); },
                     [this, shown = QPointer<RunDocument>(made)](Result<RunComparison>& result) {
            if (!shown) return;
            if (!result) return void(Q_EMIT failed(shown, result.error()));
            const RunComparison& c = *result;
            QString text;
            if (c.identical()) {
                text = tr("Identical: %1 calls and %2 cells were compared, no model was asked.").arg(format::count(static_cast<std::int64_t>(c.calls)), format::count(static_cast<std::int64_t>(c.cells)));
            } else {
                text = tr("Differs in %n place(s).", nullptr, static_cast<int>(c.total));
                for (std::size_t i = 0; i < std::min<std::size_t>(3, c.divergences.size()); ++i)
                    text += QLatin1Char('\n') + fromUtf8(c.divergences[i].place) + QStringLiteral(": ") + fromUtf8(c.divergences[i].what);
            }
            Q_EMIT compared(shown, c.identical(), text);
        });
    });
}

} // namespace rlmscope
