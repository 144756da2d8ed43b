#pragma once
// What everything painted asks: colours of the chosen scheme, fonts, sizes. One per process, GUI thread only.
// Qt 6.4 cannot tell the desktop's colour scheme, so the choice is a setting or the lightness of the desktop's
// own Window colour, read before our palette replaces it and again whenever the desktop changes it.
#include "views/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>

#include <array>

class QApplication;

namespace rlmscope {

enum class ThemeChoice { System, Light, Dark, HighContrast };

enum class FontRole {
    Base,       ///< 13 px
    BaseMedium, ///< 13 px 500
    BaseStrong, ///< 13 px 600
    Small,      ///< 12 px
    SmallStrong,
    Hint,       ///< 11 px, badges too
    Title,      ///< 15 px 600: question, page title
    PageTitle,  ///< 26 px 600: first page only
    Lead,       ///< 15 px 400: first page only
    Mono,       ///< 12 px: code, values
    MonoColumn, ///< 11.5 px: aligned numbers
    MonoStrong, ///< 12 px 600
    KeyFigure,  ///< 14 px 600
    Rail,       ///< 10.5 px
    Count
};

class Theme : public QObject {
    Q_OBJECT

public:
    static Theme& instance();

    /// Installs style, palette, font and English plural forms on the application, once, right after it was made.
    static void install(QApplication& app, ThemeChoice choice = ThemeChoice::System);

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    Scheme scheme() const { return m_scheme; }
    bool isDark() const { return m_scheme != Scheme::Light; }
    bool isHighContrast() const { return m_scheme == Scheme::HighContrast; }

    /// Animation off: the running ring stands still.
    bool reduceMotion() const { return m_reduceMotion; }
    void setReduceMotion(bool reduce);

    QColor color(Token token) const { return tokenColor(m_scheme, token); }
    QPalette palette() const;
    const QFont& font(FontRole role) const { return m_fonts[static_cast<int>(role)]; }

    /// How much larger than 13 px the desktop's own font is, at least 1. Sizes in pixels are multiplied by it.
    double fontScale() const { return m_fontScale; }
    int px(double atScaleOne) const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Theme();
    void readDesktop();
    void apply();
    QFont makeFont(FontRole role) const;

    ThemeChoice m_choice = ThemeChoice::System;
    Scheme m_scheme = Scheme::Light;
    double m_fontScale = 1;
    bool m_desktopIsDark = false;
    bool m_reduceMotion = false;
    bool m_applying = false;
    QString m_sans, m_mono;
    QPalette m_applied;
    std::array<QFont, static_cast<int>(FontRole::Count)> m_fonts;
};

/// Shorthands for paint code.
inline QColor themed(Token token) { return Theme::instance().color(token); }
inline const QFont& themed(FontRole role) { return Theme::instance().font(role); }

} // namespace rlmscope
