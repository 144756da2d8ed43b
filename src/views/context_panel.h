#pragma once
// The Context tab of the inspector: the text of a document with what was read in its margin, find, the way from gap to gap,
// the calls that received what is chosen, and what the call that is looked at answered.
#include "itemmodels/coverage_job.h"
#include "itemmodels/focus.h"
#include "itemmodels/line_source.h"

#include <QPointer>
#include <QWidget>

class QPushButton;
class QSplitter;

namespace rlmscope {

class ContextLineSource;
class CoverageReadersModel;
class CoverageStrip;
class DockTitle;
class EmptyState;
class FactsTable;
class LineView;
class LogView;
class ThemedLabel;

/// The margin of the text.
class ContextMarks : public LineMarks {
    Q_OBJECT
public:
    using LineMarks::LineMarks;
    void setProfile(std::shared_ptr<const insight::CoverageProfile> profile);
    void setOffset(std::uint64_t offset); ///< of the text, in the strip
    void setRanges(std::vector<insight::CoverageRange> ranges);
    Mark markOf(std::uint64_t begin, std::uint64_t end) const override;
    std::vector<Range> rangesIn(std::uint64_t begin, std::uint64_t end) const override;

private:
    std::shared_ptr<const insight::CoverageProfile> m_profile;
    std::uint64_t m_offset = 0;
    std::vector<insight::CoverageRange> m_ranges;
};

class ContextPanel : public QWidget {
    Q_OBJECT
public:
    ContextPanel(CoverageJob* job, FocusHolder* focus, QWidget* parent = nullptr);
    LineView* view() const { return m_view; }
    FactsTable* readers() const { return m_readersTable; }
    int document() const;
    QString placeText() const;

public Q_SLOTS:
    void goToNextGap();
    void goToPreviousGap();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTools();
    QWidget* makeText();
    QWidget* makeReaders();
    QWidget* makeReply();
    void onState();
    void onText();
    void onProfile();
    void onFocus(const Focus& now, const Focus& before);
    void onCaret();
    void showPlace(CoverageJob::Stretch stretch);
    void showReaders();
    void showReply();
    void markNode();
    void goToByte(std::uint64_t byte);
    void goToGap(const insight::Gap* gap);
    void focusReader(int row);

    CoverageJob* m_job;
    QPointer<FocusHolder> m_focus;
    ContextLineSource* m_source;
    ContextMarks* m_marks;
    CoverageReadersModel* m_readers;
    LineView* m_view;
    CoverageStrip* m_strip;
    FactsTable* m_readersTable;
    LogView* m_reply;
    DockTitle *m_readersTitle, *m_replyTitle;
    ThemedLabel* m_place;
    QPushButton *m_find, *m_previousGap, *m_nextGap;
    QSplitter* m_split;
    QWidget *m_body, *m_replyBox = nullptr;
    EmptyState* m_empty;
    CoverageJob::Stretch m_stretch; ///< that is shown; waits for the text when m_waits
    bool m_waits = false, m_updating = false;
    NodeIndex m_replied = NoNode;
};

} // namespace rlmscope
