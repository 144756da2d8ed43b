#include "trace/store_support.h"

#include "trace/slice_index.h"

#include <random>

using namespace rlmscope;
using namespace rlmscope::teststore;

namespace {

std::string noise(std::mt19937& random, std::size_t bytes) {
    std::string text(bytes, ' ');
    for (auto& c : text) c = static_cast<char>('a' + random() % 26);
    return text;
}

/// What a reader would make of the pieces.
std::string compose(const std::vector<Piece>& pieces, const std::vector<SliceIndex::Source>& sources) {
    std::string text;
    for (const auto& piece : pieces) {
        if (piece.source.isNull()) text += piece.literal;
        for (const auto& source : sources)
            if (source.id == piece.source) text += source.bytes.substr(piece.offset, piece.length);
    }
    return text;
}

} // namespace

class TraceSlicesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsSlicesWhereverTheyBegin();
    void composesRandomMixtures();
    void repetitiveContexts();
    void recipesRoundTrip();
    void damagedRecipes();
    void promptsCutFromTheContextCostLittle();
    void textsOfManyDocuments();
};

void TraceSlicesTest::findsSlicesWhereverTheyBegin() {
    std::mt19937 random(1);
    const auto context = noise(random, 100'000);
    const std::vector<SliceIndex::Source> sources = {{BlobId::of(context), context}};
    const SliceIndex index(sources);
    for (std::size_t at = 0; at < 300; ++at) {
        const auto text = "Question? " + context.substr(at * 333, 500) + " end";
        const auto pieces = index.cut(text);
        QCOMPARE(pieces.size(), std::size_t(3));
        QCOMPARE(pieces[1].offset, std::uint64_t(at * 333));
        QCOMPARE(pieces[1].length, std::uint64_t(std::min<std::size_t>(500, context.size() - at * 333)));
        QVERIFY(compose(pieces, sources) == text);
    }
    QVERIFY(index.cut(noise(random, 5000)).empty());
    QVERIFY(index.cut("").empty());
    QCOMPARE(index.cut(context).size(), std::size_t(1));
    QVERIFY(SliceIndex({}).cut(context).empty());
    QVERIFY(SliceIndex({{BlobId::of("tiny"), "tiny"}}).cut(context).empty());
}

void TraceSlicesTest::composesRandomMixtures() {
    std::mt19937 random(2);
    std::vector<std::string> documents;
    for (int i = 0; i < 20; ++i) documents.push_back(noise(random, 1 + random() % 20'000));
    std::vector<SliceIndex::Source> sources;
    for (const auto& document : documents) sources.push_back({BlobId::of(document), document});
    const SliceIndex index(sources);
    std::size_t found = 0;
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (auto n = random() % 8; n > 0; --n) {
            const auto& document = documents[random() % documents.size()];
            if (random() % 2) text += noise(random, random() % 200);
            else text += document.substr(random() % document.size(), random() % 3000);
        }
        const auto pieces = index.cut(text);
        found += pieces.size();
        if (!pieces.empty()) QVERIFY(compose(pieces, sources) == text);
    }
    QVERIFY(found > 500);
}

void TraceSlicesTest::repetitiveContexts() {
    const std::string same(3'000'000, '\n'); // one anchor, a hundred thousand times
    const std::vector<SliceIndex::Source> sources = {{BlobId::of(same), same}};
    const SliceIndex index(sources);
    const std::string text = "x" + std::string(10'000, '\n') + "y";
    QVERIFY(compose(index.cut(text), sources) == text);
    std::string lines;
    while (lines.size() < 1'000'000) lines += "INFO request handled in 12 ms\n";
    const std::vector<SliceIndex::Source> logs = {{BlobId::of(lines), lines}};
    const auto part = lines.substr(77, 5000);
    QVERIFY(compose(SliceIndex(logs).cut(part), logs) == part);
}

void TraceSlicesTest::recipesRoundTrip() {
    const auto a = BlobId::of("a"), b = BlobId::of("b");
    const std::vector<Piece> pieces = {{{}, 0, 5, "hello"}, {a, 0, 1, {}}, {b, 1ULL << 40, 1ULL << 30, {}}, {a, 127, 128, {}}, {{}, 0, 1, "!"}};
    const auto bytes = writeRecipe(pieces) + "what follows in the group";
    const auto back = readRecipe(bytes, 5 + 1 + (1ULL << 30) + 128 + 1);
    VERIFY_OK(back);
    QCOMPARE(back->size(), pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& read = back->at(i);
        QVERIFY(read.source == pieces[i].source && read.offset == pieces[i].offset && read.length == pieces[i].length &&
                read.literal == pieces[i].literal);
    }
    VERIFY_OK(readRecipe("", 0));
}

void TraceSlicesTest::damagedRecipes() {
    const auto bytes = writeRecipe({{{}, 0, 5, "hello"}, {BlobId::of("a"), 300, 1000, {}}, {BlobId::of("a"), 5, 10, {}}});
    for (std::size_t length = 0; length < bytes.size(); ++length) QVERIFY(!readRecipe(std::string_view(bytes).substr(0, length), 1015).ok());
    QVERIFY(!readRecipe(bytes, 1014).ok());
    QVERIFY(!readRecipe(std::string(100, '\xff'), 1000).ok());
    QVERIFY(!readRecipe(std::string(100, '\0'), 1000).ok());
    std::mt19937 random(3);
    for (int round = 0; round < 20'000; ++round) {
        auto damaged = bytes;
        damaged[random() % damaged.size()] = static_cast<char>(random());
        const auto read = readRecipe(damaged, 1015);
        std::uint64_t sum = 0;
        if (read)
            for (const auto& piece : *read) sum += piece.length;
        QVERIFY(!read || sum == 1015);
    }
    QVERIFY(!readRecipe(std::string(1'000'000, '\2') + std::string(10, 'x'), 500'000).ok()); // endless pieces
}

void TraceSlicesTest::promptsCutFromTheContextCostLittle() {
    QTemporaryDir dir;
    const std::filesystem::path file = (dir.path() + "/a.rlmscope").toStdString();
    std::mt19937 random(4);
    const auto context = noise(random, 2'000'000); // compresses to 1.2 MB
    const auto run = RunId::random();
    std::vector<std::string> prompts;
    for (std::size_t i = 0; i < 1000; ++i) prompts.push_back("Summarise:\n" + context.substr(i * 1900, 1900));
    std::uintmax_t contextAlone = 0;
    {
        const auto w = TraceWriter::open(file).value();
        const auto sink = w->beginRun(run).value();
        w->storeInBackground({{{}, context, nullptr}}, [](const Status& s) { QVERIFY(s.ok()); });
        VERIFY_OK(w->finish());
        contextAlone = std::filesystem::file_size(file);
        w->storeInBackground({{{}, context, nullptr}}, [](const Status& s) { QVERIFY(s.ok()); }); // there already
        for (const auto& prompt : prompts) sink->append({}, {}, CellOutput{OutputStream::Stdout, prompt, false});
        VERIFY_OK(w->finish());
    }
    QVERIFY2(std::filesystem::file_size(file) < contextAlone + 200'000, std::to_string(std::filesystem::file_size(file)).c_str());
    const auto reader = TraceReader::open(file).value();
    std::size_t i = 0;
    VERIFY_OK(reader->forEachEvent(run, 2, [&](const Event& event) {
        const auto& text = std::get<CellOutput>(event.body).text;
        const auto loaded = reader->load(text);
        if (!loaded || *loaded != prompts[i]) return false;
        const auto part = reader->loadSlice(text, 5, 100);
        if (!part || *part != prompts[i].substr(5, 100)) return false;
        return ++i < prompts.size();
    }));
    QCOMPARE(i, prompts.size());
}

// More packs than a reader keeps at hand, with literals in between.
void TraceSlicesTest::textsOfManyDocuments() {
    QTemporaryDir dir;
    const std::filesystem::path file = (dir.path() + "/a.rlmscope").toStdString();
    std::mt19937 random(5);
    std::vector<std::string> documents;
    std::vector<BlobSource> sources;
    for (int i = 0; i < 20; ++i) documents.push_back(noise(random, 300'000));
    for (const auto& document : documents) sources.push_back({{}, document, nullptr});
    std::string text;
    for (const auto& document : documents) text += document.substr(1000, 2000) + noise(random, 100);
    const auto run = RunId::random();
    {
        const auto w = TraceWriter::open(file).value();
        const auto sink = w->beginRun(run).value();
        w->storeInBackground(sources, [](const Status& s) { QVERIFY(s.ok()); });
        VERIFY_OK(w->finish());
        w->storeInBackground(sources, [](const Status& s) { QVERIFY(s.ok()); });
        sink->append({}, {}, CellOutput{OutputStream::Stdout, text, false});
        VERIFY_OK(w->finish());
    }
    QVERIFY(std::filesystem::file_size(file) < 20 * 300'000);
    const auto reader = TraceReader::open(file).value();
    const auto event = reader->event(run, 2);
    VERIFY_OK(event);
    const auto loaded = reader->load(std::get<CellOutput>(event->body).text);
    VERIFY_OK(loaded);
    QVERIFY(*loaded == text);
}

QTEST_GUILESS_MAIN(TraceSlicesTest)
#include "tst_trace_slices.moc"
