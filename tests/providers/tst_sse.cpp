#include "providers/sse.h"
#include "providers/redact.h"

#include <QTest>

using namespace rlmscope;

namespace {
using Events = std::vector<std::pair<std::string, std::string>>;

Events parse(const std::vector<std::string>& pieces, bool finish = true) {
    Events events;
    SseParser parser([&](const SseEvent& event) { events.emplace_back(event.type, event.data); });
    for (const std::string& piece : pieces) parser.push(piece);
    if (finish) parser.finish();
    return events;
}
} // namespace

class TestSse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fields_data() {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("data");
        QTest::newRow("plain") << QByteArray("data: a\n\n") << QByteArrayList{"a"};
        QTest::newRow("no space") << QByteArray("data:a\n\n") << QByteArrayList{"a"};
        QTest::newRow("one space only") << QByteArray("data:  a\n\n") << QByteArrayList{" a"};
        QTest::newRow("lines join") << QByteArray("data: a\ndata: b\n\n") << QByteArrayList{"a\nb"};
        QTest::newRow("empty data") << QByteArray("data\n\ndata:\ndata:\n\n") << QByteArrayList{"", "\n"};
        QTest::newRow("comments") << QByteArray(": hi\n\n:\ndata: a\n: x\n\n") << QByteArrayList{"a"};
        QTest::newRow("crlf") << QByteArray("data: a\r\n\r\ndata: b\r\n\r\n") << QByteArrayList{"a", "b"};
        QTest::newRow("cr") << QByteArray("data: a\r\rdata: b\r\r") << QByteArrayList{"a", "b"};
        QTest::newRow("mixed") << QByteArray("data: a\r\n\ndata: b\n\r\ndata: c\r\n\r") << QByteArrayList{"a", "b", "c"};
        QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF" "data: a\n\n") << QByteArrayList{"a"};
        QTest::newRow("unknown fields") << QByteArray("id: 1\nretry: 5\nfoo\ndata: a\n\n") << QByteArrayList{"a"};
        QTest::newRow("no data, no event") << QByteArray("event: ping\n\n\n\n") << QByteArrayList{};
        QTest::newRow("unfinished") << QByteArray("data: a\n\ndata: b") << QByteArrayList{"a", "b"};
        QTest::newRow("utf8") << QByteArray("data: ä€𝄞\n\n") << QByteArrayList{"ä€𝄞"};
        QTest::newRow("broken utf8") << QByteArray("data: a\xC3\n\n") << QByteArrayList{"a\xEF\xBF\xBD"};
        QTest::newRow("colon in data") << QByteArray("data: {\"a\":1}\n\n") << QByteArrayList{"{\"a\":1}"};
    }
    void fields() {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArrayList, data);
        const std::string bytes = stream.toStdString();
        const Events whole = parse({bytes});
        QCOMPARE(static_cast<int>(whole.size()), static_cast<int>(data.size()));
        for (int i = 0; i < data.size(); ++i) QCOMPARE(whole[static_cast<std::size_t>(i)].second, data[i].toStdString());
        // Wherever the stream is cut, the events are the same.
        for (std::size_t a = 0; a <= bytes.size(); ++a)
            for (std::size_t b = a; b <= bytes.size(); ++b)
                QVERIFY(parse({bytes.substr(0, a), bytes.substr(a, b - a), bytes.substr(b)}) == whole);
    }

    void theTypeOfAnEvent() {
        const Events events = parse({"event: error\ndata: x\n\ndata: y\n\n"});
        QCOMPARE(events[0].first, std::string("error"));
        QCOMPARE(events[1].first, std::string());
    }

    void bigEvents() {
        const std::string big(300'000, 'x');
        std::vector<std::string> pieces;
        const std::string stream = "data: " + big + "\n\n";
        for (std::size_t at = 0; at < stream.size(); at += 1000) pieces.push_back(stream.substr(at, 1000));
        QCOMPARE(parse(pieces)[0].second, big);
    }

    void anEventPastTheLimitStops() {
        int events = 0;
        SseParser parser([&](const SseEvent&) { ++events; }, 1000);
        QVERIFY(parser.push("data: ok\n\n"));
        for (int i = 0; i < 50; ++i) parser.push("data: " + std::string(50, 'x') + "\n");
        QVERIFY(!parser.push("\n\ndata: after\n\n"));
        parser.finish();
        QCOMPARE(events, 1);
    }

    void commentsAreCounted() {
        SseParser parser([](const SseEvent&) {});
        parser.push(": a\n: b\ndata: c\n\n");
        QCOMPARE(parser.comments(), std::uint64_t(2));
    }

    void aKeyNeverPasses() {
        const std::string key = "sk-abcabcd", text = "x sk-abcabcabcd sk-abcabcd sk-abcab";
        const std::string clean = Secrets({key}).clean(text);
        QCOMPARE(clean, std::string("x sk-abcabcabcd [key removed] [key removed]")); // the last one was cut off
        QCOMPARE(Secrets({key}).clean("ends with sk-a"), std::string("ends with sk-a"));
        QCOMPARE(Secrets({std::string("Bearer tok-12345")}).clean("tok-12345"), std::string("[key removed]"));
        for (std::size_t a = 0; a <= text.size(); ++a)
            for (std::size_t b = a; b <= text.size(); ++b) {
                StreamRedactor stream(key);
                std::string out = stream.push(text.substr(0, a));
                out += stream.push(text.substr(a, b - a));
                out += stream.push(text.substr(b));
                out += stream.finish();
                QCOMPARE(out, clean);
            }
    }
};

QTEST_GUILESS_MAIN(TestSse)
#include "tst_sse.moc"
