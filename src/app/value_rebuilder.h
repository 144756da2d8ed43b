#pragma once
// ValueSource over runner/restore: the REPL of one cell at a time, rebuilt and read on a thread of its own.
#include "base/cancel.h"
#include "itemmodels/value_source.h"
#include "trace/event.h"

#include <QPointer>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace rlmscope {

class ValueRebuilder : public ValueSource {
    Q_OBJECT
public:
    explicit ValueRebuilder(QObject* parent = nullptr);
    ~ValueRebuilder() override;

    Offer offer(RunDocument* document, NodeIndex cell) override;
    bool isLoaded(const RunDocument* document, NodeIndex cell) const override;
    void load(RunDocument* document, NodeIndex cell, bool consented) override;
    void cancel() override;
    int read(const ValueQuery& query) override;

private:
    struct Held; ///< the REPL and what it was made from; used by the thread alone
    struct Wanted {
        std::filesystem::path trace;
        RunId run;
        NodeId frame, cell;
        bool foreign = false;
    };
    void post(std::function<void()> work);
    void rebuild(const Wanted& wanted, quint32 cell, int turn, const CancelToken& token);

    QPointer<const RunDocument> m_document; ///< of what is loaded or being loaded
    NodeIndex m_cell = NoNode;
    bool m_loaded = false;
    int m_tickets = 0, m_turn = 0;
    CancelSource m_cancel;
    std::unique_ptr<Held> m_held;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_work; ///< guarded by m_mutex
    std::jthread m_thread;                    ///< last: ends before what it uses
};

} // namespace rlmscope
