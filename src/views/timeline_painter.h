#pragma once
// Paints the bars of a timeline into an image, from the visible range: per row at most one bar a pixel column, found by
// binary search, so that a million bars cost what the pixels cost. Failed, interrupted and repeated calls are painted in a
// second pass and are never below three pixels; the critical path in a third.
#include "itemmodels/timeline.h"
#include "views/timeline_rows.h"

#include <QImage>
#include <QRect>

#include <vector>

namespace rlmscope {

class TimelinePainter {
public:
    struct Input {
        const insight::BarRows* bars = nullptr;
        const TimelineRows* rows = nullptr;
        insight::SpansAt run;      ///< at the moment that is shown
        const insight::CriticalPath* path = nullptr; ///< null = not drawn
        TimelineScale scale;       ///< in logical pixels of the image
        int top = 0;               ///< y of the content at the image's upper edge
        bool flame = false;
        double now = 0;
    };
    /// A bar with room for a word: where, and of what.
    struct Word {
        QRect room; ///< logical pixels, in the image
        NodeIndex node = NoNode;
        bool onSolid = false;
    };

    /// Colours are taken from the theme once a painter.
    TimelinePainter();
    /// Fills the image, which has its device pixel ratio set; returns the bars that have room for words.
    std::vector<Word> paint(QImage& image, const Input& input);

private:
    struct Colours {
        QRgb base, grid, frame, turn, model, modelTint, cell, cellTint, sub, subTint, tx, tx3, err, warn;
        bool contrast;
    };
    struct Area {
        int y1, y2; ///< device pixels, clipped
        bool visible() const { return y2 > y1; }
    };
    QRgb kindColour(NodeKind kind) const;
    Area areaOf(const TimelineRow& row) const;
    int device(double at) const; ///< axis -> device pixel, not clipped to the image but to what an int holds
    void fill(int x1, int x2, int y1, int y2, QRgb colour);
    void outline(int x1, int x2, int y1, int y2, QRgb edge, QRgb inside);
    void verticals();
    void row(const TimelineRow& row);
    void bar(const insight::BarRow& row, const insight::Bar& bar, const Area& area, int x1, int x2);
    void call(const insight::BarRow& row, const insight::Bar& bar, const Area& area, int x1, int x2);
    void frameBar(const insight::Bar& bar, const Area& area, int x1, int x2);
    void flameBar(const insight::Bar& bar, const Area& area, int x1, int x2);
    void marks(const TimelineRow& row);
    void pathMarks();
    void word(int x1, int x2, const Area& area, NodeIndex node, bool onSolid);
    const TimelineRow* rowOf(NodeIndex node) const; ///< null = not shown
    const TimelineRow* rowOfStep(const insight::PathStep& step) const;

    Colours m_colours;
    QImage* m_image = nullptr;
    Input m_in;
    double m_dpr = 1;
    int m_width = 0, m_height = 0; ///< device pixels
    std::vector<Word> m_words;
};

} // namespace rlmscope
