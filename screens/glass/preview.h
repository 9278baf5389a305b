#pragma once

#include <cstdint>
#include <vector>

#include "screens/glass/raster.h"

namespace screens {

// What the camera sees, as a person expects it: like a mirror. It holds the pixels of what a page draws of it, so it must
// live until that is painted. One thread.
class Preview {
public:
    // Grey, row by row, 0 is black.
    void see(int width, int height, std::vector<std::uint8_t> pixels);
    void forget();  // the camera is closed
    bool empty() const { return width_ == 0; }

    // The largest middle part of the picture with the box's shape, in the box's pixels, mirrored; white where it is 255.
    const Texture& fitted(PixelSize box);

private:
    int width_ = 0, height_ = 0;
    std::uint64_t serial_ = 0;
    std::vector<std::uint8_t> seen_, drawn_;
    Texture texture_;
};

}  // namespace screens
