#pragma once

#include <cstdint>

#include "screens/layout.h"
#include "screens/theme.h"

namespace screens {

enum class Icon : std::uint8_t {
    none,
    card,
    card_on_reader,
    came_back,  // a card with an arrow turning back
    counter,    // a person behind a desk
    upgrade,    // a card with an arrow up
    printer,
    ticket,
    hand,  // raised: call staff
    check,
    cross,
    warning,
    question,
    clock,
    person,
    community,  // houses
    building,   // street, district
    factory,    // card maker
    place,      // map pin
    keypad,
    code,  // its three squares
    bell,
    globe,
    home,
    arrow_left,
    arrow_right,
    arrow_up,
    arrow_down,
};

// Draws into the largest square in the middle of the box, on the window that is being drawn. `behind` fills what must
// look cut out (the mark on a warning sign).
void draw_icon(Icon icon, Box where, Colour colour, Colour behind);

}  // namespace screens
