#pragma once

// What a code point is, as far as reading aloud asks.
namespace kiosk::voice {

constexpr bool is_digit_point(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_letter_point(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
constexpr bool is_hanzi(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || c == U'〇' || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

}  // namespace kiosk::voice
