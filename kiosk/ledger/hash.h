#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

// The key of a ledger's hashes: without it nobody can try numbers against a stolen ledger. Wiped when it goes.
class HashKey {
public:
    static constexpr std::size_t size = 32;
    explicit HashKey(const std::array<std::uint8_t, size>& bytes) : bytes_(bytes) {}
    HashKey(const HashKey&) = default;
    HashKey& operator=(const HashKey&) = default;
    ~HashKey();
    const std::array<std::uint8_t, size>& bytes() const { return bytes_; }

private:
    std::array<std::uint8_t, size> bytes_;
};

// Reads the key file. nullopt: there is none. Errors: ledger_unreadable (not 32 bytes, no permission).
Result<std::optional<HashKey>> read_key(const std::string& path);
// Reads it, or makes it: mode 0600, whole or not at all, on disk when this returns. Errors: also disk_full.
Result<HashKey> read_or_make_key(const std::string& path);

// What is hashed; each kind has its own prefix, so that equal texts of two kinds never have equal hashes.
enum class HashOf : std::uint8_t { card, social_card, resident_id, typed, case_key, request, key_check };

using Hash = std::array<std::uint8_t, 16>;
Hash keyed_hash(const HashKey& key, HashOf kind, std::string_view text);

// 16 characters of Crockford's base32: nothing that can be misread, all of them in a QR code's alphanumeric set.
std::string opaque_key(const HashKey& key, std::string_view text);

}  // namespace kiosk
