#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kiosk {

// A list of columns for a SELECT from the shared store, "key, card_hash, …", in which texts and hashes come cut off behind
// what may be, so that a row of a megabyte costs a line no more than any other and is still seen to be too long.
std::string bounded_columns(std::string_view columns);

}  // namespace kiosk
