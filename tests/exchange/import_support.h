#pragma once
// Imports a text or a file and looks at what came of it.
#include "exchange/import.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <string>

namespace rlmscope::test {

/// Data beside the project that is not part of it; empty = it is not there. RLMSCOPE_SHARED_DATA names another place.
QString sharedTraces();
#define NEEDS_SHARED_TRACES() \
    if (rlmscope::test::sharedTraces().isEmpty()) QSKIP("The traces of other tools are not there (../shared/data/traces).")

QByteArray bytesOf(const QString& path);

/// One import into a trace of its own.
struct Imported {
    QTemporaryDir folder;
    ImportedFile file;
    std::unique_ptr<TraceReader> reader;
    std::map<RunId, std::unique_ptr<RunTree>> trees;
    std::map<RunId, std::vector<Event>> events;

    explicit Imported(const QString& path);
    Imported(const QByteArray& text, const char* name);
    ~Imported();

    const RunTree& tree() const { return *trees.at(file.runs.front().id); }
    std::string text(const Text& t) { return reader->load(t).valueOr("?"); }
    bool says(ImportRemark::Kind kind, const char* words) const;
    /// The messages of the n-th model call, as "role:text".
    std::vector<std::string> messages(NodeIndex call);
    std::vector<NodeIndex> nodes(NodeKind kind) const;

private:
    void read(const QString& path);
};

} // namespace rlmscope::test
