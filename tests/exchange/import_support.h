#pragma once
// Imports a text or a file and looks at what came of it.
#include "exchange/import.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>
#include <map>
#include <string>

namespace rlmscope::test {

/// Data beside the project that is not part of it; empty = it is not there. RLMSCOPE_SHARED_DATA names another place.
inline QString sharedTraces() {
    const auto elsewhere = qEnvironmentVariable("RLMSCOPE_SHARED_DATA");
    const QString folder = (elsewhere.isEmpty() ? QStringLiteral(RLMSCOPE_SOURCE_DIR "/../shared/data") : elsewhere) + "/traces";
    return QFile::exists(folder) ? folder : QString();
}
#define NEEDS_SHARED_TRACES() \
    if (rlmscope::test::sharedTraces().isEmpty()) QSKIP("The traces of other tools are not there (../shared/data/traces).")

inline QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// One import into a trace of its own.
struct Imported {
    QTemporaryDir folder;
    ImportedFile file;
    std::unique_ptr<TraceReader> reader;
    std::map<RunId, std::unique_ptr<RunTree>> trees;
    std::map<RunId, std::vector<Event>> events;

    explicit Imported(const QString& path) { read(path); }
    Imported(const QByteArray& text, const char* name) {
        const auto path = folder.filePath(QString::fromUtf8(name));
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size()) qFatal("cannot write %s", qPrintable(path));
        out.close();
        read(path);
    }

    const RunTree& tree() const { return *trees.at(file.runs.front().id); }
    std::string text(const Text& t) { return reader->load(t).valueOr("?"); }
    bool says(ImportRemark::Kind kind, const char* words) const {
        for (const auto& remark : file.report.remarks)
            if (remark.kind == kind && remark.text.find(words) != std::string::npos) return true;
        return false;
    }
    /// The messages of the n-th model call, as "role:text".
    std::vector<std::string> messages(NodeIndex call) {
        std::vector<std::string> out;
        const auto all = reader->messagesOf(file.runs.front().id, tree().node(call).id);
        if (!all) return {all.error().text()};
        for (const auto& message : *all) out.push_back(std::string(toString(message.role)) + ":" + message.plainText());
        return out;
    }
    std::vector<NodeIndex> nodes(NodeKind kind) const {
        std::vector<NodeIndex> out;
        for (NodeIndex i = 0; i < tree().nodes().size(); ++i)
            if (tree().node(i).kind == kind) out.push_back(i);
        return out;
    }

private:
    void read(const QString& path) {
        const auto trace = folder.filePath("out.rlmscope").toStdString();
        {
            auto importer = TraceImporter::open(trace);
            if (!importer) qFatal("%s", importer.error().text().c_str());
            file = (*importer)->add(path.toStdString());
            const auto again = (*importer)->add(path.toStdString()); // the same bytes are the same runs
            if (again.runs.size() != file.runs.size()) qFatal("a second import found other runs");
            for (std::size_t i = 0; i < again.runs.size(); ++i)
                if (!again.runs[i].already || again.runs[i].id != file.runs[i].id) qFatal("a second import was not recognised");
            if (const auto status = (*importer)->finish(); !status) qFatal("%s", status.error().text().c_str());
        }
        auto opened = TraceReader::open(trace);
        if (!opened) qFatal("%s", opened.error().text().c_str());
        reader = std::move(*opened);
        const auto runs = reader->runs();
        if (!runs || runs->size() != file.runs.size()) qFatal("the trace has other runs than the import said");
        for (const auto& run : file.runs) {
            auto tree = std::make_unique<RunTree>(run.id);
            const auto status = reader->forEachEvent(run.id, 1, [&](const Event& event) {
                tree->apply(event);
                events[run.id].push_back(event);
                return true;
            });
            if (!status) qFatal("%s", status.error().text().c_str());
            tree->markInterrupted();
            const auto& totals = tree->totals();
            if (tree->oddities() != 0 || totals.modelCalls != run.modelCalls || totals.turns != run.turns || totals.frames != run.frames ||
                totals.cells != run.cells || totals.usage != run.usage || totals.cost != run.cost || totals.costUnknown != run.costUnknown)
                qFatal("what the import said is not what is in the trace");
            for (const auto& node : tree->nodes())
                if (node.end < node.start || (node.parent != NoNode && node.start < tree->node(node.parent).start)) qFatal("a node is before its parent or its own start");
            trees[run.id] = std::move(tree);
        }
    }
};

} // namespace rlmscope::test
