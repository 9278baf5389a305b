#include "kiosk/card/number.h"

#include <algorithm>
#include <vector>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"

namespace kiosk {
namespace {

// Full-width forms (U+FF01 to U+FF5E) as ASCII; anything else that is not ASCII becomes '?'.
std::string half_width(std::string_view utf8) {
    if (all_ascii(utf8)) return std::string(utf8);
    std::string narrow;
    for (const char32_t c : to_code_points(utf8)) {
        if (c < 0x80)
            narrow += static_cast<char>(c);
        else if (c >= 0xFF01 && c <= 0xFF5E)
            narrow += static_cast<char>(c - 0xFEE0);
        else
            narrow += '?';
    }
    return narrow;
}

int number_at(std::string_view digits, std::size_t from, std::size_t length) {
    int value = 0;
    for (const char c : digits.substr(from, length)) value = value * 10 + (c - '0');
    return value;
}

Date birth_date(std::string_view id) {
    return Date{std::chrono::year{number_at(id, 6, 4)}, std::chrono::month{static_cast<unsigned>(number_at(id, 10, 2))},
                std::chrono::day{static_cast<unsigned>(number_at(id, 12, 2))}};
}

// ISO 7064 MOD 11-2 over the first 17 digits.
char check_character(std::string_view id) {
    int sum = 0;
    for (const char c : id.substr(0, 17)) sum = (sum + (c - '0')) * 2 % 11;
    const int check = (12 - sum) % 11;
    return check == 10 ? 'X' : static_cast<char>('0' + check);
}

Error malformed(std::string what) { return {Fault::malformed, "ID number: " + std::move(what)}; }

bool is_variation_selector(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }
bool is_name_dot(char32_t c) { return c == 0xB7 || c == 0x2022 || c == 0x30FB || c == 0xFF0E; }  // · • ・ ．

}  // namespace

std::optional<CardNumber> CardNumber::parse(std::string_view digits) {
    std::string text = half_width(digits);
    std::erase(text, ' ');
    if (!all_digits(text)) return std::nullopt;
    if (text.size() == 16 && text.find_first_not_of('0') != std::string::npos) return CardNumber(std::move(text));
    if (text.size() == 19 && text[0] == '3') return CardNumber(std::move(text));
    return std::nullopt;
}

Result<ResidentId> ResidentId::parse(std::string_view text) {
    std::string id = half_width(text);
    if (id.size() == 15 && all_digits(id)) return malformed("15 digits, the old form without century and check character");
    if (id.size() != 18) return malformed("has " + std::to_string(id.size()) + " characters, 18 are needed");
    if (id[17] == 'x') id[17] = 'X';
    if (!all_digits(std::string_view(id).substr(0, 17))) return malformed("the first 17 characters must be digits");
    if (!is_digit(id[17]) && id[17] != 'X') return malformed("the last character must be a digit or X");
    if (id[0] == '0') return malformed("no area begins with 0");
    const Date born = birth_date(id);
    if (!born.ok() || born.year() < std::chrono::year{1800}) return malformed("the birth date does not exist");
    if (check_character(id) != id[17]) return malformed("the check character is wrong");
    return ResidentId(std::move(id));
}

Date ResidentId::born() const { return birth_date(text_); }

std::string mask_name(std::string_view name) {
    std::vector<std::u32string> characters;
    for (const char32_t c : to_code_points(name)) {
        if (is_variation_selector(c) && !characters.empty())
            characters.back() += c;
        else
            characters.push_back({c});
    }
    const std::size_t count = characters.size();
    std::u32string masked;
    for (std::size_t i = 0; i < count; ++i) {
        const bool shown = count > 1 && (i == 0 || (i == count - 1 && count > 2));
        if (shown || is_name_dot(characters[i][0]))
            masked += characters[i];
        else
            masked += U'＊';
    }
    return to_utf8(masked);
}

std::string mask_id(std::string_view id) {
    const std::u32string characters = to_code_points(id);
    std::u32string masked(characters.size(), U'*');
    if (characters.size() < 12) return to_utf8(masked);
    std::ranges::copy_n(characters.begin(), 4, masked.begin());
    std::ranges::copy_n(characters.end() - 4, 4, masked.end() - 4);
    return to_utf8(masked);
}

}  // namespace kiosk
