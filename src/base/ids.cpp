#include "base/ids.h"

#include <cstring>
#include <new>
#include <random>
#include <sys/random.h>
#include <xxhash.h>

namespace rlmscope {
namespace {

constexpr char Hex[] = "0123456789abcdef";

int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string toHex(const std::array<std::uint8_t, 16>& bytes) {
    std::string text;
    text.reserve(32);
    for (const auto b : bytes) {
        text += Hex[b >> 4];
        text += Hex[b & 15];
    }
    return text;
}

std::optional<std::array<std::uint8_t, 16>> fromHex(std::string_view text) {
    std::array<std::uint8_t, 16> bytes{};
    if (text.size() != 32) return {};
    for (std::size_t i = 0; i < 16; ++i) {
        const int high = hexValue(text[2 * i]), low = hexValue(text[2 * i + 1]);
        if (high < 0 || low < 0) return {};
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return bytes;
}

} // namespace

std::string RunId::text() const {
    return toHex(bytes);
}

RunId RunId::random() {
    RunId id;
    std::size_t have = 0;
    while (have < id.bytes.size()) {
        const auto n = getrandom(id.bytes.data() + have, id.bytes.size() - have, 0);
        if (n > 0) {
            have += static_cast<std::size_t>(n);
        } else { // no getrandom(2): a seccomp filter, or a very old kernel
            std::random_device device;
            for (; have < id.bytes.size(); ++have) id.bytes[have] = static_cast<std::uint8_t>(device());
        }
    }
    return id;
}

std::optional<RunId> RunId::parse(std::string_view text) {
    const auto bytes = fromHex(text);
    if (!bytes) return {};
    return RunId{*bytes};
}

std::string BlobId::text() const {
    std::array<std::uint8_t, 16> bytes{};
    for (int i = 0; i < 8; ++i) {
        bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        bytes[static_cast<std::size_t>(8 + i)] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    return toHex(bytes);
}

BlobId BlobId::of(std::string_view bytes) {
    const auto h = XXH3_128bits(bytes.data(), bytes.size());
    return {h.high64, h.low64};
}

BlobHasher::BlobHasher() : m_state(XXH3_createState()) {
    if (!m_state) throw std::bad_alloc();
    XXH3_128bits_reset(static_cast<XXH3_state_t*>(m_state));
}

BlobHasher::~BlobHasher() {
    XXH3_freeState(static_cast<XXH3_state_t*>(m_state));
}

void BlobHasher::add(std::string_view bytes) {
    if (!bytes.empty()) XXH3_128bits_update(static_cast<XXH3_state_t*>(m_state), bytes.data(), bytes.size());
}

BlobId BlobHasher::id() const {
    const auto h = XXH3_128bits_digest(static_cast<const XXH3_state_t*>(m_state));
    return {h.high64, h.low64};
}

std::optional<BlobId> BlobId::parse(std::string_view text) {
    const auto bytes = fromHex(text);
    if (!bytes) return {};
    BlobId id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.high = id.high << 8 | (*bytes)[i];
        id.low = id.low << 8 | (*bytes)[8 + i];
    }
    return id;
}

} // namespace rlmscope

std::size_t std::hash<rlmscope::RunId>::operator()(const rlmscope::RunId& id) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, id.bytes.data(), sizeof value);
    return value;
}
