#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/cups.h"
#include "tests/support/process.h"

namespace support {

// A printer of the network that needs no driver (IPP Everywhere): ippeveprinter, with rolls of 80 mm at 203 dpi, behind a
// queue of that cupsd.
class IppPrinter {
public:
    IppPrinter(Cupsd& cupsd, const std::string& queue);
    std::vector<std::filesystem::path> printed() const;  // the dots that it was sent, oldest first

private:
    TempDir dir_;
    std::unique_ptr<Child> bus_, printer_;
};

}  // namespace support
