// The half of the New run dialog that explains: context preview, strategy, models, what it can cost.
#include "base/text.h"
#include "itemmodels/format.h"
#include "ui_new_run_dialog.h"
#include "views/icon.h"
#include "views/new_run_dialog.h"
#include "views/strategy_sketch.h"
#include "views/style.h"
#include "views/theme.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStandardItemModel>
#include <QUrl>

namespace rlmscope {

// ---- context -------------------------------------------------------------------------------------------------

void NewRunDialog::addPaths(const QStringList& paths) {
    for (const auto& path : paths)
        if (!path.isEmpty() && !m_paths.contains(path)) m_paths << path;
    if (!paths.isEmpty()) updateContext();
}

void NewRunDialog::setPaste(bool on) {
    m_ui->pasteEdit->setVisible(on);
    m_ui->contextCard->setVisible(!on || !m_paths.isEmpty());
    m_ui->clearButton->setVisible(true);
}

void NewRunDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void NewRunDialog::dropEvent(QDropEvent* event) {
    QStringList paths;
    for (const auto& url : event->mimeData()->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    if (!paths.isEmpty()) {
        addPaths(paths);
    } else if (event->mimeData()->hasText()) {
        setPaste(true);
        m_ui->pasteEdit->setPlainText(event->mimeData()->text());
    }
    event->acceptProposedAction();
}

bool NewRunDialog::hasContext() const {
    return !m_paths.isEmpty() || !m_ui->pasteEdit->toPlainText().isEmpty() || !m_contextTrace.isEmpty();
}

void NewRunDialog::updateContext() {
    const bool empty = !hasContext();
    m_ui->clearButton->setEnabled(!empty);
    ContextPreview preview;
    preview.loading = !empty;
    setPreview(preview);
    if (!empty) Q_EMIT contextChanged(form());
}

void NewRunDialog::setPreview(const ContextPreview& preview) {
    m_preview = preview;
    const bool empty = !hasContext();
    const auto only = m_paths.size() == 1 ? QFileInfo(m_paths.first()).fileName() : QString();
    QString name = !preview.name.isEmpty() ? preview.name : !only.isEmpty() ? only : tr("%n source(s)", nullptr, static_cast<int>(m_paths.size()));
    if (empty) name = tr("No context yet");
    m_ui->contextName->setText(name);
    m_ui->contextHint->setText(empty ? tr("Drop files or a folder here, or paste text")
                                     : tr("Drop more files or a folder here to add them"));
    m_ui->contextSummary->setText(preview.summary);

    m_documents->removeRows(0, m_documents->rowCount());
    const auto row = [this](const QString& path, quint64 lines, quint64 bytes, qint64 tokens, bool total) {
        QList<QStandardItem*> items{new QStandardItem(path), new QStandardItem(tr("%1 lines").arg(format::count(static_cast<qint64>(lines)))),
                                    new QStandardItem(format::bytes(bytes)),
                                    new QStandardItem(tr("≈ %1 tokens").arg(format::tokens(tokens)))};
        for (int i = 1; i < items.size(); ++i) {
            items[i]->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            items[i]->setFont(themed(FontRole::MonoColumn));
        }
        if (total) items[0]->setFont(themed(FontRole::BaseStrong));
        m_documents->appendRow(items);
    };
    if (preview.documentCount > 1)
        row(tr("%n document(s)", nullptr, static_cast<int>(preview.documentCount)), preview.lines, preview.bytes, preview.tokens, true);
    for (const auto& document : preview.documents) {
        const bool nameless = document.path.isEmpty();
        row(nameless ? tr("text") : document.path, document.lines, document.bytes, document.tokens, false);
    }
    m_ui->documentTable->setVisible(m_documents->rowCount() > 0);
    if (static_cast<quint64>(preview.documents.size()) < preview.documentCount) {
        auto* more = new QStandardItem(tr("%1 more").arg(format::count(static_cast<qint64>(preview.documentCount) - preview.documents.size())));
        more->setForeground(themed(Token::Tx3));
        m_documents->appendRow(more);
    }

    QString note;
    if (!preview.error.isEmpty()) note = preview.error;
    else if (preview.loading) note = tr("Reading…");
    else if (preview.tokens > 0) {
        note = tr("≈ %1 tokens, estimated at 4 bytes each.").arg(format::tokens(preview.tokens));
        if (const auto* root = choice(specOf(m_ui->rootModel)); root && root->window > 0)
            note += QLatin1Char(' ') + tr("That is %1 of the window of %2.")
                        .arg(format::percent(static_cast<double>(preview.tokens) / static_cast<double>(root->window)), root->label);
        if (strategy() == "rlm") note += QLatin1Char(' ') + tr("The model sees only the question.");
        if (!preview.note.isEmpty()) note += QLatin1Char(' ') + preview.note + QLatin1Char('.');
    }
    m_ui->contextNote->setText(note);
    m_ui->contextNote->setVisible(!note.isEmpty());
    auto palette = m_ui->contextNote->palette();
    palette.setColor(QPalette::WindowText, themed(preview.error.isEmpty() ? Token::Tx3 : Token::Err));
    m_ui->contextNote->setPalette(palette);
    updateConsequence();
}

// ---- strategy ------------------------------------------------------------------------------------------------

int NewRunDialog::depth() const {
    if (m_ui->depth0->isChecked()) return 0;
    if (m_ui->depth2->isChecked()) return 2;
    return m_ui->depth3->isChecked() ? 3 : 1;
}

std::string NewRunDialog::strategy() const {
    return m_ui->strategyBox->currentData().toString().toStdString();
}

void NewRunDialog::setBuiltInPrompts(const std::map<std::string, std::string>& prompts) {
    m_prompts = prompts;
    updateStrategy();
}

void NewRunDialog::updateStrategy() {
    const auto name = strategy();
    const int d = depth();
    QString text;
    if (name == "direct") {
        text = tr("The whole context goes into one prompt. A baseline: refused when it does not fit the model's window.");
    } else if (name == "call-return") {
        text = tr("The model writes <call>question</call> to push a fresh context and <return>answer</return> to pop it. "
                  "No REPL; the depth limits the stack.");
    } else {
        switch (d) {
        case 0: text = tr("The root writes code over the context and never calls a model from it."); break;
        case 1: text = tr("The root writes code over the context. Its cells may call a model on slices, one by one or in batches."); break;
        case 2: text = tr("The root writes code over the context. Its cells may call a model (depth 1) or start child frames with their own REPL (depth 2)."); break;
        default: text = tr("As depth 2, and child frames may start child frames of their own."); break;
        }
    }
    m_ui->strategyText->setText(text);
    m_ui->strategySketch->setStrategy(QString::fromStdString(name), d);
    const bool rlm = name == "rlm";
    for (QWidget* w : {static_cast<QWidget*>(m_ui->depthTitle), static_cast<QWidget*>(m_ui->depth0), static_cast<QWidget*>(m_ui->depth1),
                       static_cast<QWidget*>(m_ui->depth2), static_cast<QWidget*>(m_ui->depth3)})
        w->setEnabled(name != "direct");
    m_ui->protocolBox->setEnabled(rlm);
    m_python->setEnabled(rlm);
    const bool subCalls = (rlm && d >= 1) || name == "call-return";
    const bool children = rlm && d >= 2;
    for (QWidget* w : {static_cast<QWidget*>(m_ui->subLabel), static_cast<QWidget*>(m_ui->subModel)}) w->setEnabled(subCalls);
    for (QWidget* w : {static_cast<QWidget*>(m_ui->childLabel), static_cast<QWidget*>(m_ui->childModel)}) w->setEnabled(children);

    const QSignalBlocker blocker(m_ui->promptEdit);
    const auto edited = m_edited.find(name);
    const auto builtIn = m_prompts.find(name);
    const auto prompt = edited != m_edited.end() ? edited->second : builtIn != m_prompts.end() ? builtIn->second : std::string();
    m_ui->promptEdit->setPlainText(QString::fromStdString(prompt));
    m_ui->promptReset->setEnabled(edited != m_edited.end());
    updateConsequence();
}

// ---- models and money ----------------------------------------------------------------------------------------

void NewRunDialog::setModels(const QVector<ModelChoice>& models) {
    m_models = models;
    for (auto* box : {m_ui->rootModel, m_ui->subModel, m_ui->childModel}) {
        const auto text = box->currentText();
        const QSignalBlocker blocker(box);
        box->clear();
        for (const auto& model : models) box->addItem(model.label, model.spec);
        const int known = box->findData(text);
        if (known >= 0) box->setCurrentIndex(known);
        else box->setEditText(text);
    }
    updateModels();
}

// What was picked from the list is a label; what was typed is a SPEC.
QString NewRunDialog::specOf(const QComboBox* box) const {
    const auto text = box->currentText().trimmed();
    for (const auto& model : m_models)
        if (model.label == text) return model.spec;
    return text;
}

const ModelChoice* NewRunDialog::choice(const QString& spec) const {
    for (const auto& model : m_models)
        if (model.spec == spec) return &model;
    return nullptr;
}

void NewRunDialog::updateModels() {
    struct Row {
        const QComboBox* box;
        QLabel* price;
        QLabel* window;
    };
    for (const auto& row : {Row{m_ui->rootModel, m_ui->rootPrice, m_ui->rootWindow}, Row{m_ui->subModel, m_ui->subPrice, m_ui->subWindow},
                            Row{m_ui->childModel, m_ui->childPrice, m_ui->childWindow}}) {
        const auto* model = choice(specOf(row.box));
        QString price = tr("unknown");
        if (model && model->price) {
            const auto perMillion = [](std::int64_t rate) { return format::moneyLimit(PicoUsd{rate * 1'000'000}); };
            price = perMillion(model->price->input) + QStringLiteral(", ") + perMillion(model->price->output);
        }
        row.price->setText(price);
        row.window->setText(model && model->window ? format::tokens(model->window) : format::unknown());
    }
    const auto* root = choice(specOf(m_ui->rootModel));
    m_ui->modelsNote->setText(root && root->price && root->price->simulated
                                  ? tr("The simulated model plays its part by plain text processing. Its price is made up.")
                                  : tr("Pick one, or type openai:MODEL, URL#MODEL, script:FILE or sim."));
    updateConsequence();
}

void NewRunDialog::updateConsequence() {
    QStringList lines;
    if (m_ui->usdCheck->isChecked()) {
        if (const auto usd = PicoUsd::parse(m_ui->usdEdit->text().trimmed().toStdString()); usd && usd->value > 0)
            lines << tr("The spend never passes %1: each call is reserved at its worst case before it is sent.").arg(format::moneyLimit(*usd));
    } else {
        lines << tr("No limit of spend is set.");
    }
    if (m_ui->callsCheck->isChecked()) lines << tr("At most %1 model calls.").arg(m_ui->callsEdit->text());
    const auto* root = choice(specOf(m_ui->rootModel));
    if (root && root->price && m_preview.tokens > 0) {
        // One pass over everything by the sub-call model is the usual order of magnitude of a partition-and-map run.
        const auto* reader = strategy() == "direct" ? root : choice(specOf(m_ui->subModel));
        if (reader && reader->price) {
            const PicoUsd once{reader->price->input * m_preview.tokens};
            lines << tr("Reading the whole context once with %1 costs %2, estimated.").arg(reader->label, format::moneyEstimate(once));
        }
    }
    m_ui->costText->setText(lines.join(QLatin1Char('\n')));
}

} // namespace rlmscope
