#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.h"
#include "kiosk/card/directory.h"

namespace kiosk {

// issuers.toml; its head says what it may hold. A wrong key, type or value, and one that stands there twice, is refused
// with "file:line: what was expected". Errors: malformed; load_directory also not_found.
Result<Directory> parse_directory(std::string_view toml, const std::string& file_name);
Result<Directory> load_directory(const std::string& path);

}  // namespace kiosk
