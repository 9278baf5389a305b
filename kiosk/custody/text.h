#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

// Checks what people type or scan for the log of custody and brings it to the form that the log keeps. Error: malformed,
// with a sentence for the person. No text that passes shows whose card it is.
Result<std::string> bag_number(std::string_view text);                        // 1 to 40 letters, digits, - . /
Result<std::string> case_key(std::string_view text);                          // 4 to 40 of these
Result<std::string> free_text(std::string_view what, std::string_view text);  // who, reason: 1 to 200 bytes, plain

}  // namespace kiosk
