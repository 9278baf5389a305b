#include "kiosk/code/signature.h"

#include <sodium.h>

#include <algorithm>
#include <vector>

namespace kiosk {
namespace {

constexpr std::string_view format_name = "kiosk code 2:";
constexpr int base64_variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;  // "-" would be an option on a command line

std::vector<std::uint8_t> in_format(std::span<const std::uint8_t> message) {
    std::vector<std::uint8_t> bytes(format_name.size() + message.size());
    std::ranges::copy(message, std::ranges::copy(format_name, bytes.begin()).out);
    return bytes;
}

}  // namespace

std::optional<PublicKey> PublicKey::parse(std::string_view base64) {
    std::array<std::uint8_t, size> bytes{};
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes.data(), bytes.size(), base64.data(), base64.size(), nullptr, &length, &end,
                          base64_variant) != 0 ||
        length != size || end != base64.data() + base64.size()) {
        return std::nullopt;
    }
    if (crypto_core_ed25519_is_valid_point(bytes.data()) != 1) return std::nullopt;
    return PublicKey(bytes);
}

std::string PublicKey::text() const {
    std::string text(sodium_base64_encoded_len(size, base64_variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_.data(), size, base64_variant);
    text.pop_back();  // its NUL
    return text;
}

KeyId PublicKey::id() const {
    std::array<std::uint8_t, crypto_generichash_BYTES> hash{};
    crypto_generichash(hash.data(), hash.size(), bytes_.data(), bytes_.size(), nullptr, 0);
    KeyId id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

bool PublicKey::signed_by(std::span<const std::uint8_t> message, const Signature& signature) const {
    const auto bytes = in_format(message);
    return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), bytes_.data()) == 0;
}

Signer::Signer(const Secret& seed) : public_key_(std::array<std::uint8_t, PublicKey::size>{}) {
    static_assert(crypto_sign_SEEDBYTES == Secret::size && crypto_sign_PUBLICKEYBYTES == PublicKey::size);
    std::array<std::uint8_t, PublicKey::size> open{};
    crypto_sign_seed_keypair(open.data(), secret_key_.data(), seed.bytes().data());
    public_key_ = PublicKey(open);
}

Signer::~Signer() { sodium_memzero(secret_key_.data(), secret_key_.size()); }

Signature Signer::sign(std::span<const std::uint8_t> message) const {
    const auto bytes = in_format(message);
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(), secret_key_.data());
    return signature;
}

}  // namespace kiosk
