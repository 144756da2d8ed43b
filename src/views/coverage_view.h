#pragma once
// The coverage of a run: four figures, the map (lines, bytes) or the table of documents, and what is chosen. Follows and
// moves the focus: a click chooses a place, a call that is focused is marked on the map.
#include "itemmodels/coverage_job.h"
#include "itemmodels/focus.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QPushButton;
class QStackedWidget;

namespace rlmscope {

class CoverageFilesModel;
class CoverageLegend;
class CoverageMap;
class CoverageReadersModel;
class EmptyState;
class FactsTable;
class IconLabel;
class ThemedLabel;

class CoverageView : public QWidget {
    Q_OBJECT
public:
    CoverageView(CoverageJob* job, FocusHolder* focus, QWidget* parent = nullptr);
    CoverageMap* map() const { return m_map; }
    FactsTable* files() const { return m_files; }
    enum Mode { LinesMode, FilesMode, BytesMode };
    void setMode(Mode mode);
    Mode mode() const { return m_mode; }

Q_SIGNALS:
    /// A place was chosen here: the Context tab should be seen.
    void placeChosen();
    void problemsWanted();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Figure {
        ThemedLabel* value;
        ThemedLabel* detail;
    };
    QWidget* makeHead();
    QWidget* makeTools();
    QWidget* makeBody();
    void placeLegend();
    Figure addFigure(QHBoxLayout* row, const QString& name, const QString& tip, bool warns = false);
    void onState();
    void onText();
    void onProfile();
    void onFocus(const Focus& now, const Focus& before);
    void onUserSelection(const CoverageJob::Stretch& stretch);
    void openCall();
    void showFigures();
    void showSelected();
    void markNode();
    void chooseDocument(int document);

    CoverageJob* m_job;
    QPointer<FocusHolder> m_focus;
    CoverageReadersModel* m_readers;
    CoverageFilesModel* m_filesModel;
    CoverageMap* m_map;
    FactsTable* m_files;
    CoverageLegend* m_legend;
    ThemedLabel *m_title, *m_remark, *m_hint, *m_selected, *m_gap;
    IconLabel* m_remarkIcon;
    Figure m_read, m_twice, m_never, m_cost;
    QPushButton* m_modes[3];
    QComboBox* m_documents;
    QStackedWidget* m_stack;
    QWidget *m_body, *m_tools, *m_segments, *m_figures;
    EmptyState* m_empty;
    Mode m_mode = LinesMode;
    bool m_modeChosen = false;
};

} // namespace rlmscope
