#pragma once

#include <cstdint>

namespace kiosk {

// Small drawings by name; screens know how each is drawn.
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
    ear,
    letter,  // the size of text
    home,
    arrow_left,
    arrow_right,
    arrow_up,
    arrow_down,
};

}  // namespace kiosk
