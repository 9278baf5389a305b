#pragma once

#include <optional>
#include <span>
#include <string>

#include "screens/frame.h"

namespace screens {

// The demo's own buttons at the window's edge: along the bottom of a tall window, along the right of a wide one. Takes
// its place out of frame.screen, so the kiosk's page is drawn in what is left. Returns the button that was pressed.
std::optional<std::size_t> demo_strip(Frame& frame, std::span<const std::string> labels);

}  // namespace screens
