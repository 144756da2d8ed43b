#include "views/note_page.h"

#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace rlmscope {

NotePage::NotePage(QWidget* parent) : QWidget(parent) {
    m_bookmark = new QCheckBox(tr("Bookmark"), this);
    m_bookmark->setToolTip(tr("Marks the row in the tree (Ctrl+B)"));
    m_text = new QPlainTextEdit(this);
    setLook(m_text, "field");
    m_text->setAccessibleName(tr("Note"));
    m_text->setPlaceholderText(tr("What is worth knowing about this node"));
    m_text->setTabChangesFocus(true);
    m_text->installEventFilter(this);
    auto* tagsLabel = new ThemedLabel(tr("Tags, separated by commas"), FontRole::Small, Token::Tx2, this);
    m_tags = new QLineEdit(this);
    m_tags->setAccessibleName(tr("Tags"));
    m_tags->setMaxLength(1'000);
    m_tags->installEventFilter(this);
    tagsLabel->setBuddy(m_tags);
    m_where = new ThemedLabel({}, FontRole::Small, Token::Tx3, this);
    m_where->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_bookmark, 0, Qt::AlignLeft);
    column->addWidget(m_text, 1);
    column->addWidget(tagsLabel);
    column->addWidget(m_tags);
    column->addWidget(m_where);
    m_save.setSingleShot(true);
    m_save.setInterval(1'200);
    connect(&m_save, &QTimer::timeout, this, &NotePage::save);
    const auto changed = [this] {
        if (m_filling) return;
        m_dirty = true;
        m_save.start();
    };
    connect(m_text, &QPlainTextEdit::textChanged, this, changed);
    connect(m_tags, &QLineEdit::textEdited, this, changed);
    connect(m_bookmark, &QCheckBox::toggled, this, [this](bool on) {
        if (!m_filling && m_document && m_id) m_document->annotations()->setBookmarked(m_id, on);
    });
    refresh();
}

NotePage::~NotePage() { save(); }

void NotePage::setFocusNode(RunDocument* document, NodeIndex node) {
    if (document == m_document && node == m_node) return;
    save();
    if (document != m_document) {
        if (m_document) m_document->annotations()->disconnect(this);
        if (document) connect(document->annotations(), &RunAnnotations::changed, this, [this] {
            if (!m_dirty) refresh();
        });
    }
    m_document = document;
    m_node = node;
    m_id = document && node < document->whole().nodes().size() ? document->whole().node(node).id : NodeId{};
    refresh();
}

void NotePage::refresh() {
    m_filling = true;
    const bool any = m_document && m_id;
    static const NodeMarks none;
    const NodeMarks& marks = any ? m_document->annotations()->all().at(m_id) : none;
    if (const auto note = fromUtf8(marks.note); note != m_text->toPlainText()) m_text->setPlainText(note);
    QStringList tags;
    for (const auto& tag : marks.tags) tags << fromUtf8(tag);
    m_tags->setText(tags.join(QStringLiteral(", ")));
    m_bookmark->setChecked(marks.bookmarked);
    for (QWidget* part : {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_tags), static_cast<QWidget*>(m_bookmark)}) part->setEnabled(any);
    QString where = any ? QString() : tr("Choose a node to write about.");
    if (any) {
        switch (annotationPlace(std::filesystem::path(m_document->path().toStdString()))) {
        case AnnotationPlace::Trace: where = tr("Saved with the trace."); break;
        case AnnotationPlace::Waiting: where = tr("Saved on this computer, and with the trace as soon as its run has ended."); break;
        case AnnotationPlace::BesideForeign: where = tr("This trace is not in your library: saved on this computer, beside it."); break;
        case AnnotationPlace::BesideReadOnly: where = tr("This trace cannot be written: saved on this computer, beside it."); break;
        }
    }
    m_where->setText(where);
    m_filling = false;
}

void NotePage::save() {
    m_save.stop();
    if (!std::exchange(m_dirty, false) || !m_document || !m_id) return;
    auto* said = m_document->annotations();
    const auto id = m_id;
    QStringList wanted;
    for (const QString& tag : m_tags->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (!tag.trimmed().isEmpty()) wanted << tag.trimmed();
    const QString note = m_text->toPlainText();
    const auto old = said->all().at(id).tags; // changes while tags go
    for (const auto& tag : old)
        if (!wanted.contains(fromUtf8(tag))) said->setTag(id, fromUtf8(tag), false);
    for (const QString& tag : wanted)
        if (std::find(old.begin(), old.end(), tag.toStdString()) == old.end()) said->setTag(id, tag, true);
    said->setNote(id, note);
}

void NotePage::edit() {
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->moveCursor(QTextCursor::End);
}

bool NotePage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) save();
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && (key->modifiers() & Qt::ControlModifier || watched == m_tags);
        if (key->key() == Qt::Key_Escape || enter) {
            save();
            Q_EMIT done();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace rlmscope
