#pragma once

#include <optional>
#include <string>

#include "hw/card/bytes.h"
#include "kiosk/base/moment.h"

namespace hw {

// Two decimal digits a byte, the high nibble first. F pads at the end only; anything else is no BCD: nullopt.
std::optional<std::string> bcd_digits(ByteView bytes);

// Four bytes YYYYMMDD. nullopt where they are no day between 1900 and 2199: cards hold zeros, FF, and ASCII years.
std::optional<kiosk::Date> bcd_date(ByteView bytes);

}  // namespace hw
