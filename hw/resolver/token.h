#pragma once

#include <string>

#include "kiosk/base/private_bytes.h"
#include "kiosk/base/result.h"

namespace hw {

// The first line of a file, without its blanks. Errors: refused, with the file's name and what is wrong.
kiosk::Result<kiosk::PrivateBytes> read_token(const std::string& path);

}  // namespace hw
