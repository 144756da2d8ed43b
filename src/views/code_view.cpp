#include "views/code_view.h"

#include "itemmodels/format.h"
#include "views/find_bar.h"
#include "views/theme.h"

#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScreen>
#include <QToolTip>
#include <QVBoxLayout>

// QScintilla declares with the bare words that QT_NO_KEYWORDS takes away.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <Qsci/qscilexerjson.h>
#include <Qsci/qscilexerpython.h>
#include <Qsci/qsciscintilla.h>
#undef signals
#undef slots

#include <algorithm>
#include <string>
#include <string_view>

namespace rlmscope {

using S = QsciScintillaBase;

namespace {

constexpr int ErrorMarker = 3, FoldMargin = 2;

/// Keyword set 1 is the language and what everybody uses of it, set 2 what RLMScope puts into the REPL.
class ReplLexer : public QsciLexerPython {
public:
    using QsciLexerPython::QsciLexerPython;
    const char* keywords(int set) const override {
        if (set == 1)
            return "False None True and as assert async await break case class continue def del elif else except "
                   "finally for from global if import in is lambda match nonlocal not or pass raise return try while "
                   "with yield abs all any bool bytes dict enumerate filter float int isinstance len list map max min "
                   "open print range repr reversed round set sorted str sum tuple type zip";
        if (set == 2)
            return "llm_query llm_query_batched rlm_query rlm_query_batched context answer SHOW_VARS FINAL FINAL_VAR "
                   "SUBMIT budget";
        return nullptr;
    }
};

/// QScintilla reads sizes in points only.
QFont inPoints(QFont font) {
    if (font.pixelSize() > 0) {
        const QScreen* screen = QGuiApplication::primaryScreen();
        font.setPointSizeF(font.pixelSize() * 72.0 / (screen ? screen->logicalDotsPerInchY() : 96.0));
    }
    return font;
}

} // namespace

/// The editor itself, with words behind its lines: this Scintilla has none of its own.
class CodeEditor : public QsciScintilla {
public:
    using QsciScintilla::QsciScintilla;
    QVector<CodeView::LineNote> notes;

protected:
    void paintEvent(QPaintEvent* event) override {
        QsciScintilla::paintEvent(event);
        QPainter p(viewport());
        const int height = static_cast<int>(SendScintilla(S::SCI_TEXTHEIGHT, 0UL));
        for (const auto& note : std::as_const(notes)) {
            if (!SendScintilla(S::SCI_GETLINEVISIBLE, static_cast<unsigned long>(note.line))) continue;
            const auto end = SendScintilla(S::SCI_GETLINEENDPOSITION, static_cast<unsigned long>(note.line));
            const auto x = static_cast<int>(SendScintilla(S::SCI_POINTXFROMPOSITION, 0UL, end)) + 18;
            const auto y = static_cast<int>(SendScintilla(S::SCI_POINTYFROMPOSITION, 0UL, end));
            if (y + height < 0 || y > viewport()->height()) continue;
            p.setFont(themed(FontRole::MonoColumn));
            p.setPen(themed(Token::Tx3));
            const int room = viewport()->width() - 10;
            const QString text = fitting(note.text, p.fontMetrics(), room - x);
            // Never over the code: the tip of a long line says it.
            if (const int width = p.fontMetrics().horizontalAdvance(text); x + width <= room) p.drawText(QRect(x, y, width + 8, height), Qt::AlignVCenter | Qt::AlignLeft, text);
        }
        if (hasFocus()) {
            p.setPen(QPen(themed(Token::Acc), 2));
            p.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
        }
    }
    bool viewportEvent(QEvent* event) override {
        if (event->type() != QEvent::ToolTip) return QsciScintilla::viewportEvent(event);
        const auto* help = static_cast<QHelpEvent*>(event);
        const int line = lineAt(help->pos());
        const auto note = std::find_if(notes.cbegin(), notes.cend(), [line](const auto& n) { return n.line == line; });
        if (note == notes.cend()) QToolTip::hideText();
        else QToolTip::showText(help->globalPos(), note->text, viewport());
        return true;
    }
    /// All of "50 sub-calls · $0.1169 · 15.2 s", else without the time, else the sum alone.
    static QString fitting(const QString& text, const QFontMetrics& metrics, int room) {
        const QStringList parts = text.split(QStringLiteral(" · "));
        for (qsizetype n = parts.size(); n > 1; --n)
            if (const QString some = parts.mid(0, n).join(QStringLiteral(" · ")); metrics.horizontalAdvance(some) <= room) return some;
        return parts.size() > 1 && metrics.horizontalAdvance(parts.front()) > room ? parts.at(1) : parts.front();
    }
    void focusInEvent(QFocusEvent* event) override {
        QsciScintilla::focusInEvent(event);
        viewport()->update();
    }
    void focusOutEvent(QFocusEvent* event) override {
        QsciScintilla::focusOutEvent(event);
        viewport()->update();
    }
    void contextMenuEvent(QContextMenuEvent* event) override {
        QMenu menu(this);
        auto* view = static_cast<CodeView*>(parentWidget());
        QAction* copy = menu.addAction(CodeView::tr("Copy"), QKeySequence::Copy, this, &QsciScintilla::copy);
        copy->setEnabled(hasSelectedText());
        menu.addAction(CodeView::tr("Select all"), QKeySequence::SelectAll, this, [this] { selectAll(true); });
        menu.addSeparator();
        menu.addAction(CodeView::tr("Find…"), QKeySequence::Find, view, &CodeView::openFind);
        menu.addAction(CodeView::tr("Fold all"), view, [view] { view->foldAll(true); });
        menu.addAction(CodeView::tr("Unfold all"), view, [view] { view->foldAll(false); });
        menu.exec(event->globalPos());
    }
};

CodeView::CodeView(Language language, QWidget* parent)
    : QWidget(parent), m_editor(new CodeEditor(this)), m_find(new FindBar(this)), m_language(language) {
    if (language == Language::Python) m_lexer = new ReplLexer(m_editor);
    else m_lexer = new QsciLexerJSON(m_editor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_find);
    setFocusProxy(m_editor);
    QsciScintilla& e = *m_editor;
    e.setAccessibleName(tr("Code"));
    e.setFrameShape(QFrame::NoFrame);
    e.setUtf8(true);
    e.setReadOnly(true);
    e.setLexer(m_lexer);
    e.setCaretLineVisible(false);
    e.setWrapMode(QsciScintilla::WrapNone);
    e.setTabWidth(4);
    e.setMarginType(0, QsciScintilla::NumberMargin);
    e.setMarginWidth(1, 0);
    e.setMarginLineNumbers(0, true);
    e.setFolding(QsciScintilla::PlainFoldStyle, FoldMargin);
    e.markerDefine(QsciScintilla::Background, ErrorMarker);
    e.SendScintilla(S::SCI_SETSCROLLWIDTHTRACKING, 1UL);
    e.SendScintilla(S::SCI_SETMARGINLEFT, 0UL, 6L);
    e.SendScintilla(S::SCI_SETEXTRAASCENT, 2UL);
    e.SendScintilla(S::SCI_SETEXTRADESCENT, 1UL);
    // Tab leaves the view: it is for reading, and the keyboard must not get stuck in it.
    e.SendScintilla(S::SCI_CLEARCMDKEY, static_cast<unsigned long>(S::SCK_TAB));
    e.installEventFilter(this);
    connect(m_find, &FindBar::queryChanged, this, [this] { find(false, true); });
    connect(m_find, &FindBar::nextWanted, this, [this] { find(false, false); });
    connect(m_find, &FindBar::previousWanted, this, [this] { find(true, false); });
    connect(m_find, &FindBar::closed, this, [this] { m_editor->setFocus(); });
    connect(&Theme::instance(), &Theme::changed, this, &CodeView::applyTheme);
    applyTheme();
}

void CodeView::applyTheme() {
    const QFont mono = inPoints(themed(FontRole::Mono));
    const QColor paper = themed(Token::Code);
    m_lexer->setDefaultFont(mono);
    m_lexer->setFont(mono, -1);
    m_lexer->setDefaultPaper(paper);
    m_lexer->setPaper(paper, -1);
    m_lexer->setDefaultColor(themed(Token::Tx));
    m_lexer->setColor(themed(Token::Tx), -1);
    m_language == Language::Python ? colourPython() : colourJson();
    m_editor->setPaper(paper);
    m_editor->setColor(themed(Token::Tx));
    m_editor->setMarginsFont(inPoints(themed(FontRole::MonoColumn)));
    m_editor->setMarginsBackgroundColor(paper);
    m_editor->setMarginsForegroundColor(themed(Token::Tx3));
    m_editor->setFoldMarginColors(paper, paper);
    for (int marker = static_cast<int>(S::SC_MARKNUM_FOLDEREND); marker <= static_cast<int>(S::SC_MARKNUM_FOLDEROPEN); ++marker) {
        m_editor->SendScintilla(S::SCI_MARKERSETFORE, static_cast<unsigned long>(marker), themed(Token::Tx3));
        m_editor->SendScintilla(S::SCI_MARKERSETBACK, static_cast<unsigned long>(marker), themed(Token::Tx3));
    }
    // Quiet arrows, as in the trees of the window.
    m_editor->SendScintilla(S::SCI_MARKERDEFINE, static_cast<unsigned long>(S::SC_MARKNUM_FOLDEROPEN), static_cast<long>(S::SC_MARK_ARROWDOWN));
    m_editor->SendScintilla(S::SCI_MARKERDEFINE, static_cast<unsigned long>(S::SC_MARKNUM_FOLDER), static_cast<long>(S::SC_MARK_ARROW));
    m_editor->setMarkerBackgroundColor(themed(Token::ErrFill), ErrorMarker);
    m_editor->setCaretForegroundColor(themed(Token::Acc));
    m_editor->setSelectionBackgroundColor(themed(Token::Sel));
    m_editor->setSelectionForegroundColor(themed(Token::SelText));
    m_editor->recolor();
    breakLigatures();
}

void CodeView::colourPython() {
    const auto colour = [this](Token token, std::initializer_list<int> styles) {
        for (const int style : styles)
            m_lexer->setColor(themed(token), style);
    };
    using P = QsciLexerPython;
    colour(Token::SynKeyword, {P::Keyword, P::Decorator});
    colour(Token::SynNumber, {P::Number});
    colour(Token::SynComment, {P::Comment, P::CommentBlock});
    colour(Token::SynString,
           {P::DoubleQuotedString, P::SingleQuotedString, P::TripleSingleQuotedString, P::TripleDoubleQuotedString,
            P::UnclosedString, P::DoubleQuotedFString, P::SingleQuotedFString, P::TripleSingleQuotedFString,
            P::TripleDoubleQuotedFString});
    colour(Token::Frame, {P::HighlightedIdentifier});
    QFont strong = inPoints(themed(FontRole::Mono));
    strong.setWeight(QFont::Bold);
    m_lexer->setFont(strong, P::HighlightedIdentifier);
    if (Theme::instance().isHighContrast())
        m_lexer->setFont(strong, P::Keyword);
}

void CodeView::colourJson() {
    using J = QsciLexerJSON;
    const auto colour = [this](Token token, std::initializer_list<int> styles) {
        for (const int style : styles) m_lexer->setColor(themed(token), style);
    };
    colour(Token::SynKeyword, {J::Keyword, J::KeywordLD});
    colour(Token::SynNumber, {J::Number});
    colour(Token::SynString, {J::String, J::UnclosedString, J::IRI, J::IRICompact, J::EscapeSequence});
    colour(Token::Frame, {J::Property});
    colour(Token::Tx, {J::Operator, J::Error});
}

// QScintilla drops the font's "no shaping" wish, and JetBrains Mono would join != and ->. Scintilla paints runs of equal
// look, so a text-colour indicator of the colour that is there anyway, on every second mark, keeps the marks apart.
void CodeView::breakLigatures() {
    if (m_language != Language::Python) return;
    const std::string text = m_editor->text().toStdString();
    const auto isMark = [&](std::size_t i) {
        return i < text.size() && std::string_view("!=<>-+*/:|&~^%#._?;@$").find(text[i]) != std::string_view::npos;
    };
    m_editor->SendScintilla(S::SCI_COLOURISE, 0UL, -1L);
    const Token tokens[] = {Token::Tx, Token::SynString, Token::SynComment};
    for (int i = 0; i < 3; ++i) {
        m_editor->SendScintilla(S::SCI_INDICSETSTYLE, static_cast<unsigned long>(i), static_cast<long>(S::INDIC_TEXTFORE));
        m_editor->SendScintilla(S::SCI_INDICSETFORE, static_cast<unsigned long>(i), themed(tokens[i]));
        m_editor->SendScintilla(S::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(i));
        m_editor->SendScintilla(S::SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(text.size()));
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isMark(i) || !isMark(i + 1))
            continue;
        const auto style = m_editor->SendScintilla(S::SCI_GETSTYLEAT, static_cast<unsigned long>(++i));
        const int look = style == QsciLexerPython::Comment || style == QsciLexerPython::CommentBlock ? 2
                         : m_lexer->color(static_cast<int>(style)) == themed(Token::SynString) ? 1 : 0;
        m_editor->SendScintilla(S::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(look));
        m_editor->SendScintilla(S::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(i), 1L);
    }
}

void CodeView::setCode(const QString& code) {
    m_editor->notes.clear();
    m_errorLine = -1;
    m_editor->setText(code.endsWith(QLatin1Char('\n')) ? code.chopped(1) : code);
    breakLigatures();
    const auto digits = std::max<qsizetype>(3, QString::number(m_editor->lines()).size());
    m_editor->setMarginWidth(0, QStringLiteral("0").repeated(digits + 1));
    m_editor->setMarginWidth(FoldMargin, Theme::instance().px(12));
    m_editor->SendScintilla(S::SCI_SETXOFFSET, 0UL);
    m_editor->SendScintilla(S::SCI_SETSCROLLWIDTH, 1UL);
    if (!m_find->isHidden()) find(false, true);
}

void CodeView::setNotes(const QVector<LineNote>& notes) {
    if (m_editor->notes == notes) return;
    m_editor->notes = notes;
    m_editor->viewport()->update();
}

QVector<CodeView::LineNote> CodeView::notes() const { return m_editor->notes; }

void CodeView::setErrorLine(int line) {
    if (line == m_errorLine) return;
    m_errorLine = line;
    m_editor->markerDeleteAll(ErrorMarker);
    if (line >= 0 && line < m_editor->lines()) m_editor->markerAdd(line, ErrorMarker);
}

void CodeView::goToLine(int line) {
    m_editor->ensureLineVisible(line);
    m_editor->setCursorPosition(line, 0);
}

void CodeView::foldAll(bool folded) {
    m_editor->SendScintilla(S::SCI_FOLDALL, static_cast<unsigned long>(folded ? S::SC_FOLDACTION_CONTRACT : S::SC_FOLDACTION_EXPAND));
}

int CodeView::wantedHeight() const {
    const auto line = static_cast<int>(m_editor->SendScintilla(S::SCI_TEXTHEIGHT, 0UL));
    return line * m_editor->lines() + 14 + (m_find->isHidden() ? 0 : m_find->sizeHint().height());
}

QString CodeView::code() const { return m_editor->text(); }

// ---- find -----------------------------------------------------------------------------------------------------

void CodeView::openFind() {
    const QString chosen = m_editor->selectedText();
    m_find->open(chosen.contains(QLatin1Char('\n')) ? QString() : chosen);
}

void CodeView::find(bool backwards, bool fromStart) {
    const QString text = m_find->text();
    if (text.isEmpty()) return m_find->setResult({}, false);
    int line = 0, column = 0;
    m_editor->getCursorPosition(&line, &column);
    if (fromStart || backwards) {
        int endLine = 0, endColumn = 0, fromLine = 0, fromColumn = 0;
        m_editor->getSelection(&fromLine, &fromColumn, &endLine, &endColumn);
        if (fromLine >= 0 && m_editor->hasSelectedText()) {
            line = fromLine;
            column = fromColumn;
        }
        // QScintilla looks backwards from before the selection when told so.
        if (backwards && column > 0) --column;
        else if (backwards && line > 0) column = m_editor->lineLength(--line);
    }
    m_editor->findFirst(text, m_find->isRegex(), m_find->matchesCase(), false, true, !backwards, line, column, true, false, true);
    countMatches();
}

void CodeView::countMatches() {
    const std::string text = m_editor->text().toStdString(), wanted = m_find->text().toStdString();
    const int flags = (m_find->matchesCase() ? S::SCFIND_MATCHCASE : 0) | (m_find->isRegex() ? S::SCFIND_REGEXP | S::SCFIND_CXX11REGEX : 0);
    m_editor->SendScintilla(S::SCI_SETSEARCHFLAGS, static_cast<unsigned long>(flags));
    const auto selection = m_editor->SendScintilla(S::SCI_GETSELECTIONSTART);
    int count = 0, at = 0;
    for (long from = 0; from < static_cast<long>(text.size()) && count < 10'000;) {
        m_editor->SendScintilla(S::SCI_SETTARGETRANGE, static_cast<unsigned long>(from), static_cast<long>(text.size()));
        const auto found = m_editor->SendScintilla(S::SCI_SEARCHINTARGET, static_cast<unsigned long>(wanted.size()), wanted.c_str());
        if (found < 0) break;
        ++count;
        if (found == selection) at = count;
        from = std::max<long>(m_editor->SendScintilla(S::SCI_GETTARGETEND), found + 1);
    }
    m_find->setResult(count == 0 ? tr("Nothing found") : at ? format::nOfM(at, count) : format::count(count), count == 0);
}

/// These keys are ours while the code has the focus, whatever shortcuts the window has.
bool CodeView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool opens = key->matches(QKeySequence::Find), steps = key->key() == Qt::Key_F3, closes = key->key() == Qt::Key_Escape && !m_find->isHidden();
        if (opens || steps || closes) {
            if (event->type() == QEvent::KeyPress) {
                if (opens || (steps && m_find->isHidden())) openFind();
                else if (steps) find(key->modifiers() & Qt::ShiftModifier, false);
                else m_find->close();
            }
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace rlmscope
