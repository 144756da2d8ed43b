#include "views/tokens.h"

#include <array>
#include <cmath>

namespace rlmscope {

namespace {

struct Row {
    Token token;
    QRgb light, dark, contrast;
};

// Kinds derive from Okabe-Ito; orange and vermilion are kept for status.
constexpr Row Table[] = {
    {Token::Win, 0xF2F3F5, 0x1D2025, 0x000000},
    {Token::Base, 0xFFFFFF, 0x16181C, 0x000000},
    {Token::Alt, 0xF8F9FA, 0x1A1D21, 0x000000},
    {Token::Code, 0xFBFBFC, 0x131519, 0x000000},
    {Token::Line, 0xDEE1E6, 0x2D323A, 0xFFFFFF},
    {Token::Line2, 0xC3C9D1, 0x434B56, 0xFFFFFF},
    {Token::Grid, 0xECEEF1, 0x23272D, 0x808080},
    {Token::Tx, 0x1A1D21, 0xE3E6EA, 0xFFFFFF},
    {Token::Tx2, 0x535B66, 0xA9B1BC, 0xFFFFFF},
    {Token::Tx3, 0x68707B, 0x8E97A3, 0xD0D0D0},
    {Token::Acc, 0x0B63A8, 0x5CB0EC, 0xFFD400},
    {Token::OnAcc, 0xFFFFFF, 0x0C1116, 0x000000},
    {Token::Sel, 0xD9E9F7, 0x1E3A53, 0xFFD400},
    {Token::SelText, 0x1A1D21, 0xE3E6EA, 0x000000},
    {Token::SelInactive, 0xE6EAEE, 0x272C33, 0x000000},
    {Token::Hover, 0xEEF2F6, 0x22262C, 0x000000},
    {Token::Frame, 0x00507F, 0x4C9BDB, 0x6CB8F0},
    {Token::Turn, 0x858F9B, 0x75808D, 0xFFFFFF},
    {Token::Model, 0xA5437C, 0xDB8FB9, 0xFF9ED2},
    {Token::Cell, 0x007E5B, 0x35BF95, 0x3FE0AE},
    {Token::Sub, 0x2A88C4, 0x92CFF4, 0xB8E4FF},
    {Token::Tool, 0x7A7000, 0xD3C551, 0xF0E442},
    {Token::TintFrame, 0xCBDFEC, 0x1F3C55, 0x000000},
    {Token::TintModel, 0xEFD3E3, 0x4A2C3D, 0x000000},
    {Token::TintCell, 0xCDE9DF, 0x1B4437, 0x000000},
    {Token::TintSub, 0xCFE6F5, 0x28475A, 0x000000},
    {Token::TintTool, 0xECE8C0, 0x423E1C, 0x000000},
    {Token::Warn, 0x8A5A00, 0xF0B341, 0xFFC34D},
    {Token::WarnFill, 0xFFF4DC, 0x332A14, 0x000000},
    {Token::WarnEdge, 0xE69F00, 0xE69F00, 0xE69F00},
    {Token::Err, 0xB23A00, 0xFF9A5C, 0xFF9A5C},
    {Token::ErrFill, 0xFDEBE1, 0x3A2216, 0x000000},
    {Token::ErrEdge, 0xD55E00, 0xE8701F, 0xE8701F},
    {Token::Ok, 0x3F6B5C, 0x7CC3A8, 0xFFFFFF},
    {Token::Heat0, 0xE9ECEF, 0x24282E, 0x000000},
    {Token::Heat1, 0xBFDDF0, 0x1F3F57, 0x404040},
    {Token::Heat2, 0x6FB3DD, 0x2C6D9B, 0x707070},
    {Token::Heat3, 0x1F7DB8, 0x4FA3DB, 0xB0B0B0},
    {Token::Heat4, 0x004B78, 0xB7E0F8, 0xFFFFFF},
    {Token::SynKeyword, 0x8A2F66, 0xE29BC4, 0xFFFFFF},
    {Token::SynString, 0x1B6B4C, 0x7FCBA9, 0xFFFFFF},
    {Token::SynNumber, 0x8A5200, 0xE3B266, 0xFFFFFF},
    {Token::SynComment, 0x68707B, 0x8E97A3, 0xFFFFFF},
};

constexpr bool rowsFollowTheEnum() {
    int i = 0;
    for (const Row& row : Table)
        if (static_cast<int>(row.token) != i++)
            return false;
    return i == static_cast<int>(Token::Count);
}
static_assert(rowsFollowTheEnum(), "one row per token, in the order of the enum");

double luminance(const QColor& colour) {
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

QColor tokenColor(Scheme scheme, Token token) {
    const Row& row = Table[static_cast<int>(token)];
    switch (scheme) {
    case Scheme::Light: return QColor::fromRgb(row.light);
    case Scheme::Dark: return QColor::fromRgb(row.dark);
    case Scheme::HighContrast: break;
    }
    return QColor::fromRgb(row.contrast);
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace rlmscope
