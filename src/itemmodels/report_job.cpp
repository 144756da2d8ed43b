#include "itemmodels/report_job.h"

#include <QBuffer>
#include <QColorSpace>
#include <QCoreApplication>
#include <QImage>
#include <QImageReader>
#include <QMetaObject>

#include <filesystem>

namespace rlmscope {

std::optional<ReportImage> reencodedPicture(std::string_view mime, std::string_view bytes) {
    // Only formats that are pixels and nothing else, read as what they say they are.
    const char* format = mime == "image/png" ? "png" : mime == "image/jpeg" ? "jpeg" : mime == "image/webp" ? "webp" : nullptr;
    if (!format) return {};
    auto data = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QBuffer source(&data);
    if (!source.open(QIODevice::ReadOnly)) return {};
    QImageReader reader(&source, format);
    reader.setDecideFormatFromContent(false);
    const auto size = reader.size();
    constexpr qint64 MostPixels = 40'000'000;
    if (!size.isValid() || qint64(size.width()) * size.height() > MostPixels) return {};
    QImage image = reader.read();
    if (image.isNull()) return {};
    constexpr int Widest = 1600;
    if (image.width() > Widest) image = image.scaledToWidth(Widest, Qt::SmoothTransformation);
    image = image.convertToFormat(QImage::Format_ARGB32); // a new image: no text, no colour profile of the old one
    image.setColorSpace({});
    for (const auto& key : image.textKeys()) image.setText(key, {});
    QByteArray made;
    QBuffer target(&made);
    if (!target.open(QIODevice::WriteOnly) || !image.save(&target, "png")) return {};
    return ReportImage{"image/png", made.toStdString()};
}

ReportJob::ReportJob(QObject* parent) : QObject(parent) {}

ReportJob::~ReportJob() = default;

void ReportJob::start(const QString& trace, RunId run, Format format, ReportOptions options) {
    const int turn = ++m_turn;
    m_running = true;
    options.reencode = &reencodedPicture;
    options.program = "rlmscope " + QCoreApplication::applicationVersion().toStdString();
    // Joins the earlier one, which is bounded work.
    m_thread = std::jthread([this, turn, run, format, options = std::move(options), path = std::filesystem::path(trace.toStdString())] {
        auto make = [&]() -> Result<std::string> {
            auto reader = TraceReader::open(path);
            if (!reader) return reader.error();
            auto json = reportJson(**reader, run, options);
            return json && format == Format::Page ? reportHtml(*json) : json;
        };
        auto made = make();
        QMetaObject::invokeMethod(this, [this, turn, made = std::move(made)] {
            if (turn != m_turn) return;
            m_running = false;
            if (made) Q_EMIT ready(QByteArray::fromStdString(*made));
            else Q_EMIT failed(made.error());
        });
    });
}

} // namespace rlmscope
