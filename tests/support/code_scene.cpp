#include "tests/support/code_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace support {
namespace {

using Plane = std::vector<float>;

struct Painter {
    int width, height;
    Plane plane;
    float& at(int x, int y) {
        return plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

void paint_background(Painter& p, int clutter, unsigned scene) {
    std::mt19937 dice(scene);
    for (int y = 0; y < p.height; ++y)
        for (int x = 0; x < p.width; ++x)
            p.at(x, y) = 70.0F + 70.0F * static_cast<float>(x) / static_cast<float>(p.width) +
                         30.0F * static_cast<float>(y) / static_cast<float>(p.height);
    const auto up_to = [&](int most) { return static_cast<int>(dice() % static_cast<unsigned>(most)); };
    for (int i = 0; i < clutter; ++i) {
        const int left = up_to(p.width), top = up_to(p.height), wide = 4 + up_to(160), high = 4 + up_to(160);
        const auto grey = static_cast<float>(20 + up_to(215));
        for (int y = top; y < std::min(p.height, top + high); ++y)
            for (int x = left; x < std::min(p.width, left + wide); ++x) p.at(x, y) = grey;
    }
}

// Modules of the paper for each pixel: seen by a camera that is tilted towards the code's upper edge.
void paint_code(Painter& p, const std::vector<bool>& black, int size, const CodeView& v) {
    const double turn = v.angle * std::numbers::pi / 180, c = std::cos(turn), s = std::sin(turn);
    const double cx = v.x * p.width, cy = v.y * p.height, half = size / 2.0;
    constexpr int fine = 3;
    const auto colour = [&](double px, double py) -> float {
        const double rx = (c * (px - cx) + s * (py - cy)) / v.module, ry = (-s * (px - cx) + c * (py - cy)) / v.module;
        const double depth = 1 + v.tilt * ry / size;
        if (depth <= 0.1) return -1;
        const double mx = rx / depth + half, my = ry / depth + half;
        if (mx < -v.quiet || my < -v.quiet || mx >= size + v.quiet || my >= size + v.quiet) return -1;
        const int ix = static_cast<int>(std::floor(mx)), iy = static_cast<int>(std::floor(my));
        const bool inside = ix >= 0 && iy >= 0 && ix < size && iy < size;
        const bool dark = inside && black[static_cast<std::size_t>(iy * size + ix)];
        return static_cast<float>(dark != v.inverted ? v.black : v.white);
    };
    const double reach = (half + v.quiet) * v.module * 1.5 * (1 + v.tilt);
    const int left = std::max(0, static_cast<int>(cx - reach)), right = std::min(p.width, static_cast<int>(cx + reach));
    const int top = std::max(0, static_cast<int>(cy - reach)), bottom = std::min(p.height, static_cast<int>(cy + reach));
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            float sum = 0;
            for (int i = 0; i < fine * fine; ++i) {
                const float one =
                    colour(x + (i % fine + 0.5) / fine, y + (i / fine + 0.5) / fine);  // NOLINT(bugprone-integer-division)
                sum += one < 0 ? p.at(x, y) : one;
            }
            p.at(x, y) = sum / (fine * fine);
        }
    }
}

void shine(Painter& p, const CodeView& v, int size) {
    const double radius = size * v.module * 0.35;
    const double gx = v.x * p.width + radius * 0.5, gy = v.y * p.height + radius * 0.4;
    for (int y = 0; y < p.height; ++y)
        for (int x = 0; x < p.width; ++x) {
            const double d = std::hypot(x - gx, y - gy) / radius;
            if (d < 3) p.at(x, y) += static_cast<float>(v.glare * 230 * std::exp(-d * d));
        }
}

void blur_lines(Plane& plane, int lines, int line_step, int count, int step, const std::vector<float>& kernel) {
    const int reach = static_cast<int>(kernel.size()) - 1;
    std::vector<float> line(static_cast<std::size_t>(count));
    for (int l = 0; l < lines; ++l) {
        float* first = plane.data() + static_cast<std::ptrdiff_t>(l) * line_step;
        for (int i = 0; i < count; ++i) line[static_cast<std::size_t>(i)] = first[static_cast<std::ptrdiff_t>(i) * step];
        for (int i = 0; i < count; ++i) {
            float sum = line[static_cast<std::size_t>(i)] * kernel[0];
            for (int k = 1; k <= reach; ++k)
                sum += kernel[static_cast<std::size_t>(k)] * (line[static_cast<std::size_t>(std::max(0, i - k))] +
                                                              line[static_cast<std::size_t>(std::min(count - 1, i + k))]);
            first[static_cast<std::ptrdiff_t>(i) * step] = sum;
        }
    }
}

void blur(Painter& p, double sigma) {
    if (sigma < 0.2) return;
    std::vector<float> kernel;
    float sum = 0;
    for (int i = 0; i <= static_cast<int>(std::ceil(3 * sigma)); ++i) {
        kernel.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma))));
        sum += i == 0 ? kernel.back() : 2 * kernel.back();
    }
    for (float& weight : kernel) weight /= sum;
    blur_lines(p.plane, p.height, p.width, p.width, 1, kernel);
    blur_lines(p.plane, p.width, 1, p.height, p.width, kernel);
}

}  // namespace

CameraFrame see_code(const std::vector<bool>& black, int size, const CodeView& view, unsigned scene, std::mt19937& noise,
                     int width, int height) {
    Painter painter{width, height, Plane(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
    paint_background(painter, view.clutter, scene);
    if (size > 0) paint_code(painter, black, size, view);
    if (view.glare > 0) shine(painter, view, size);
    blur(painter, view.blur);
    CameraFrame frame{width, height, {}};
    frame.pixels.reserve(painter.plane.size());
    std::array<float, 4096> grain{};  // a normal number for each pixel would take longer than all the rest
    std::normal_distribution<float> normal(0, static_cast<float>(std::max(0.01, view.noise)));
    for (float& g : grain) g = normal(noise);
    for (const float value : painter.plane)
        frame.pixels.push_back(static_cast<std::uint8_t>(std::clamp(value + grain[noise() % grain.size()], 0.0F, 255.0F)));
    return frame;
}

}  // namespace support
