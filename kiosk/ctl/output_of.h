#pragma once

#include <string>
#include <vector>

namespace kiosk::ctl {

// What a program writes, errors included, at most some megabytes of it; of one that cannot be started, why. No shell.
std::string output_of(const std::vector<std::string>& command);

}  // namespace kiosk::ctl
