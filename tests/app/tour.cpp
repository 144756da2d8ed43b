// The scenes of the README's animated tour, and its pictures: tour OUT_FOLDER. Drives the window through an example as a
// person would and writes each scene, with a caption, as NNN_MILLISECONDS.png; packaging/make-pictures makes them a GIF.
#include "app/language.h"
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/preferences.h"
#include "app/run_launcher.h"
#include "itemmodels/focus.h"
#include "itemmodels/moment_player.h"
#include "itemmodels/run_document.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/first_guide.h"
#include "views/inspector.h"
#include "views/omnibox.h"
#include "views/run_page.h"
#include "views/scrubber.h"
#ifdef RLMSCOPE_WITH_WEB
#include "views/web/report_page.h"
#endif

#include <QDir>
#include <QPainter>
#include <QPainterPath>
#include <QSettings>
#include <QStandardPaths>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

constexpr int Width = 1000, CaptionHeight = 44; // of a scene

class Tour {
public:
    explicit Tour(QString out) : m_out(std::move(out)), m_window(makeRunLauncher()) {
        m_window.resize(1440, 900);
        m_window.show();
        settle(900);
    }

    bool all() {
        scene(3000, "Start: pick an example. Each runs offline and needs no key.");
        if (!live()) return false;
        inspect();
        views();
        replay();
        find();
        places();
        return true;
    }

private:
    RunPage* page() { return m_window.runPage(); }
    const RunTree& tree() const { return m_window.current()->tree(); }
    void focus(NodeIndex node) {
        if (node != NoNode) page()->focus()->setNode(node);
        settle(500);
    }

    bool live() {
        m_window.runExample(QStringLiteral("demo"));
        if (!waitUntil([this] { return m_window.current() && m_window.current()->tree().size() > 3; }, 60000)) return false;
        for (int i = 0; i < 12 && m_window.current()->isLive(); ++i) {
            scene(600, "The model writes Python. The tree of its calls grows while it runs.");
            settle(1500);
        }
        if (!waitUntil([this] { return tree().ended() && !m_window.current()->isLive(); }, 300000)) return false;
        m_window.guide()->skip();
        settle(800);
        focus(tree().roots().front());
        scene(3000, "Finished: the answer, and every call with its cost, tokens and time.");
        return true;
    }
    void inspect() {
        focus(firstNode(tree(), NodeKind::Cell, [&](NodeIndex i) { return tree().node(i).calls > 0; }));
        scene(4000, "A cell: the code the model wrote, its output, the variables after it.");
        focus(firstNode(tree(), NodeKind::ModelCall));
        scene(3500, "A model call: the messages exactly as sent, how full the window was, the bill.");
        focus(firstNode(tree(), NodeKind::SubCall));
        scene(3500, "A sub-call: what one part of the context was asked, and the reply.");
    }
    void views() {
        page()->showView(QStringLiteral("timeline"));
        settle(900);
        scene(4000, "Timeline: what ran at once, who waited, and the critical path.");
        page()->showView(QStringLiteral("coverage"));
        settle(2500);
        scene(4500, "Coverage: which lines of the context were read, how often, and which nobody read.");
        page()->showView(QStringLiteral("tree"));
    }
    void replay() {
        auto* player = m_window.findChild<Scrubber*>()->player();
        focus(tree().roots().front());
        for (const int percent : {12, 30, 48, 66, 84}) {
            player->goTo(std::max<Seq>(1, player->last() * static_cast<Seq>(percent) / 100));
            settle(500);
            scene(900, "Replay: go back to any moment. Every view shows the run as it was then.");
        }
        player->toNow();
        settle(500);
    }
    void find() {
        m_window.omnibox()->open(QStringLiteral("?kind:sub time>1s "));
        settle(900);
        scene(3500, "Ctrl+P goes anywhere: nodes, variables, commands, questions about the tree.");
        m_window.runPage()->tree()->setFocus();
        page()->askTree(QStringLiteral("kind:sub cost>0"), true);
        settle(800);
        scene(3500, "Or filter the tree. It always says N of M.");
        page()->askTree({}, true);
    }
    void places() {
        m_window.showLibrary();
        settle(1500);
        scene(3500, "The library: all runs in one table, to filter, compare, merge.");
        if (!m_window.reportPage()) return;
        m_window.showReport();
        settle(5000);
        scene(4500, "The report: one HTML file for any browser, without a network.");
    }

    void scene(int ms, const char* caption) {
        const QPixmap whole = m_window.grab();
        const auto scaled = whole.toImage().scaledToWidth(Width, Qt::SmoothTransformation);
        QImage image(Width, scaled.height() + CaptionHeight, QImage::Format_RGB32);
        image.fill(QColor(0x16, 0x1b, 0x22));
        QPainter p(&image);
        p.setRenderHint(QPainter::TextAntialiasing);
        p.drawImage(0, 0, scaled);
        auto font = QApplication::font();
        font.setPixelSize(18);
        p.setFont(font);
        p.setPen(QColor(0xf0, 0xf3, 0xf6));
        p.drawText(QRect(20, scaled.height(), Width - 40, CaptionHeight), Qt::AlignVCenter | Qt::AlignLeft, QString::fromUtf8(caption));
        p.end();
        image.save(QStringLiteral("%1/%2_%3.png").arg(m_out).arg(m_number++, 3, 10, QLatin1Char('0')).arg(ms));
    }

    QString m_out;
    int m_number = 0;
    MainWindow m_window;
};

} // namespace

int main(int argc, char** argv) {
#ifdef RLMSCOPE_WITH_WEB
    registerReportScheme();
#endif
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("rlmscope-tour"));
    QApplication::setOrganizationName(QStringLiteral("rlmscope-tour"));
    QSettings().clear();
    const auto out = QString::fromLocal8Bit(argc > 1 ? argv[1] : "tour");
    QDir().mkpath(out);
    Theme::install(app, ThemeChoice::Light);
    Theme::instance().setReduceMotion(true);
    installLanguage(QStringLiteral("en"));
    Preferences().set(QStringLiteral("guide/seen"), true);
    bool well = false;
    {
        Tour tour(out);
        well = tour.all();
    }
    LiveRunControl::waitForAll();
    return well ? 0 : 1;
}
