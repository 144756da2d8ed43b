#include "trace/compression.h"

#include <memory>
#include <new>
#include <zstd.h>

namespace rlmscope {
namespace {

struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// One context per thread: making one costs more than compressing a small text.
ZSTD_CCtx* compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    return context.get();
}
ZSTD_DCtx* decompressor() {
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    return context.get();
}

} // namespace

std::string compress(std::string_view bytes, int level) {
    auto* context = compressor();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const auto n = ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(n)) throw std::bad_alloc(); // a buffer of the bound's size leaves no other reason
    out.resize(n);
    return out;
}

Result<std::string> inflate(std::string_view compressed, std::uint64_t size, std::uint64_t limit) {
    if (size > limit)
        return makeError(ErrorKind::Corrupt, "a compressed part claims to hold " + std::to_string(size) +
                                                 " bytes, more than the " + std::to_string(limit) + " that are allowed");
    // The frame header of what we write always says the size: a lie is found before anything is allocated.
    const auto promised = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
    if (promised != size) return makeError(ErrorKind::Corrupt, "a compressed part is damaged (wrong size)");
    std::string out(size, '\0');
    const auto n = ZSTD_decompressDCtx(decompressor(), out.data(), out.size(), compressed.data(), compressed.size());
    if (ZSTD_isError(n))
        return makeError(ErrorKind::Corrupt, std::string("a compressed part is damaged (") + ZSTD_getErrorName(n) + ")");
    if (n != size) return makeError(ErrorKind::Corrupt, "a compressed part is damaged (wrong size)");
    return out;
}

} // namespace rlmscope
