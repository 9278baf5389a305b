#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "kiosk/doctor/finding.h"

namespace kiosk {

// Looks at everything that a terminal needs: files, clock, ledger, shared store, devices. Takes seconds; prints nothing on
// paper.
std::vector<Finding> examine(const std::string& config_path);

std::size_t count_wrong(const std::vector<Finding>& findings);
void write(std::ostream& out, const std::vector<Finding>& findings);  // as lines for people

}  // namespace kiosk
