#include "kiosk/ledger/identifier.h"

#include <algorithm>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"
#include "kiosk/card/number.h"
#include "kiosk/ledger/cell.h"

namespace kiosk {
namespace {

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }

char32_t normal(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    return c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c;
}

}  // namespace

std::string normal_identifier(std::string_view text) {
    if (std::ranges::all_of(text, is_alphanumeric)) return std::string(text);
    if (all_ascii(text)) {
        std::string result;
        for (const char c : text) {
            if (!is_blank(static_cast<unsigned char>(c))) result += static_cast<char>(normal(static_cast<unsigned char>(c)));
        }
        return result;
    }
    auto points = to_code_points(text);
    std::erase_if(points, is_blank);
    std::ranges::transform(points, points.begin(), normal);
    return to_utf8(points);
}

bool is_case_key(std::string_view key) {
    return key.size() >= 4 && key.size() <= longest_case_key &&
           std::ranges::all_of(key, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '/'; });
}

bool looks_personal(std::string_view key) {
    std::string bare(key);
    std::erase_if(bare, [](char c) { return !is_alphanumeric(c); });
    const bool digits = all_digits(bare);
    const bool mobile = digits && bare.size() == 11 && bare[0] == '1' && bare[1] >= '3';
    return mobile || CardNumber::parse(bare) || ResidentId::parse(bare);
}

bool is_social_number(std::string_view number) {
    return number.size() >= 6 && number.size() <= 20 && std::ranges::all_of(number, is_alphanumeric);
}

}  // namespace kiosk
