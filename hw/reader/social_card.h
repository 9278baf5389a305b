#pragma once

#include <array>
#include <optional>

#include "hw/reader/apdu.h"
#include "kiosk/card/card.h"

namespace hw {

// "sx1.sh.社会保障" in GBK (LD/T 32-2015).
constexpr std::array<std::uint8_t, 15> social_card_name{0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9,
                                                        0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};

// Reads the selected application: EF05, which every generation gives freely, then EF06, which the third one protects by a
// key; asking costs nothing, as a refused READ RECORD counts no tries. nullopt: its version cannot be read, so it is none.
// `transit` stays empty: that is another application.
std::optional<kiosk::SocialCard> read_social_card(Dialogue& card);

}  // namespace hw
