#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kiosk {

// How a workbook's style shows a number.
struct NumberStyle {
    enum class Kind : std::uint8_t { number, day, time };
    Kind kind = Kind::number;
    int digits = 0;  // at least so many, with zeros before it: 00000000
    bool operator==(const NumberStyle&) const = default;
};
NumberStyle built_in_style(int id);  // of the ids that the format itself defines; others are plain numbers
NumberStyle style_of(std::string_view format_code);

// A cell's number as its style shows it: days as 2026-11-01 or 2026-11-01 09:30:00, whole numbers with all their digits. A
// number of more than fifteen digits is written 4.00090000000000E+15, since a spreadsheet keeps no more of them.
// `from_1904`: the workbook counts days from 1904. Text that is no number stays as it is.
std::string shown_number(std::string_view written, const NumberStyle& style, bool from_1904);

}  // namespace kiosk
