#include "support/big_tree.h"

#include "trace/trace_writer.h"

#include <algorithm>
#include <unistd.h>

namespace rlmscope::test {
namespace {

constexpr std::uint32_t Version = 1; // of what is made here: part of the file's name
constexpr const char* Words[] = {"billing", "outage", "login", "feature", "praise", "refund", "invoice", "password", "slow",
                                 "export", "mobile", "crash",  "thanks",  "upgrade", "cancel", "region", "latency", "report"};
constexpr const char* Code = "lines = context.splitlines()\nchunks = [lines[i:i+100] for i in range(0, len(lines), 100)]\n"
                             "replies = llm_query_batched([ASK + \"\\n\".join(c) for c in chunks])\nprint(len(replies))\n";

} // namespace

std::string BigShape::name() const {
    return "v" + std::to_string(Version) + "_nodes" + std::to_string(nodes) + "_depth" + std::to_string(depth) + "_fan" +
           std::to_string(fanOut) + "_par" + std::to_string(parallel) + "_out" + std::to_string(outputBytes) + "_seed" + std::to_string(seed);
}

struct BigRun::State {
    BigShape shape;
    EventSink& sink;
    BigClock& clock;
    std::mt19937_64 random;
    std::uint32_t nodes = 0;
    std::int64_t batches = 0;
    struct OpenFrame {
        NodeId frame, turn, cell; ///< the turn and the cell that wait for the frame below
        std::string path;
        int turns = 0;
        NodeId lastCall;
    };
    std::vector<OpenFrame> frames;

    State(const BigShape& s, EventSink& to, BigClock& c) : shape(s), sink(to), clock(c), random(s.seed) {}

    std::uint64_t pick(std::uint64_t n) { return random() % n; } // the same on every standard library
    std::string words(std::size_t bytes) {
        std::string text;
        while (text.size() < bytes) (text += Words[pick(std::size(Words))]) += ' ';
        text.resize(bytes);
        return text;
    }
    NodeId start(NodeId parent, EventBody body) {
        clock.advance(static_cast<Nanos>(1'000 + pick(20'000)));
        ++nodes;
        return {sink.append({}, parent, std::move(body))};
    }
    void say(NodeId node, EventBody body, Nanos after = 20'000) {
        clock.advance(after);
        sink.append(node, {}, std::move(body));
    }

    void begin() {
        RunStarted started;
        started.spec.question = "How many of the messages report an outage, and which user reported most?";
        started.spec.title = "big: " + std::to_string(shape.nodes) + " nodes, depth " + std::to_string(shape.depth);
        started.spec.depth = static_cast<int>(shape.depth);
        started.spec.models = {"openai:gpt-5", "openai:gpt-5-mini"};
        started.spec.limits.usd = PicoUsd{50'000'000'000'000'000};
        started.context.shape = "text";
        started.context.source = "made up";
        started.context.bytes = 612'480;
        say({}, std::move(started));
        openFrame({}, "", 0);
    }
    void openFrame(NodeId parent, const std::string& path, std::int64_t batch) {
        FrameStarted body;
        body.strategy = "rlm";
        body.model = frames.empty() ? "openai:gpt-5" : "openai:gpt-5-mini";
        body.depth = static_cast<int>(frames.size());
        body.question = Text(frames.empty() ? "How many of the messages report an outage?" : "Label part " + std::to_string(nodes) + ": " + words(40));
        body.path = path;
        body.batch = batch;
        frames.push_back({start(parent, std::move(body)), {}, {}, path, 0, {}});
    }
    void answer(NodeId call, const std::string& text, Tokens in, Nanos took) {
        ModelCallEnded ended;
        ended.status = "ok";
        ended.reply = {Part{PartKind::Text, Text(text), {}}};
        ended.finish = FinishReason::Stop;
        ended.finishRaw = "stop";
        ended.usage = {in, static_cast<Tokens>(pick(3) == 0 ? in / 2 : 0), 0, static_cast<Tokens>(text.size() / 4 + 1), 0};
        ended.usageKnown = true;
        ended.cost = {(ended.usage.input() * 250 + ended.usage.output * 2'000) * 1'000};
        ended.costSource = CostSource::Computed;
        ended.firstToken = sink.now() + took / 3;
        ended.requestId = "req_" + std::to_string(nodes);
        say(call, std::move(ended), took);
    }
    void attempt(NodeId call, int number) { say(call, AttemptStarted{number, 4096, PicoUsd{static_cast<std::int64_t>(900'000'000 + pick(90'000'000))}, true}); }
    void failAttempt(NodeId call) {
        AttemptFailed failed;
        failed.number = 1;
        failed.error = makeError(ErrorKind::Provider, "HTTP 429: slow down");
        failed.http = 429;
        failed.retryable = true;
        failed.wait = 500'000'000;
        say(call, std::move(failed), 100'000'000);
    }
    void ownCall(OpenFrame& frame) {
        ModelCallStarted body;
        body.role = CallRole::Frame;
        body.model = frames.size() == 1 ? "openai:gpt-5" : "openai:gpt-5-mini";
        body.depth = static_cast<int>(frames.size()) - 1;
        // The path of a deep chain would be as long as the chain, in every event of it.
        body.key = {frames.size() > 40 ? std::string() : frame.path, frame.turns, 0, "frame", {}, 0};
        body.outputCap = 16384;
        body.previous = frame.lastCall;
        body.added = {Message::text(Role::User, words(90))};
        frame.lastCall = start(frame.turn, std::move(body));
        attempt(frame.lastCall, 1);
        answer(frame.lastCall, "```repl\n" + std::string(Code) + "```", 1'500, static_cast<Nanos>(200'000'000 + pick(900'000'000)));
    }
    void openCell(OpenFrame& frame) {
        CellStarted body;
        body.number = 1;
        body.code = Text(Code);
        frame.cell = start(frame.turn, std::move(body));
    }
    void closeCell(OpenFrame& frame) {
        say(frame.cell, CellOutput{OutputStream::Stdout, Text(std::to_string(pick(5'000)) + " labels\n"), false});
        if (shape.outputBytes > 0) {
            for (std::uint64_t left = std::exchange(shape.outputBytes, 0); left > 0;) {
                const auto piece = std::min<std::uint64_t>(left, 1 << 20);
                std::string text;
                text.reserve(piece);
                while (text.size() < piece) text += "line " + std::to_string(left - text.size()) + ": " + words(60) + "\n";
                text.resize(piece);
                say(frame.cell, CellOutput{OutputStream::Stdout, Text(std::move(text)), false}, 1'000'000);
                left -= piece;
            }
        }
        VariablesChanged variables;
        variables.variables = {{"labels", "list", 5'000, "[[1, 'billing', True], ...]", true, "", frame.turns},
                               {"replies", "list", 50, "['[[1, ...', ...]", true, "", frame.turns}};
        say(frame.cell, std::move(variables));
        CellEnded ended;
        ended.status = "ok";
        ended.visible = Text(std::to_string(pick(5'000)) + " labels");
        ended.stdoutBytes = 12;
        ended.pythonSeconds = 0.002;
        say(frame.cell, std::move(ended));
    }
    void fanOut(const OpenFrame& frame) {
        struct Flying {
            NodeId call;
            bool retry;
        };
        const auto n = shape.fanOut;
        const auto batch = ++batches;
        std::vector<NodeId> queued;
        std::vector<Flying> flying;
        BlobId hash{random(), random()};
        for (std::uint32_t i = 0; i < n; ++i) {
            ModelCallStarted body;
            body.role = CallRole::Sub;
            body.model = "openai:gpt-5-mini";
            body.depth = static_cast<int>(frames.size());
            ++hash.low;
            body.key = {frame.path, frame.turns, 1, "llm_query", hash, 0};
            body.outputCap = 4096;
            body.batch = batch;
            body.batchIndex = static_cast<int>(i);
            body.batchSize = static_cast<int>(n);
            body.added = {Message::text(Role::User, "Label message " + std::to_string(nodes) + ": " + words(pick(8) == 0 ? 400 : 70))};
            queued.push_back(start(frame.cell, std::move(body)));
        }
        std::size_t next = 0;
        while (next < queued.size() || !flying.empty()) {
            while (flying.size() < shape.parallel && next < queued.size()) {
                attempt(queued[next], 1);
                flying.push_back({queued[next++], pick(50) == 0});
            }
            const auto at = pick(flying.size());
            std::swap(flying[at], flying.back());
            auto call = flying.back();
            flying.pop_back();
            if (call.retry) {
                failAttempt(call.call);
                attempt(call.call, 2);
                flying.push_back({call.call, false});
            } else {
                answer(call.call, std::string(Words[pick(std::size(Words))]) + ", sure: " + std::to_string(pick(100)), 120, static_cast<Nanos>(5'000'000 + pick(60'000'000)));
            }
        }
    }
    void openTurn(OpenFrame& frame) {
        ++frame.turns;
        frame.turn = start(frame.frame, TurnStarted{frame.turns});
        ownCall(frame);
        openCell(frame);
    }
    void closeTurn(OpenFrame& frame) {
        closeCell(frame);
        say(frame.turn, TurnEnded{});
    }
    void closeFrame() {
        auto& frame = frames.back();
        FrameEnded ended;
        ended.status = "answered";
        ended.answer = "\"42\"";
        ended.answerText = Text("42");
        say(frame.frame, std::move(ended));
        frames.pop_back();
    }
    bool isChain() const { return shape.fanOut == 0; }

    bool more() {
        if (nodes >= shape.nodes) return false;
        auto& frame = frames.back();
        openTurn(frame);
        const bool deeper = frames.size() < shape.depth && (isChain() || pick(8) == 0);
        if (deeper) { // its turn is closed when the frame below has ended
            const std::string key = (frame.path.empty() ? "" : frame.path + "/") + "t" + std::to_string(frame.turns) + ".c1.rlm_query." + BlobId{random(), random()}.text() + ".0";
            openFrame(frame.cell, isChain() ? std::string() : key, 0);
            return true;
        }
        if (!isChain()) fanOut(frame);
        closeTurn(frame);
        if (frames.size() > 1 && !isChain() && frame.turns >= 3) {
            closeFrame();
            closeTurn(frames.back());
        }
        return nodes < shape.nodes;
    }
    void end() {
        while (frames.size() > 1) {
            closeFrame();
            closeTurn(frames.back());
        }
        closeFrame();
        say({}, RunEnded{"answered", "answer", "\"42\"", "42", {}});
    }
};

BigRun::BigRun(const BigShape& shape, EventSink& sink, BigClock& clock) : m(std::make_unique<State>(shape, sink, clock)) { m->begin(); }
BigRun::~BigRun() = default;
bool BigRun::more() { return m->more(); }
void BigRun::end() { m->end(); }
std::uint32_t BigRun::nodes() const { return m->nodes; }

EventTap::EventTap(BigClock& clock) : m_clock(clock), m_start(clock.steady()) { append({}, {}, SegmentStarted{clock.wall(), 1}); }

Nanos EventTap::now() const { return m_clock.steady() - m_start; }

Seq EventTap::append(NodeId node, NodeId parent, EventBody body, Durable durable) {
    Event event;
    event.seq = ++m_seq;
    event.node = startsNode(body) ? NodeId{event.seq} : node;
    event.parent = parent;
    event.time = now();
    event.body = std::move(body);
    m_events.push_back(std::move(event));
    if (durable) durable({});
    return m_seq;
}

std::vector<Event> bigEvents(const BigShape& shape) {
    BigClock clock;
    EventTap tap(clock);
    BigRun run(shape, tap, clock);
    while (run.more()) {}
    run.end();
    return tap.take();
}

std::filesystem::path bigTrace(const BigShape& shape, const std::filesystem::path& folder, std::string* problem) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    const auto path = folder / (shape.name() + ".rlmscope");
    if (std::filesystem::exists(path)) return path;
    // Under another name until it is complete: a run that is cut off is not mistaken for the whole.
    const auto part = folder / (shape.name() + ".part" + std::to_string(getpid()));
    const auto fail = [&](const Error& error) {
        *problem = error.text();
        std::filesystem::remove(part, ignored);
        return std::filesystem::path();
    };
    BigClock clock;
    {
        auto writer = TraceWriter::open(part, clock);
        if (!writer) return fail(writer.error());
        auto sink = (*writer)->beginRun(RunId::random());
        if (!sink) return fail(sink.error());
        BigRun run(shape, **sink, clock);
        std::uint32_t flushed = 0;
        while (run.more())
            if (run.nodes() - flushed > 20'000) { // bounds what waits in memory
                flushed = run.nodes();
                if (auto status = (*sink)->flush(); !status) return fail(status.error());
            }
        run.end();
        if (auto status = (*sink)->flush(); !status) return fail(status.error());
        if (auto status = (*writer)->finish(); !status) return fail(status.error());
    }
    for (const char* side : {"-wal", "-shm", ".lock", "-lock"}) std::filesystem::remove(part.string() + side, ignored);
    std::filesystem::rename(part, path, ignored);
    if (ignored) return fail(makeError(ErrorKind::Io, path.string() + " cannot be written: " + ignored.message()));
    return path;
}

} // namespace rlmscope::test
