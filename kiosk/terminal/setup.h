#pragma once

#include <optional>
#include <string>

#include "kiosk/base/words.h"
#include "kiosk/code/own_code.h"
#include "kiosk/config/config.h"
#include "kiosk/policy/faults.h"
#include "kiosk/policy/policy.h"
#include "screens/glass/box.h"

namespace kiosk {

// All that is read before anything is opened.
struct Setup {
    Config config;
    Policy policy;
    Catalog words;
    FaultCatalog faults;
    Keyring trusted;                             // the fleet's list of those whose codes are believed
    bool closable = false;                       // the window
    std::optional<screens::PixelSize> windowed;  // else the whole display
};
Result<Setup> load_setup(const std::string& config_path);

}  // namespace kiosk
