// The coverage of a large context, and its text as a view reads it. Speeds are told beside memchr over the same bytes (how
// fast this machine reads memory just then) and memmem, interleaved, so that ratios stay true on a busy machine.
// Usage: bench_coverage [megabytes [prompts [view megabytes]]]   (default 100 1000 1000)
#include "insight/coverage_profile.h"
#include "itemmodels/context_line_source.h"
#include "itemmodels/line_search.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstring>
#include <iostream>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

using namespace rlmscope;
using namespace rlmscope::insight;

namespace {

template<typename F>
double seconds(F&& f) {
    const auto start = std::chrono::steady_clock::now();
    f();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A trace that holds one document, made when asked for: the memory of the benchmark is that of what is measured.
class OneDocument : public TraceReader {
public:
    explicit OneDocument(std::string text) : m_text(std::move(text)) {}
    const std::filesystem::path& path() const override { return m_path; }
    Result<std::vector<RunSummary>> runs() override { return std::vector<RunSummary>(); }
    bool beingWritten() const override { return false; }
    Status forEachEvent(RunId, Seq, const std::function<bool(const Event&)>&) override { return {}; }
    Result<Event> event(RunId, Seq) override { return Event(); }
    Result<std::string> load(const Text&, std::uint64_t) override { return m_text; }
    Result<std::string> loadSlice(const Text&, std::uint64_t offset, std::uint64_t length) override { return m_text.substr(offset, length); }
    Result<std::vector<Message>> messagesOf(RunId, NodeId) override { return std::vector<Message>(); }
    Status saveCopy(const std::filesystem::path&) override { return {}; }

private:
    std::string m_text;
    std::filesystem::path m_path;
};

std::string makeText(std::size_t bytes) {
    std::string text;
    text.reserve(bytes + 200);
    std::mt19937_64 random(1);
    for (std::size_t i = 0; text.size() < bytes; ++i)
        text += "2026-01-17 12:00:00 INFO worker-" + std::to_string(random() % 4096) + " handled request " + std::to_string(random()) + " in " + std::to_string(i % 977) + " ms\n";
    text.resize(bytes);
    return text;
}

double residentMb() {
    std::ifstream statm("/proc/self/statm");
    long pages = 0, resident = 0, shared = 0;
    statm >> pages >> resident >> shared;
    return static_cast<double>(resident - shared) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// Reads every byte once. Its result must be looked at, or the compiler leaves it out.
std::size_t countOnes(std::string_view text) {
    std::size_t count = 0;
    for (const char* p = text.data(); (p = static_cast<const char*>(std::memchr(p, '\1', static_cast<std::size_t>(text.data() + text.size() - p)))); ++p) ++count;
    return count;
}

std::shared_ptr<ContextText> load(const std::string& text, double& filled) {
    ContextInfo info;
    info.documents.push_back({"", Text::stored(BlobId::of("x"), text.size()), 0});
    OneDocument reader(text);
    auto made = ContextText::make(info, reader);
    if (!made) return nullptr;
    filled = seconds([&] { (void)(*made)->fill(reader, {}); });
    return *made;
}

nlohmann::json matching(std::size_t megabytes, std::size_t prompts) {
    const auto source = makeText(megabytes << 20);
    double filled = 0;
    const auto text = load(source, filled);
    volatile std::size_t touched = 0;
    const double memchrSeconds = seconds([&] { touched = countOnes(text->bytes()); });
    const double before = residentMb();
    std::shared_ptr<const PassageIndex> index;
    const double indexed = seconds([&] { index = PassageIndex::make(text); });
    const double memory = residentMb() - before;
    std::mt19937_64 random(2);
    std::uint64_t promptBytes = 0, found = 0, wanted = 0;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < prompts; ++i) {
        const std::size_t length = 2000 + random() % 18'000, from = random() % (source.size() - length);
        std::string prompt = "Label each line.\n";
        if (i % 4 == 0) { // numbered
            std::size_t n = 0;
            for (std::size_t at = source.find('\n', from) + 1; at < from + length;) {
                const auto end = std::min(source.find('\n', at) + 1, source.size());
                prompt += std::to_string(++n) + ": " + source.substr(at, end - at);
                wanted += end - at;
                at = end;
            }
        } else {
            prompt += source.substr(from, length);
            wanted += length;
        }
        promptBytes += prompt.size();
        texts.push_back(std::move(prompt));
    }
    const double matched = seconds([&] {
        for (const auto& prompt : texts)
            for (const auto& passage : index->find(prompt))
                if (!passage.ambiguous) found += passage.end - passage.begin;
    });
    return {{"megabytes", megabytes}, {"prompts", prompts}, {"prompt_megabytes", static_cast<double>(promptBytes) / 1e6}, {"fill_s", filled},
            {"index_s", indexed}, {"index_over_memchr", indexed / memchrSeconds}, {"memchr_gb_s", static_cast<double>(source.size()) / memchrSeconds / 1e9},
            {"index_memory_mb", static_cast<double>(index->memory()) / 1e6}, {"index_resident_mb", memory},
            {"match_s", matched}, {"match_mb_s", static_cast<double>(promptBytes) / matched / 1e6}, {"found_of_wanted", static_cast<double>(found) / static_cast<double>(wanted)}};
}

nlohmann::json view(std::size_t megabytes) {
    double filled = 0;
    std::shared_ptr<ContextText> text;
    {
        const auto source = makeText(megabytes << 20);
        text = load(source, filled);
    }
    if (!text) return {{"error", "no room"}};
    ContextLineSource lines;
    const double opened = seconds([&] {
        lines.setText(text, 0);
        (void)lines.read(0, 8192);
    });
    std::mt19937_64 random(3);
    double worst = 0, sum = 0;
    constexpr int Frames = 2000;
    for (int i = 0; i < Frames; ++i) { // what a view asks for when it is scrolled somewhere: 60 lines and their bytes
        const double frame = seconds([&] {
            const auto first = random() % (lines.lineCount() - 60);
            const auto begin = *lines.byteOf(first), end = *lines.byteOf(first + 60);
            for (std::uint64_t line = first; line < first + 60; ++line) (void)lines.byteOf(line);
            (void)lines.read(begin, end - begin);
        });
        worst = std::max(worst, frame);
        sum += frame;
    }
    const std::string needle = "worker-none";
    const double plain = seconds([&] {
        const auto bytes = text->bytes();
        if (memmem(bytes.data(), bytes.size(), needle.data(), needle.size())) std::abort();
    });
    const auto search = [&](LineQuery query) {
        LineSearch s;
        return seconds([&] {
            s.start(lines.bytes(), query);
            while (s.isRunning()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        });
    };
    const QString word = QString::fromStdString(needle);
    const double exact = search({word, true, false, false}), folded = search({word, false, false, false});
    const double size = static_cast<double>(text->size());
    return {{"megabytes", megabytes}, {"lines", text->lines()}, {"fill_and_line_index_s", filled}, {"open_first_screen_ms", opened * 1e3}, {"scroll_mean_us", sum / Frames * 1e6},
            {"scroll_worst_us", worst * 1e6}, {"tables_mb", static_cast<double>(text->memory()) / 1e6}, {"memmem_gb_s", size / plain / 1e9}, {"search_gb_s", size / exact / 1e9},
            {"search_over_memmem", exact / plain}, {"search_any_case_gb_s", size / folded / 1e9}};
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    const auto number = [&](int i, std::size_t otherwise) { return argc > i ? static_cast<std::size_t>(std::stoul(argv[i])) : otherwise; };
    nlohmann::json result;
    result["matching"] = matching(number(1, 100), number(2, 1000));
    result["view"] = view(number(3, 1000));
    std::cout << result.dump(2) << "\n";
    return 0;
}
