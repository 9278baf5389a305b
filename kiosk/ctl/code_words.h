#pragma once

#include <string>
#include <string_view>

#include "kiosk/code/own_code.h"
#include "kiosk/ctl/command.h"

namespace kiosk::ctl {

// What a code is, for an administrator. Of others' codes only the kind and the length: they may be money, or somebody's
// name.
Json described(std::string_view bytes, const CodeReading& reading);
std::string sentence(const Json& described);

}  // namespace kiosk::ctl
