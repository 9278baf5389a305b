#pragma once

#include <cstdint>

#include "kiosk/table/ditto.h"
#include "kiosk/table/header.h"

namespace kiosk {

// What a line of an office's list is.
enum class ListLine : std::uint8_t {
    row,           // about a person, or meant to be
    none,          // about nobody: a title or the header again, a sum, who made the list, a number without anything
    other_header,  // a header with other columns, which hold for the rows below it
};
ListLine kind_of_line(const HeaderSearch& found, const Ditto& ditto, const TableRow& row, const RowValues& values);

}  // namespace kiosk
