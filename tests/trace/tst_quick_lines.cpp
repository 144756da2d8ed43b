// The quick reader of lines against the one that knows everything: what it accepts, it reads the same.
#include "trace/event_line.h"
#include "trace/random_event.h"

#include <QTest>
#include <random>

using namespace rlmscope;

namespace {

std::string shown(const Event& event) {
    std::vector<Text> texts;
    return eventToLine(event, &texts);
}

Event around(EventBody body, std::mt19937_64& random) {
    Event event;
    event.seq = 1 + random() % 100'000;
    event.node = startsNode(body) ? NodeId{event.seq} : NodeId{random() % 1000};
    event.parent = {random() % 1000};
    event.time = static_cast<Nanos>(random() % 1'000'000'000'000);
    event.body = std::move(body);
    return event;
}

} // namespace

class QuickLinesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTheSlowReaderReads() {
        RandomEvents events(5);
        std::mt19937_64 random(6);
        int accepted = 0;
        for (int i = 0; i < 6000; ++i) {
            const auto line = shown(around(events.body(), random));
            Event quick;
            if (!quickEventFromLine(line, quick)) continue;
            ++accepted;
            const auto slow = slowEventFromLine(line);
            QVERIFY2(slow.ok(), line.c_str());
            QCOMPARE(shown(quick), shown(*slow));
        }
        QVERIFY2(accepted > 500, std::to_string(accepted).c_str());
    }

    /// Lines that a stranger wrote, or that a disk has spoilt.
    void acceptsNothingThatTheSlowReaderRefuses() {
        RandomEvents events(15);
        std::mt19937_64 random(16);
        const std::string bytes = std::string("\"\\{}[],:0123456789-+.eEtruefalsn bu") + char(1) + char(127) + char(0xC3) + char(0xA9) + char(0xFF);
        int accepted = 0;
        for (int i = 0; i < 40'000; ++i) {
            auto line = shown(around(events.body(), random));
            for (std::uint64_t n = 1 + random() % 2; n > 0; --n) {
                const auto at = random() % line.size();
                const char c = bytes[random() % bytes.size()];
                switch (random() % 4) {
                case 0: line[at] = c; break;
                case 1: line.insert(at, 1, c); break;
                case 2: line.erase(at, 1 + random() % 3); break;
                case 3: line.erase(at); break;
                }
                if (line.empty()) line = "[";
            }
            Event quick;
            if (!quickEventFromLine(line, quick)) continue;
            ++accepted;
            const auto slow = slowEventFromLine(line);
            QVERIFY2(slow.ok(), line.c_str());
            QVERIFY2(shown(quick) == shown(*slow), line.c_str());
        }
        QVERIFY2(accepted > 100, std::to_string(accepted).c_str());
    }

    void plainLinesOfTheEngineAreQuick() {
        Event event;
        const char* lines[] = {
            "[5,5,4,1,1000,\"model_call_started\",{\"added\":[{\"parts\":[\"Label \\\"this\\\"\\nline\"],\"role\":\"user\"}],\"depth\":1,\"key\":\"/t3.c1.llm_query.0123456789abcdef0123456789abcdef.0\",\"model\":\"openai:gpt-5-mini\",\"output_cap\":4096,\"role\":\"sub\"}]",
            "[6,5,0,1,1100,\"attempt_started\",{\"number\":1,\"output_cap\":4096,\"price_known\":true,\"reserved\":900000000}]",
            "[7,5,0,1,1200,\"model_call_ended\",{\"cost\":1234567,\"cost_source\":\"computed\",\"finish\":\"stop\",\"finish_raw\":\"stop\",\"first_token\":1150,\"reply\":[\"outage\"],\"status\":\"ok\",\"usage\":{\"fresh\":120,\"output\":4},\"usage_known\":true}]",
            "[8,2,0,1,1300,\"turn_ended\",{}]",
        };
        for (const char* line : lines) QVERIFY2(quickEventFromLine(line, event), line);
        QVERIFY(!quickEventFromLine("", event));
        QVERIFY(!quickEventFromLine("[8,2,0,1,1300,\"turn_ended\",{}]]", event));
        QVERIFY(!quickEventFromLine("[8,2,0,1,1300,\"turn_started\",{\"number\":1}]", event)); // of another node
    }
};

QTEST_GUILESS_MAIN(QuickLinesTest)
#include "tst_quick_lines.moc"
