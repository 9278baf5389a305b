#include "hw/decode/qr_symbol.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "hw/decode/qr_text.h"
#include "hw/decode/reed_solomon.h"

namespace hw {
namespace {

constexpr double least_certainty = 30;  // bits that a block agrees with itself by, beyond what chance explains
constexpr float least_format = 0.35F;   // of the format's modules that agree, less those that do not

struct Format {
    Ecc ecc = Ecc::medium;
    int mask = 0;
    bool mirrored = false;
    float agrees = -1;
};

// Of the two copies of the format that bit is at (7.9.1); the upper left corner's and the other.
std::array<std::pair<int, int>, 2> places_of_bit(int bit, int size) {
    const int x = bit < 8 ? 8 : bit == 8 ? 7 : 14 - bit, y = bit < 6 ? bit : bit < 8 ? bit + 1 : 8;
    if (bit < 8) return {{{x, y}, {size - 1 - bit, 8}}};
    return {{{x, y}, {8, size - 15 + bit}}};
}

float light_of(const Light& light, int x, int y, bool mirrored) {
    if (mirrored) std::swap(x, y);
    return light.at[static_cast<std::size_t>(y) * static_cast<std::size_t>(light.size) + static_cast<std::size_t>(x)];
}

// The two that agree best with what is seen.
std::array<Format, 2> likely_formats(const Light& light) {
    std::array<Format, 2> best;
    for (const bool mirrored : {false, true}) {
        std::array<float, 15> seen{};
        float all = 1e-6F;
        for (int bit = 0; bit < 15; ++bit) {
            for (const auto& [x, y] : places_of_bit(bit, light.size)) {
                const float one = light_of(light, x, y, mirrored);
                seen[static_cast<std::size_t>(bit)] += one, all += std::abs(one);
            }
        }
        for (unsigned number = 0; number < 32; ++number) {
            Format format{static_cast<Ecc>(number >> 3U), static_cast<int>(number & 7U), mirrored, 0};
            const unsigned bits = format_bits(format.ecc, format.mask);
            for (std::size_t bit = 0; bit < seen.size(); ++bit)
                format.agrees += (bits >> bit & 1U) != 0 ? -seen[bit] / all : seen[bit] / all;
            if (format.agrees > best[0].agrees)
                best[1] = std::exchange(best[0], format);
            else if (format.agrees > best[1].agrees)
                best[1] = format;
        }
    }
    return best;
}

struct SeenByte {
    std::uint8_t value = 0;
    float sure = 0;  // as its least sure module is
};

// In the order in which the code is filled: two columns, up and down (7.7.3).
std::vector<SeenByte> seen_bytes(const QrLayout& layout, const Light& light, const Format& format, int count) {
    std::vector<SeenByte> bytes;
    int bits = 0;
    SeenByte byte{0, INFINITY};
    for (int right = layout.size - 1; right > 0; right -= right == 8 ? 3 : 2) {
        const int from_right = right > 6 ? right : right + 1;  // as if the column of the timing line was not there
        const bool up = (layout.size - 1 - from_right) / 2 % 2 == 0;
        for (int i = 0; i < 2 * layout.size; ++i) {
            const int x = right - i % 2, y = up ? layout.size - 1 - i / 2 : i / 2;
            if (layout.at(x, y) != QrLayout::Module::data) continue;
            const float one = light_of(light, x, y, format.mirrored);
            const bool dark = (one < 0) != is_masked(format.mask, x, y);
            byte = {static_cast<std::uint8_t>(byte.value * 2 + (dark ? 1 : 0)), std::min(byte.sure, std::abs(one))};
            if (++bits % 8 != 0) continue;
            bytes.push_back(std::exchange(byte, {0, INFINITY}));
            if (static_cast<int>(bytes.size()) == count) return bytes;
        }
    }
    return bytes;
}

// How much less likely than one in two chance makes a block agree, in which so much was erased and mended.
double certainty(std::size_t length, int checks, std::size_t erased, int errors) {
    const auto n = static_cast<double>(length - erased), e = static_cast<double>(errors);
    const double ways = (std::lgamma(n + 1) - std::lgamma(e + 1) - std::lgamma(n - e + 1)) / std::log(2.0);
    return 8.0 * (checks - static_cast<double>(erased) - e) - ways;
}

// First as it is seen, then without what is least sure.
bool mend_block(std::vector<SeenByte>& block, int checks) {
    std::vector<int> by_sureness(block.size());
    std::iota(by_sureness.begin(), by_sureness.end(), 0);
    std::stable_sort(by_sureness.begin(), by_sureness.end(), [&](int a, int b) {
        return block[static_cast<std::size_t>(a)].sure < block[static_cast<std::size_t>(b)].sure;
    });
    std::size_t unseen = 0;
    for (const SeenByte& byte : block) unseen += byte.sure == 0 ? 1 : 0;
    std::vector<std::uint8_t> values(block.size());
    for (const int quarter : {0, 1, 2, 3}) {
        const std::size_t erased = std::max(unseen, static_cast<std::size_t>(checks * quarter / 4));
        if (quarter > 0 && erased == unseen) continue;
        if (certainty(block.size(), checks, erased, 0) < least_certainty) return false;
        std::transform(block.begin(), block.end(), values.begin(), [](const SeenByte& byte) { return byte.value; });
        const auto errors = mend(values, checks, std::span(by_sureness).first(erased));
        if (!errors || certainty(block.size(), checks, erased, *errors) < least_certainty) continue;
        for (std::size_t i = 0; i < block.size(); ++i) block[i].value = values[i];
        return true;
    }
    return false;
}

std::optional<std::vector<std::uint8_t>> data_of(const std::vector<SeenByte>& bytes, const QrBlocks& spread) {
    std::vector<std::uint8_t> data;
    for (int index = 0; index < spread.blocks; ++index) {
        const bool longer = index >= spread.blocks - spread.longer;
        const int of_data = spread.least + (longer ? 1 : 0), all_data = spread.least * spread.blocks + spread.longer;
        std::vector<SeenByte> block;
        for (int i = 0; i < of_data; ++i) {
            const int at = i < spread.least ? i * spread.blocks + index
                                            : spread.least * spread.blocks + index - (spread.blocks - spread.longer);
            block.push_back(bytes[static_cast<std::size_t>(at)]);
        }
        for (int i = 0; i < spread.checks; ++i)
            block.push_back(bytes[static_cast<std::size_t>(all_data + i * spread.blocks + index)]);
        if (!mend_block(block, spread.checks)) return std::nullopt;
        for (int i = 0; i < of_data; ++i) data.push_back(block[static_cast<std::size_t>(i)].value);
    }
    return data;
}

}  // namespace

std::optional<std::string> read_symbol(const QrLayout& layout, const Light& light) {
    for (const Format& format : likely_formats(light)) {
        if (format.agrees < least_format) break;
        const QrBlocks spread = blocks_of(layout.version, format.ecc);
        const auto data = data_of(seen_bytes(layout, light, format, spread.bytes), spread);
        if (!data) continue;
        if (auto text = qr_text(*data, layout.version); text && !text->empty()) return text;
    }
    return std::nullopt;
}

}  // namespace hw
