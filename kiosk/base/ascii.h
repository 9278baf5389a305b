#pragma once

#include <algorithm>
#include <string_view>

namespace kiosk {

// What a byte is in ASCII and so in UTF-8, whatever the locale says.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

constexpr bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }  // true of ""
constexpr bool all_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_ascii(c); });
}

}  // namespace kiosk
