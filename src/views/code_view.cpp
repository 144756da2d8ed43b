#include "views/code_view.h"

#include "views/theme.h"

#include <QGuiApplication>
#include <QScreen>
#include <QVBoxLayout>

// QScintilla declares with the bare words that QT_NO_KEYWORDS takes away.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <Qsci/qscilexerpython.h>
#include <Qsci/qsciscintilla.h>
#undef signals
#undef slots

#include <algorithm>
#include <string>
#include <string_view>

namespace rlmscope {

namespace {

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

} // namespace

CodeView::CodeView(QWidget* parent)
    : QWidget(parent), m_editor(new QsciScintilla(this)), m_lexer(new ReplLexer(m_editor)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_editor);
    setFocusProxy(m_editor);
    QsciScintilla& e = *m_editor;
    using S = QsciScintillaBase;
    e.setAccessibleName(tr("Code"));
    e.setFrameShape(QFrame::NoFrame);
    e.setUtf8(true);
    e.setReadOnly(true);
    e.setLexer(m_lexer);
    e.setCaretLineVisible(false);
    e.setWrapMode(QsciScintilla::WrapNone);
    e.setTabWidth(4);
    e.setFolding(QsciScintilla::NoFoldStyle);
    e.setMarginType(0, QsciScintilla::NumberMargin);
    e.setMarginWidth(1, 0);
    e.setMarginWidth(2, 0);
    e.setMarginLineNumbers(0, true);
    e.SendScintilla(S::SCI_SETSCROLLWIDTHTRACKING, 1UL);
    e.SendScintilla(S::SCI_SETMARGINLEFT, 0UL, 8L);
    e.SendScintilla(S::SCI_SETEXTRAASCENT, 2UL);
    e.SendScintilla(S::SCI_SETEXTRADESCENT, 1UL);
    // Tab leaves the view: it is for reading, and the keyboard must not get stuck in it.
    e.SendScintilla(S::SCI_CLEARCMDKEY, static_cast<unsigned long>(S::SCK_TAB));
    e.setContextMenuPolicy(Qt::DefaultContextMenu);
    connect(&Theme::instance(), &Theme::changed, this, &CodeView::applyTheme);
    applyTheme();
}

void CodeView::applyTheme() {
    // QScintilla reads sizes in points only.
    const auto inPoints = [](QFont font) {
        if (font.pixelSize() > 0) {
            const QScreen* screen = QGuiApplication::primaryScreen();
            font.setPointSizeF(font.pixelSize() * 72.0 / (screen ? screen->logicalDotsPerInchY() : 96.0));
        }
        return font;
    };
    const QFont mono = inPoints(themed(FontRole::Mono));
    const QColor paper = themed(Token::Code);
    m_lexer->setDefaultFont(mono);
    m_lexer->setFont(mono, -1);
    m_lexer->setDefaultPaper(paper);
    m_lexer->setPaper(paper, -1);
    m_lexer->setDefaultColor(themed(Token::Tx));
    m_lexer->setColor(themed(Token::Tx), -1);
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
    QFont strong = mono;
    strong.setWeight(QFont::Bold);
    m_lexer->setFont(strong, P::HighlightedIdentifier);
    if (Theme::instance().isHighContrast())
        m_lexer->setFont(strong, P::Keyword);
    m_editor->setPaper(paper);
    m_editor->setColor(themed(Token::Tx));
    m_editor->setMarginsFont(inPoints(themed(FontRole::MonoColumn)));
    m_editor->setMarginsBackgroundColor(paper);
    m_editor->setMarginsForegroundColor(themed(Token::Tx3));
    m_editor->setCaretForegroundColor(themed(Token::Acc));
    m_editor->setSelectionBackgroundColor(themed(Token::Sel));
    m_editor->setSelectionForegroundColor(themed(Token::SelText));
    m_editor->recolor();
    breakLigatures();
}

// QScintilla drops the font's "no shaping" wish, and JetBrains Mono would join != and ->. Scintilla paints runs of equal
// look, so a text-colour indicator of the colour that is there anyway, on every second mark, keeps the marks apart.
void CodeView::breakLigatures() {
    using S = QsciScintillaBase;
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
    m_editor->setText(code.endsWith(QLatin1Char('\n')) ? code.chopped(1) : code);
    breakLigatures();
    const auto digits = std::max<qsizetype>(3, QString::number(m_editor->lines()).size());
    m_editor->setMarginWidth(0, QStringLiteral("0").repeated(digits + 2));
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETXOFFSET, 0UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETSCROLLWIDTH, 1UL);
}

int CodeView::wantedHeight() const {
    const auto line = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_TEXTHEIGHT, 0UL));
    return line * m_editor->lines() + 14;
}

QString CodeView::code() const { return m_editor->text(); }

} // namespace rlmscope
