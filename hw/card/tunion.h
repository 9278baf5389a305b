#pragma once

#include <array>
#include <optional>

#include "hw/card/apdu.h"
#include "kiosk/card/card.h"

namespace hw {

// China T-Union, JT/T 978. A name of this length selects longer ones too: wallets append a city.
constexpr std::array<std::uint8_t, 8> tunion_name{0xA0, 0x00, 0x00, 0x06, 0x32, 0x01, 0x01, 0x05};

// Reads the selected application; no APDU if `fci` holds all. nullopt: it holds no number, so it is no such card.
// `passenger` stays empty: that is one more APDU.
std::optional<kiosk::TransitCard> read_tunion(Dialogue& card, ByteView fci);
std::optional<kiosk::Passenger> read_passenger(Dialogue& card);

}  // namespace hw
