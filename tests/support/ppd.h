#pragma once

#include <string>
#include <utility>
#include <vector>

namespace support {

// A printer with a driver, as its PPD describes it to CUPS. Sizes in points (1/72 inch), as the driver counts them.
struct PpdPrinter {
    struct Size {
        int width = 0, length = 0;
    };
    std::vector<Size> sizes = {{227, 227}, {227, 567}, {227, 842}, {227, 5669}};
    std::size_t standard = 1;                        // of the sizes: what is taken where a job does not say
    Size longest = {227, 5669};                      // custom; {}: none are taken
    int left = 11, right = 11, top = 0, bottom = 0;  // no ink there
    bool raster = false;                             // it is sent dots, not PDF
    int dpi = 203;
    std::string filter = "-";             // the driver's own, a program's path; "-": none
    std::vector<std::string> lines = {};  // more of the PPD
};
std::string ppd(const PpdPrinter& printer);

}  // namespace support
