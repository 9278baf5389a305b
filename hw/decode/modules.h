#pragma once

#include <vector>

#include "hw/decode/lattice.h"
#include "hw/decode/pixels.h"
#include "hw/decode/qr_symbol.h"

namespace hw {

// How light each module of a code is, on average over the frames that it is seen in.
class ModuleMean {
public:
    bool of_same(const Lattice& lattice) const;                    // it lies where the last frame had it
    void add(GreyView frame, const Lattice& lattice, long& work);  // `work` counts the points that are looked at
    // As if it was lit evenly: dark is what is darker than the `window` modules a side around it. `undone`: how often the
    // light that a module takes from its neighbours is given back to them; 0 for a sharp picture.
    Light light(const QrLayout& layout, int window, int undone) const;

private:
    int size_ = 0;
    double x_ = 0, y_ = 0;  // of the code's corner in the last frame, pixels
    std::vector<float> sum_, weight_;
};

}  // namespace hw
