#include "hw/scanner/pixels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace hw {
namespace {

constexpr int block = 8;                   // pixels a side that share a threshold
constexpr int around = 3;                  // blocks to each side that make it
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
void spread(std::vector<int>& values, int lines, int line_step, int count, int step) {
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

}  // namespace

Grey binarised(GreyView picture, bool inverted) {
    Grey out(picture.width, picture.height, 255);
    if (picture.width < block || picture.height < block) return out;
    const int columns = (picture.width + block - 1) / block, rows = (picture.height + block - 1) / block;
    std::vector<int> means = block_sums(picture, columns, rows);
    spread(means, rows, columns, columns, 1);
    spread(means, columns, 1, rows, columns);
    const int specks = std::min(most_least, std::max(least, grain(picture) * 3 / 2));
    std::vector<std::uint8_t> threshold(static_cast<std::size_t>(columns * block));
    for (int y = 0; y < picture.height; ++y) {
        if (y % block == 0) {
            for (int x = 0; x < columns * block; ++x) {
                const int at = y / block * columns + x / block;
                const int mean = means[static_cast<std::size_t>(at)] / (block * block);
                const int below = std::max(specks, mean / 40);
                const int limit = inverted ? mean + below : mean - below;
                threshold[static_cast<std::size_t>(x)] = static_cast<std::uint8_t>(std::clamp(limit, 0, 255));
            }
        }
        const std::uint8_t* in = picture.row(y);
        std::uint8_t* to = out.row(y);
        if (inverted) {
            for (int x = 0; x < picture.width; ++x) to[x] = in[x] > threshold[static_cast<std::size_t>(x)] ? 0 : 255;
        } else {
            for (int x = 0; x < picture.width; ++x) to[x] = in[x] < threshold[static_cast<std::size_t>(x)] ? 0 : 255;
        }
    }
    return out;
}

Grey halved(GreyView picture) {
    Grey out(picture.width / 2, picture.height / 2);
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

Grey warped(GreyView picture, const Perspective& from, int width, int height, std::uint8_t outside) {
    Grey out(width, height, outside);
    constexpr int one = 1 << 8;  // of the fixed point
    for (int y = 0; y < height; ++y) {
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < width; ++x) {
            const double distance = from.distance(x, y), unit = one / distance;
            if (distance < from.nearest) continue;
            const int sx = static_cast<int>((from.xx * x + from.xy * y + from.x0) * unit);
            const int sy = static_cast<int>((from.yx * x + from.yy * y + from.y0) * unit);
            const int px = sx >> 8, py = sy >> 8;
            if (px < 0 || py < 0 || px + 1 >= picture.width || py + 1 >= picture.height) continue;
            const int fx = sx & (one - 1), fy = sy & (one - 1);
            const std::uint8_t *a = picture.row(py) + px, *b = picture.row(py + 1) + px;
            const int up = a[0] * (one - fx) + a[1] * fx, down = b[0] * (one - fx) + b[1] * fx;
            to[x] = static_cast<std::uint8_t>((up * (one - fy) + down * fy) >> 16);
        }
    }
    return out;
}

Grey scaled(GreyView picture, const Box& part, double scale) {
    const int width = std::max(1, static_cast<int>(part.width() * scale));
    const int height = std::max(1, static_cast<int>(part.height() * scale));
    const int fold = static_cast<int>(1 / scale);  // a coarse step first, or fine lines would fall through
    const Box inside{std::max(0, part.left), std::max(0, part.top), std::min(picture.width, part.right),
                     std::min(picture.height, part.bottom)};
    if (inside.width() < 4 || inside.height() < 4) return Grey(width, height, 255);
    const GreyView shown{picture.row(inside.top) + inside.left, inside.width(), inside.height(), picture.stride};
    const std::uint8_t paper = brightness(shown, 98);
    Grey coarse;
    GreyView source = shown;
    double step = 1 / scale, unit = 1;
    if (fold >= 2) {
        coarse = shrunk(shown, fold);
        source = coarse.view();
        step /= fold;
        unit = fold;
    }
    const double shift = 0.5 * step - 0.5;
    return warped(source,
                  {step, 0, (part.left - inside.left) / unit + shift, 0, step, (part.top - inside.top) / unit + shift},
                  width, height, paper);
}

Grey sharpened(const Grey& picture) {
    Grey out = picture;
    for (int y = 2; y + 2 < picture.height; ++y) {
        std::uint8_t* to = out.row(y);
        const std::uint8_t* in = picture.row(y);
        const int w = picture.width;
        for (int x = 2; x + 2 < w; ++x) {
            const std::uint8_t* p = in + x;
            const int near = (p[-2] + p[2] + p[-2 * w] + p[2 * w] + p[-w - 1] + p[-w + 1] + p[w - 1] + p[w + 1]) / 8;
            to[x] = static_cast<std::uint8_t>(std::clamp(3 * p[0] - 2 * near, 0, 255));
        }
    }
    return out;
}

void invert(Grey& picture) {
    for (std::uint8_t& pixel : picture.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
}

void stretch(Grey& picture) {
    const int dark = brightness(picture.view(), 2), light = brightness(picture.view(), 98);
    if (light <= dark) return;
    std::array<std::uint8_t, 256> table{};
    for (int i = 0; i < 256; ++i)
        table[static_cast<std::size_t>(i)] =
            static_cast<std::uint8_t>(std::clamp((i - dark) * 255 / (light - dark), 0, 255));
    for (std::uint8_t& pixel : picture.pixels) pixel = table[pixel];
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
