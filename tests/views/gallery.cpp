// Draws the pages and widgets with believable sample data and writes pictures, to be looked at:
//   views_gallery OUT_FOLDER [light|dark|contrast] [NAME...]
#include "sample_tree.h"
#include "views/call_tree_view.h"
#include "views/icon.h"
#include "views/inspector_panel.h"
#include "views/rail.h"
#include "views/run_bar.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
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
    d.output = shown("5000 labels, 612 unsure\n[('billing', 1406), ('outage', 1131), ('login', 894),\n ('feature', 702), ('other', 489), ('praise', 378)]\n");
    d.visible = d.output;
    d.pythonSeconds = 0.046;
    d.raw = text("{\n  \"kind\": \"cell_started\"\n}");
    page.cell = d;
    NodeDetails& c = page.call;
    c.index = 4;
    c.kind = NodeKind::ModelCall;
    c.status = NodeStatus::Ok;
    c.messages = {{"system", shown("You answer a question about a context that you cannot see whole."), false},
                  {"user", shown("How many of the 5,000 messages report an outage, and which user reported most after 14 March?"), false},
                  {"user", shown("stdout:\n2023-01-02 08:14 user 76063 I was charged twice for January, please check.\n(119 characters of 119 shown)"), true}};
    c.reply = shown("Labels are not in the text, so a reader has to give them. Classify 100 lines per sub-call, then count.\n\n```repl\nlines = context.splitlines()\n```");
    c.model = "sim";
    c.finishReason = "stop";
    c.outputCap = 16384;
    c.attempts = {{1, "HTTP 429: slow down", 429, 2'000'000'000}, {2, {}, 200, 0}};
    page.numbers = {"$0.1169", "165.0k", "37.8k", {}, "15.2 s", {}};
    page.callNumbers = {"$0.0130", "4,512", "488", "2,048", "6.42 s", {}};
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
    const QList<QPair<QString, std::function<QWidget*()>>> pages{{"main", mainPage}, {"controls", controls}};
    for (const auto& [name, make] : pages) {
        if (arguments.size() > 3 && !arguments.mid(3).contains(name))
            continue;
        std::unique_ptr<QWidget> page(make());
        page->resize(1440, 900);
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
