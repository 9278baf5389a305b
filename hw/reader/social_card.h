#pragma once

#include <array>
#include <optional>

#include "hw/reader/apdu.h"
#include "kiosk/card/card.h"

namespace hw {

// "sx1.sh.社会保障" in GBK (LD/T 32-2015).
constexpr std::array<std::uint8_t, 15> social_card_name{0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9,
                                                        0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};

// Makers differ in how a record may be addressed.
enum class SocialAddressing : std::uint8_t { by_identifier, by_identifier_after_select, by_number };

struct SocialApplication {
    kiosk::SocialCard card;  // `holder` and `transit` stay empty
    SocialAddressing addressing = SocialAddressing::by_identifier;
};
// Reads EF05 of the selected application, which every generation gives freely. nullopt: its version cannot be read, so it
// is none.
std::optional<SocialApplication> read_social_card(Dialogue& card);
// Reads EF06 of it, while it is selected. The third generation protects it by a key; asking costs nothing, as a refused
// READ RECORD counts no tries. nullopt: protected.
std::optional<kiosk::Holder> read_holder(Dialogue& card, const SocialApplication& application);

}  // namespace hw
