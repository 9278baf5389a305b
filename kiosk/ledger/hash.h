#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/secret_file.h"

namespace kiosk {

// The key of a ledger's hashes: without it nobody can try numbers against a stolen ledger.
using HashKey = Secret;

// What is hashed; each kind has its own prefix, so that equal texts of two kinds never have equal hashes.
enum class HashOf : std::uint8_t { card, social_card, resident_id, typed, case_key, request, key_check, call };

using Hash = std::array<std::uint8_t, 16>;
Hash keyed_hash(const HashKey& key, HashOf kind, std::string_view text);
std::optional<Hash> to_hash(std::span<const std::uint8_t> stored);  // nullopt: it is none
Hash random_hash();                                                 // that nobody else has
Hash key_check(const HashKey& key);  // kept beside what is hashed with the key: shows a wrong one

// 16 characters of Crockford's base32: nothing that can be misread, all of them in a QR code's alphanumeric set.
std::string opaque_key(const HashKey& key, std::string_view text);

}  // namespace kiosk
