#pragma once

#include <string>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// The modules of a QR code, level M, without its quiet zone.
struct QrModules {
    int size = 0;             // modules a side
    std::vector<bool> black;  // row by row
    bool at(int x, int y) const {
        return black[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x)];
    }
};

// Errors: malformed (empty, or more than the largest code holds).
Result<QrModules> qr_modules(const std::string& payload);

// Black on white with its quiet zone, 10 pixels a module. Errors: refused (the file cannot be written).
Status write_qr_png(const QrModules& modules, const std::string& path);

}  // namespace kiosk
