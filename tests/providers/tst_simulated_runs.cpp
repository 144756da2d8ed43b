// The simulated model in whole runs, with the real engine and real worker processes.
#include "providers/simulated_run.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

namespace fs = std::filesystem;

const fs::path Examples = fs::path(RLMSCOPE_SOURCE_DIR) / "resources/examples";

nlohmann::json readExample(const std::string& name) {
    std::ifstream file(Examples / name / "example.json");
    return nlohmann::json::parse(file);
}

SimulatedRun exampleRun(const std::string& name) {
    const auto json = readExample(name);
    SimulatedRun run;
    run.spec.question = json.at("question");
    run.spec.strategy = json.at("strategy");
    run.spec.depth = json.at("depth");
    ContextRequest request;
    for (const auto& path : json.at("context")) request.sources.push_back(ContextSource::ofPath((Examples / name / std::string(path)).string()));
    auto context = loadContext(request);
    if (!context) qFatal("%s", context.error().text().c_str());
    run.context = std::move(*context);
    return run;
}

std::string missing(const std::string& name, const std::string& answer) {
    const auto json = readExample(name);
    for (const auto& part : json.at("expected"))
        if (answer.find(part.get<std::string>()) == std::string::npos) return part.get<std::string>();
    return {};
}

/// Fails every n-th sub-call for good, so that its slot holds an error.
class Flaky final : public LanguageModel {
public:
    Flaky(std::shared_ptr<LanguageModel> model, int every) : m_model(std::move(model)), m_every(every) {}
    const ModelInfo& info() const override { return m_model->info(); }
    void start(ModelRequest request, CancelToken cancel, AttemptListener listener) override {
        if (request.role == CallRole::Sub && ++m_calls % m_every == 0) {
            request.messages = {Message::text(Role::User, std::string(400'000, 'x'))}; // longer than the window: a real failure
            ++failed;
        }
        m_model->start(std::move(request), std::move(cancel), std::move(listener));
    }
    std::atomic<int> failed = 0;

private:
    std::shared_ptr<LanguageModel> m_model;
    const int m_every;
    std::atomic<int> m_calls = 0;
};

} // namespace

class TestSimulatedRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(SimulatedRun::repls(), "the worker program is missing"); }

    void everyExampleIsAnsweredRight_data() {
        QTest::addColumn<QString>("name");
        for (const auto& entry : fs::directory_iterator(Examples))
            if (entry.is_directory() && fs::exists(entry.path() / "example.json"))
                QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(entry.path().filename());
    }
    void everyExampleIsAnsweredRight() {
        QFETCH(QString, name);
        for (const std::uint64_t seed : {1, 2, 3}) { // the seed draws the style
            auto run = exampleRun(name.toStdString());
            run.spec.seed = seed;
            const auto answer = run.answer();
            QVERIFY2(missing(name.toStdString(), answer).empty(), ("seed " + std::to_string(seed) + ": " + answer).c_str());
            QVERIFY2(run.badCells().empty(), run.badCells().c_str());
        }
    }

    void theDemoRecurses() {
        auto run = exampleRun("demo");
        run.run();
        int children = 0, batched = 0;
        for (const auto& frame : run.all<FrameStarted>()) children += frame.depth == 1;
        for (const auto& call : run.all<ModelCallStarted>()) batched += call.batch != 0 && call.batchSize > 1;
        QVERIFY(children >= 3);
        QVERIFY(batched >= 20);
        for (const auto& call : run.all<ModelCallEnded>()) QCOMPARE(int(call.costSource), int(CostSource::Simulated));
    }

    void theSameSeedDoesTheSame() {
        for (const auto* name : {"minutes", "letters"}) {
            auto first = exampleRun(name), second = exampleRun(name);
            QCOMPARE(first.answer(), second.answer());
            QCOMPARE(first.fingerprint(), second.fingerprint());
        }
    }

    void everyProtocolFinishes_data() {
        QTest::addColumn<int>("protocol");
        QTest::newRow("answer") << int(FinalProtocol::Answer);
        QTest::newRow("final") << int(FinalProtocol::Final);
        QTest::newRow("submit") << int(FinalProtocol::Submit);
    }
    void everyProtocolFinishes() {
        QFETCH(int, protocol);
        for (const auto* name : {"minutes", "letters", "people"}) { // a literal, a variable, a list
            auto run = exampleRun(name);
            run.spec.protocol = static_cast<FinalProtocol>(protocol);
            const auto answer = run.answer();
            QVERIFY2(missing(name, answer).empty(), answer.c_str());
        }
    }

    void everyDepthFindsTheFact() {
        for (int depth = 0; depth <= 3; ++depth) {
            auto run = exampleRun("minutes");
            run.spec.depth = depth;
            const auto answer = run.answer();
            QVERIFY2(answer.find("7-31-94") != std::string::npos, ("depth " + std::to_string(depth) + ": " + answer).c_str());
            QVERIFY2(run.badCells().empty(), run.badCells().c_str());
            bool sub = false;
            for (const auto& call : run.all<ModelCallStarted>()) sub |= call.role == CallRole::Sub;
            QCOMPARE(sub, depth > 0);
        }
    }

    void failedSubCallsAreAskedAgain() {
        for (const auto* name : {"support", "minutes", "people", "letters"}) {
            auto run = exampleRun(name);
            auto flaky = std::make_shared<Flaky>(*run.models->find("sim"), 5);
            run.models->put("sim", flaky);
            const auto answer = run.answer();
            std::string steps;
            for (const auto& cell : run.all<CellStarted>()) steps += std::string(cell.code.view().substr(0, cell.code.view().find(':'))) + " ";
            QVERIFY2(missing(name, answer).empty(), (std::string(name) + ": " + answer + "\n" + steps + run.badCells()).c_str());
            QVERIFY(flaky->failed > 0);
        }
    }

    void needlesAreFound() {
        std::mt19937 random(7);
        const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
        for (int round = 0; round < 50; ++round) {
            const std::string who = pick({"the lighthouse", "the east gate", "the boat shed", "the archive room", "the observatory", "the wine cellar"});
            const std::string code = std::to_string(1000 + random() % 9000) + "-" + std::string(1, static_cast<char>('A' + random() % 26));
            const std::string needle = pick({"The access code of " + who + " is " + code + ".", "Since Monday the access code for " + who + " has been " + code + ", said the porter.",
                                             "Note: the lock of " + who + " was renewed. Its access code is now " + code + "."});
            std::string text;
            const auto at = random() % 1500;
            for (std::size_t i = 0; i < 1500; ++i) {
                if (i == at) text += needle + "\n";
                text += pick({"The hens laid ", "A letter came from ", "Nobody saw the ", "Rain fell on the ", "We counted "}) +
                        pick({"eleven eggs", "the cousin in Delft", "black dog", "hay near the gate", "forty sacks of meal"}) + pick({" before noon.", " as always.", " and it was late.", "."}) + "\n";
            }
            SimulatedRun run;
            run.spec.question = "What is the access code of " + who + "?";
            run.spec.depth = round % 3;
            run.spec.seed = static_cast<std::uint64_t>(round);
            run.context = Context::ofText(text, "notes.txt");
            const auto answer = run.answer();
            QVERIFY2(answer.find(code) != std::string::npos && answer.find("line " + std::to_string(at + 1)) != std::string::npos,
                     ("round " + std::to_string(round) + ", " + code + " at line " + std::to_string(at + 1) + ": " + answer).c_str());
        }
    }

    void countsAreRight() {
        std::mt19937 random(11);
        const std::map<std::string, std::vector<std::string>> says = {
            {"delivery", {"the courier never came", "my parcel is lost", "tracking has not moved for a week"}},
            {"billing", {"I was charged twice", "the invoice is wrong", "please correct the VAT"}},
            {"account", {"I cannot log in", "my password is refused", "delete my account please"}}};
        for (int round = 0; round < 50; ++round) {
            std::map<std::string, int> counts;
            std::string text;
            const auto n = 20 + random() % 150;
            for (std::size_t i = 0; i < n; ++i) {
                auto it = says.begin();
                std::advance(it, random() % says.size());
                text += std::to_string(i + 1) + " | " + it->second[random() % it->second.size()] + "\n";
                ++counts[it->first];
            }
            SimulatedRun run;
            run.spec.question = "How many messages belong to each category: account, billing or delivery?";
            run.spec.seed = static_cast<std::uint64_t>(round);
            run.spec.depth = round % 4;
            run.context = Context::ofText(text, "log.txt");
            const auto answer = run.answer();
            for (const auto& [label, count] : counts)
                QVERIFY2(answer.find(label + ": " + std::to_string(count)) != std::string::npos, (label + " " + std::to_string(count) + ": " + answer).c_str());
        }
    }

    void aMissingFactIsSaidToBeMissing() {
        auto run = exampleRun("minutes");
        run.spec.question = "What is the name of the zookeeper of Antwerp?";
        const auto answer = run.answer();
        QVERIFY2(answer.find("does not say") != std::string::npos, answer.c_str());
    }

    void otherStrategiesAnswerToo() {
        auto direct = exampleRun("tidepool");
        direct.spec.strategy = "direct";
        QVERIFY(direct.answer().find("interpolate_height") != std::string::npos);
        auto tooLong = exampleRun("support");
        tooLong.spec.strategy = "direct";
        QCOMPARE(tooLong.run().status, std::string("failed")); // it does not fit the window, and that is said

        SimulatedRun stack;
        stack.spec.strategy = "call-return";
        stack.spec.depth = 3;
        stack.spec.question = "How many messages belong to each category: billing or delivery?";
        std::string text;
        for (int i = 0; i < 400; ++i) text += i % 4 == 0 ? "The invoice is wrong and I was charged twice.\n" : "The courier lost my parcel again.\n";
        stack.context = Context::ofText(text, "log.txt");
        const auto answer = stack.answer();
        QVERIFY2(answer.find("billing: 100") != std::string::npos && answer.find("delivery: 300") != std::string::npos, answer.c_str());
        QVERIFY(stack.all<FrameStarted>().size() > 5);
    }

    void rotMakesLongPromptsWorse() {
        auto run = exampleRun("support");
        run.spec.models = {"sim:latency=0,rot=0.9,style=map"};
        const auto answer = run.answer();
        bool redone = false;
        for (const auto& cell : run.all<CellStarted>()) redone |= cell.code.view().find("# Redo") != std::string_view::npos;
        QVERIFY2(redone, answer.c_str()); // the check notices it
    }

    void fewTurnsStillGiveAnAnswer() {
        auto run = exampleRun("minutes");
        run.spec.limits.turns = 3;
        const auto ended = run.run();
        QCOMPARE(ended.status, std::string("answered"));
        QVERIFY(!ended.answerText.empty());
    }
};

QTEST_GUILESS_MAIN(TestSimulatedRuns)
#include "tst_simulated_runs.moc"
