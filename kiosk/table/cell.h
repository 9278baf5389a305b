#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"

// Undoes what spreadsheets do to the fields of a table, where that loses nothing.
namespace kiosk {

std::string_view without_blanks_around(std::string_view utf8);

// The text of a field: without blanks around it, the guard ="…", or the apostrophe that marks a text.
std::string_view cell_text(std::string_view field);

// "#N/A", "#REF!", "#####": what stands in a cell instead of its value.
bool is_error_mark(std::string_view cell);

// A card or ID number, spelled as normal_identifier does: "４０００ ９000.0" is 40009000, and 4.000900000000001E+15 has all
// of its digits. Errors: malformed; the detail says which digits are lost, and repeats none.
Result<std::string> number_in_cell(std::string_view cell);

}  // namespace kiosk
