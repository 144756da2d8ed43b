#include "insight/text_scan.h"

#include "base/text.h"

namespace rlmscope {
namespace {

class Scan {
public:
    Scan(TraceReader& reader, const Event& event, const ScanLimits& limits, const std::function<bool(const ScannedText&)>& visit)
        : m_reader(reader), m_event(event), m_limits(limits), m_visit(visit) {}
    bool goesOn() const { return m_goesOn; }

    void operator()(const FrameStarted& e) { text(TextScope::Prompt, e.question); } // the root's is the run's
    void operator()(const FrameEnded& e) { text(TextScope::Reply, e.answerText); }
    void operator()(const ModelCallStarted& e) {
        for (const auto& message : e.added)
            if (message.role != Role::Assistant) parts(TextScope::Prompt, message.parts); // its own replies are known already
    }
    void operator()(const ModelCallEnded& e) {
        parts(TextScope::Reply, e.reply);
        if (e.error) plain(TextScope::Output, e.error->message);
    }
    void operator()(const AttemptFailed& e) { text(TextScope::Reply, e.partial); }
    void operator()(const CellStarted& e) { text(TextScope::Code, e.code); }
    void operator()(const CellOutput& e) { text(TextScope::Output, e.text); }
    void operator()(const CellEnded& e) {
        text(TextScope::Output, e.traceback);
        plain(TextScope::Output, e.cause);
    }
    template<typename T>
    void operator()(const T&) {}

private:
    void parts(TextScope scope, const std::vector<Part>& list) {
        for (const auto& part : list)
            if (part.kind == PartKind::Text || part.kind == PartKind::Reasoning) text(scope, part.text);
    }
    void plain(TextScope scope, std::string_view text) {
        if (!text.empty()) tell(scope, text, false);
    }
    void text(TextScope scope, const Text& text) {
        if (!m_goesOn || text.empty()) return;
        if (text.loaded()) return tell(scope, text.view().substr(0, m_limits.text), text.size > m_limits.text);
        const auto loaded = m_reader.loadSlice(text, 0, m_limits.text);
        if (loaded) tell(scope, *loaded, text.size > loaded->size());
    }
    void tell(TextScope scope, std::string_view text, bool cut) {
        if (m_goesOn) m_goesOn = m_visit({m_event.node, m_event.seq, scope, text, cut});
    }

    TraceReader& m_reader;
    const Event& m_event;
    const ScanLimits& m_limits;
    const std::function<bool(const ScannedText&)>& m_visit;
    bool m_goesOn = true;
};

} // namespace

bool scanTextsOf(TraceReader& reader, const Event& event, const ScanLimits& limits, const std::function<bool(const ScannedText&)>& visit) {
    Scan scan(reader, event, limits, visit);
    std::visit(scan, event.body);
    return scan.goesOn();
}

Status scanTexts(TraceReader& reader, RunId run, Seq from, const ScanLimits& limits, const std::function<bool(const ScannedText&)>& visit) {
    return reader.forEachEvent(run, from, [&](const Event& event) { return scanTextsOf(reader, event, limits, visit); });
}

} // namespace rlmscope
