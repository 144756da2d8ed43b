#include "views/theme.h"

#include "views/english.h"
#include "views/style.h"
#include "views/theme_fonts.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>
#include <QScreen>
#include <QToolTip>

#include <cmath>

// In a static library nothing else would pull the compiled icons in. Outside every namespace, as Qt asks.
static void compileInIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace rlmscope {

namespace {

QString firstInstalled(std::initializer_list<const char*> families, const QString& fallback) {
    for (const char* family : families)
        if (QFontDatabase::hasFamily(QLatin1String(family)))
            return QLatin1String(family);
    return fallback;
}

FontChoice& chosenFonts() {
    static FontChoice choice;
    return choice;
}

} // namespace

void chooseFonts(const FontChoice& choice) { chosenFonts() = choice; }

QString standardSans() {
    return firstInstalled({"Inter", "Noto Sans", "DejaVu Sans"}, QFontDatabase::systemFont(QFontDatabase::GeneralFont).family());
}

QString standardMono() {
    return firstInstalled({"JetBrains Mono", "DejaVu Sans Mono"}, QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
}

Theme::Theme() = default;

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

void Theme::install(QApplication& app, ThemeChoice choice) {
    compileInIcons();
    Theme& theme = instance();
    theme.m_choice = choice;
    const FontChoice& fonts = chosenFonts();
    theme.m_sans = fonts.sans.isEmpty() ? standardSans() : fonts.sans;
    theme.m_mono = fonts.mono.isEmpty() ? standardMono() : fonts.mono;
    static const double desktopPx = QFontInfo(app.font()).pixelSize(); // later the application's font is ours
    theme.m_fontScale = fonts.px > 0 ? fonts.px / 13.0 : std::max(1.0, desktopPx / 13.0);
    static const bool desktopIsDark = (theme.readDesktop(), theme.m_desktopIsDark); // nor is its palette later
    theme.m_desktopIsDark = desktopIsDark;
    app.setStyle(new Style);
    theme.apply();
    app.installEventFilter(&theme);
    installEnglishPlurals(); // first of all translators: a real translation, installed later, wins
}

void Theme::readDesktop() {
    m_desktopIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Theme::setChoice(ThemeChoice choice) {
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setReduceMotion(bool reduce) {
    if (reduce == m_reduceMotion)
        return;
    m_reduceMotion = reduce;
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    // Our own setPalette sends the same event; only a palette that is not ours came from the desktop.
    if (event->type() == QEvent::ApplicationPaletteChange && watched == qApp && !m_applying
        && QApplication::palette().color(QPalette::Window) != m_applied.color(QPalette::Window)) {
        readDesktop();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::apply() {
    switch (m_choice) {
    case ThemeChoice::System: m_scheme = m_desktopIsDark ? Scheme::Dark : Scheme::Light; break;
    case ThemeChoice::Light: m_scheme = Scheme::Light; break;
    case ThemeChoice::Dark: m_scheme = Scheme::Dark; break;
    case ThemeChoice::HighContrast: m_scheme = Scheme::HighContrast; break;
    }
    for (std::size_t i = 0; i < m_fonts.size(); ++i)
        m_fonts[i] = makeFont(static_cast<FontRole>(i));
    m_applying = true;
    m_applied = palette();
    QApplication::setPalette(m_applied);
    QApplication::setFont(font(FontRole::Base));
    QToolTip::setFont(font(FontRole::Small));
    m_applying = false;
    Q_EMIT changed();
}

QPalette Theme::palette() const {
    QPalette p;
    const auto set = [&](QPalette::ColorRole role, Token token) { p.setColor(role, color(token)); };
    set(QPalette::Window, Token::Win);
    set(QPalette::Base, Token::Base);
    set(QPalette::AlternateBase, Token::Alt);
    set(QPalette::Button, Token::Base);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        set(role, Token::Tx);
    set(QPalette::PlaceholderText, Token::Tx3);
    set(QPalette::Highlight, Token::Sel);
    set(QPalette::HighlightedText, Token::SelText);
    set(QPalette::Link, Token::Acc);
    set(QPalette::LinkVisited, Token::Acc);
    set(QPalette::Mid, Token::Line2);
    set(QPalette::Midlight, Token::Line);
    set(QPalette::Light, Token::Base);
    set(QPalette::Dark, Token::Line2);
    set(QPalette::Shadow, Token::Line2);
    set(QPalette::ToolTipBase, Token::Tx);
    set(QPalette::ToolTipText, Token::Base);
    set(QPalette::BrightText, Token::Err);
    p.setColor(QPalette::Inactive, QPalette::Highlight, color(Token::SelInactive));
    p.setColor(QPalette::Inactive, QPalette::HighlightedText, color(Token::Tx));
    QColor faded = color(Token::Tx3);
    faded.setAlphaF(0.6f);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faded);
    return p;
}

int Theme::px(double atScaleOne) const {
    return static_cast<int>(std::lround(atScaleOne * m_fontScale));
}

QFont Theme::makeFont(FontRole role) const {
    double size = 13;
    int weight = QFont::Normal;
    bool mono = false;
    switch (role) {
    case FontRole::Base: break;
    case FontRole::BaseMedium: weight = QFont::Medium; break;
    case FontRole::BaseStrong: weight = QFont::DemiBold; break;
    case FontRole::Small: size = 12; break;
    case FontRole::SmallStrong: size = 12; weight = QFont::DemiBold; break;
    case FontRole::Hint: size = 11; break;
    case FontRole::Title: size = 15; weight = QFont::DemiBold; break;
    case FontRole::PageTitle: size = 26; weight = QFont::DemiBold; break;
    case FontRole::Lead: size = 15; break;
    case FontRole::Mono: size = 12; mono = true; break;
    case FontRole::MonoColumn: size = 11.5; mono = true; break;
    case FontRole::MonoStrong: size = 12; weight = QFont::DemiBold; mono = true; break;
    case FontRole::KeyFigure: size = 14; weight = QFont::DemiBold; mono = true; break;
    case FontRole::Rail: size = 10.5; break;
    case FontRole::Count: break;
    }
    QFont font(mono ? m_mono : m_sans);
    size *= mono && chosenFonts().monoPx > 0 ? chosenFonts().monoPx / 12.0 : m_fontScale;
    // Whole sizes in pixels; halves exist only in points, which depend on the screen.
    if (size == std::floor(size)) {
        font.setPixelSize(static_cast<int>(size));
    } else {
        const QScreen* screen = QGuiApplication::primaryScreen();
        font.setPointSizeF(size * 72.0 / (screen ? screen->logicalDotsPerInchY() : 96.0));
    }
    font.setWeight(static_cast<QFont::Weight>(weight));
    font.setHintingPreference(QFont::PreferVerticalHinting);
    if (mono) {
        font.setStyleHint(QFont::Monospace);
        // JetBrains Mono would join != and ->; code must show what was written.
        font.setStyleStrategy(QFont::PreferNoShaping);
    }
    return font;
}

} // namespace rlmscope
