#pragma once

#include <string>
#include <string_view>

// Others stand beside whoever listens: a number that names a person is never spoken whole, whatever page it got onto.
namespace kiosk::voice {

// Whether so many digits are the number of an identity document, of a card or of a mobile phone: twelve and more, or eleven
// that begin with 1. Spaces, dashes and points between them count for nothing. Hotlines and dates are shorter.
bool names_a_person(std::string_view label);
std::string last_four(std::string_view label);

// How long a number is that `text` begins with, parted by at most two blanks, dashes or points a time; 0 if it is none.
std::size_t length_of_number(std::u32string_view text);
// Its digits, and an X at its end.
std::string digits_of(std::u32string_view number);

}  // namespace kiosk::voice
