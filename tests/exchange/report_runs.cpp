#include "exchange/report_runs.h"

#include "base/json.h"
#include "support/json.h"

namespace rlmscope::test {

std::unique_ptr<TraceReader> ReportRuns::make(const std::string& name, const std::function<void(EventSink&)>& fill) {
    {
        auto writer = TraceWriter::open(path(name));
        if (!writer) qFatal("%s", writer.error().text().c_str());
        auto sink = (*writer)->beginRun(RunId::random());
        if (!sink) qFatal("%s", sink.error().text().c_str());
        fill(**sink);
        if (const auto done = (*writer)->finish(); !done) qFatal("%s", done.error().text().c_str());
    }
    auto reader = TraceReader::open(path(name));
    if (!reader) qFatal("%s", reader.error().text().c_str());
    return std::move(*reader);
}

std::string ReportRuns::jsonText(TraceReader& reader, const ReportOptions& options) {
    const auto run = reportRun(reader, {});
    if (!run) qFatal("%s", run.error().text().c_str());
    auto json = reportJson(reader, *run, options);
    if (!json) qFatal("%s", json.error().text().c_str());
    return std::move(*json);
}

Json ReportRuns::json(TraceReader& reader, const ReportOptions& options) { return parsed(jsonText(reader, options)); }

NodeId RunScript::begin(const std::string& question) {
    started.spec.question = question;
    if (started.program.empty()) started.program = "rlmscope test";
    m_sink.append({}, {}, started);
    return frame({}, question, 0);
}

NodeId RunScript::frame(NodeId parent, const std::string& question, int depth) {
    FrameStarted body;
    body.strategy = "rlm";
    body.model = model;
    body.depth = depth;
    body.question = question;
    return {m_sink.append({}, parent, body)};
}

NodeId RunScript::call(NodeId parent, const std::string& prompt, const std::string& reply, bool sub, std::int64_t pico) {
    const auto node = open(parent, prompt, sub);
    ModelCallEnded ended;
    ended.status = "ok";
    ended.reply = {Part{PartKind::Text, Text(reply), {}}};
    ended.usage = {100, 20, 0, 10, 0};
    ended.usageKnown = true;
    ended.cost = PicoUsd{pico};
    ended.costSource = CostSource::Computed;
    ended.finish = FinishReason::Stop;
    m_sink.append(node, {}, ended);
    return node;
}

NodeId RunScript::open(NodeId parent, const std::string& prompt, bool sub, std::int64_t batch) {
    ModelCallStarted body;
    body.role = sub ? CallRole::Sub : CallRole::Frame;
    body.model = sub ? subModel : model;
    body.depth = sub ? 1 : 0;
    body.batch = batch;
    body.added = {Message::text(Role::User, prompt)};
    const NodeId node{m_sink.append({}, parent, body)};
    m_sink.append(node, {}, AttemptStarted{1, 100, PicoUsd{1000}, true});
    return node;
}

void RunScript::fail(NodeId call, const std::string& why) {
    ModelCallEnded ended;
    ended.status = "failed";
    ended.finish = FinishReason::Error;
    ended.error = makeError(ErrorKind::Provider, why);
    m_sink.append(call, {}, ended);
}

void RunScript::endCell(NodeId cell, const std::string& visible, const std::string& status) {
    CellEnded ended;
    ended.status = status;
    if (status != "ok") ended.exception = "ValueError";
    ended.visible = visible;
    ended.stdoutBytes = visible.size();
    m_sink.append(cell, {}, ended);
}

void RunScript::end(NodeId root, const std::string& answer) {
    const auto json = dumpJson(Json(answer));
    m_sink.append(root, {}, FrameEnded{"answered", json, answer, {}});
    m_sink.append({}, {}, RunEnded{"answered", "answer", json, answer, {}});
}

void writeHonestRun(EventSink& sink) {
    RunScript run(sink);
    run.started.spec.models = {"openai:gpt-5", "openai:gpt-5-mini"};
    run.started.spec.depth = 2;
    run.started.spec.limits.usd = PicoUsd{500'000'000'000};
    run.started.context.shape = "list";
    run.started.context.source = "support (folder)";
    run.started.context.bytes = 900;
    run.started.context.characters = 880;
    run.started.context.lines = 12;
    run.started.context.documents = {{"a.txt", Text("the secret text of a"), 20}, {"b.txt", Text("the text of b"), 13}};
    const auto root = run.begin("How many of the 5,000 messages report an outage, and which user reported most?");
    sink.append({}, {}, ContextStored{});
    const auto one = run.turn(root, 1);
    run.call(one, "the whole context", "I look at the first lines.\n\n```repl\nprint(context[:100])\n```");
    const auto peek = run.cell(one, "# Peek\nprint(context[:100])");
    run.endCell(peek, "first lines of the context\n\x1b[31mred\x1b[0m\n");
    sink.append(one, {}, TurnEnded{});
    const auto two = run.turn(root, 2);
    run.call(two, "go on", "```repl\n# Cut the context into 40 chunks\nreplies = llm_query_batched(prompts)\n```");
    const auto map = run.cell(two, "replies = llm_query_batched(prompts)\nraise ValueError('two are missing')");
    for (int i = 0; i < 40; ++i) {
        const auto call = run.open(map, "label chunk " + std::to_string(i), true, 1);
        if (i == 17 || i == 31) {
            run.fail(call, "the server said 500");
            continue;
        }
        ModelCallEnded ended;
        ended.status = "ok";
        ended.reply = {Part{PartKind::Text, Text("outage: " + std::to_string(i)), {}}};
        ended.usage = {200, 0, 0, 5, 0};
        ended.usageKnown = true;
        ended.cost = PicoUsd{2'000'000'000 + i};
        ended.costSource = CostSource::Computed;
        sink.append(call, {}, ended);
    }
    const auto child = run.frame(map, "Which of the unsure ones are outages?", 1);
    const auto childTurn = run.turn(child, 1);
    run.call(childTurn, "unsure", "All of them.");
    sink.append(childTurn, {}, TurnEnded{});
    sink.append(child, {}, FrameEnded{"answered", "\"all\"", "all", {}});
    run.endCell(map, "Traceback: ValueError: two are missing\n", "raised");
    sink.append(two, {}, TurnEnded{});
    sink.append({}, {}, Note{"A sub-call answered on the second try.", "warning"});
    sink.append({}, {}, Tag{"lesson", false});
    run.end(root, HonestAnswer);
}

std::string hostileMarkdown(const std::string& server) {
    return "<script>document.title='pwned';document.body.append('pwn'+'ed')</script>\n\n"
           "</script><script>document.title='pwned'</script>\n\n"
           "<img src=x onerror=\"document.title='pwned'\"> <img src=\"" + server + "/html.png\">\n\n"
           "![remote](" + server + "/markdown.png) ![data](data:image/svg+xml;base64,PHN2Zy8+)\n\n"
           "[click](javascript:document.title='pwned') [out](" + server + "/link) <" + server + "/auto>\n\n"
           "<iframe src=\"" + server + "/frame\"></iframe><object data=\"" + server + "/object\"></object><link rel=stylesheet href=\"" + server + "/css\">"
           "<style>@import url(" + server + "/import)</style><meta http-equiv=refresh content=\"0;url=" + server + "/refresh\"><base href=\"" + server + "/\">\n\n"
           "<svg><script>document.title='pwned'</script></svg><math><mtext><table><mglyph><style><img src=x onerror=document.title='pwned'>\n\n"
           "$\\href{javascript:document.title='pwned'}{x}$ $\\includegraphics{" + server + "/tex.png}$ $\\htmlStyle{background:url(" + server + "/s)}{x}$ "
           "$" + std::string(3000, '{') + "$\n\n"
           "```\"><script>document.title='pwned'</script>\ncode </script><script>document.title='pwned'</script> <!-- <script>\n```\n\n"
           "| <img src=x onerror=document.title='pwned'> | b |\n|--|--|\n| </td></table><script>document.title='pwned'</script> | \xE2\x80\xAE" "desrever |\n\n"
           "The end of a hostile answer.\n";
}

void writeHostileRun(EventSink& sink, const std::string& server) {
    const auto bad = hostileMarkdown(server);
    const std::string broken = "\xFF\xFE broken \xE2\x82 \xC0\xAF \xED\xA0\x80 \xF5 " + std::string(1, '\0') + " \xE2\x80\xA8 \xE2\x80\xA9 </script><script>document.title='pwned'</script>";
    RunScript run(sink);
    run.model = "</script><img src=x onerror=document.title='pwned'>";
    run.subModel = "\"onmouseover=\"document.title='pwned'";
    run.started.program = bad;
    run.started.spec.strategy = "<b onclick=1>";
    run.started.spec.models = {run.model, "<script>"};
    run.started.context.shape = "<script>";
    run.started.context.source = "<img src=" + server + "/source>";
    run.started.context.bytes = 10;
    run.started.context.documents = {{"../../<script>document.title='pwned'</script>", Text("x"), 1}, {broken, Text(broken), 1}};
    const auto root = run.begin("</title></h1></main></script><script>document.title='pwned'</script> @@rlmscope-data@@ " + std::string("question"));
    const auto turn = run.turn(root, 1);
    run.call(turn, bad, bad);
    const auto cell = run.cell(turn, broken + bad);
    const auto sub = run.open(cell, bad, true);
    run.fail(sub, bad + broken);
    run.endCell(cell, broken + bad + std::string(3'000'000, 'h'), "raised");
    sink.append({}, {}, Note{bad + broken, "<script>"});
    sink.append({}, {}, Tag{"</script><script>document.title='pwned'</script>", false});
    sink.append({}, {}, Score{bad, 0.5});
    sink.append(turn, {}, TurnEnded{});
    run.end(root, bad + broken + "\n\n" + std::string(30'000, '>') + "\n\n" + std::string(20'000, '['));
}

} // namespace rlmscope::test
