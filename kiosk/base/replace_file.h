#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk {

// Whoever reads the file meets the old text or the new one, never half of it. Error: "PATH: cannot be written: why"; the old
// text stays.
Status replace_file(const std::string& path, std::string_view text);

}  // namespace kiosk
