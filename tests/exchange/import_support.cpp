#include "exchange/import_support.h"

namespace rlmscope::test {

QString sharedTraces() {
    const auto elsewhere = qEnvironmentVariable("RLMSCOPE_SHARED_DATA");
    const QString folder = (elsewhere.isEmpty() ? QStringLiteral(RLMSCOPE_SOURCE_DIR "/../shared/data") : elsewhere) + "/traces";
    return QFile::exists(folder) ? folder : QString();
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Imported::Imported(const QString& path) { read(path); }

Imported::~Imported() = default;

Imported::Imported(const QByteArray& text, const char* name) {
    const auto path = folder.filePath(QString::fromUtf8(name));
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size()) qFatal("cannot write %s", qPrintable(path));
    out.close();
    read(path);
}

bool Imported::says(ImportRemark::Kind kind, const char* words) const {
    for (const auto& remark : file.report.remarks)
        if (remark.kind == kind && remark.text.find(words) != std::string::npos) return true;
    return false;
}

std::vector<std::string> Imported::messages(NodeIndex call) {
    std::vector<std::string> out;
    const auto all = reader->messagesOf(file.runs.front().id, tree().node(call).id);
    if (!all) return {all.error().text()};
    for (const auto& message : *all) out.push_back(std::string(toString(message.role)) + ":" + message.plainText());
    return out;
}

std::vector<NodeIndex> Imported::nodes(NodeKind kind) const {
    std::vector<NodeIndex> out;
    for (NodeIndex i = 0; i < tree().nodes().size(); ++i)
        if (tree().node(i).kind == kind) out.push_back(i);
    return out;
}

void Imported::read(const QString& path) {
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

} // namespace rlmscope::test
