#pragma once
// What the store tests share: a scratch folder, a small run, and reading everything back.
#include "trace/trace_reader.h"
#include "trace/trace_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

namespace rlmscope::teststore {

std::vector<Event> readAll(TraceReader& reader, RunId run, Seq from = 1);

RunStarted startOf(std::string question);

/// A root frame, `turns` turns with one model call and one cell each, and the end of the run.
void writeRun(EventSink& sink, int turns, const std::string& question = "How many?");

/// Appends and waits until it is durable.
Status appendDurably(EventSink& sink, NodeId node, EventBody body);

#define VERIFY_OK(result) \
    do { \
        auto&& result_ = (result); \
        QVERIFY2(result_.ok(), result_.ok() ? "" : result_.error().text().c_str()); \
    } while (false)

} // namespace rlmscope::teststore
