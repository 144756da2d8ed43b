#pragma once
// One run over fakes, for engine tests.
#include "base/clock.h"
#include "context/context.h"
#include "engine/run.h"
#include "support/fake_model.h"
#include "support/fake_repl.h"
#include "support/memory_sink.h"

#include <QTest>
#include <string>

namespace QTest {
template<>
inline char* toString(const std::string& text) {
    return qstrdup(text.c_str());
}
} // namespace QTest

namespace rlmscope {

struct EngineFixture {
    std::shared_ptr<MemorySink> sink;
    std::shared_ptr<FakeReplFactory> repls;
    std::shared_ptr<const Context> context; ///< three lines of text
    std::map<std::string, std::shared_ptr<LanguageModel>> models;
    const Clock* clock = &Clock::system();
    RunSpec spec;
    bool snapshots = false, canAsk = false;
    BudgetInherited inherited;
    std::shared_ptr<Replies> record;

    EngineFixture();
    ~EngineFixture();
    std::shared_ptr<FakeModel> model(std::vector<std::string> replies);
    std::shared_ptr<FakeModel> model(FakeModel::Answer answer, ModelInfo info = {});
    /// What start() starts with.
    RunParts makeParts() const;
    Result<std::unique_ptr<Run>> start();
    /// Runs to the end.
    RunEnded run();
};

/// The events of the ledger with this op, as "limit" texts.
std::vector<std::string> ledgerOps(const EngineFixture& f, std::string_view op);

/// Whether it becomes true before a test would be called hung.
bool waitFor(const std::function<bool()>& condition);

/// A reply with one cell.
std::string cell(const std::string& code);

/// Every start has exactly one end, nothing ends before what it contains, nothing starts in a node that has ended.
/// Empty when all is well.
std::string malformed(const std::vector<Event>& events);

} // namespace rlmscope
