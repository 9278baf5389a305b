#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/fault.h"

namespace hw {

// What keeps a printer from printing, by its printer-state-reasons (RFC 8011, 5.4.12). nullopt: nothing, or only what
// does not (low paper, noise of CUPS's own). The suffix -error, -warning or -report says little: printers differ.
std::optional<kiosk::Fault> blocking_fault(const std::vector<std::string>& reasons);

// The IPP backend lost sight of the job: CUPS calls it completed, and nobody knows whether paper came.
bool lost_sight(const std::vector<std::string>& reasons);

// The backend has not reached the printer so far, so it has handed nothing over. `message` is CUPS's English one:
// without the printer the network backends give no reason at all.
bool not_reached(const std::vector<std::string>& reasons, const std::string& message);

}  // namespace hw
