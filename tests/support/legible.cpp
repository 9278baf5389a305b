#include "tests/support/legible.h"

#include <algorithm>
#include <map>

#include "screens/glass/theme.h"

namespace support {
namespace {

using namespace screens;

Colour colour_at(const Image& picture, int x, int y) {
    const auto rgb = picture.at(x, y);
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb)};
}

struct Crop {
    int left, top, right, bottom;
};
Crop crop_of(const Image& picture, const Box& box) {
    return {std::max(0, static_cast<int>(box.x)), std::max(0, static_cast<int>(box.y)),
            std::min(picture.width, static_cast<int>(box.right()) + 1),
            std::min(picture.height, static_cast<int>(box.bottom()) + 1)};
}

// What most of the pixels are.
Colour ground_of(const Image& picture, const Crop& crop) {
    std::map<std::uint32_t, int> counts;
    for (int y = crop.top; y < crop.bottom; y += 2)
        for (int x = crop.left; x < crop.right; x += 2) ++counts[picture.at(x, y)];
    const auto most = std::ranges::max_element(counts, {}, &std::pair<const std::uint32_t, int>::second);
    const auto rgb = most->first;
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb)};
}

struct Ink {
    double contrast = 1;
    int line = 0;  // rows of the highest line
};

Ink ink_of(const Image& picture, const Crop& crop) {
    constexpr double inked = 3;
    const Colour ground = ground_of(picture, crop);
    std::map<std::uint32_t, double> contrasts;
    Ink ink;
    int line = 0;
    for (int y = crop.top; y < crop.bottom; ++y) {
        double row = 1;
        for (int x = crop.left; x < crop.right; ++x) {
            const auto [known, is_new] = contrasts.try_emplace(picture.at(x, y));
            if (is_new) known->second = contrast(colour_at(picture, x, y), ground);
            row = std::max(row, known->second);
        }
        ink.contrast = std::max(ink.contrast, row);
        line = row >= inked ? line + 1 : 0;
        ink.line = std::max(ink.line, line);
    }
    return ink;
}

// Three characters of Chinese, or letters that reach up, fill the height of a line.
bool tells_height(const std::string& text) {
    const auto wide = std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xF0U) == 0xE0; });
    return wide >= 3 || std::ranges::count_if(text, [](char c) { return c >= 'A' && c <= 'Z'; }) > 0;
}

bool in_bars(const Frame& frame, const Box& box) {
    const float bar = 36 * frame.px_per_mm * frame.base_scale;
    return box.bottom() < frame.screen.y + bar || box.y > frame.screen.bottom() - bar;
}

}  // namespace

Legibility legibility_of(const Image& picture, const Frame& frame) {
    Legibility least;
    for (const auto& text : frame.shown) {
        const auto crop = crop_of(picture, text.box);
        if (text.covered || text.text.empty() || crop.right <= crop.left || crop.bottom <= crop.top) continue;
        const auto ink = ink_of(picture, crop);
        if (ink.contrast < least.contrast) {
            least.contrast = ink.contrast;
            least.faintest = text.text;
        }
        const float letters = static_cast<float>(ink.line) / frame.px_per_mm;
        if (tells_height(text.text) && !in_bars(frame, text.box) && letters < least.letters_mm) {
            least.letters_mm = letters;
            least.smallest = text.text;
        }
    }
    return least;
}

}  // namespace support
