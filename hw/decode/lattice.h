#pragma once

#include <optional>
#include <vector>

#include "hw/decode/finders.h"
#include "hw/decode/pixels.h"
#include "hw/decode/qr_layout.h"

namespace hw {

// How far from where a flat code has them the modules of a bent, crumpled or folded one lie: in modules, at knots that lie
// so many modules apart, row by row, the first at the code's corner. In between it is shared out.
struct Bend {
    struct Shift {
        float u = 0, v = 0;
    };
    int side = 0;  // knots; 0: flat
    double apart = 1;
    std::vector<Shift> knots;
    Shift at(double u, double v) const;
};

// Where the modules of a QR code lie in a frame.
struct Lattice {
    const QrLayout* layout = nullptr;
    Perspective from;  // of modules, (0, 0) is the code's corner, to pixels
    Bend bend;
    double fit = 0;         // how well light and dark are where they must be: 1 is perfectly, 0 by chance
    bool inverted = false;  // light on dark
};

// The flat lattice that what is the same in all codes agrees with best: squares, separators, the lines between the squares.
// The frame may cut some of the code off. nullopt: these are no corners of a code. `work` counts the points that are looked
// at.
std::optional<Lattice> find_lattice(GreyView frame, const Corners& corners, long& work);

// The light between four pixels; -1: outside of the frame.
float light_at(GreyView frame, const Perspective& from, double u, double v);

}  // namespace hw
