#include "app/value_rebuilder.h"

#include "base/folders.h"
#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "runner/restore.h"
#include "runner/standard_parts.h"
#include "trace/trace_reader.h"

#include <algorithm>

namespace rlmscope {
namespace {

ValueItems itemsOf(const ValuePage& page) {
    ValueItems items;
    items.form = static_cast<ValueItems::Form>(page.form);
    items.type = fromUtf8(page.type);
    items.shape = fromUtf8(page.shape);
    items.size = page.size;
    items.first = page.first;
    items.text = fromUtf8(page.text);
    for (const auto& item : page.items) items.items.push_back({fromUtf8(item.key), fromUtf8(item.type), fromUtf8(item.preview), item.size});
    for (const auto& column : page.columns) items.columns << fromUtf8(column);
    items.columnsTotal = page.columnsTotal;
    for (const auto& row : page.rows) {
        QStringList cells;
        for (const auto& cell : row) cells << fromUtf8(cell);
        items.rows.push_back(cells);
    }
    items.matches = QVector<qint64>(page.matches.begin(), page.matches.end());
    items.matchesTotal = page.matchesTotal;
    return items;
}

static_assert(static_cast<int>(ValuePage::Form::Text) == static_cast<int>(ValueItems::Form::Text) && static_cast<int>(ValuePage::Form::Other) == static_cast<int>(ValueItems::Form::Other));

} // namespace

// Members end in the order that they need: the REPL before what made it, the restorer before its reader.
struct ValueRebuilder::Held {
    std::unique_ptr<TraceReader> reader;
    std::unique_ptr<RunRestorer> restorer;
    std::shared_ptr<ReplFactory> repls;
    std::unique_ptr<Repl> repl;
};

ValueRebuilder::ValueRebuilder(QObject* parent) : ValueSource(parent), m_held(std::make_unique<Held>()) {}

ValueRebuilder::~ValueRebuilder() {
    m_cancel.cancel();
    m_thread.request_stop();
    m_wake.notify_all();
}

void ValueRebuilder::post(std::function<void()> work) {
    {
        const std::lock_guard lock(m_mutex);
        m_work.push_back(std::move(work));
    }
    m_wake.notify_all();
    if (m_thread.joinable()) return;
    m_thread = std::jthread([this](const std::stop_token& stop) {
        while (true) {
            std::function<void()> next;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, stop, [this] { return !m_work.empty(); })) break;
                if (stop.stop_requested()) break;
                next = std::move(m_work.front());
                m_work.pop_front();
            }
            next();
        }
        *m_held = {}; // the worker process ends here, not in the GUI thread
    });
}

ValueSource::Offer ValueRebuilder::offer(RunDocument* document, NodeIndex cell) {
    Offer offer;
    const auto& tree = document->tree();
    const NodeIndex frame = cell < tree.nodes().size() ? tree.frameOf(cell) : NoNode;
    if (frame == NoNode) return offer;
    if (document->isLive() && !document->tree().ended()) {
        offer.why = tr("The run is going on. When it has ended, its values can be loaded.");
        return offer;
    }
    for (NodeIndex turn = tree.node(frame).firstChild; turn != NoNode && turn < cell; turn = tree.node(turn).nextSibling)
        for (NodeIndex node = tree.node(turn).firstChild; node != NoNode && node <= cell; node = tree.node(node).nextSibling) {
            if (tree.node(node).kind != NodeKind::Cell) continue;
            ++offer.cells;
            const auto event = tree.node(node).endSeq ? document->event(tree.node(node).endSeq) : std::nullopt;
            if (const auto* ended = event ? std::get_if<CellEnded>(&event->body) : nullptr) {
                offer.seconds += ended->pythonSeconds;
                const bool dead = ended->status == "killed" || ended->status == "died";
                if (node == cell && dead) {
                    offer.why = tr("The REPL ended in this cell, so there is nothing to look at after it. Choose the cell before it.");
                    return offer;
                }
            }
        }
    offer.possible = true;
    if (!isInLibrary(document->path().toStdString()))
        offer.consent = tr("This trace is not from your library. Loading values runs the code recorded in it, in the full sandbox, without network.");
    return offer;
}

bool ValueRebuilder::isLoaded(const RunDocument* document, NodeIndex cell) const {
    return m_loaded && document == m_document && cell == m_cell;
}

void ValueRebuilder::load(RunDocument* document, NodeIndex cell, bool consented) {
    cancel();
    const auto& tree = document->tree();
    const NodeIndex frame = cell < tree.nodes().size() ? tree.frameOf(cell) : NoNode;
    if (frame == NoNode) return;
    m_document = document;
    m_cell = cell;
    m_loaded = false;
    Wanted wanted{document->path().toStdString(), tree.run(), tree.node(frame).id, tree.node(cell).id, false};
    wanted.foreign = !isInLibrary(wanted.trace);
    if (wanted.foreign && !consented) {
        Q_EMIT failed(cell, tr("This trace is not from your library; nothing of it is run unless you say so."));
        return;
    }
    post([this, wanted, cell, turn = ++m_turn, token = m_cancel.token()] { rebuild(wanted, cell, turn, token); });
}

void ValueRebuilder::cancel() {
    m_cancel.cancel();
    m_cancel = CancelSource();
    const std::lock_guard lock(m_mutex);
    m_work.clear();
}

void ValueRebuilder::rebuild(const Wanted& wanted, quint32 cell, int turn, const CancelToken& token) {
    const auto tell = [&](bool good, const QString& text) {
        QMetaObject::invokeMethod(this, [this, good, text, cell, turn] {
            if (turn != m_turn) return;
            m_loaded = good;
            good ? Q_EMIT loaded(cell, text) : Q_EMIT failed(cell, text);
        }, Qt::QueuedConnection);
    };
    *m_held = {};
    auto reader = TraceReader::open(wanted.trace);
    if (!reader) return tell(false, fromUtf8(reader.error().text()));
    m_held->reader = std::move(*reader);
    RestoreOptions options;
    if (wanted.foreign) options.requiredSandbox = SandboxLevel::Full;
    auto restorer = RunRestorer::open(*m_held->reader, wanted.run, options);
    if (!restorer) return tell(false, fromUtf8(restorer.error().text()));
    m_held->restorer = std::move(*restorer);
    auto repls = standardRepls();
    if (!repls) return tell(false, fromUtf8(repls.error().text()));
    m_held->repls = *repls;
    const Nanos begin = Clock::system().steady();
    auto restored = m_held->restorer->restoreFrame(wanted.frame, wanted.cell, *m_held->repls, token);
    if (!restored) return tell(false, fromUtf8(restored.error().text()));
    m_held->repl = std::move(restored->restored.repl);
    QStringList remark{tr("rebuilt in %1").arg(format::duration(Clock::system().steady() - begin))};
    const auto n = static_cast<int>(restored->restored.divergences.size());
    remark << (n == 0 ? tr("nothing differed") : tr("%n thing(s) differed from the record: %1", nullptr, n).arg(fromUtf8(restored->restored.divergences.front().what)));
    for (const auto& each : restored->remarks) remark << fromUtf8(each);
    tell(true, remark.join(format::comma()));
}

int ValueRebuilder::read(const ValueQuery& query) {
    const int ticket = ++m_tickets;
    post([this, query, ticket, token = m_cancel.token()] {
        if (!m_held->repl) return;
        ValueRequest request;
        request.expression = query.expression.toStdString();
        request.first = query.first;
        request.count = query.count;
        request.search = query.search.toStdString();
        auto page = m_held->repl->read(request, {}, token);
        auto items = page ? itemsOf(*page) : ValueItems();
        const QString problem = page ? QString() : fromUtf8(page.error().text());
        QMetaObject::invokeMethod(this, [this, ticket, items = std::move(items), problem] {
            problem.isEmpty() ? Q_EMIT this->page(ticket, items) : Q_EMIT pageFailed(ticket, problem);
        }, Qt::QueuedConnection);
    });
    return ticket;
}

} // namespace rlmscope
