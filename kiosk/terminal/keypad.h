#pragma once

#include <optional>

#include "kiosk/base/key.h"
#include "kiosk/page/page.h"
#include "kiosk/page/walk.h"
#include "kiosk/visit/event.h"
#include "kiosk/visit/state.h"

namespace kiosk {

class Narrator;

// The terminal by keys alone, for whoever cannot see the page or not touch it. One thread.
class Keypad {
public:
    // What a key asks of the visit; nullopt: nothing. What the walk comes to is said. `narrator`: nullptr where the kiosk
    // has no voice.
    std::optional<Event> press(const KeyPress& key, const Page& page, const State& state, Narrator* narrator);
    void mark(Page& page) { walk_.mark(page); }

private:
    Event walk(Walk::Step step, const Page& page, const State& state, Narrator* narrator);
    std::optional<Event> choose(const Page& page, const State& state, Narrator* narrator);

    Walk walk_;
};

}  // namespace kiosk
