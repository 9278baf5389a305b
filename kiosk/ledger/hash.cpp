#include "kiosk/ledger/hash.h"

#include <sodium.h>

namespace kiosk {
namespace {

std::string_view prefix(HashOf kind) {
    switch (kind) {
        case HashOf::card:
            return "card:";
        case HashOf::social_card:
            return "social:";
        case HashOf::resident_id:
            return "id:";
        case HashOf::typed:
            return "typed:";
        case HashOf::case_key:
            return "case:";
        case HashOf::request:
            return "request:";
        case HashOf::key_check:
            return "check:";
        case HashOf::call:
            return "call:";
    }
    return "";
}

}  // namespace

Hash keyed_hash(const HashKey& key, HashOf kind, std::string_view text) {
    crypto_generichash_state state;
    Hash hash{};
    const auto add = [&](std::string_view part) {
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    };
    crypto_generichash_init(&state, key.bytes().data(), key.bytes().size(), hash.size());
    add(prefix(kind));
    add(text);
    crypto_generichash_final(&state, hash.data(), hash.size());
    return hash;
}

std::optional<Hash> to_hash(std::span<const std::uint8_t> stored) {
    Hash hash{};
    if (stored.size() != hash.size()) return std::nullopt;
    std::copy(stored.begin(), stored.end(), hash.begin());
    return hash;
}

Hash random_hash() {
    Hash number{};
    randombytes_buf(number.data(), number.size());
    return number;
}

Hash key_check(const HashKey& key) { return keyed_hash(key, HashOf::key_check, "kiosk ledger"); }

std::string opaque_key(const HashKey& key, std::string_view text) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const auto hash = keyed_hash(key, HashOf::case_key, text);
    std::string result;
    std::uint32_t bits = 0;
    int held = 0;
    for (std::size_t at = 0; at < 10; ++at) {  // 80 bits
        bits = (bits << 8) | hash[at];
        for (held += 8; held >= 5; held -= 5) result += alphabet[(bits >> (held - 5)) & 31];
    }
    return result;
}

}  // namespace kiosk
