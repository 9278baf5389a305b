#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kiosk {

// Bytes in the characters that a QR code packs best (RFC 9285): two bytes are three characters of 0-9 A-Z $%*+-./: and
// space.
std::string to_base45(std::span<const std::uint8_t> bytes);
std::optional<std::vector<std::uint8_t>> from_base45(std::string_view text);  // nullopt: is none

}  // namespace kiosk
