#include "hw/decode/qr_layout.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace hw {
namespace {

using Module = QrLayout::Module;
using PerVersion = std::array<std::uint8_t, 40>;

// ISO/IEC 18004, table 9; in the order of Ecc.
constexpr std::array<PerVersion, 4> checks_of_block{{
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
}};
constexpr std::array<PerVersion, 4> count_of_blocks{{
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
}};

std::vector<int> aligned_at(int version) {
    if (version == 1) return {};
    const int count = version / 7 + 2;
    const int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
    std::vector<int> all{6};
    for (int i = count - 2; i >= 0; --i) all.push_back(version * 4 + 10 - i * step);
    return all;
}

// Squares of rings around a middle, the rest of the layout's own size is left as it is.
void draw_square(QrLayout& layout, int cx, int cy, int reach, int light_rings) {
    for (int y = std::max(0, cy - reach); y <= std::min(layout.size - 1, cy + reach); ++y)
        for (int x = std::max(0, cx - reach); x <= std::min(layout.size - 1, cx + reach); ++x) {
            const int ring = std::max(std::abs(x - cx), std::abs(y - cy));
            const bool light = (static_cast<unsigned>(light_rings) >> static_cast<unsigned>(ring) & 1U) != 0;
            layout.modules[static_cast<std::size_t>(y * layout.size + x)] = light ? Module::light : Module::dark;
        }
}

QrLayout made(int size) {
    QrLayout layout{size, (size - 17) / 4, {}, {}};
    layout.aligned = aligned_at(layout.version);
    layout.modules.assign(static_cast<std::size_t>(size) * static_cast<std::size_t>(size), Module::data);
    const auto set = [&](int x, int y, Module m) { layout.modules[static_cast<std::size_t>(y * size + x)] = m; };
    for (int i = 0; i < size; ++i) set(6, i, i % 2 == 0 ? Module::dark : Module::light), set(i, 6, layout.at(6, i));
    const int last = size - 7;
    for (const int y : layout.aligned)
        for (const int x : layout.aligned)
            if (!(x == 6 && y == 6) && !(x == 6 && y == last) && !(x == last && y == 6)) draw_square(layout, x, y, 2, 0b010);
    for (int i = 0; i < 9; ++i) set(i, 8, Module::format), set(8, i, Module::format);
    for (int i = 1; i <= 8; ++i) set(size - i, 8, Module::format), set(8, size - i, Module::format);
    set(8, size - 8, Module::dark);
    for (const auto& [x, y] : {std::pair{3, 3}, std::pair{size - 4, 3}, std::pair{3, size - 4}})
        draw_square(layout, x, y, 4, 0b10100);
    set(8, 6, Module::dark), set(6, 8, Module::dark);
    for (int i = 0; layout.version >= 7 && i < 18; ++i)
        set(i / 3, size - 11 + i % 3, Module::format), set(size - 11 + i % 3, i / 3, Module::format);
    return layout;
}

}  // namespace

const QrLayout& layout_of(int size) {
    static const auto all = [] {
        std::vector<QrLayout> layouts;
        for (int one = smallest_qr; one <= largest_qr; one += 4) layouts.push_back(made(one));
        return layouts;
    }();
    return all[static_cast<std::size_t>(size - smallest_qr) / 4];
}

QrBlocks blocks_of(int version, Ecc ecc) {
    const int aligned = version == 1 ? 0 : version / 7 + 2;
    int modules = (16 * version + 128) * version + 64;
    if (version > 1) modules -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) modules -= 36;
    const auto row = static_cast<std::size_t>(ecc), column = static_cast<std::size_t>(version - 1);
    const int bytes = modules / 8, blocks = count_of_blocks[row][column], checks = checks_of_block[row][column];
    return {bytes, blocks, checks, bytes / blocks - checks, bytes % blocks};
}

unsigned format_bits(Ecc ecc, int mask) {
    const unsigned bits = static_cast<unsigned>(ecc) << 3U | static_cast<unsigned>(mask);
    unsigned rest = bits;
    for (int i = 0; i < 10; ++i) rest = rest << 1U ^ ((rest >> 9U & 1U) != 0 ? 0x537U : 0U);
    return (bits << 10U | (rest & 0x3FFU)) ^ 0x5412U;
}

bool is_masked(int mask, int x, int y) {
    switch (mask) {
        case 0:
            return (x + y) % 2 == 0;
        case 1:
            return y % 2 == 0;
        case 2:
            return x % 3 == 0;
        case 3:
            return (x + y) % 3 == 0;
        case 4:
            return (x / 3 + y / 2) % 2 == 0;
        case 5:
            return x * y % 2 + x * y % 3 == 0;
        case 6:
            return (x * y % 2 + x * y % 3) % 2 == 0;
        default:
            return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

}  // namespace hw
