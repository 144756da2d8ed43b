#pragma once
// The tables of the coverage: documents with bars, and the nodes that read a place.
class QWidget;

namespace rlmscope {

class FactsTable;
FactsTable* makeCoverageFilesTable(QWidget* parent);
FactsTable* makeCoverageReadersTable(QWidget* parent);

} // namespace rlmscope
