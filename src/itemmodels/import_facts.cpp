#include "itemmodels/import_facts.h"

#include "itemmodels/run_document.h"

#include <algorithm>

namespace rlmscope {

void ImportFacts::attach(QObject* document, std::optional<ImportNote> note) {
    delete document->findChild<ImportFacts*>(QString(), Qt::FindDirectChildrenOnly);
    if (note) new ImportFacts(std::move(*note), document);
}

bool isImported(const RunDocument& document) {
    const auto* started = document.tree().started();
    return started && std::any_of(started->relations.begin(), started->relations.end(), [](const auto& relation) { return relation.type == "imported_from"; });
}

const ImportNote* importNoteOf(const RunDocument& document) {
    const auto* facts = document.findChild<ImportFacts*>(QString(), Qt::FindDirectChildrenOnly);
    return facts ? &facts->note() : nullptr;
}

} // namespace rlmscope
