#include "itemmodels/node_output.h"

#include "base/text.h"
#include "itemmodels/run_document.h"

#include <algorithm>
#include <charconv>

namespace rlmscope {
namespace {

/// The note that the engine puts where it cuts: "[output cut: the first 20,000 of 1,204,331 characters are shown]".
struct CutNote {
    qint64 shown = -1, all = -1;
};
CutNote cutNote(std::string_view visible, std::string_view name) {
    const std::string lead = "\n[" + std::string(name) + " cut: the first ";
    const auto at = visible.rfind(lead);
    if (at == std::string_view::npos) return {};
    std::size_t i = at + lead.size();
    const auto number = [&]() -> qint64 {
        std::string digits;
        while (i < visible.size() && digits.size() < 18 && ((visible[i] >= '0' && visible[i] <= '9') || visible[i] == ',')) {
            if (visible[i] != ',') digits += visible[i];
            ++i;
        }
        qint64 n = -1;
        std::from_chars(digits.data(), digits.data() + digits.size(), n);
        return n;
    };
    CutNote note;
    note.shown = number();
    if (visible.substr(i, 4) != " of ") return {};
    i += 4;
    note.all = number();
    return note;
}

std::uint64_t commonLength(LineBytes& bytes, std::string_view seen) {
    std::uint64_t at = 0;
    while (at < seen.size()) {
        const auto part = bytes.read(at, std::min<std::uint64_t>(1 << 20, seen.size() - at));
        if (!part || part->empty()) return at;
        const auto differs = std::mismatch(part->begin(), part->end(), seen.begin() + static_cast<std::ptrdiff_t>(at)).first - part->begin();
        at += static_cast<std::uint64_t>(differs);
        if (static_cast<std::size_t>(differs) < part->size()) return at;
    }
    return at;
}

} // namespace

NodeOutput::NodeOutput(QObject* parent) : QObject(parent) {
    for (auto*& source : m_sources) source = new TextPieces(this);
    m_soon.setSingleShot(true);
    m_soon.setInterval(100);
    connect(&m_soon, &QTimer::timeout, this, &NodeOutput::refresh);
}

void NodeOutput::setCell(RunDocument* document, NodeIndex cell) {
    const bool same = document == m_document && cell == m_cell;
    if (document != m_document) {
        if (m_document) m_document->disconnect(this);
        m_document = document;
        if (document) {
            connect(document, &RunDocument::outputGrew, this, [this](quint32 node) {
                if (node == m_cell && !m_soon.isActive()) m_soon.start();
            });
            connect(document, &RunDocument::momentChanged, this, &NodeOutput::reload);
            connect(document, &RunDocument::reset, this, [this] { setCell(m_document, NoNode); });
        }
    }
    m_cell = cell;
    same ? refresh() : reload();
}

void NodeOutput::reload() {
    m_soon.stop();
    m_known = 0;
    m_last = 0;
    m_facts = {};
    m_visible = {};
    for (auto* source : m_sources)
        if (!source->isEmpty() || !source->isComplete()) source->setPieces({}, {}, true);
    refresh();
}

void NodeOutput::refresh() {
    if (!m_document || m_cell == NoNode || m_cell >= m_document->tree().nodes().size()) {
        Q_EMIT changed();
        return;
    }
    const auto seqs = m_document->eventSeqs(m_cell);
    // A step back in time, or a file that was written anew: from the beginning. (Late output only adds at the end.)
    if (seqs.size() < m_known) return reload();
    const bool first = m_known == 0;
    const bool live = m_document->isLive() && !m_document->tree().ended();
    const std::filesystem::path path = m_document->path().toStdString();
    if (first) {
        std::array<std::vector<TextPieces::Piece>, StreamCount> pieces;
        for (const Seq seq : seqs) {
            const auto event = m_document->event(seq);
            if (!event) continue;
            if (const auto* output = std::get_if<CellOutput>(&event->body)) {
                const bool isError = output->stream == OutputStream::Stderr;
                const TextPieces::Piece piece{output->text, isError};
                pieces[Both].push_back(piece);
                pieces[isError ? Stderr : Stdout].push_back(piece);
            }
            add(*event);
        }
        for (std::size_t i = 0; i < StreamCount; ++i) {
            m_sources[i]->setKeepsOpen(!live);
            if (i != Seen) m_sources[i]->setPieces(path, std::move(pieces[i]), true);
        }
    } else {
        for (const Seq seq : seqs) {
            if (seq <= m_last) continue;
            const auto event = m_document->event(seq);
            if (!event) continue;
            if (const auto* output = std::get_if<CellOutput>(&event->body)) {
                const TextPieces::Piece piece{output->text, output->stream == OutputStream::Stderr};
                m_sources[Both]->append(piece);
                m_sources[piece.isError ? Stderr : Stdout]->append(piece);
            }
            add(*event);
        }
        for (auto* source : m_sources) source->setKeepsOpen(!live);
    }
    m_known = seqs.size();
    if (!seqs.empty()) m_last = std::max(m_last, seqs.back());
    const auto& node = m_document->tree().node(m_cell);
    m_facts.hasCell = true;
    m_facts.running = node.status == NodeStatus::Running;
    if (m_visible.size != m_sources[Seen]->byteSize()) {
        m_sources[Seen]->setPieces(path, m_visible.empty() ? std::vector<TextPieces::Piece>() : std::vector<TextPieces::Piece>{{m_visible, false}}, true);
        findBoundary();
    }
    Q_EMIT changed();
}

void NodeOutput::add(const Event& event) {
    if (const auto* output = std::get_if<CellOutput>(&event.body)) {
        (output->stream == OutputStream::Stderr ? m_facts.errorBytes : m_facts.outBytes) += output->text.size;
        if (output->late) m_facts.lateBytes += output->text.size;
    } else if (const auto* end = std::get_if<CellEnded>(&event.body)) {
        m_visible = end->visible;
        m_facts.seenBytes = end->visible.size;
        m_facts.cut = end->truncated;
        m_facts.droppedBytes = end->droppedBytes;
    }
}

/// Stdout is shown first, then stderr, each from its beginning: compared with what there is.
void NodeOutput::findBoundary() {
    m_facts.boundary.reset();
    m_facts.boundaryInStream.reset();
    constexpr std::uint64_t MostSeen = 8'000'000; // a limit that a person sets; beyond it nobody needs the line
    if (!m_facts.cut || m_visible.size > MostSeen) return;
    const auto seen = m_sources[Seen]->bytes()->read(0, m_visible.size);
    if (!seen) return;
    std::string_view rest = *seen;
    std::uint64_t inStream = commonLength(*m_sources[Stdout]->bytes(), rest);
    bool isError = false;
    if (inStream >= m_facts.outBytes && m_facts.errorBytes > 0) { // all of stdout was shown
        rest.remove_prefix(std::min<std::size_t>(inStream, rest.size()));
        if (rest.substr(0, 1) == "\n") rest.remove_prefix(1);
        inStream = commonLength(*m_sources[Stderr]->bytes(), rest);
        isError = true;
    }
    const CutNote note = cutNote(*seen, isError ? "stderr" : "output");
    m_facts.errorCut = isError;
    m_facts.seenCharacters = note.shown;
    m_facts.allCharacters = note.all;
    m_facts.boundaryInStream = inStream;
    m_facts.boundary = m_sources[Both]->placeInAll(inStream, isError);
}

} // namespace rlmscope
