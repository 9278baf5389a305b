#pragma once

#include <optional>
#include <vector>

#include "hw/scanner/finders.h"
#include "hw/scanner/pixels.h"

namespace hw {

// Where the modules of a QR code lie in a frame.
struct Lattice {
    int size = 0;           // modules a side
    Perspective from;       // of modules, (0, 0) is the code's corner, to pixels
    double fit = 0;         // how well light and dark are where they must be: 1 is perfectly, 0 by chance
    bool inverted = false;  // light on dark
};
// The lattice that what is the same in all codes agrees with best: squares, separators, the lines between the squares. The
// frame may cut some of the code off. nullopt: these are no corners of a code of up to 77 modules.
std::optional<Lattice> find_lattice(GreyView frame, const Corners& corners);

// How light each module of a code is, on average over the frames that it is seen in.
class ModuleMean {
public:
    bool of_same(const Lattice& lattice) const;  // it lies where the last frame had it
    void add(GreyView frame, const Lattice& lattice);
    // Black on white with its quiet zone, as if printed; what is the same in all codes is as it must be. Dark is what
    // is darker than the `window` modules a side around it. `undone`: how often the light that a module takes from its
    // neighbours is given back to them; 0 for a sharp picture.
    Grey printed(int window, int undone) const;

private:
    int size_ = 0;
    double x_ = 0, y_ = 0;  // of the code's corner in the last frame, pixels
    std::vector<float> sum_, weight_;
};

}  // namespace hw
