#pragma once

#include <array>
#include <optional>
#include <string>

#include "hw/card/apdu.h"
#include "kiosk/card/card.h"

namespace hw {

// City-Union (CJ/T 166), and Chongqing's card, which keeps its number in the master file instead of the application.
constexpr std::array<std::uint8_t, 9> city_union_name{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};
// Chongqing's card in a phone: "CQQPAY.SYS31".
constexpr std::array<std::uint8_t, 12> chongqing_wallet_name{'C', 'Q', 'Q', 'P', 'A', 'Y', '.', 'S', 'Y', 'S', '3', '1'};

struct CityUnion {
    std::optional<kiosk::TransitCard> card;  // nullopt: it holds no number that is certain
    std::string city;                        // four digits, if it is certain that they are the scheme's; else empty
};
// Reads the selected application. Schools and companies use the same name for other things.
CityUnion read_city_union(Dialogue& card, ByteView fci);
// Leaves the selected application for the master file.
std::optional<kiosk::TransitCard> read_chongqing_master_file(Dialogue& card);
// Of a card that selects nothing by name: opens the application by its file's identifier. All of CityUnion is empty where
// there is none.
CityUnion read_city_union_by_file(Dialogue& card);

}  // namespace hw
