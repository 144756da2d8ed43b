// Draws the pages and widgets with believable sample data and writes pictures, to be looked at:
//   views_gallery OUT_FOLDER [light|dark|contrast] [NAME...]
#include "gallery_models.h"
#include "itemmodels/runs_model.h"
#include "sample_tree.h"
#include "support/event_script.h"
#include "trace/trace_writer.h"
#include "views/call_tree_view.h"
#include "views/icon.h"
#include "views/inspector_panel.h"
#include "views/rail.h"
#include "views/run_bar.h"
#include "views/run_lists.h"
#include "views/run_page.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTabBar>
#include <QTemporaryDir>
#include <QToolButton>

#include <cstdio>
#include <functional>

using namespace rlmscope;

namespace {

QString text(const char* utf8) { return QString::fromUtf8(utf8); }

ShownText shown(const char* utf8) {
    ShownText t;
    t.text = QString::fromUtf8(utf8);
    t.bytes = static_cast<quint64>(t.text.toUtf8().size());
    return t;
}

InspectorPage samplePage() {
    InspectorPage page;
    page.path = {{0, NodeKind::Frame, "root"}, {3, NodeKind::Turn, "Turn 3"}, {5, NodeKind::Cell, "Cell 1"}};
    NodeDetails& d = page.node;
    d.index = 5;
    d.kind = NodeKind::Cell;
    d.status = NodeStatus::Ok;
    d.code = shown("lines  = context.splitlines()\nchunks = [lines[i:i+100]\n          for i in range(0, len(lines), 100)]\n\n"
                   "ASK = \"\"\"Label each message: outage, billing,\nlogin, feature, praise or other. Reply with a list\n"
                   "of [line, label, sure] as JSON, nothing else.\\n\\n\"\"\"\n\nreplies = llm_query_batched(\n"
                   "    [ASK + \"\\n\".join(c) for c in chunks])\n\nlabels = sum(map(json.loads, replies), [])  # 5,000 rows\n"
                   "unsure = [n for n, _, sure in labels if not sure]\nif len(unsure) != 0 and len(labels) >= 10:\n"
                   "    print(len(labels), \"labels,\", len(unsure), \"unsure\")\n");
    d.callNotes = {{8, text("50 sub-calls · $0.1169 · 15.2 s")}};
    d.pythonSeconds = 0.046;
    d.raw = text("{\n  \"kind\": \"cell_started\"\n}");
    page.cell = d;
    CallDetails& c = page.call;
    c.node = 4;
    const auto message = [](Role role, const char* words) { return CallMessage{role, {Part{PartKind::Text, Text(words), {}}}}; };
    c.messages = {message(Role::System, "You answer a question about a context that you cannot see whole."),
                  message(Role::User, "How many of the 5,000 messages report an outage, and which user reported most after 14 March?"),
                  message(Role::User, "stdout:\n2023-01-02 08:14 user 76063 I was charged twice for January, please check.\n(119 characters of 119 shown)")};
    c.kept = 2;
    c.previous = 2;
    c.ended = true;
    c.reply = {Part{PartKind::Text, Text("Labels are not in the text, so a reader has to give them. Classify 100 lines per sub-call, then count.\n\n```repl\nlines = context.splitlines()\n```"), {}}};
    c.model = "sim";
    c.simulated = true;
    c.window = 128'000;
    c.finish = FinishReason::Stop;
    c.outputCap = 16384;
    c.usage.freshInput = 2464;
    c.usage.cacheRead = 2048;
    c.usage.output = 488;
    c.usageKnown = true;
    c.price = Price{2'500'000, 10'000'000, 250'000, 2'500'000};
    c.cost = PicoUsd{11'552'000'000};
    c.costSource = CostSource::Simulated;
    c.duration = 6'420'000'000;
    c.attempts = {{1, "HTTP 429: slow down", 429, 2'000'000'000, {}}};
    page.numbers = {"$0.1169", "165.0k", "37.8k", {}, "15.2 s", {}};
    page.simulated = true;
    return page;
}

QWidget* column(std::initializer_list<QWidget*> widgets, int stretchAt = -1) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    int i = 0;
    for (QWidget* widget : widgets)
        layout->addWidget(widget, i++ == stretchAt ? 1 : 0);
    return box;
}

QWidget* mainPage() {
    auto* rail = new Rail;
    rail->addPlace("home", "home", text("Home"));
    rail->addPlace("run", "tree", text("Run"));
    rail->addPlace("settings", "settings", text("Settings"), true);
    rail->setCurrent("run");
    auto* bar = new RunBar;
    RunBar::Facts f;
    f.question = text("How many of the 5,000 messages report an outage, and which user reported most after 14 March?");
    f.statusWord = text("Running");
    f.statusToken = int(Token::Acc);
    f.context = "support-2023-q1";
    f.contextSize = text("≈ 153.1k tokens");
    f.strategy = "RLM, depth 2";
    f.models = text("gpt-5 → gpt-5-mini");
    f.spentUsd = 0.1842;
    f.reservedUsd = 0.063;
    f.limitUsd = 0.5;
    f.spent = "$0.1842";
    f.ofLimit = "of $0.50";
    f.reserved = "+ $0.0630 reserved";
    f.tokens = "266.0k";
    f.tokensNote = "16.4k cached";
    f.calls = "72";
    f.callsNote = "of 200";
    f.elapsed = "48.3 s";
    bar->setFacts(f);
    auto* model = new sample::TreeModel;
    sample::fill(*model);
    auto* tree = new CallTreeView;
    tree->setRows(model, std::make_unique<sample::TreeRows>(model));
    tree->selectRow(5);
    auto* notice = new NoticeBar;
    notice->showNotice(NoticeBar::Tone::Warning, text("80 % of the $0.50 limit is spent"), text("The run stops before the call that would pass it."));
    notice->addAction(text("Stop now"));
    auto* panel = new InspectorPanel;
    panel->setPage(samplePage(), false);
    auto* split = new QSplitter;
    split->addWidget(column({notice, tree}, 1));
    split->addWidget(panel);
    split->setSizes({760, 436});
    auto* page = new QWidget;
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(rail);
    row->addWidget(column({bar, split}, 1), 1);
    tree->setFocus();
    return page;
}

/// The real page over a real document, fed with the events of a run that has not ended (or has).
QWidget* runPage(bool ended) {
    constexpr Nanos Second = 1'000'000'000;
    auto* document = new RunDocument;
    static QTemporaryDir folder;
    const QString path = folder.filePath(ended ? "ended.rlmscope" : "live.rlmscope");
    const RunId run = RunId::random();
    document->beginLive(path.toStdString(), run);
    test::EventScript s;
    RunStarted started;
    started.spec.question = "How many of the 5,000 messages report an outage, and which user reported most after 14 March?";
    started.spec.depth = 2;
    started.spec.models = {"openai:gpt-5", "openai:gpt-5-mini"};
    started.spec.limits.usd = PicoUsd::parse("0.50");
    started.spec.limits.calls = 200;
    started.context.source = "support-2023-q1";
    started.context.bytes = 612'480;
    s.add(SegmentStarted{1'000'000'000, 1});
    s.add(started);
    const auto call = [&s](NodeId id, const char* reply, Nanos time, std::int64_t pico) {
        s.attempt(id);
        s.pass(time);
        s.reply(id, reply, pico);
    };
    const NodeId root = s.frame();
    const NodeId first = s.turn(root, 1);
    call(s.call(first), "Look at the first lines before anything else.", 3 * Second, 7'500'000'000);
    const NodeId peek = s.cell(first, 1, "print(context[:500])");
    s.output(peek, "2023-01-02 08:14 user 76063 I was charged twice\n");
    s.pass(Second / 20);
    s.endCell(peek);
    s.endTurn(first);
    const NodeId second = s.turn(root, 2);
    call(s.call(second), "Classify 100 lines per sub-call, then count the labels.", 6 * Second, 13'000'000'000);
    const NodeId map = s.cell(second, 1, samplePage().cell.code.text.toStdString());
    std::vector<NodeId> subs;
    for (int i = 0; i < 50; ++i)
        subs.push_back(s.sub(map, 1, i, 50));
    for (const NodeId sub : subs)
        call(sub, "[[1, \"billing\", true]]", Second / 4, 2'338'000'000);
    s.output(map, samplePage().cell.output.text.toStdString());
    s.add(VariablesChanged{{{"labels", "list", 5000, "[[1, 'billing', True], [2, 'login', True]]", true},
                            {"unsure", "list", 612, "[3, 17, 22, 31, 38, 41, 59]", true},
                            {"lines", "list", 5000, "['2023-01-02 08:14 user 76063 I was charged']", false},
                            {"context", "str", 612480, "'2023-01-02 08:14 user 76063 I was charged'", false}}}, map);
    s.endCell(map);
    s.endTurn(second);
    const NodeId third = s.turn(root, 3);
    call(s.call(third), "612 labels are unsure. Recurse on them in three parts.", 5 * Second, 15'300'000'000);
    const NodeId check = s.cell(third, 1, "parts = [rlm_query(ask, unsure[i:i+204]) for i in range(0, 612, 204)]");
    for (int i = 0; i < 2; ++i) {
        const NodeId child = s.frame(check, 1);
        const NodeId turn = s.turn(child, 1);
        call(s.call(turn), "Narrow to lines with both words, then ask.", 2 * Second, 1'900'000'000);
        const NodeId cell = s.cell(turn, 1, "print(len(context))");
        s.pass(Second / 2);
        s.endCell(cell, i == 0 ? "raised" : "ok");
        s.endTurn(turn);
        if (i == 0 || ended)
            s.endFrame(child, "17 of 204");
    }
    if (ended) {
        s.endCell(check);
        s.endTurn(third);
        s.endFrame(root, "894 messages report an outage; user 76063 reported most after 14 March (31 messages).");
        s.end("894 messages report an outage; user 76063 reported most after 14 March (31 messages).");
    } else {
        s.attempt(s.sub(check));
        s.sub(check);
    }
    auto* runs = new RunsModel;
    auto* older = new RunDocument;
    older->beginLive("older.rlmscope", RunId::random());
    test::EventScript o;
    o.begin("Which line holds the code word?", 1);
    o.frame();
    o.end();
    older->append(o.take());
    older->endLive();
    runs->add(older);
    runs->add(document);
    auto* page = new RunPage(runs);
    page->resize(1440, 900);
    page->resetLayout();
    const auto events = s.take();
    auto writer = TraceWriter::open(path.toStdString());
    if (writer.ok()) {
        auto sink = (*writer)->beginRun(run);
        for (const Event& event : events)
            if (!std::holds_alternative<SegmentStarted>(event.body))
                (*sink)->append(startsNode(event.body) ? NodeId{} : event.node, event.parent, event.body);
        (void)(*sink)->flush();
    }
    document->append(events);
    if (ended)
        document->endLive();
    page->setDocument(document);
    page->show();
    qApp->processEvents();
    for (int row = 0; row < page->tree()->model()->rowCount(); ++row)
        if (page->tree()->model()->index(row, 0).data(CallTreeModel::NameRole).toString() == "Cell 1" && row > 4) {
            page->tree()->selectRow(row);
            break;
        }
    page->tree()->setFocus();
    return page;
}

QWidget* controls() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(18, 18, 18, 18);
    auto* row = new QHBoxLayout;
    const auto button = [&](const char* name, const char* look, const char* iconName, bool enabled = true) {
        auto* b = new QPushButton(QString::fromUtf8(name));
        if (look)
            setLook(b, look);
        if (iconName)
            b->setIcon(look && QLatin1String(look) == "primary" ? icon(iconName, Token::OnAcc) : icon(iconName));
        b->setEnabled(enabled);
        row->addWidget(b);
        return b;
    };
    button("Run", "primary", "run");
    button("New run…", nullptr, "plus");
    button("Open a trace…", nullptr, "folder");
    button("Cancel", nullptr, nullptr);
    button("Disabled", nullptr, "stop", false);
    button("Disabled", "primary", "run", false);
    button("Small", "small", nullptr);
    button("a link", "link", nullptr);
    for (int i = 0; i < 4; ++i) {
        auto* b = button(std::to_string(i).c_str(), "segment", nullptr);
        b->setCheckable(true);
        b->setChecked(i == 2);
    }
    for (const char* name : {"pause", "stop", "follow"}) {
        auto* b = new QToolButton;
        b->setIcon(icon(name));
        b->setText(QString::fromLatin1(name));
        b->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        b->setCheckable(true);
        b->setChecked(QLatin1String(name) == "follow");
        b->setEnabled(QLatin1String(name) != "pause");
        row->addWidget(b);
    }
    row->addStretch(1);
    layout->addLayout(row);
    auto* fields = new QHBoxLayout;
    auto* edit = new QLineEdit("0.50");
    fields->addWidget(edit);
    auto* wrong = new QLineEdit("abc");
    setFieldError(wrong, "not a number");
    fields->addWidget(wrong);
    auto* empty = new QLineEdit;
    empty->setPlaceholderText("placeholder");
    fields->addWidget(empty);
    auto* combo = new QComboBox;
    combo->addItems({"RLM: REPL with sub-calls", "Direct"});
    fields->addWidget(combo);
    auto* editable = new QComboBox;
    editable->setEditable(true);
    editable->addItems({"sim", "openai:gpt-5"});
    fields->addWidget(editable);
    fields->addWidget(new QSpinBox);
    for (const bool on : {true, false}) {
        auto* check = new QCheckBox("Spend");
        check->setChecked(on);
        fields->addWidget(check);
        auto* radio = new QRadioButton("Radio");
        radio->setChecked(on);
        fields->addWidget(radio);
    }
    layout->addLayout(fields);
    auto* tabs = new QTabBar;
    tabs->addTab("Cell");
    tabs->addTab("Messages");
    tabs->addTab("Output");
    layout->addWidget(tabs);
    auto* progress = new QProgressBar;
    progress->setValue(40);
    layout->addWidget(progress);
    for (int tone = 0; tone < 4; ++tone) {
        auto* notice = new NoticeBar;
        notice->showNotice(static_cast<NoticeBar::Tone>(tone), text("Paused before 24 × llm_query: its worst case would pass the USD limit"),
                           tone == 3 ? QString() : text("The file notes.txt is not valid UTF-8 at byte 812."));
        if (tone == 3) {
            notice->setMoney(0.1769, 0.1085, 0.25, text("$0.1769 spent + $0.1085 worst case = $0.2854 of $0.2500"));
            notice->addAction(text("Raise to $0.30 and continue"), true);
            notice->addAction(text("Finish with best answer"));
        }
        layout->addWidget(notice);
    }
    auto* icons = new QWidget;
    auto* grid = new QGridLayout(icons);
    grid->setSpacing(2);
    int n = 0;
    for (const QString& file : QDir(QStringLiteral(RLMSCOPE_SOURCE_DIR "/icons")).entryList({"*.svg"})) {
        auto* b = new QToolButton;
        b->setIcon(icon(file.chopped(4)));
        b->setIconSize(QSize(20, 20));
        b->setText(file.chopped(4));
        b->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        grid->addWidget(b, n / 9, n % 9);
        ++n;
    }
    layout->addWidget(icons);
    layout->addStretch(1);
    return page;
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const QString out = arguments.value(1, QStringLiteral("."));
    const QString theme = arguments.value(2, QStringLiteral("light"));
    QDir().mkpath(out);
    Theme::install(app, theme == "dark" ? ThemeChoice::Dark : theme == "contrast" ? ThemeChoice::HighContrast : ThemeChoice::Light);
    Theme::instance().setReduceMotion(true);
    const QList<QPair<QString, std::function<QWidget*()>>> pages{{"main", mainPage}, {"run_live", [] { return runPage(false); }}, {"run_ended", [] { return runPage(true); }}, {"controls", controls},
        {"models", [] { return gallery::modelsPage(ModelTest::Step::Ok); }}, {"models_asking", [] { return gallery::modelsPage(ModelTest::Step::Asking); }},
        {"models_failed", [] { return gallery::modelsPage(ModelTest::Step::Failed); }}, {"models_broken", gallery::brokenModelsPage},
        {"key", [] { return gallery::keyDialog(true); }}, {"key_none", [] { return gallery::keyDialog(false); }}, {"add_provider", gallery::addDialog},
        {"price", gallery::priceDialog}, {"price_update", gallery::updateDialog}};
    for (const auto& [name, make] : pages) {
        if (arguments.size() > 3 && !arguments.mid(3).contains(name))
            continue;
        std::unique_ptr<QWidget> page(make());
        if (qobject_cast<QDialog*>(page.get())) page->adjustSize();
        else page->resize(1440, 900);
        page->show();
        page->activateWindow();
        for (int i = 0; i < 5; ++i)
            app.processEvents();
        const QString file = QDir(out).filePath(QStringLiteral("%1_%2.png").arg(name, theme));
        if (!page->grab().save(file)) {
            std::fprintf(stderr, "cannot write %s\n", qUtf8Printable(file));
            return 1;
        }
    }
    return 0;
}
