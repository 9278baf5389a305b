#include "screens/glass/preview.h"

#include <algorithm>

namespace screens {

constexpr std::uint64_t no_text = std::uint64_t{1} << 63U;  // the texts count their serials from 1

void Preview::see(int width, int height, std::vector<std::uint8_t> pixels) {
    width_ = width;
    height_ = height;
    seen_ = std::move(pixels);
    ++serial_;
}

void Preview::forget() {
    if (empty()) return;
    width_ = height_ = 0;
    seen_.clear();
    drawn_.clear();
    ++serial_;
}

namespace {

// For each pixel of a line: where it comes from, in 1/256 pixel, from a middle part as long as `part`.
std::vector<int> places(int count, int whole, double part) {
    std::vector<int> from(static_cast<std::size_t>(count));
    const double step = part / count, start = (whole - part) / 2 + step / 2 - 0.5;
    for (int i = 0; i < count; ++i)
        from[static_cast<std::size_t>(i)] = static_cast<int>(std::clamp(start + i * step, 0.0, whole - 1.001) * 256);
    return from;
}

}  // namespace

const Texture& Preview::fitted(PixelSize box) {
    if (texture_.serial == (serial_ | no_text) && texture_.width == box.width && texture_.height == box.height)
        return texture_;
    drawn_.assign(static_cast<std::size_t>(box.width) * static_cast<std::size_t>(box.height), 0);
    texture_ = {drawn_.data(), box.width, box.height, box.width, serial_ | no_text};
    if (width_ < 2 || height_ < 2) return texture_;
    const double shape = std::min(static_cast<double>(width_) / box.width, static_cast<double>(height_) / box.height);
    auto across = places(box.width, width_, shape * box.width);
    const auto down = places(box.height, height_, shape * box.height);
    std::reverse(across.begin(), across.end());
    auto* to = drawn_.data();
    for (const int y : down) {
        const auto* upper = seen_.data() + static_cast<std::ptrdiff_t>(y >> 8) * width_;
        const auto* lower = upper + width_;
        const int below = y & 255;
        for (const int x : across) {
            const int at = x >> 8, right = x & 255;
            const int top = upper[at] * (256 - right) + upper[at + 1] * right;
            const int bottom = lower[at] * (256 - right) + lower[at + 1] * right;
            *to++ = static_cast<std::uint8_t>((top * (256 - below) + bottom * below) >> 16);
        }
    }
    return texture_;
}

}  // namespace screens
