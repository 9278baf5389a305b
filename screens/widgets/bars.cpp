#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "screens/widgets/paint.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

constexpr float top_mm = 30, bottom_mm = 36;

using kiosk::Standing;

// What the staff are told stands in the hall's place. A long name is written smaller.
void draw_hall(Frame& frame, Box where, const Standing& standing) {
    constexpr float step = 0.9F, least = 0.5F;
    const auto& colours = frame.theme.colours;
    const bool remark = !standing.remark.empty();
    const TextOptions words{.size = Size::body,
                            .weight = remark ? Weight::regular : Weight::bold,
                            .colour = remark ? colours.muted : colours.accent};
    const auto& text = remark ? standing.remark : standing.hall;
    const float usual = frame.text_growth;
    while (paragraph_height(frame, where.w, text, words) > where.h && frame.text_growth > usual * least)
        frame.text_growth *= step;
    paragraph(frame, where.centred(where.w, paragraph_height(frame, where.w, text, words)), text, words);
    frame.text_growth = usual;
}

Asked top_bar(Frame& frame, Box bar, const Standing& standing) {
    Asked asked;
    fill(bar.split_bottom(frame.mm(0.5F)).part, frame.theme.colours.line);
    Box rest = bar.inset(frame.mm(frame.theme.margin_mm), frame.mm(3));
    const auto button = [&](const kiosk::Choice& choice, float width_mm) {
        const auto [where, left] = rest.split_right(frame.mm(width_mm), frame.gap());
        ask(frame, where, choice, asked, {.size = Size::body, .shrink = true});
        rest = left;
    };
    button(standing.language, 78);
    if (standing.voice) button(*standing.voice, 78);
    button(standing.appearance, 78);
    draw_hall(frame, rest, standing);
    return asked;
}

Asked bottom_bar(Frame& frame, Box bar, const Standing& standing) {
    Asked asked;
    fill(bar.split_top(frame.mm(0.5F)).part, frame.theme.colours.line);
    const Box inside = bar.inset(frame.mm(frame.theme.margin_mm), frame.mm(5));
    const auto places = inside.columns({10, 8, 11}, frame.gap());
    if (standing.back) ask(frame, places[0], *standing.back, asked, {.shrink = true});
    ask(frame, places[1], standing.reach, asked, {.size = Size::body, .shrink = true});
    ask(frame, places[2], standing.call_staff, asked, {.shrink = true});
    return asked;
}

// All of both, for the lower half of a wide screen.
Asked only_bar(Frame& frame, Box bar, const Standing& standing) {
    Asked asked;
    fill(bar.split_top(frame.mm(0.5F)).part, frame.theme.colours.line);
    const Box inside = bar.inset(frame.mm(frame.theme.margin_mm), frame.mm(5));
    const auto places = inside.columns({9, 8, 8, 8, 8, 10}, frame.gap());
    const ButtonOptions options{.size = Size::body, .shrink = true};
    if (standing.back) ask(frame, places[0], *standing.back, asked, options);
    ask(frame, places[1], standing.reach, asked, options);
    ask(frame, places[2], standing.appearance, asked, options);
    if (standing.voice) ask(frame, places[3], *standing.voice, asked, options);
    ask(frame, places[4], standing.language, asked, options);
    ask(frame, places[5], standing.call_staff, asked, options);
    return asked;
}

}  // namespace

Asked bars(Frame& frame, Box where, const Standing& standing, bool low) {
    const float page_scale = std::exchange(frame.scale, frame.base_scale);  // the bars never move
    frame.text_growth = 1 / frame.theme.text_scale;
    const auto fit = frame.page_fit;
    Asked asked;
    auto [bottom, middle] = where.split_bottom(frame.mm(bottom_mm));
    if (low && frame.screen.w > 1.5F * frame.screen.h) {
        asked = only_bar(frame, bottom, standing);
    } else {
        const auto [top, below] = middle.split_top(frame.mm(top_mm));
        middle = below;
        asked = top_bar(frame, top, standing);
        if (auto under = bottom_bar(frame, bottom, standing)) asked = std::move(under);
    }
    frame.page_fit = fit;  // a smaller page would not help a bar
    frame.area = middle.inset(frame.mm(frame.theme.margin_mm), frame.mm(frame.theme.margin_mm * (low ? 0.4F : 0.75F)));
    frame.scale = page_scale;
    frame.text_growth = 1;
    return asked;
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
    const float width = std::min(frame.screen.w - 2 * margin, frame.mm(330 * frame.theme.text_scale));
    const float highest = frame.screen.h - 2 * margin, wanted = std::floor(height_px * frame.overlay_fit.growth);
    frame.overlay_fit.at_limit = wanted >= highest;
    const Box where = frame.screen.centred(width, std::min(wanted, highest));
    outline(where, colours.ink, colours.card, frame.mm(1), frame.mm(frame.theme.radius_mm * 1.6F));
    frame.scale = frame.overlay_fit.scale;
    return where.inset(frame.mm(14));
}

}  // namespace screens
