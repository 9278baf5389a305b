#include "kiosk/voice/discretion.h"

#include <algorithm>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"
#include "kiosk/voice/characters.h"

namespace kiosk::voice {
namespace {

constexpr std::size_t most_separators = 2;

// Dashes of every length stand from U+2010 to U+2015.
bool parts_digits(char32_t c) {
    return c == U'-' || c == U'.' || c == U'·' || c == U'_' || c == U'/' || c == U' ' || is_blank(c) ||
           (c >= 0x2010 && c <= 0x2015);
}

}  // namespace

bool names_a_person(std::string_view label) {
    std::string digits;
    std::ranges::copy_if(label, std::back_inserter(digits), [](char c) { return is_digit(c); });
    if (digits.size() == 11) return digits.front() == '1';
    if (digits.size() == 12) return digits.front() != '0';  // with its area code a telephone of an office has twelve at most
    return digits.size() > 12;
}

std::string last_four(std::string_view label) {
    std::string kept;
    std::ranges::copy_if(label, std::back_inserter(kept), [](char c) { return is_digit(c) || c == 'X' || c == 'x'; });
    return kept.size() <= 4 ? kept : kept.substr(kept.size() - 4);
}

std::size_t length_of_number(std::u32string_view text) {
    std::size_t end = 0;
    for (std::size_t i = 0, separators = 0; i < text.size() && separators <= most_separators; ++i) {
        if (is_digit_point(text[i])) {
            end = i + 1;
            separators = 0;
        } else if (parts_digits(text[i]) && end > 0) {
            ++separators;
        } else {
            const bool check_character = (text[i] == U'X' || text[i] == U'x') && end == 17 && i == end;
            return end + (check_character ? 1 : 0);
        }
    }
    return end;
}

std::string digits_of(std::u32string_view number) {
    std::string digits;
    for (const char32_t c : number)
        if (is_digit_point(c) || c == U'X' || c == U'x') digits += static_cast<char>(c);
    return digits;
}

}  // namespace kiosk::voice
