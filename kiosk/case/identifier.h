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
// Something that would show whose case it is if it served as key: an ID, card or mobile number.
bool looks_personal(std::string_view normal);
// Whether a text holds as many digits in a row as a mobile telephone's, an ID's or a card's number has, also with blanks,
// dashes and the like between them, full-width or in Chinese numerals.
bool holds_long_number(std::string_view text);
// The same, or a landline telephone's: seven digits in groups of at least three. What a house or a village group is called
// by is shorter (金沙天街12号, 2村3组).
bool holds_phone_number(std::string_view text);
// A social card's number: 6 to 20 letters and digits.
bool is_social_number(std::string_view normal);

}  // namespace kiosk
