#include "screens/glass/theme.h"

#include <algorithm>
#include <cmath>

namespace screens {
namespace {

double linear(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

constexpr Palette usual{
    .page = {246, 243, 236},
    .card = {255, 255, 255},
    .line = {176, 184, 188},
    .ink = {16, 24, 32},
    .muted = {38, 48, 56},
    .accent = {6, 62, 84},
    .on_accent = {255, 255, 255},
    .accent_soft = {220, 237, 242},
    .pressed = {0, 30, 44},
    .danger = {110, 12, 16},
    .on_danger = {255, 255, 255},
    .disabled = {232, 230, 224},
    .warning = {255, 232, 168},
    .dim = {10, 18, 24, 170},
};

constexpr Palette black_on_white{
    .page = {255, 255, 255},
    .card = {255, 255, 255},
    .line = {0, 0, 0},
    .ink = {0, 0, 0},
    .muted = {0, 0, 0},
    .accent = {0, 0, 0},
    .on_accent = {255, 255, 255},
    .accent_soft = {255, 255, 255},
    .pressed = {64, 64, 64},
    .danger = {0, 0, 0},
    .on_danger = {255, 255, 255},
    .disabled = {225, 225, 225},
    .warning = {255, 255, 255},
    .dim = {0, 0, 0, 200},
};

constexpr Palette white_on_black{
    .page = {0, 0, 0},
    .card = {0, 0, 0},
    .line = {255, 255, 255},
    .ink = {255, 255, 255},
    .muted = {255, 255, 255},
    .accent = {255, 255, 255},
    .on_accent = {0, 0, 0},
    .accent_soft = {0, 0, 0},
    .pressed = {190, 190, 190},
    .danger = {255, 255, 255},
    .on_danger = {0, 0, 0},
    .disabled = {40, 40, 40},
    .warning = {0, 0, 0},
    .dim = {0, 0, 0, 200},
};

// A clouded lens scatters bright ground over dark letters: less light, no white, and a yellow that keeps blue away.
constexpr Palette soft{
    .page = {216, 206, 176},
    .card = {226, 217, 190},
    .line = {120, 112, 88},
    .ink = {12, 14, 10},
    .muted = {14, 16, 10},
    .accent = {28, 36, 18},
    .on_accent = {232, 224, 200},
    .accent_soft = {204, 200, 160},
    .pressed = {10, 14, 6},
    .danger = {74, 8, 10},
    .on_danger = {238, 230, 210},
    .disabled = {202, 194, 168},
    .warning = {232, 206, 128},
    .dim = {20, 18, 10, 190},
};

}  // namespace

double contrast(Colour one, Colour other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

float Theme::text_mm(Size size) const {
    switch (size) {
        case Size::caption:
            return 10.5F * text_scale;
        case Size::body:
            return 12.5F * text_scale;
        case Size::label:
            return 15 * text_scale;
        case Size::title:
            return 20 * text_scale;
        case Size::number:
            return 28 * text_scale;
        case Size::huge:
            return 90;
    }
    return 12.5F;
}

Theme make_theme(const Appearance& appearance) {
    const auto& colours = [&]() -> const Palette& {
        switch (appearance.look) {
            case Look::usual:
                break;
            case Look::black_on_white:
                return black_on_white;
            case Look::white_on_black:
                return white_on_black;
            case Look::soft:
                return soft;
        }
        return usual;
    }();
    constexpr float scales[] = {1, 1.2F, 1.45F};  // main text of 12.5, 15 and 18.1 mm
    return {.colours = colours, .text_scale = scales[static_cast<std::size_t>(appearance.text)]};
}

}  // namespace screens
