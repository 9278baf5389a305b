#include "kiosk/case/identifier.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"
#include "kiosk/card/number.h"

namespace kiosk {
namespace {

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }

// A digit of any script that people write numbers in; nullopt: it is none.
std::optional<int> digit_of(char32_t c) {
    struct Zero {
        char32_t first;
        int value, count;
    };
    constexpr std::array<Zero, 12> zeros = {{{U'0', 0, 10},
                                             {U'０', 0, 10},
                                             {U'\u0660', 0, 10},      // Arabic
                                             {U'\u06F0', 0, 10},      // Persian
                                             {U'\u2080', 0, 10},      // set low
                                             {U'①', 1, 9},            // in circles
                                             {U'⑴', 1, 9},            // in brackets
                                             {U'⒈', 1, 9},            // with a point
                                             {U'❶', 1, 9},            // in black circles
                                             {U'㈠', 1, 9},           // Chinese in brackets
                                             {U'\U0001D7CE', 0, 50},  // of mathematics, five styles
                                             {U'\u2074', 4, 6}}};     // set high
    constexpr std::u32string_view chinese = U"〇一二三四五六七八九", formal = U"零壹贰叁肆伍陆柒捌玖", other = U"○幺";
    const bool han = c >= 0x3400 && c <= 0x9FFF;  // as most characters; none of these rows is there
    for (const auto& zero : zeros) {
        if (han) break;
        if (c >= zero.first && c < zero.first + static_cast<char32_t>(zero.count))
            return (zero.value + static_cast<int>(c - zero.first)) % 10;
    }
    for (const auto set : {chinese, formal, other}) {
        if (const auto at = set.find(c); at != set.npos) return static_cast<int>(at);
    }
    return std::nullopt;
}

struct DigitRow {
    std::size_t digits = 0;
    std::size_t smallest = 0;  // of its groups
};

// Whether one of the text's rows of digits, which has at least so many, is such; what people write between the groups of a
// number does not end it.
template <class Test>
bool any_digit_row(std::string_view text, std::size_t fewest, Test test) {
    if (count_characters(text) < fewest) return false;  // as are most names and places
    constexpr std::u32string_view between = U"-‐‑‒–—―−－_.．·•。,，、/／\\()（）[]【】:：~～+＋";
    if (std::ranges::none_of(text, [](char c) { return is_digit(c) || !is_ascii(c); })) return false;
    DigitRow row;
    std::size_t group = 0;
    const auto end_group = [&] {
        if (group > 0) row.smallest = row.smallest == 0 ? group : std::min(row.smallest, group);
        group = 0;
    };
    for (const char32_t c : to_code_points(text)) {
        if (digit_of(c)) {
            ++row.digits;
            ++group;
            continue;
        }
        end_group();
        if (is_blank(c) || between.find(c) != between.npos) continue;
        if (test(row)) return true;
        row = {};
    }
    end_group();
    return test(row);
}

constexpr std::size_t mobile_digits = 11;  // IDs and cards have more
constexpr std::size_t landline_digits = 7, landline_group = 3;

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
    if (bare.size() < mobile_digits) return false;
    const bool digits = all_digits(bare);
    const bool mobile = digits && bare.size() == 11 && bare[0] == '1' && bare[1] >= '3';
    return mobile || CardNumber::parse(bare) || ResidentId::parse(bare);
}

bool holds_long_number(std::string_view text) {
    return any_digit_row(text, mobile_digits, [](const DigitRow& row) { return row.digits >= mobile_digits; });
}

bool holds_phone_number(std::string_view text) {
    return any_digit_row(text, landline_digits, [](const DigitRow& row) {
        return row.digits >= mobile_digits || (row.digits >= landline_digits && row.smallest >= landline_group);
    });
}

bool is_social_number(std::string_view number) {
    return number.size() >= 6 && number.size() <= 20 && std::ranges::all_of(number, is_alphanumeric);
}

}  // namespace kiosk
