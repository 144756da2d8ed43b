#pragma once
// A REPL for engine tests: its language is one command a line, run by the calling thread.
//   print TEXT, err TEXT          write a line
//   repeat N TEXT                 print TEXT N times
//   llm PROMPT                    llm_query; prints the reply as "-> reply" or "!! error"
//   llm@MODEL PROMPT              with model=
//   llm_batch A|B|C               llm_query_batched
//   rlm PROMPT [=> CONTEXT]       rlm_query
//   rlm_batch A|B|C               rlm_query_batched
//   tool NAME JSON                a trusted tool; prints like llm
//   budget                        budget(); prints like llm
//   set NAME VALUE                a variable
//   raise TYPE MESSAGE            ends the cell
//   final TEXT                    finishes the frame (the cell goes on)
//   block                         until cancelled
//   die CAUSE                     the worker is gone
#include "engine/repl.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

namespace rlmscope {

class FakeReplFactory final : public ReplFactory {
public:
    ~FakeReplFactory() override;
    Result<std::unique_ptr<Repl>> start(const ReplSpec& spec, CancelToken cancel) override;
    std::vector<ReplSpec> specs() const;
    int alive() const { return m_alive; }
    void failWith(Error error);

private:
    mutable std::mutex m_mutex;
    std::vector<ReplSpec> m_specs;
    std::optional<Error> m_failure;
    std::atomic<int> m_alive = 0;
};

} // namespace rlmscope
