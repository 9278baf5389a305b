#pragma once

#include <optional>

#include "screens/input.h"

union SDL_Event;

namespace screens {

// SDL's events as ours; nullopt for what means nothing here. Only for the window, on its thread.
std::optional<PointerEvent> pointer_event(const SDL_Event& event, PixelSize window);
std::optional<KeyPress> key_press(const SDL_Event& event);
std::optional<KeyStroke> key_stroke(const SDL_Event& event);

}  // namespace screens
