#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "screens/widgets/paint.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

constexpr float top_mm = 28, bottom_mm = 36;

using kiosk::Standing;

Asked top_bar(Frame& frame, Box bar, const Standing& standing) {
    Asked asked;
    const auto& colours = frame.theme.colours;
    const float margin = frame.mm(frame.theme.margin_mm);
    const Box inside = bar.inset(margin, frame.mm(3));
    const auto [language, beside] = inside.split_right(frame.mm(78), frame.gap());
    Box rest = beside;
    const auto button = [&](Box where, const kiosk::Choice& choice) {
        ask(frame, where.centred(where.w, frame.mm(frame.theme.min_target_mm)), choice, asked,
            {.size = Size::caption, .shrink = true});
    };
    if (standing.voice) {
        const auto [voice, left] = beside.split_right(frame.mm(72), frame.gap());
        button(voice, *standing.voice);
        rest = left;
    }
    const TextOptions hall{.weight = Weight::bold, .colour = colours.accent};
    const float height = paragraph_height(frame, rest.w, standing.hall, hall);
    paragraph(frame, rest.centred(rest.w, height), standing.hall, hall);
    fill(bar.split_bottom(frame.mm(0.5F)).part, colours.line);
    button(language, standing.language);
    return asked;
}

void draw_remark(Frame& frame, Box where, const std::string& remark, Align align) {
    const TextOptions words{.size = Size::caption, .align = align, .colour = frame.theme.colours.muted};
    const float height = paragraph_height(frame, where.w, remark, words);
    paragraph(frame, where.centred(where.w, height), remark, words);
}

Asked bottom_bar(Frame& frame, Box bar, const Standing& standing) {
    Asked asked;
    fill(bar.split_top(frame.mm(0.5F)).part, frame.theme.colours.line);
    const Box inside = bar.inset(frame.mm(frame.theme.margin_mm), frame.mm(5));
    const float width = std::min(frame.mm(112), (inside.w - frame.gap()) / 2);
    const auto [left, rest] = inside.split_left(width, frame.gap());
    const auto [right, middle] = rest.split_right(width, frame.gap());
    if (standing.back) ask(frame, left, *standing.back, asked, {.shrink = true});
    ask(frame, right, standing.call_staff, asked, {.shrink = true});
    if (standing.remark.empty()) return asked;
    if (standing.back)
        draw_remark(frame, middle, standing.remark, Align::centre);
    else
        draw_remark(frame, {left.x, left.y, right.x - frame.gap() - left.x, left.h}, standing.remark, Align::left);
    return asked;
}

}  // namespace

Asked bars(Frame& frame, const Standing& standing) {
    const float page_scale = std::exchange(frame.scale, frame.base_scale);  // the bars never move
    const auto [top, below] = frame.screen.split_top(frame.mm(top_mm));
    const auto [bottom, middle] = below.split_bottom(frame.mm(bottom_mm));
    const auto fit = frame.page_fit;
    auto above = top_bar(frame, top, standing);
    auto under = bottom_bar(frame, bottom, standing);
    frame.page_fit = fit;  // a smaller page would not help a bar
    frame.area = middle.inset(frame.mm(frame.theme.margin_mm), frame.mm(frame.theme.margin_mm * 0.75F));
    frame.scale = page_scale;
    return above ? above : under;
}

Box overlay(Frame& frame, float height_px) {
    const bool page_can_be_pressed =
        std::any_of(frame.targets.begin(), frame.targets.end(), [](const Target& target) { return !target.covered; });
    if (page_can_be_pressed) {
        std::fprintf(stderr, "overlay: the page below it was drawn without Frame::covered\n");
        std::abort();
    }
    frame.covered = false;
    frame.in_overlay = true;
    const auto& colours = frame.theme.colours;
    fill(frame.screen, colours.dim);
    const float margin = frame.mm(frame.theme.margin_mm);
    const float width = std::min(frame.screen.w - 2 * margin, frame.mm(330));
    const float highest = frame.screen.h - 2 * margin, wanted = std::floor(height_px * frame.overlay_fit.growth);
    frame.overlay_fit.at_limit = wanted >= highest;
    const Box where = frame.screen.centred(width, std::min(wanted, highest));
    outline(where, colours.ink, colours.card, frame.mm(1), frame.mm(frame.theme.radius_mm * 1.6F));
    frame.scale = frame.overlay_fit.scale;
    return where.inset(frame.mm(14));
}

}  // namespace screens
