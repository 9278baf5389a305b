#include "screens/page.h"

#include <cmath>

#include "screens/layouts.h"
#include "screens/widgets/widgets.h"

namespace screens {
namespace {

using kiosk::Page;

// For the one who shows the demo, not for seniors: along the bottom of a tall window, along the right of a wide one.
Pressed draw_demo_strip(Frame& frame, const std::vector<std::string>& labels) {
    const int count = static_cast<int>(labels.size());
    const int columns = frame.portrait() ? 7 : 1;
    const int rows = (count + columns - 1) / columns;
    const auto [strip, page] = frame.portrait() ? frame.screen.split_bottom(static_cast<float>(rows) * frame.screen.h / 38)
                                                : frame.screen.split_right(frame.screen.w / 8);
    frame.screen = page;
    const float page_scale = frame.scale;
    frame.scale *= 0.36F;
    const auto cells = strip.inset(3).grid(columns, rows, 3);
    Pressed pressed;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (big_button(frame, cells[i], labels[i], {.tone = Tone::quiet, .size = Size::caption})) pressed = DemoPress{i};
    frame.scale = page_scale;
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
    Pressed of_demo;
    if (!page.demo.empty()) of_demo = draw_demo_strip(frame, page.demo);
    frame.covered = page.over.has_value();
    const bool low = page.appearance.low;
    const auto [reading, touched] = low ? halves(frame) : Split{{}, frame.screen};
    Asked asked = bars(frame, touched, page.standing, low);
    Asked on_page = low ? draw_within_reach(frame, reading, page, preview) : draw_layout(frame, page, preview);
    if (!asked) asked = std::move(on_page);
    if (page.over) asked = draw_dialog(frame, *page.over, low);
    return of_demo ? of_demo : Pressed(std::move(asked));
}

}  // namespace screens
