#pragma once

#include <cstdint>
#include <vector>

#include "screens/glass/raster.h"

namespace screens {

// Finds what a picture changes: from the draw lists, before a pixel is touched. One page after another shares its bars,
// its margins and often more, a countdown changes one line; what stays need be neither drawn nor shown again.
class ChangedRows {
public:
    // Rows whose pixels may differ from those of the last call, from top to bottom, apart from one another. After
    // `forget`, or in another size: all of them.
    std::vector<Rows> next(const ImDrawData& lists, Colour background, PixelSize size);
    void forget();

private:
    PixelSize size_;
    std::vector<std::uint64_t> bands_;  // of a few rows each: a hash of all that touches it
};

}  // namespace screens
