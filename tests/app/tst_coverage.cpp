// The coverage of real runs in the real window: what the simulated demo's code sent is found again, line by line, against
// looking for each line in each prompt; the map, the text and the calls move each other.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/coverage_job.h"
#include "itemmodels/coverage_models.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"
#include "views/context_panel.h"
#include "views/coverage_map.h"
#include "views/coverage_paint.h"
#include "views/coverage_view.h"
#include "views/english.h"
#include "views/facts_table.h"
#include "views/inspector.h"
#include "views/line_view.h"
#include "views/new_run_dialog.h"
#include "views/run_page.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QStandardPaths>
#include <QTest>

#include <map>

using namespace rlmscope;

namespace {

constexpr int Patience = 120'000;

std::string trimmedLine(std::string_view line) {
    const auto from = line.find_first_not_of(" \t\r");
    return from == std::string_view::npos ? std::string() : std::string(line.substr(from, line.find_last_not_of(" \t\r") - from + 1));
}

/// Everything that models received, in words: prompts of all calls, and what was visible of cells.
struct Received {
    std::vector<std::string> sent, shown;
};
Received receivedBy(RunDocument& document) {
    Received received;
    auto reader = TraceReader::open(document.path().toStdString());
    if (!reader) qFatal("%s", reader.error().text().c_str());
    const auto status = (*reader)->forEachEvent(document.whole().run(), 1, [&](const Event& event) {
        if (const auto* call = std::get_if<ModelCallStarted>(&event.body)) {
            for (const auto& message : call->added)
                for (const auto& part : message.parts)
                    if (message.role != Role::Assistant && part.kind == PartKind::Text) received.sent.push_back((*reader)->load(part.text).valueOr(""));
        } else if (const auto* cell = std::get_if<CellEnded>(&event.body)) {
            received.shown.push_back((*reader)->load(cell->visible).valueOr(""));
        }
        return true;
    });
    if (!status) qFatal("%s", status.error().text().c_str());
    return received;
}

} // namespace

class CoverageAppTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theDemoIsFoundAgain_data();
    void theDemoIsFoundAgain();
    void theMapIsMovedByKeys();
    void clicksGoBothWays();
    void theTextMovesThePlace();
    void documentsAsATable();
    void hiddenItDoesNothing();
    void aRunWithoutContextSaysSo();

private:
    RunDocument* run(const QString& example);
    void show();
    CoverageView& view() { return *m_window->runPage()->findChild<CoverageView*>(); }
    ContextPanel& context() { return *m_window->runPage()->findChild<ContextPanel*>(); }
    CoverageJob& job() { return *m_window->runPage()->findChild<CoverageJob*>(); }
    FocusHolder& focus() { return *m_window->runPage()->focus(); }
    std::unique_ptr<MainWindow> m_window;
};

void CoverageAppTest::initTestCase() {
    QStandardPaths::setTestModeEnabled(true);
    Theme::install(*qApp, ThemeChoice::Light);
    installEnglishPlurals();
}
void CoverageAppTest::init() {
    m_window = std::make_unique<MainWindow>(makeRunLauncher());
    m_window->resize(1440, 900);
    m_window->show();
}
void CoverageAppTest::cleanup() {
    m_window.reset();
    LiveRunControl::waitForAll();
}

RunDocument* CoverageAppTest::run(const QString& example) {
    auto form = m_window->launcher()->exampleForm(example);
    if (!form) return nullptr;
    form->spec.models = {"sim:latency=0"};
    m_window->newRunFrom(*form);
    Q_EMIT m_window->newRunDialog()->runRequested(*form);
    m_window->newRunDialog()->reject(); // as long as it is open the window gets no focus
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get())) return nullptr;
    RunDocument* document = m_window->current();
    return QTest::qWaitFor([&] { return document->tree().ended() && !document->isLive(); }, Patience) ? document : nullptr;
}

void CoverageAppTest::show() {
    m_window->runPage()->showView(QStringLiteral("coverage"));
    m_window->runPage()->inspector()->showTab(QStringLiteral("context"));
    QVERIFY(QTest::qWaitFor([&] { return job().state() == CoverageJob::State::Ready; }, Patience));
}

void CoverageAppTest::theDemoIsFoundAgain_data() {
    QTest::addColumn<QString>("example");
    QTest::newRow("demo: one long text") << "demo";
    QTest::newRow("support: one text of many lines") << "support";
    QTest::newRow("minutes: documents") << "minutes";
}
void CoverageAppTest::theDemoIsFoundAgain() {
    QFETCH(QString, example);
    RunDocument* document = run(example);
    QVERIFY(document);
    show();
    const auto profile = job().profile();
    QVERIFY(profile);
    const auto& text = profile->context();
    const auto received = receivedBy(*document);
    // Lines that the context has once, long enough not to be anywhere by chance.
    std::map<std::string, int> times;
    for (std::uint64_t line = 0; line < text.lines(); ++line) ++times[trimmedLine(text.bytes().substr(*text.byteOf(line), *text.byteOf(line + 1) - *text.byteOf(line)))];
    int looked = 0, wrong = 0, read = 0;
    for (std::uint64_t line = 0; line < text.lines(); ++line) {
        const auto begin = *text.byteOf(line), end = *text.byteOf(line + 1);
        const auto words = trimmedLine(text.bytes().substr(begin, end - begin));
        if (words.size() < 40 || times[words] > 1) continue;
        const auto has = [&](const std::string& t) { return t.find(words) != std::string::npos; };
        const bool expected = std::any_of(received.sent.begin(), received.sent.end(), has) || std::any_of(received.shown.begin(), received.shown.end(), has);
        const bool found = profile->of(begin, end).heat() > 0;
        ++looked;
        read += found;
        // A line of which only a part was shown may count as read; one that was received whole must.
        if (expected && !found) {
            qWarning("line %llu was received and is not found: %s", static_cast<unsigned long long>(line + 1), words.c_str());
            ++wrong;
        }
        if (!expected && found) {
            const auto half = words.substr(0, words.size() / 3), rest = words.substr(words.size() - words.size() / 3), middle = words.substr(words.size() / 3, words.size() / 3);
            const auto part = [&](const std::string& t) { return t.find(half) != std::string::npos || t.find(rest) != std::string::npos || t.find(middle) != std::string::npos; };
            if (!std::any_of(received.sent.begin(), received.sent.end(), part) && !std::any_of(received.shown.begin(), received.shown.end(), part)) {
                qWarning("line %llu is found and no third of it was received: %s", static_cast<unsigned long long>(line + 1), words.c_str());
                ++wrong;
            }
        }
    }
    qInfo("%d lines looked at, %d read, %llu of %llu lines in all", looked, read, static_cast<unsigned long long>(profile->lines().read), static_cast<unsigned long long>(profile->lines().all));
    QVERIFY(looked > 20);
    QVERIFY(read > 0);
    QCOMPARE(wrong, 0);
    QCOMPARE(profile->reads().textsMissing, 0U);
}

void CoverageAppTest::theMapIsMovedByKeys() {
    QVERIFY(run(QStringLiteral("support")));
    show();
    CoverageMap& map = *view().map();
    map.setFocus();
    const auto& grid = map.grid();
    QVERIFY(grid.count() > 20);
    QTest::keyClick(&map, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(map.selection().begin, grid.edges[0]);
    QTest::keyClick(&map, Qt::Key_Right);
    QCOMPARE(map.selection().begin, grid.edges[1]);
    QCOMPARE(focus().focus().place.document, 0);
    QCOMPARE(job().stretchOf(focus().focus().place), map.selection());
    QTest::keyClick(&map, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(map.selection().begin, grid.edges[1]);
    QCOMPARE(map.selection().end, grid.edges[3]);
    QTest::keyClick(&map, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(map.selection().end, grid.edges.back());
    QTest::keyClick(&map, Qt::Key_Right); // at the end it stays
    QCOMPARE(map.selection().end, grid.edges.back());
    const auto& gaps = job().profile()->gaps();
    if (!gaps.empty()) {
        QTest::keyClick(&map, Qt::Key_Home, Qt::ControlModifier);
        const auto* wanted = job().profile()->nextGap(map.selection().begin);
        QTest::keyClick(&map, Qt::Key_G);
        QCOMPARE(map.selection().begin, wanted->begin);
        QCOMPARE(map.selection().end, wanted->end);
        QTest::keyClick(&map, Qt::Key_G, Qt::ShiftModifier);
        QCOMPARE(map.selection().begin, job().profile()->previousGap(wanted->begin)->begin);
    }
    QVERIFY(!map.squareText(0).isEmpty());
}

void CoverageAppTest::clicksGoBothWays() {
    RunDocument* document = run(QStringLiteral("support"));
    QVERIFY(document);
    show();
    CoverageMap& map = *view().map();
    // A square that a sub-call received.
    const auto profile = job().profile();
    const insight::CoverageRead* read = nullptr;
    for (const auto& r : profile->reads().reads)
        if (r.kind == insight::ReadKind::Sent && document->tree().node(document->tree().find(r.node)).kind == NodeKind::SubCall) {
            read = &r;
            break;
        }
    QVERIFY(read);
    const int square = map.grid().squareAt(profile->reads().begin(*read)->begin + 1);
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.squareRect(square).center().toPoint());
    // -> the Context tab, at that place, with the call that received it
    QCOMPARE(m_window->runPage()->inspector()->currentTabId(), QStringLiteral("context"));
    QTRY_VERIFY(context().view()->hasSelection());
    const auto selection = map.selection();
    QCOMPARE(context().view()->selectionBegin(), selection.begin);
    auto* readers = qobject_cast<CoverageReadersModel*>(context().readers()->model());
    QAbstractItemModelTester tester(readers, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto node = document->tree().find(read->node);
    const int row = readers->rowOf(node);
    QVERIFY(row >= 0);
    QVERIFY(!readers->index(row, CoverageReadersModel::AmountColumn).data().toString().isEmpty());
    // -> a click on the call focuses it; the place stays, its ranges are marked
    const auto at = context().readers()->visualRect(readers->index(row, 0)).center();
    QTest::mouseClick(context().readers()->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(focus().node(), node);
    QCOMPARE(job().stretchOf(focus().focus().place), selection);
    QCOMPARE(map.selection(), selection);
    // -> and the other way: Enter on the map opens the first call that received the selection
    focus().setNode(0);
    map.setFocus();
    QTest::keyClick(&map, Qt::Key_Return);
    QCOMPARE(focus().node(), readers->nodeAt(0));
    // Focusing a call marks what it read.
    const auto ranges = rangesOfNode(*profile, document->tree(), node);
    QVERIFY(!ranges.empty());
    focus().setNode(node);
    QVERIFY(context().view()->isVisible());
}

void CoverageAppTest::theTextMovesThePlace() {
    QVERIFY(run(QStringLiteral("support")));
    show();
    LineView& text = *context().view();
    text.setFocus();
    QVERIFY(text.hasFocus());
    QTest::keyClick(text.viewport(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&text, Qt::Key_Down);
    QTest::keyClick(&text, Qt::Key_Down);
    QVERIFY(!focus().focus().place.isNull());
    const auto stretch = job().stretchOf(focus().focus().place);
    QCOMPARE(*job().text()->lineOf(stretch.begin), 2U);
    QCOMPARE(view().map()->selection().begin, stretch.begin);
    context().goToNextGap();
    if (!job().profile()->gaps().empty()) {
        QCOMPARE(job().stretchOf(focus().focus().place).begin, job().profile()->nextGap(stretch.begin)->begin);
        QCOMPARE(view().map()->selection().begin, job().stretchOf(focus().focus().place).begin);
    }
}

void CoverageAppTest::documentsAsATable() {
    QVERIFY(run(QStringLiteral("minutes")));
    show();
    view().setMode(CoverageView::FilesMode);
    auto* model = view().files()->model();
    QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model->rowCount(), static_cast<int>(job().text()->documents().size()));
    QVERIFY(model->rowCount() > 1);
    model->sort(CoverageFilesModel::LinesColumn, Qt::DescendingOrder);
    const auto lines = [&](int row) { return job().text()->linesOf(static_cast<std::size_t>(model->index(row, 0).data(CoverageFilesModel::DocumentRole).toInt())); };
    for (int row = 1; row < model->rowCount(); ++row) QVERIFY(lines(row - 1) >= lines(row));
    Q_EMIT view().files()->activated(model->index(0, 0));
    QCOMPARE(view().mode(), CoverageView::LinesMode);
    QCOMPARE(view().map()->document(), model->index(0, 0).data(CoverageFilesModel::DocumentRole).toInt());
    auto* legend = view().findChild<CoverageLegend*>(); // beside the chooser of documents there is no room for all its words
    QVERIFY(legend);
    QTRY_VERIFY(legend->isVisible() && legend->width() >= legend->parentWidget()->width() - 48); // so it has a row of its own
}

void CoverageAppTest::hiddenItDoesNothing() {
    QVERIFY(run(QStringLiteral("support")));
    m_window->runPage()->showView(QStringLiteral("tree"));
    m_window->runPage()->inspector()->showTab(QStringLiteral("cell"));
    QTest::qWait(300);
    QVERIFY(!job().text());
    QVERIFY(job().state() == CoverageJob::State::Idle);
    show();
}

void CoverageAppTest::aRunWithoutContextSaysSo() {
    RunDocument document;
    FocusHolder focus;
    CoverageJob job;
    job.setDocument(&document);
    document.beginLive("nowhere.rlmscope", RunId::random());
    job.want(this, true);
    RunStarted started;
    started.context.shape = "text";
    Event event;
    event.seq = 1;
    event.body = started;
    document.append({event});
    QVERIFY(QTest::qWaitFor([&] { return job.state() == CoverageJob::State::NoContext; }, 5000));
    QVERIFY(!job.problem().isEmpty());
    started.context.bytes = 5000;
    document.beginLive("nowhere.rlmscope", RunId::random());
    event.body = started;
    document.append({event});
    QVERIFY(QTest::qWaitFor([&] { return job.state() == CoverageJob::State::NoContext && job.problem().contains(QLatin1String("5,000")); }, 5000));
}

QTEST_MAIN(CoverageAppTest)
#include "tst_coverage.moc"
