#pragma once

#include "kiosk/base/words.h"
#include "kiosk/case/errand.h"

// One line for each card of somebody who has several: the same on screen and paper.
namespace kiosk {

// "Ends in 0001"; of a card without a number the `nth`, from 1.
Phrase errand_card_words(const ErrandCard& card, std::size_t nth, const Words& tr);
// Where it is: "at the card maker, late".
Phrase errand_place_words(const ErrandCard& card, const Words& tr);
// Both in one sentence.
Phrase errand_line(const ErrandCard& card, std::size_t nth, const Words& tr);

}  // namespace kiosk
