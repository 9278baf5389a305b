#pragma once

#include <optional>

#include "screens/glass/input.h"

union SDL_Event;

namespace screens {

// SDL's events as ours; nullopt for what means nothing here. Only for the window, on its thread.
std::optional<PointerEvent> pointer_event(const SDL_Event& event, PixelSize window);
std::optional<KeyPress> key_press(const SDL_Event& event, const KeyNames& names);
std::optional<KeyStroke> key_stroke(const SDL_Event& event, const KeyNames& names);

// A touch on a dark screen is meant for nothing that stands there, as nobody saw it. That on a blank one wakes it.
class WakingTouch {
public:
    void screen_is_blank(bool blank, kiosk::Steady now);
    void screen_shows(bool something) { shows_ = something; }
    // Of the whole touch, until its finger is lifted. By the time that a waking touch arrives the server has lit the
    // screen.
    bool swallows(const PointerEvent& event);

private:
    bool blank_ = false, shows_ = true;
    std::optional<kiosk::Steady> lit_;  // until the touch that may have done it
    std::optional<std::int64_t> finger_;
};

}  // namespace screens
