#include "engine/journal.h"

#include "base/text.h"

#include <algorithm>

namespace rlmscope {
namespace {

constexpr std::size_t AskedCodePoints = 60;

bool isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// "<function f at 0x7f12ab>" is the same function in every process.
std::string withoutAddresses(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, 2) != "0x") {
            out += text[at++];
            continue;
        }
        std::size_t end = at + 2;
        while (end < text.size() && isHex(text[end])) ++end;
        out += end - at >= 8 ? "0x" : text.substr(at, end - at); // shorter ones are numbers of the code
        at = end;
    }
    return out;
}

} // namespace

void OutputDigester::add(std::string_view utf8) {
    m_hash.add(utf8);
    m_bytes += utf8.size();
    if (m_head.size() < OutputDigest::HeadBytes) m_head += utf8.substr(0, OutputDigest::HeadBytes - m_head.size());
}

OutputDigest OutputDigester::digest() const {
    return {m_hash.id(), m_bytes, Utf8Stream().push(m_head)}; // without a character that was cut
}

std::vector<VariableMark> variableMarks(const std::vector<Variable>& variables) {
    std::vector<VariableMark> marks;
    marks.reserve(variables.size());
    for (const Variable& v : variables) {
        const std::string value = v.type + "\n" + std::to_string(v.size) + "\n" + v.shape + "\n" + withoutAddresses(v.preview);
        marks.push_back({v.name, BlobId::of(value).low});
    }
    std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return marks;
}

ReplJournal ReplJournal::upTo(ReplPoint point) const {
    ReplJournal part;
    part.spec = spec;
    const auto n = static_cast<std::size_t>(std::clamp<std::int64_t>(point, 0, static_cast<std::int64_t>(cells.size())));
    part.cells.assign(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(n));
    return part;
}

bool neverRan(CellStatus status, double pythonSeconds) {
    return status == CellStatus::Interrupted && pythonSeconds == 0;
}

// ---- recording -------------------------------------------------------------------------------------------------

/// The cell that runs now. Shared with its replies, which may outlive it.
struct JournalRecorder::Running {
    std::mutex mutex;
    std::shared_ptr<JournalCell> cell = std::make_shared<JournalCell>();
    CellCallNames names;
    OutputDigester out, err;
    bool ended = false; ///< what is answered from now on was not seen by the cell

    CellCall open(const HostCall& call, std::size_t item);
    void answered(const CellCall& name, const Result<std::string>& result);

    class Reply;
};

CellCall JournalRecorder::Running::open(const HostCall& call, std::size_t item) {
    CellCall name = names.next(call, item);
    const std::lock_guard lock(mutex);
    if (!ended) cell->calls[name].asked = oneLine(call.items[item].prompt, AskedCodePoints);
    return name;
}

void JournalRecorder::Running::answered(const CellCall& name, const Result<std::string>& result) {
    // Cancelled: nobody waits for it any more.
    if (!result.ok() && result.error().kind == ErrorKind::Cancelled) return;
    auto answer = std::make_shared<const Result<std::string>>(result);
    const std::lock_guard lock(mutex);
    if (!ended) cell->calls[name].answer = std::move(answer);
}

class JournalRecorder::Running::Reply final : public HostReply {
public:
    Reply(std::shared_ptr<Running> running, std::vector<CellCall> names, std::unique_ptr<HostReply> inner)
        : m_running(std::move(running)), m_names(std::move(names)), m_inner(std::move(inner)) {}
    void answer(std::size_t item, Result<std::string> result) override {
        // Before the cell can go on with it.
        if (item < m_names.size()) m_running->answered(m_names[item], result);
        m_inner->answer(item, std::move(result));
    }
    CancelToken cancelled() const override { return m_inner->cancelled(); }

private:
    const std::shared_ptr<Running> m_running;
    const std::vector<CellCall> m_names;
    const std::unique_ptr<HostReply> m_inner;
};

JournalRecorder::JournalRecorder(ReplSpec spec) {
    m_journal.spec = std::move(spec);
}

JournalRecorder::JournalRecorder(ReplJournal before) : m_journal(std::move(before)) {}

JournalRecorder::~JournalRecorder() = default;

CellObserver JournalRecorder::begin(const std::string& code, const CellLimits& limits, const CellObserver& observer) {
    const auto running = std::make_shared<Running>();
    running->cell->code = code;
    running->cell->limits = limits;
    {
        const std::lock_guard lock(m_mutex);
        m_running = running;
    }
    CellObserver recorded;
    recorded.output = [running, &observer](OutputStream stream, std::string_view text, bool late) {
        if (!late) {
            const std::lock_guard lock(running->mutex);
            (stream == OutputStream::Stdout ? running->out : running->err).add(text);
        }
        if (observer.output) observer.output(stream, text, late);
    };
    if (!observer.hostCall) return recorded;
    recorded.hostCall = [running, &observer](HostCall call, std::unique_ptr<HostReply> reply) {
        std::vector<CellCall> names;
        names.reserve(call.items.size());
        for (std::size_t i = 0; i < call.items.size(); ++i) names.push_back(running->open(call, i));
        observer.hostCall(std::move(call), std::make_unique<Running::Reply>(running, std::move(names), std::move(reply)));
    };
    return recorded;
}

void JournalRecorder::end(const CellOutcome& outcome) {
    const std::lock_guard lock(m_mutex);
    const auto running = std::exchange(m_running, nullptr);
    if (!running || neverRan(outcome.status, outcome.pythonSeconds)) return;
    if (!m_journal.cells.empty() && !m_journal.cells.back()->replAlive) return; // nothing runs in a dead REPL
    const std::lock_guard locked(running->mutex);
    running->ended = true;
    JournalCell& cell = *running->cell;
    cell.status = outcome.status;
    cell.cause = outcome.cause;
    cell.exception = outcome.exception;
    cell.final = outcome.final;
    cell.out = running->out.digest();
    cell.err = running->err.digest();
    cell.droppedBytes = outcome.droppedBytes;
    if (outcome.replAlive) cell.variables = variableMarks(outcome.variables);
    cell.pythonSeconds = outcome.pythonSeconds;
    cell.replAlive = outcome.replAlive;
    m_journal.cells.push_back(running->cell);
}

ReplJournal JournalRecorder::journal() const {
    const std::lock_guard lock(m_mutex);
    return m_journal;
}

} // namespace rlmscope
