#pragma once

#include <array>
#include <optional>

#include "hw/reader/apdu.h"
#include "kiosk/card/card.h"

namespace hw {

// City-Union (CJ/T 166), and Chongqing's card, which keeps its number in the master file instead of the application.
constexpr std::array<std::uint8_t, 9> city_union_name{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};
// Chongqing's card in a phone: "CQQPAY.SYS31".
constexpr std::array<std::uint8_t, 12> chongqing_wallet_name{'C', 'Q', 'Q', 'P', 'A', 'Y', '.', 'S', 'Y', 'S', '3', '1'};

// Reads the selected application. nullopt: it holds no number that is certain; campus cards use the same name.
std::optional<kiosk::TransitCard> read_city_union(Dialogue& card, ByteView fci);
// Leaves the selected application for the master file.
std::optional<kiosk::TransitCard> read_chongqing_master_file(Dialogue& card);

}  // namespace hw
