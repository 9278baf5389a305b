#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kiosk {

// A list of columns for a SELECT from the shared store, "key, card_hash, …". The server cuts texts and hashes one character
// behind the longest that is allowed. So a row of a megabyte costs the line no more than any other row, and the reader still
// sees that the text is too long.
std::string bounded_columns(std::string_view columns);

}  // namespace kiosk
