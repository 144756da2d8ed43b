// Grabs the scrubber on the run page: replay_shots OUT-FOLDER [light|dark|high-contrast] [WIDTHxHEIGHT]
// Not a test: the pictures are for looking at.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"
#include "support/big_tree.h"
#include "support/shots.h"
#include "views/call_tree_view.h"
#include "views/run_page.h"
#include "views/scrubber.h"
#include "views/scrubber_track.h"
#include "views/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    if (argc < 2) return 2;
    const QString out = QString::fromLocal8Bit(argv[1]), theme = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral("light");
    const auto size = (argc > 3 ? QString::fromLocal8Bit(argv[3]) : QStringLiteral("1440x900")).split(QLatin1Char('x'));
    Theme::install(app, themeNamed(theme));
    QDir().mkpath(out);
    RunsModel runs;
    RunPage page(&runs);
    auto* scrubber = new Scrubber;
    page.setScrubber(scrubber);
    QObject::connect(page.focus(), &FocusHolder::changed, scrubber, [&](const Focus& now) { scrubber->setDocument(now.document); });
    page.resize(size[0].toInt() - 56, size[1].toInt() - 90);
    page.show();
    const auto grab = [&](const char* name) {
        settle();
        page.grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(out, QLatin1String(name), theme, size[0]));
    };
    const auto events = bigEvents({420, 3, 24, 8, 0, 5});
    RunDocument finished, live;
    finished.beginLive("none.rlmscope", RunId::random());
    finished.append(events);
    finished.endLive();
    live.beginLive("none.rlmscope", RunId::random());
    live.append({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(events.size() * 2 / 3)});
    runs.add(&finished);
    runs.add(&live);
    page.setDocument(&finished);
    grab("finished_now");
    finished.setMoment(events.size() * 3 / 7);
    scrubber->track()->setFocus();
    grab("finished_past");
    page.focus()->setNode(static_cast<NodeIndex>(finished.whole().size() - 2));
    finished.setMoment(events.size() / 9);
    grab("finished_not_yet");
    finished.setMoment(events.size() / 2);
    scrubber->player()->setSpeed(10);
    scrubber->player()->setUnit(MomentPlayer::Unit::Turn);
    scrubber->player()->play();
    settle(600);
    grab("finished_playing");
    scrubber->player()->pause();
    page.setDocument(&live);
    grab("live_now");
    live.setMoment(events.size() / 4);
    grab("live_past");
    page.setDocument(nullptr);
}
