#include "screens/page.h"

#include <cmath>
#include <utility>

#include "screens/layouts.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

using kiosk::Page;

// For the one who shows the demo, not for seniors: along the bottom of a tall window, along the right of a wide one. The
// page keeps the rest.
std::vector<Box> demo_places(Frame& frame, std::size_t count) {
    const int columns = frame.portrait() ? 7 : 1;
    const int rows = (static_cast<int>(count) + columns - 1) / columns;
    const auto [strip, page] = frame.portrait() ? frame.screen.split_bottom(static_cast<float>(rows) * frame.screen.h / 38)
                                                : frame.screen.split_right(frame.screen.w / 8);
    frame.screen = page;
    return strip.inset(3).grid(columns, rows, 3);
}

// Last: whatever lies over the page does not lie over these.
Pressed draw_demo(Frame& frame, const std::vector<Box>& places, const std::vector<std::string>& labels) {
    if (labels.empty()) return std::nullopt;
    const auto page_fit = frame.page_fit;
    const float scale = std::exchange(frame.scale, 0.36F * frame.base_scale);
    const bool in_overlay = std::exchange(frame.in_overlay, false);
    Pressed pressed;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (big_button(frame, places[i], labels[i], {.tone = Tone::quiet, .size = Size::caption})) pressed = DemoPress{i};
    frame.page_fit = page_fit;
    frame.scale = scale;
    frame.in_overlay = in_overlay;
    return pressed;
}

// What is read, and below it what is touched. A button at the bottom of what is read lies in the lower half too.
Split halves(const Frame& frame) {
    const float gap = frame.gap(), half = std::ceil(frame.screen.h / 2);
    const auto [reading, touched] = frame.screen.split_top(half + gap + frame.target_px(26));
    const float margin = frame.mm(frame.theme.margin_mm);
    return {Box{reading.x + margin, reading.y + margin / 2, reading.w - 2 * margin, reading.h - margin / 2 - gap}, touched};
}

Asked draw_layout(Frame& frame, const Page& page, Preview* preview) {
    switch (page.layout) {
        case kiosk::Layout::menu:
            return draw_menu(frame, page);
        case kiosk::Layout::answer:
            return draw_answer(frame, page, preview);
        case kiosk::Layout::list:
            return draw_list(frame, page);
        case kiosk::Layout::way:
            return draw_way(frame, page);
        case kiosk::Layout::ticket:
            return draw_ticket(frame, page);
        case kiosk::Layout::typing:
            return draw_typing(frame, page);
        case kiosk::Layout::waiting:
            return draw_waiting(frame, page);
    }
    return std::nullopt;
}

}  // namespace

Pressed draw_page(Frame& frame, const Page& page, Preview* preview) {
    if (page.curtain) return curtain(frame, *page.curtain);
    const auto places = page.demo.empty() ? std::vector<Box>{} : demo_places(frame, page.demo.size());
    frame.covered = page.over.has_value();
    const bool low = page.appearance.low;
    const auto [reading, touched] = low ? halves(frame) : Split{{}, frame.screen};
    Asked asked = bars(frame, touched, page.standing, low);
    Asked on_page = low ? draw_within_reach(frame, reading, page, preview) : draw_layout(frame, page, preview);
    if (!asked) asked = std::move(on_page);
    if (page.over) asked = draw_dialog(frame, *page.over, low);
    Pressed of_demo = draw_demo(frame, places, page.demo);
    return of_demo ? of_demo : Pressed(std::move(asked));
}

}  // namespace screens
