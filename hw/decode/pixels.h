#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hw {

// A grey picture that somebody else owns; 0 is black.
struct GreyView {
    const std::uint8_t* pixels = nullptr;
    int width = 0, height = 0;
    int stride = 0;  // bytes from row to row
    const std::uint8_t* row(int y) const {
        return pixels + static_cast<std::ptrdiff_t>(y) * static_cast<std::ptrdiff_t>(stride);
    }
};

struct Grey {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;  // row by row

    Grey() = default;
    Grey(int w, int h, std::uint8_t fill = 0)
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}
    // Whatever its pixels are then.
    void resize(int w, int h) {
        width = w, height = h;
        pixels.resize(static_cast<std::size_t>(w) * static_cast<std::size_t>(h));
    }
    std::uint8_t* row(int y) { return pixels.data() + static_cast<std::ptrdiff_t>(y) * width; }
    const std::uint8_t* row(int y) const { return pixels.data() + static_cast<std::ptrdiff_t>(y) * width; }
    GreyView view() const { return {pixels.data(), width, height, width}; }
    bool operator==(const Grey&) const = default;
};

// A point of the picture for each point of a patch: x' = (xx x + xy y + x0) / d, y' = (yx x + yy y + y0) / d, where
// d = dx x + dy y + d0 is how far away it is. What is nearer than `nearest` is not seen.
struct Perspective {
    static constexpr double nearest = 0.05;
    double xx = 1, xy = 0, x0 = 0, yx = 0, yy = 1, y0 = 0, dx = 0, dy = 0, d0 = 1;
    double distance(double x, double y) const { return dx * x + dy * y + d0; }
    // The point of the picture, of a point that is so far away.
    double picture_x(double x, double y, double far) const { return (xx * x + xy * y + x0) / far; }
    double picture_y(double x, double y, double far) const { return (yx * x + yy * y + y0) / far; }
};

// Each makes its picture in the `room` of a former one: new memory for each frame costs as much as the making.
// 0 where a pixel is darker than its neighbourhood of so many blocks of 8 pixels to each side, 255 elsewhere.
Grey binarised(GreyView picture, int around = 3, Grey room = {});
Grey halved(GreyView picture, Grey room = {});  // mean of 2 by 2
Grey shrunk(GreyView picture, int factor);      // mean of factor by factor
Grey sharpened(GreyView picture, Grey room = {});
Grey smoothed(GreyView picture, Grey room = {});         // mean of 3 by 3
Grey transposed(const Grey& picture, Grey room = {});    // rows become columns
std::uint8_t brightness(GreyView picture, int percent);  // that so many percent do not exceed; from a sample

}  // namespace hw
