#pragma once

#include <cstddef>
#include <optional>
#include <variant>

#include "kiosk/page/page.h"
#include "screens/glass/frame.h"
#include "screens/glass/preview.h"

namespace screens {

// A button of the demo's strip, by its place there.
struct DemoPress {
    std::size_t button = 0;
};
using Pressed = std::optional<std::variant<kiosk::Intent, DemoPress>>;

// Draws all of a page: the standing bars, its layout, and what lies over it. `preview`: of the camera, where there is one.
Pressed draw_page(Frame& frame, const kiosk::Page& page, Preview* preview = nullptr);

}  // namespace screens
