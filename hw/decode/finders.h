#pragma once

#include <array>
#include <vector>

#include "hw/decode/pixels.h"

namespace hw {

// The square in a corner of a QR code.
struct Finder {
    double x = 0, y = 0;    // its middle, pixels
    double module = 0;      // pixels
    bool inverted = false;  // light on dark
    int lines = 1;          // that crossed it
    double clear = 1;       // how much of its rings is as it must be; 0.5: chance
};
bool strong(const Finder& finder);  // so many lines crossed it that it is no noise
// All that every so many rows of a picture of 0 and 255 show, that which most of them crossed first.
std::vector<Finder> find_finders(const Grey& binary, int row_step);

// Three that may be the corners of one code: the one in the right angle, then the other two, clockwise. The likeliest first;
// not all are corners, and a finder may be in several.
using Corners = std::array<Finder, 3>;
std::vector<Corners> find_corners(const std::vector<Finder>& finders);
bool sure(const Corners& corners);   // all three are strong
bool alike(const Corners& corners);  // in size: the code is not tilted, or so little that it cannot be measured
// How far from the camera each lies, as their sizes show; the first: 1.
std::array<double, 3> distances(const Corners& corners);

}  // namespace hw
