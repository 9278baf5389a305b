#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace support {

// How a code is held before a camera.
struct CodeView {
    double module = 5;        // pixels
    double angle = 0;         // degrees
    double tilt = 0;          // 0 to 0.5: how much smaller the far edge is
    double x = 0.5, y = 0.5;  // its middle, in frames
    double blur = 0.6;        // pixels
    double noise = 4;         // steps of grey
    int black = 40, white = 210;
    bool inverted = false;
    double glare = 0;  // 0 to 1: strength of a round light on it
    int clutter = 30;  // things behind it
    int quiet = 4;     // modules
};

// Grey, row by row.
struct CameraFrame {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
};

// What a camera sees of a code of `size` modules a side (row by row, true: black); size 0: no code. The scene is made by
// `scene`, the noise by `noise`.
CameraFrame see_code(const std::vector<bool>& black, int size, const CodeView& view, unsigned scene, std::mt19937& noise,
                     int width = 1280, int height = 720);

}  // namespace support
