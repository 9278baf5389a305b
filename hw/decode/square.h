#pragma once

#include "hw/decode/finders.h"
#include "hw/decode/pixels.h"

namespace hw {

// A square in a code's corner, as exactly as the frame shows it.
struct Square {
    double x = 0, y = 0;    // its middle, pixels
    double ux = 0, uy = 0;  // from module to module along a code's rows
    double vx = 0, vy = 0;  // and along its columns
    double fit = 0;         // how well light and dark are where they must be: 1 is perfectly, 0 by chance
};

// The corner `which` of three, of a code that lies as the three do. `work` counts the points that are looked at.
Square find_square(GreyView frame, const Corners& corners, std::size_t which, long& work);

}  // namespace hw
