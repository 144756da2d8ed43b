#pragma once
// What is known about the import of a document's run. It rides on the document: few views ask for it.
#include "exchange/import_note.h"

#include <QObject>

namespace rlmscope {

class RunDocument;

class ImportFacts : public QObject {
    Q_OBJECT
public:
    /// Of a document that has another run now; nothing when its run says nothing of an import.
    static void attach(QObject* document, std::optional<ImportNote> note);
    const ImportNote& note() const { return m_note; }

private:
    ImportFacts(ImportNote note, QObject* document) : QObject(document), m_note(std::move(note)) {}
    ImportNote m_note;
};

/// It is a run of another tool.
bool isImported(const RunDocument& document);
/// What its import says; null: not imported, or not said.
const ImportNote* importNoteOf(const RunDocument& document);

} // namespace rlmscope
