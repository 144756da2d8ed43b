#include "itemmodels/coverage_job.h"

#include "base/folders.h"
#include "itemmodels/format.h"

#include <QMetaObject>

#include <algorithm>
#include <thread>

namespace rlmscope {

using insight::ContextText;

// What the thread keeps between two updates; only it touches it while it runs.
struct CoverageJob::Work {
    std::filesystem::path path, folder;
    RunId run;
    ContextInfo context;
    CancelSource cancel;
    std::shared_ptr<ContextText> text;
    std::unique_ptr<insight::CoverageCollector> collector;
    std::shared_ptr<const insight::CoverageProfile> profile;
    std::optional<Error> error;
    Seq moment = 0, newest = 0;
    std::jthread thread;

    ~Work() {
        cancel.cancel();
        if (thread.joinable()) thread.join();
    }
    /// `tell(text, progress, matching)`: how far it is.
    void update(const std::function<void(std::shared_ptr<ContextText>, double, bool)>& tell);
};

void CoverageJob::Work::update(const std::function<void(std::shared_ptr<ContextText>, double, bool)>& tell) {
    error.reset();
    auto reader = TraceReader::open(path); // a live trace is packed when it ends: always look afresh
    if (!reader) {
        error = reader.error();
        return;
    }
    const auto token = cancel.token();
    if (!collector) {
        auto made = ContextText::make(context, **reader, folder);
        if (!made) {
            error = made.error();
            return;
        }
        text = *made;
        const double all = static_cast<double>(std::max<std::uint64_t>(1, text->size()));
        tell(text, 0, false);
        if (const auto filled = text->fill(**reader, token, [&](std::uint64_t bytes) { tell(text, static_cast<double>(bytes) / all, false); }); !filled) return;
        auto index = insight::PassageIndex::make(text, token);
        if (!index) return;
        collector = std::make_unique<insight::CoverageCollector>(std::move(index), run);
        tell(text, 0, true);
    }
    const auto collected = collector->collect(**reader, token, [&](Seq seq) { tell(text, newest ? static_cast<double>(seq) / static_cast<double>(newest) : 0, true); });
    if (!collected && !token.cancelled()) error = collected.error(); // what could be read is shown all the same
    profile = insight::CoverageProfile::make(text, collector->reads(), moment, token);
}

CoverageJob::CoverageJob(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(500);
    connect(&m_soon, &QTimer::timeout, this, &CoverageJob::start);
}

CoverageJob::~CoverageJob() { m_work.reset(); }

void CoverageJob::setDocument(RunDocument* document) {
    if (document == m_document) return;
    if (m_document) m_document->disconnect(this);
    m_document = document;
    const auto again = [this] {
        m_soon.stop();
        if (m_work) m_work->cancel.cancel();
        m_work.reset();
        m_running = false;
        m_stale = true;
        m_profile.reset();
        if (std::exchange(m_text, nullptr)) Q_EMIT textChanged();
        Q_EMIT profileChanged();
        setState(State::Idle);
        poke();
    };
    if (document) {
        connect(document, &RunDocument::reset, this, again);
        connect(document, &RunDocument::nodesChanged, this, &CoverageJob::schedule);
        connect(document, &RunDocument::runChanged, this, [this] {
            if (m_state == State::NoContext || m_state == State::Idle) poke(); // the context may have come
        });
        connect(document, &RunDocument::momentChanged, this, &CoverageJob::schedule);
        connect(document, &QObject::destroyed, this, [this] { setDocument(nullptr); });
    }
    again();
}

void CoverageJob::want(const QObject* who, bool wanted) {
    if (wanted) m_wanting.insert(who);
    else m_wanting.remove(who);
    if (wanted) poke();
}

void CoverageJob::schedule() {
    m_stale = true;
    if (!m_wanting.isEmpty() && !m_soon.isActive()) m_soon.start();
}

void CoverageJob::poke() {
    if (m_stale && !m_wanting.isEmpty() && !m_running && !m_soon.isActive()) start();
}

QString CoverageJob::contextProblem() const {
    const RunStarted* started = m_document->whole().started();
    if (!started) return tr("The run has not begun.");
    const ContextInfo& context = started->context;
    if (context.documents.empty() && context.bytes == 0) return tr("This run has no context: there is nothing that could be read or missed.");
    if (context.documents.empty()) return tr("The trace does not hold the context, only its size (%1): the log it was made from did not keep it.").arg(format::bytes(context.bytes));
    if (!m_document->whole().contextStored()) {
        if (m_document->isLive()) return tr("The context is still being stored in the trace. Its coverage appears when it is there.");
        const bool imported = std::any_of(started->relations.begin(), started->relations.end(), [](const RunRelation& r) { return r.type == "imported_from"; });
        if (!imported) return {}; // what of it was stored is shown
    }
    return {};
}

void CoverageJob::start() {
    if (!m_document || m_wanting.isEmpty() || m_document->isLoading()) return;
    if (m_running) return m_soon.start(); // after the one that runs
    if (!m_work) {
        if (const QString problem = contextProblem(); !problem.isEmpty()) return setState(m_document->whole().started() ? State::NoContext : State::Idle, problem);
        m_work = std::make_shared<Work>();
        m_work->path = m_document->path().toStdString();
        m_work->folder = cacheFolder() / "context";
        m_work->run = m_document->whole().run();
        m_work->context = m_document->whole().started()->context;
        m_progress = 0;
        setState(State::Reading);
    }
    m_running = true;
    m_stale = false;
    m_work->moment = m_document->moment();
    m_work->newest = m_document->whole().lastSeq();
    if (m_work->thread.joinable()) m_work->thread.join(); // it has ended
    std::weak_ptr<Work> weak = m_work;
    Work* const work = m_work.get();
    work->thread = std::jthread([this, work, weak] {
        work->update([&](const std::shared_ptr<ContextText>& text, double progress, bool matching) {
            QMetaObject::invokeMethod(this, [this, weak, text, progress, matching] {
                if (!weak.lock() || weak.lock() != m_work) return;
                const bool other = m_text != text;
                m_text = text;
                m_progress = progress;
                if (other) Q_EMIT textChanged();
                else Q_EMIT textAdvanced();
                if (!m_profile) setState(matching ? State::Matching : State::Reading);
            }, Qt::QueuedConnection);
        });
        QMetaObject::invokeMethod(this, [this, weak] {
            if (const auto done = weak.lock(); done && done == m_work) take(done);
        }, Qt::QueuedConnection);
    });
}

void CoverageJob::take(std::shared_ptr<Work> work) {
    m_running = false;
    if (work->thread.joinable()) work->thread.join();
    if (work->profile) {
        m_profile = work->profile;
        Q_EMIT textAdvanced();
        setState(State::Ready);
        Q_EMIT profileChanged();
    } else if (work->error) {
        setState(State::Failed, QString::fromStdString(work->error->text()));
    }
    if (m_stale) schedule();
}

void CoverageJob::setState(State state, const QString& problem) {
    m_state = state;
    m_problem = problem;
    Q_EMIT stateChanged();
}

QString CoverageJob::remark() const {
    if (!m_text || !m_profile) return {};
    QStringList all;
    if (const auto missing = m_text->missingDocuments(); missing > 0) {
        std::size_t first = 0;
        while (m_text->missing(first).empty()) ++first;
        all << tr("%n document(s) of the context cannot be read", nullptr, static_cast<int>(missing)) +
                   tr(" (%1: %2)").arg(documentName(first), QString::fromStdString(m_text->missing(first)));
    }
    if (const auto missing = m_profile->reads().textsMissing; missing > 0)
        all << tr("%n prompt(s) or output(s) are not in the trace; what they held is not counted", nullptr, static_cast<int>(missing));
    if (m_profile->reads().cut) all << tr("there are more reads than are kept; the first %1 ranges are shown").arg(format::count(insight::CoverageReads::MostRanges));
    return all.join(QStringLiteral("; "));
}

// ---- places ---------------------------------------------------------------------------------------------------------

ContextPlace CoverageJob::placeOf(Stretch s) const {
    if (!m_text || s.isNull() || s.begin >= m_text->size()) return {};
    const auto document = m_text->documentAt(s.begin);
    const auto begin = m_text->characterOf(document, s.begin), end = m_text->characterOf(document, std::min(s.end, m_text->documents()[document].end()));
    if (!begin || !end) return {};
    return {static_cast<int>(document), static_cast<qint64>(*begin), static_cast<qint64>(*end)};
}

CoverageJob::Stretch CoverageJob::stretchOf(const ContextPlace& place) const {
    if (!m_text || place.isNull() || static_cast<std::size_t>(place.document) >= m_text->documents().size()) return {};
    const auto document = static_cast<std::size_t>(place.document);
    const auto begin = m_text->byteOfCharacter(document, static_cast<std::uint64_t>(std::max<qint64>(0, place.begin)));
    const auto end = m_text->byteOfCharacter(document, static_cast<std::uint64_t>(std::max<qint64>(0, place.end)));
    return begin && end ? Stretch{*begin, *end} : Stretch{};
}

QString CoverageJob::documentName(std::size_t document) const {
    if (!m_text || document >= m_text->documents().size()) return {};
    const auto& path = m_text->documents()[document].path;
    if (!path.empty()) return QString::fromStdString(path);
    if (m_text->documents().size() > 1) return tr("document %1").arg(format::count(static_cast<std::int64_t>(document) + 1));
    const RunStarted* started = m_document ? m_document->whole().started() : nullptr;
    const QString source = started ? QString::fromStdString(started->context.source) : QString();
    return source.isEmpty() ? tr("the context") : source;
}

QString CoverageJob::placeText(Stretch s) const {
    if (!m_text || s.isNull()) return {};
    const auto document = m_text->documentAt(s.begin);
    const auto& d = m_text->documents()[document];
    const auto first = m_text->lineOf(s.begin), last = m_text->lineOf(std::min(s.end, d.end()) - 1);
    QString where;
    if (!first || !last || m_text->linesOf(document) <= 1) {
        where = tr("bytes %1 to %2").arg(format::count(static_cast<std::int64_t>(s.begin - d.begin)), format::count(static_cast<std::int64_t>(std::min(s.end, d.end()) - d.begin)));
    } else {
        const auto base = m_text->firstLine(document);
        const auto from = static_cast<std::int64_t>(*first - base) + 1, to = static_cast<std::int64_t>(*last - base) + 1;
        where = from == to ? tr("line %1").arg(format::count(from)) : tr("lines %1 to %2").arg(format::count(from), format::count(to));
    }
    return documentName(document) + format::comma() + where;
}

} // namespace rlmscope
