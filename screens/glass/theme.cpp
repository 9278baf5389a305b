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

constexpr Palette calm{
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

constexpr Palette black_white{
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

}  // namespace

double contrast(Colour one, Colour other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

float Theme::text_mm(Size size) const {
    switch (size) {
        case Size::caption:
            return 10.5F;
        case Size::body:
            return 12.5F;
        case Size::label:
            return 15;
        case Size::title:
            return 20;
        case Size::number:
            return 28;
        case Size::huge:
            return 90;
    }
    return 12.5F;
}

Theme make_theme(Look look) { return {.colours = look == Look::black_white ? black_white : calm}; }

}  // namespace screens
