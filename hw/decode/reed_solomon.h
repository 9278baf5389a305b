#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace hw {

// Puts a block of a QR code right, its last `checks` bytes being Reed and Solomon's (ISO/IEC 18004, annex A: the field of
// x^8 + x^4 + x^3 + x^2 + 1, roots from a^0). `erased`: places that are known to be unreadable, whatever stands there. Each
// of these costs one check, each other error two. The errors that were found, besides the erased; nullopt: too many.
std::optional<int> mend(std::span<std::uint8_t> block, int checks, std::span<const int> erased);

}  // namespace hw
