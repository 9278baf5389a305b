#include "screens/demo_strip.h"

#include "screens/widgets.h"

namespace screens {

std::optional<std::size_t> demo_strip(Frame& frame, std::span<const std::string> labels) {
    const int count = static_cast<int>(labels.size());
    const int columns = frame.portrait() ? 7 : 1;
    const int rows = (count + columns - 1) / columns;
    const auto [strip, page] = frame.portrait() ? frame.screen.split_bottom(static_cast<float>(rows) * frame.screen.h / 38)
                                                : frame.screen.split_right(frame.screen.w / 8);
    frame.screen = page;
    const float page_scale = frame.scale;
    frame.scale *= 0.36F;  // for the one who shows the demo, not for seniors
    const auto cells = strip.inset(3).grid(columns, rows, 3);
    std::optional<std::size_t> pressed;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (big_button(frame, cells[i], labels[i], {.tone = Tone::quiet, .size = Size::caption})) pressed = i;
    frame.scale = page_scale;
    return pressed;
}

}  // namespace screens
