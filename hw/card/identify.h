#pragma once

#include <span>

#include "hw/card/card_channel.h"
#include "kiosk/card/card.h"
#include "kiosk/card/directory.h"

namespace hw {

struct Identified {
    // UnknownCard where nothing is certain. Errors: those of Dialogue.
    kiosk::Result<kiosk::Card> card;
    int apdus = 0;
};

// Finds out what lies on the reader, by reading only, in a fixed order: storage card (by its ATR), social card, T-Union,
// City-Union, Chongqing's card in a phone, bank card, resident ID card, cards of `other_cities`, Beijing's old card,
// City-Union by its file. A social card takes 7 APDUs. Chongqing's old card takes 5: it answers to City-Union's name and
// keeps its number in the master file (city_union.cpp); the policy's issuers say whether that is one of the central city.
Identified identify(CardChannel& channel, std::span<const kiosk::CityApplication> other_cities = {});

}  // namespace hw
