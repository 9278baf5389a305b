#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kiosk {

// The one spelling of a number or key that is hashed and compared: full-width characters become ASCII, letters
// capitals, spaces go.
std::string normal_identifier(std::string_view text);

// A case key: 4 to 40 letters, digits, '-', '.', '/': what a QR code's alphanumeric mode can carry.
inline constexpr std::size_t longest_case_key = 40;
bool is_case_key(std::string_view normal);
// Something that would tell whose case it is if it served as key: an ID, card or mobile number.
bool looks_personal(std::string_view normal);
// A social card's number: 6 to 20 letters and digits.
bool is_social_number(std::string_view normal);

}  // namespace kiosk
