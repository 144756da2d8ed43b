#include "views/label_roles.h"

#include "views/theme.h"

#include <QLabel>

namespace rlmscope {
namespace {

struct RoleStyle {
    const char* role;
    FontRole font;
    Token color;
};

constexpr RoleStyle Styles[] = {
    {"page", FontRole::PageTitle, Token::Tx}, {"lead", FontRole::Lead, Token::Tx2},
    {"head", FontRole::BaseStrong, Token::Tx}, {"strong", FontRole::BaseStrong, Token::Tx},
    {"small", FontRole::Small, Token::Tx2},    {"hint", FontRole::Small, Token::Tx3},
    {"hint2", FontRole::Small, Token::Tx2},    {"mono", FontRole::MonoColumn, Token::Tx2},
};

} // namespace

void applyLabelRoles(QWidget* root) {
    const auto labels = root->findChildren<QLabel*>();
    for (auto* label : labels) {
        const auto role = label->property("role").toByteArray();
        for (const auto& s : Styles) {
            if (role != s.role) continue;
            label->setFont(themed(s.font));
            auto palette = label->palette();
            palette.setColor(QPalette::WindowText, themed(s.color));
            palette.setColor(QPalette::Text, themed(s.color)); // inside item views
            label->setPalette(palette);
        }
    }
}

void followLabelRoles(QWidget* root) {
    applyLabelRoles(root);
    QObject::connect(&Theme::instance(), &Theme::changed, root, [root] { applyLabelRoles(root); });
}

} // namespace rlmscope
