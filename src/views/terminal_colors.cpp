#include "views/terminal_colors.h"

#include "views/theme.h"

#include <array>
#include <cmath>

namespace rlmscope {
namespace {

/// Black to white, then their bright forms.
constexpr std::array<Token, 8> Names{Token::Tx3, Token::Err, Token::Ok, Token::Warn, Token::Acc, Token::Model, Token::Sub, Token::Tx};

QColor paletteColor(int index) {
    if (index < 16) return themed(index == 8 ? Token::Tx3 : Names[static_cast<std::size_t>(index % 8)]);
    if (index < 232) {
        const auto level = [](int n) { return n == 0 ? 0 : 55 + 40 * n; };
        const int cube = index - 16;
        return {level(cube / 36), level(cube / 6 % 6), level(cube % 6)};
    }
    const int grey = 8 + 10 * (index - 232);
    return {grey, grey, grey};
}

QColor colorOf(const TerminalColor& color) {
    return color.kind == TerminalColor::Kind::Rgb ? QColor(color.r, color.g, color.b) : paletteColor(color.r);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

} // namespace

QColor readableOn(QColor color, const QColor& ground, double ratio) {
    const bool darkGround = ground.lightnessF() < 0.5f;
    for (int step = 0; step < 40 && contrastRatio(color, ground) < ratio; ++step)
        color = mixed(color, darkGround ? QColor(255, 255, 255) : QColor(0, 0, 0), 0.08); // towards the end of the scale
    return color;
}

TerminalLook terminalLook(const TerminalStyle& style) {
    const QColor paper = themed(Token::Code);
    TerminalColor text = style.text, ground = style.ground;
    TerminalLook look;
    QColor wanted = text.kind == TerminalColor::Kind::Default ? themed(style.faint ? Token::Tx3 : Token::Tx) : colorOf(text);
    if (style.inverse) {
        look.ground = mixed(paper, wanted, 0.3);
        wanted = ground.kind == TerminalColor::Kind::Default ? themed(Token::Tx) : colorOf(ground);
    } else if (ground.kind != TerminalColor::Kind::Default) {
        look.ground = mixed(paper, colorOf(ground), 0.3);
    }
    look.text = readableOn(wanted, look.ground.isValid() ? look.ground : paper);
    return look;
}

} // namespace rlmscope
