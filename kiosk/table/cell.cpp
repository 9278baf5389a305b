#include "kiosk/table/cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"
#include "kiosk/case/identifier.h"

namespace kiosk {
namespace {

std::size_t size_of_first(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    return std::min<std::size_t>(text.size(), lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

std::size_t size_of_last(std::string_view text) {
    std::size_t size = 1;
    while (size < std::min<std::size_t>(text.size(), 4) &&
           (static_cast<unsigned char>(text[text.size() - size]) & 0xC0) == 0x80)
        ++size;
    return size;
}

bool blank(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    if (lead > ' ' && lead != 0xC2 && lead != 0xE2 && lead != 0xE3 && lead != 0xEF) return false;  // begins no blank
    if (character.size() == 1) return is_blank(static_cast<unsigned char>(character.front()));
    const auto points = to_code_points(character);
    return points.size() == 1 && is_blank(points.front());
}

// The parts of "4.0009E+15". A number without an exponent has no such parts.
struct Scientific {
    std::string before, after;  // digits beside the point
    std::size_t exponent = 0;
};

std::optional<Scientific> parse_scientific(std::string_view text) {
    const auto mark = text.find("E+");
    if (mark == std::string_view::npos) return std::nullopt;
    const auto mantissa = text.substr(0, mark), exponent = text.substr(mark + 2);
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    Scientific result{std::string(mantissa.substr(0, point)), {}, 0};
    if (point < mantissa.size()) result.after = mantissa.substr(point + 1);
    if (result.before.empty() || exponent.empty() || exponent.size() > 3) return std::nullopt;
    if (!all_digits(result.before) || !all_digits(result.after) || !all_digits(exponent)) return std::nullopt;
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
    return result;
}

Error lost_digits() {
    return {Fault::malformed,
            "was made a number such as 4.00E+15 by a spreadsheet, and its last digits are lost; make the column text and "
            "fill it in again"};
}

// "4000.00" is 4000; a point with anything else behind it stays.
std::string without_empty_fraction(std::string text) {
    const auto point = text.find('.');
    if (point == std::string::npos || point == 0 || !all_digits(std::string_view(text).substr(0, point))) return text;
    if (text.find_first_not_of('0', point + 1) == std::string::npos) text.resize(point);
    return text;
}

}  // namespace

std::string_view without_blanks_around(std::string_view text) {
    while (!text.empty() && blank(text.substr(0, size_of_first(text)))) text.remove_prefix(size_of_first(text));
    while (!text.empty() && blank(text.substr(text.size() - size_of_last(text)))) text.remove_suffix(size_of_last(text));
    return text;
}

std::string_view cell_text(std::string_view field) {
    field = without_blanks_around(field);
    if (field.starts_with('\'')) field = without_blanks_around(field.substr(1));
    if (field.size() >= 3 && field.starts_with("=\"") && field.ends_with('"'))
        field = without_blanks_around(field.substr(2, field.size() - 3));
    return field;
}

bool is_error_mark(std::string_view cell) {
    constexpr std::array<std::string_view, 8> marks = {"#N/A",  "#REF!",   "#VALUE!", "#NAME?",
                                                       "#NUM!", "#DIV/0!", "#NULL!",  "#SPILL!"};
    if (!cell.starts_with('#')) return false;
    return cell.find_first_not_of('#') == std::string_view::npos || std::ranges::find(marks, cell) != marks.end();
}

Result<std::string> number_in_cell(std::string_view cell) {
    auto text = normal_identifier(cell);
    if (all_digits(text)) return text;
    const auto number = parse_scientific(text);
    if (!number) return without_empty_fraction(std::move(text));
    if (number->after.size() < number->exponent) return lost_digits();
    if (number->after.find_first_not_of('0', number->exponent) != std::string::npos) return text;  // not a whole number
    return number->before + number->after.substr(0, number->exponent);
}

}  // namespace kiosk
