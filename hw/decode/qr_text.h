#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace hw {

// What the data bytes of a QR code of a version say, as coded (ISO/IEC 18004, 7.4): bytes as they are, Kanji as Shift JIS,
// Hanzi as GB 2312; a character set that is named changes nothing. nullopt: they break the rules, or end too early.
std::optional<std::string> qr_text(std::span<const std::uint8_t> data, int version);

}  // namespace hw
