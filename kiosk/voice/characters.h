#pragma once

// What a code point is, as far as reading aloud asks.
namespace kiosk::voice {

constexpr bool is_digit_point(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_letter_point(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
// Also radicals, which people pick instead of the character that looks like them, and private use, where older systems keep
// the rare characters of names.
constexpr bool is_hanzi(char32_t c) {
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3400 && c <= 0x9FFF) || c == U'〇' || (c >= 0xE000 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xF0000 && c <= 0x10FFFD);
}
constexpr bool is_variation_selector(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }

}  // namespace kiosk::voice
