#pragma once

#include <optional>
#include <string_view>

#include "hw/resolver/resolver.h"

namespace hw {

// What the platform says of a code, a JSON object of texts (RFC 8259, UTF-8) with just one of these members; others are
// passed over:
//   "case"         the case's key                                 "card"         the number of the old card
//   "social_card"  the social security card's                     "resident_id"  the resident ID number
//   "error"        "unknown", "expired" or "used"
// nullopt: it says something else. Read by hand, because libraries leave what they read in memory that is not wiped.
std::optional<PlatformAnswer> parse_reply(std::string_view json);

}  // namespace hw
