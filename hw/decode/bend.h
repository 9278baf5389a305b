#pragma once

#include "hw/decode/lattice.h"

namespace hw {

// A flat lattice that is bent to where light and dark modules differ most, from the squares, which are sure, on from knot to
// knot. `work` counts the points that are looked at.
Lattice bent(GreyView frame, Lattice flat, long& work);

}  // namespace hw
