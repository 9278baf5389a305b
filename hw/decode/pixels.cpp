#include "hw/decode/pixels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

namespace hw {
namespace {

constexpr int block = 8;                   // pixels a side that share a threshold
constexpr int least = 2, most_least = 20;  // steps of grey that a dark pixel is below it, or flat paper is full of specks

// Steps of grey between pixels that should be alike: half of the picture's neighbours differ by less.
int grain(GreyView picture) {
    std::array<int, 256> counts{};
    int all = 0;
    for (int y = 0; y < picture.height; y += 8) {
        const std::uint8_t* line = picture.row(y);
        for (int x = 2; x < picture.width; x += 3)
            ++counts[static_cast<std::size_t>(std::abs(line[x] - line[x - 2]))], ++all;
    }
    int below = 0, value = 0;
    while (value < 255 && (below += counts[static_cast<std::size_t>(value)]) * 2 < all) ++value;
    return value;
}

// Eight at once: compilers do not find it.
int sum_of_8(const std::uint8_t* pixels) {
    static_assert(block == 8);
    constexpr std::uint64_t every_second = 0x00ff00ff00ff00ff, ones = 0x0001000100010001;
    std::uint64_t all = 0;
    std::memcpy(&all, pixels, sizeof all);
    const std::uint64_t pairs = (all & every_second) + ((all >> 8U) & every_second);
    return static_cast<int>((pairs * ones) >> 48U);
}

// Mean of each block; the last row and column take what is left.
std::vector<int> block_sums(GreyView picture, int columns, int rows) {
    std::vector<int> sums(static_cast<std::size_t>(columns * rows));
    for (int by = 0; by < rows; ++by) {
        const int top = std::min(by * block, picture.height - block);
        for (int y = top; y < top + block; ++y) {
            const std::uint8_t* line = picture.row(y);
            int* out = sums.data() + by * columns;
            for (int bx = 0; bx < columns; ++bx) out[bx] += sum_of_8(line + std::min(bx * block, picture.width - block));
        }
    }
    return sums;
}

// Sums over a window of 2 * around + 1 blocks, in one direction; `step` from one to the next.
void spread(std::vector<int>& values, int lines, int line_step, int count, int step, int around) {
    std::vector<int> sums(static_cast<std::size_t>(count) + 1);
    for (int line = 0; line < lines; ++line) {
        int* first = values.data() + line * line_step;
        for (int i = 0; i < count; ++i)
            sums[static_cast<std::size_t>(i) + 1] = sums[static_cast<std::size_t>(i)] + first[i * step];
        for (int i = 0; i < count; ++i) {
            const int from = std::max(0, i - around), to = std::min(count, i + around + 1);
            first[i * step] = (sums[static_cast<std::size_t>(to)] - sums[static_cast<std::size_t>(from)]) / (to - from);
        }
    }
}

// Each pixel made of those around it; the rim stays as it is.
template <int reach, class Make>
Grey by_neighbours(GreyView picture, Grey out, Make make) {
    out.resize(picture.width, picture.height);
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* in = picture.row(y);
        std::uint8_t* to = out.row(y);
        std::copy_n(in, picture.width, to);
        if (y < reach || y + reach >= picture.height) continue;
        for (int x = reach; x + reach < picture.width; ++x) to[x] = static_cast<std::uint8_t>(make(in + x, picture.stride));
    }
    return out;
}

}  // namespace

Grey binarised(GreyView picture, int around, Grey out) {
    out.resize(picture.width, picture.height);
    if (picture.width < block || picture.height < block) {
        std::fill(out.pixels.begin(), out.pixels.end(), std::uint8_t{255});
        return out;
    }
    const int columns = (picture.width + block - 1) / block, rows = (picture.height + block - 1) / block;
    std::vector<int> means = block_sums(picture, columns, rows);
    spread(means, rows, columns, columns, 1, around);
    spread(means, columns, 1, rows, columns, around);
    const int specks = std::min(most_least, std::max(least, grain(picture) * 3 / 2));
    std::vector<std::uint8_t> threshold(static_cast<std::size_t>(columns * block));
    for (int y = 0; y < picture.height; ++y) {
        if (y % block == 0) {
            for (int x = 0; x < columns * block; ++x) {
                const int at = y / block * columns + x / block;
                const int mean = means[static_cast<std::size_t>(at)] / (block * block);
                const int below = std::max(specks, mean / 40);
                threshold[static_cast<std::size_t>(x)] = static_cast<std::uint8_t>(std::max(0, mean - below));
            }
        }
        const std::uint8_t* in = picture.row(y);
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < picture.width; ++x) to[x] = in[x] < threshold[static_cast<std::size_t>(x)] ? 0 : 255;
    }
    return out;
}

Grey halved(GreyView picture, Grey out) {
    out.resize(picture.width / 2, picture.height / 2);
    for (int y = 0; y < out.height; ++y) {
        const std::uint8_t *a = picture.row(2 * y), *b = picture.row(2 * y + 1);
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < out.width; ++x)
            to[x] = static_cast<std::uint8_t>((a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) / 4);
    }
    return out;
}

Grey shrunk(GreyView picture, int factor) {
    Grey out(picture.width / factor, picture.height / factor);
    std::vector<int> sums(static_cast<std::size_t>(out.width));
    for (int y = 0; y < out.height; ++y) {
        std::fill(sums.begin(), sums.end(), 0);
        for (int i = 0; i < factor; ++i) {
            const std::uint8_t* in = picture.row(y * factor + i);
            for (int& sum : sums)
                for (int j = 0; j < factor; ++j) sum += *in++;
        }
        std::uint8_t* to = out.row(y);
        for (const int sum : sums) *to++ = static_cast<std::uint8_t>(sum / (factor * factor));
    }
    return out;
}

Grey sharpened(GreyView picture, Grey room) {
    return by_neighbours<2>(picture, std::move(room), [](const std::uint8_t* p, int w) {
        const int near = (p[-2] + p[2] + p[-2 * w] + p[2 * w] + p[-w - 1] + p[-w + 1] + p[w - 1] + p[w + 1]) / 8;
        return std::clamp(3 * p[0] - 2 * near, 0, 255);
    });
}

Grey smoothed(GreyView picture, Grey room) {
    return by_neighbours<1>(picture, std::move(room), [](const std::uint8_t* p, int w) {
        return (p[-w - 1] + p[-w] + p[-w + 1] + p[-1] + p[0] + p[1] + p[w - 1] + p[w] + p[w + 1]) * 57 / 512;
    });
}

Grey transposed(const Grey& picture, Grey out) {
    out.resize(picture.height, picture.width);
    for (int top = 0; top < picture.height; top += block)  // by blocks, as far rows are far memory
        for (int x = 0; x < picture.width; ++x)
            for (int y = top; y < std::min(picture.height, top + block); ++y) out.row(x)[y] = picture.row(y)[x];
    return out;
}

std::uint8_t brightness(GreyView picture, int percent) {
    std::array<int, 256> counts{};
    int all = 0;
    const int step = std::max(1, std::min(picture.width, picture.height) / 90);
    for (int y = step / 2; y < picture.height; y += step)
        for (int x = step / 2; x < picture.width; x += step) ++counts[picture.row(y)[x]], ++all;
    int below = 0, value = 0;
    for (; value < 255; ++value) {
        below += counts[static_cast<std::size_t>(value)];
        if (below * 100 > all * percent) break;
    }
    return static_cast<std::uint8_t>(value);
}

}  // namespace hw
