#pragma once

#include <cstdint>

namespace kiosk {

// Main text of at least 12, 15 and 18 mm on a 27-inch screen.
enum class TextSize : std::uint8_t { standard, large, largest };
enum class Look : std::uint8_t { usual, black_on_white, white_on_black, soft };  // soft: less glare, for a clouded lens

// How a person wants pages to look; the usual one for everybody who asks for nothing.
struct Appearance {
    TextSize text = TextSize::standard;
    Look look = Look::usual;
    bool low = false;  // all that can be touched lies in the lower half of the screen
    bool operator==(const Appearance&) const = default;
};

}  // namespace kiosk
