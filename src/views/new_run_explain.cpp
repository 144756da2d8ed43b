// The half of the New run dialog that explains: context preview, strategy, models, what it can cost.
#include "base/text.h"
#include "itemmodels/format.h"
#include "itemmodels/money_words.h"
#include "ui_new_run_dialog.h"
#include "views/cost_scale.h"
#include "views/icon.h"
#include "views/language_model_table.h"
#include "views/model_dialogs.h"
#include "views/new_run_dialog.h"
#include "views/strategy_sketch.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStandardItemModel>
#include <QPushButton>
#include <QUrl>

#include <climits>

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
    m_ui->contextName->setToolTip(name); // a long one is cut short
    m_ui->contextSummary->setToolTip(preview.summary);

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
    else if (preview.loading) note = preview.bytesTotal ? tr("Reading: %1 of %2").arg(format::bytes(preview.bytesRead), format::bytes(preview.bytesTotal)) +
                                      (preview.nanosLeft ? format::comma() + tr("%1 left").arg(words::about(preview.nanosLeft)) : QString()) + QStringLiteral("…")
                                : tr("Reading…");
    else if (preview.tokens > 0) {
        note = tr("≈ %1 tokens, estimated at 4 bytes each.").arg(format::tokens(preview.tokens));
        if (const auto root = choice(m_ui->rootModel->spec()); root.window > 0)
            note += QLatin1Char(' ') + tr("That is %1 of the window of %2.")
                        .arg(format::percent(static_cast<double>(preview.tokens) / static_cast<double>(root.window)), root.label);
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

void NewRunDialog::setModels(ModelSource* source) {
    m_models = source;
    connect(source, &ModelSource::changed, this, &NewRunDialog::refreshChoices);
    refreshChoices();
}

void NewRunDialog::refreshChoices() {
    const auto choices = m_models->choices();
    for (auto* box : {m_ui->rootModel, m_ui->subModel, m_ui->childModel}) box->setChoices(choices);
    updateModels();
}

ModelChoice NewRunDialog::choice(const QString& spec) const {
    if (m_models) return m_models->describe(spec);
    ModelChoice unknown;
    unknown.spec = unknown.label = spec;
    return unknown;
}

// Frames at depth 1 to depth-1 use the child model, sub-calls at the deepest level the sub-call model.
std::vector<std::string> NewRunDialog::usedModels() const {
    std::vector<std::string> models{m_ui->rootModel->spec().toStdString()};
    for (int d = 1; d < depth() && strategy() == "rlm"; ++d) models.push_back(m_ui->childModel->spec().toStdString());
    const bool subCalls = strategy() == "rlm" ? depth() >= 1 : strategy() != "direct";
    if (subCalls) models.push_back(m_ui->subModel->spec().toStdString());
    return models;
}

// "1.25, 10" is for the models whose price is not known.
std::map<std::string, Price> NewRunDialog::typedPrices() const {
    std::map<std::string, Price> prices;
    const auto parts = m_ui->priceEdit->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (parts.size() != 2) return prices;
    const auto in = PicoUsd::parse(parts[0].trimmed().toStdString());
    const auto out = PicoUsd::parse(parts[1].trimmed().toStdString());
    if (in && out)
        for (const auto& model : usedModels())
            if (!choice(QString::fromStdString(model)).price) prices[model] = Price::perMillion(*in, *out);
    return prices;
}

std::optional<ModelChoice> NewRunDialog::unpriced() const {
    const auto typed = typedPrices();
    for (const auto& model : usedModels())
        if (const auto known = choice(QString::fromStdString(model)); !known.price && !typed.count(model) && !known.spec.startsWith(QLatin1String("script:"))) return known;
    return std::nullopt;
}

void NewRunDialog::updateModels() {
    struct Row {
        const ModelChooser* box;
        QLabel* price;
        QLabel* window;
    };
    QStringList keys, meanings, problems;
    bool simulated = false;
    for (const auto& row : {Row{m_ui->rootModel, m_ui->rootPrice, m_ui->rootWindow}, Row{m_ui->subModel, m_ui->subPrice, m_ui->subWindow},
                            Row{m_ui->childModel, m_ui->childPrice, m_ui->childWindow}}) {
        const auto model = choice(row.box->spec());
        QString price = tr("unknown");
        if (model.price) {
            const auto perMillion = [](std::int64_t rate) { return format::moneyLimit(PicoUsd{rate * 1'000'000}); };
            price = model.price->input || model.price->output ? perMillion(model.price->input) + QStringLiteral(", ") + perMillion(model.price->output) : tr("free");
        }
        row.price->setText(price);
        row.price->setToolTip(model.spec);
        row.window->setText(model.window ? format::tokens(model.window) : format::unknown());
        if (!row.box->isEnabled()) continue;
        const auto note = [](QStringList& to, const QString& text) {
            if (!text.isEmpty() && !to.contains(text)) to << text;
        };
        note(keys, model.key);
        note(problems, model.problem);
        if (!model.meant.isEmpty()) note(meanings, tr("%1 means %2 here.").arg(model.spec, model.meant));
        simulated |= model.price && model.price->simulated;
    }
    QStringList notes = meanings;
    for (const auto& key : keys) notes << tr("Key: %1.").arg(key);
    if (simulated && problems.isEmpty()) notes << tr("The simulated model plays its part by plain text processing. Its price is made up.");
    if (notes.isEmpty() && problems.isEmpty()) notes << tr("Pick one, or type PROVIDER:MODEL, URL#MODEL, script:FILE or sim.");
    m_ui->modelsNote->setText(notes.join(QLatin1Char('\n')));
    m_ui->modelsNote->setVisible(!notes.isEmpty());
    m_modelProblems->setText(problems.join(QLatin1Char('\n')));
    m_modelProblems->setVisible(!problems.isEmpty());
    updateConsequence();
}

// One pass over everything by the model that reads is the usual order of magnitude of a partition-and-map run.
QString NewRunDialog::estimate() {
    m_once.reset();
    const auto name = strategy();
    if (m_preview.tokens <= 0 || (name == "rlm" && depth() == 0)) return {}; // only code reads it
    const auto spec = name == "direct" ? m_ui->rootModel->spec() : m_ui->subModel->spec();
    const auto reader = choice(spec);
    auto price = reader.price;
    if (const auto typed = typedPrices(); !price && typed.count(spec.toStdString())) price = typed.at(spec.toStdString());
    if (!price) return {};
    Tokens calls = 1;
    if (name != "direct" && reader.window > 0) {
        const Tokens room = std::max<Tokens>(reader.window - m_base.limits.subCallOutputCap, 1024);
        calls = (m_preview.tokens + room - 1) / room;
    }
    Usage one;
    one.freshInput = (m_preview.tokens + calls - 1) / calls;
    m_once = PicoUsd{price->cost(one).value * calls};
    // Nothing can be said about the number of calls of a window that nobody knows.
    if (name != "direct" && reader.window == 0)
        return tr("Reading all of the context once through sub-calls would cost %1, estimated, without what they write.")
            .arg(price->input == 0 ? tr("nothing") : format::moneyEstimate(*m_once));
    const auto cost = price->input == 0 ? tr("nothing") : format::moneyEstimate(*m_once);
    if (name == "direct") return tr("Reading the context costs %1, estimated, without the reply.").arg(cost);
    return tr("Reading all of the context once through sub-calls would cost %1, estimated: at least %n call(s) of %2, without what they write.", nullptr,
              static_cast<int>(std::min<Tokens>(calls, 1'000'000'000)))
        .arg(cost, reader.label);
}

void NewRunDialog::updateConsequence() {
    QStringList lines;
    const auto limit = m_ui->budget->usd();
    const auto reading = estimate();
    if (!reading.isEmpty()) lines << reading;
    if (limit && limit->value > 0)
        lines << tr("The spend never passes %1: each call is reserved at its worst case before it is sent.").arg(format::moneyLimit(*limit));
    else lines << tr("No limit of spend is set.");
    if (const auto calls = m_ui->budget->calls(); calls && *calls > 0) lines << tr("At most %n model call(s).", nullptr, static_cast<int>(std::min<std::int64_t>(*calls, INT_MAX)));
    const auto unknown = unpriced();
    if (unknown && !limit) lines << tr("%1 has no known price: what the run costs will read unknown.").arg(unknown->label);
    m_ui->costText->setText(lines.join(QLatin1Char('\n')));
    QString remark;
    if (unknown) remark = tr("%1 has no known price, so this limit could not hold and the run would not start.").arg(unknown->label);
    else if (limit && m_once && *limit < *m_once) remark = tr("Less than reading all of the context once would cost (%1).").arg(format::moneyEstimate(*m_once));
    m_ui->budget->setUsdRemark(remark, true);
    m_price->setVisible(unknown.has_value() && m_models);
    m_price->setText(unknown ? tr("Give a price of %1…").arg(unknown->label) : QString());
    m_cost->setVisible(limit || (m_once && m_once->value > 0));
    m_cost->setMarks(limit, m_once);
}

void NewRunDialog::givePrice() {
    const auto unknown = unpriced();
    if (!unknown || !m_models) return;
    ModelItem item;
    item.spec = unknown->meant.isEmpty() ? unknown->spec : unknown->meant;
    item.id = unknown->label;
    auto* dialog = new PriceDialog(item, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PriceDialog::priceEntered, this, [this, dialog, spec = item.spec](const std::optional<TokenRates>& rates) {
        const auto error = m_models->setPrice(spec, rates);
        error.isEmpty() ? dialog->accept() : dialog->setProblem(error);
    });
    dialog->open();
}

} // namespace rlmscope
