#pragma once
// One activation of a strategy: the FrameScope that the engine gives it. Lives on its own thread.
#include "engine/child_frames.h"
#include "engine/frame_repl.h"
#include "engine/run_core.h"
#include "engine/strategy.h"

#include <memory>

namespace rlmscope {

class Frame final : public FrameScope {
public:
    Frame(RunCore& run, FrameStart start);
    ~Frame() override;

    /// Runs the strategy and writes the frame from its first to its last event. When it returns, everything the frame
    /// started has ended.
    FrameResult run();

    const RunSpec& spec() const override { return m_run.spec; }
    int depth() const override { return m_start.depth; }
    const std::string& question() const override { return m_start.question; }
    const std::shared_ptr<const Context>& context() const override { return m_start.context; }
    bool canRecurse() const override;
    bool canQuery() const override { return rlmscope::canQuery(m_run.spec); }
    std::string prompt(std::string_view name, const PromptValues& values = {}) const override;
    Tokens window() const override;
    Result<int> beginTurn() override;
    void endTurn() override;
    std::string budgetLine() override;
    std::string_view limitHit() const override;
    Result<ModelCallEnded> callModel(const std::vector<Message>& messages, CallRole role = CallRole::Frame) override;
    Result<CellReport> runCell(const std::string& code) override;
    Result<FrameResult> runChild(const std::string& question, std::shared_ptr<const Context> context) override;
    void note(std::string severity, std::string text) override;

private:
    int turnLimit() const;
    Status prepareRepl();
    Status startRepl();
    void keepRepl(std::shared_ptr<Repl> repl);
    void takeSnapshot(NodeId cell);
    std::string toolsSection() const;
    std::string packagesSection() const;
    void replDied(const CellOutcome& outcome, CellReport& report);
    void endCell(NodeId cell, CellReport& report, bool truncated);
    Error errorOf(const CallResult& result);
    void keepRoomForFinal(std::size_t more);
    void finish(const FrameResult& result);
    const RunCore::ResolvedModel& model() const { return m_run.models.at(m_start.model); }

    static constexpr int ReplRestarts = 3;

    RunCore& m_run;
    const FrameStart m_start;
    const std::string m_path;
    const CancelSource m_cancel;                ///< ends what this frame does
    const CancelToken::Callback m_cancelWithRun;
    const std::unique_ptr<Strategy> m_strategy;
    const AccountPtr m_account;
    const bool m_ownsAccount; ///< its limits are this frame's and those below it; room for its last answer is kept in it
    ChildFrames m_children;
    NodeId m_node, m_turnNode;
    int m_turn = 0, m_cell = 0, m_errorsInRow = 0, m_replStarts = 0;
    bool m_turnOpen = false, m_keptSaid = false;
    std::string m_notHeld; ///< why the last snapshot was not taken
    std::optional<LimitKind> m_limit;
    std::shared_ptr<Repl> m_repl; ///< set with keepRepl()
    std::vector<ToolInfo> m_tools; ///< of the tools file, as the REPL found them
    // The last call of the frame: what the next one is stored relative to.
    MessageList m_sent;
    NodeId m_sentNode;
    std::size_t m_historyBytes = 0, m_historyMessages = 0; ///< with what came back since
};

} // namespace rlmscope
