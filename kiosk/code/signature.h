#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/secret_file.h"
#include "kiosk/code/payload.h"

namespace kiosk {

using Signature = std::array<std::uint8_t, 64>;

// Ed25519 (RFC 8032, by libsodium). What is signed is preceded by the name of our format, so that a signature for
// something else is never one for a code.
class PublicKey {
public:
    static constexpr std::size_t size = 32;
    static std::optional<PublicKey> parse(std::string_view base64);  // 43 characters, no padding
    explicit PublicKey(const std::array<std::uint8_t, size>& bytes) : bytes_(bytes) {}

    std::string text() const;  // base64
    KeyId id() const;          // two keys may have the same one
    bool signed_by(std::span<const std::uint8_t> message, const Signature& signature) const;
    bool operator==(const PublicKey&) const = default;

private:
    std::array<std::uint8_t, size> bytes_;
};

// Signs with the key that a secret makes. Immutable: any thread. Wiped when it goes.
class Signer {
public:
    explicit Signer(const Secret& seed);
    Signer(const Signer&) = default;
    Signer& operator=(const Signer&) = default;
    ~Signer();

    const PublicKey& public_key() const { return public_key_; }
    Signature sign(std::span<const std::uint8_t> message) const;

private:
    std::array<std::uint8_t, 64> secret_key_{};
    PublicKey public_key_;
};

}  // namespace kiosk
