#pragma once

#include <string>
#include <vector>

#include "tests/support/pdf.h"

namespace support {

// A page as the print head has it, dot for dot.
struct DotPage {
    Raster raster;
    int dpi = 0;
};
std::vector<DotPage> dot_pages(const std::string& bytes);  // of CUPS, PWG or Apple raster; throws what is none

// Where there is ink, in dots; right and bottom are beyond it.
struct InkBox {
    std::size_t left = 0, top = 0, right = 0, bottom = 0;
};
InkBox ink_box(const Raster& raster);

std::string read_qr(const Raster& raster);  // empty: none is read

}  // namespace support
