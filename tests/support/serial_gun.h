#pragma once

#include <string>

#include "kiosk/base/descriptor.h"

namespace support {

// A serial code scanner: the far end of a pseudo-terminal.
class SerialGun {
public:
    SerialGun();  // throws if there is no pseudo-terminal

    std::string keys(const std::string& framing = "gap") const;  // lines of [scanner]
    // Sends a code once the kiosk listens: what came before is nobody's. False: it never listened.
    [[nodiscard]] bool read(const std::string& code);

private:
    kiosk::Descriptor line_;
};

}  // namespace support
