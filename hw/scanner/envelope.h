#pragma once

#include <string>
#include <string_view>

namespace hw {

// What a scanner was set to put around a code, taken away. Views of what was given; together they are all of it.
struct Envelope {
    std::string_view before;  // control characters, blanks, the identifier
    std::string_view code;
    std::string_view behind;  // control characters and blanks
    // AIM's, three characters such as "]Q1" (ISO/IEC 15424); within `before`, or empty.
    std::string_view identifier;
};

// A code that is binary keeps every byte of its own: only an identifier is taken away. It is binary if it is no UTF-8, or
// has control characters inside that no text has.
Envelope opened(std::string_view scanned);

std::string_view symbology(std::string_view identifier);  // "QR code"; empty: not one of the usual ones
// "CR LF", "blank, Tab": control characters by name, blanks too, other bytes as they are.
std::string named_characters(std::string_view bytes);

}  // namespace hw
