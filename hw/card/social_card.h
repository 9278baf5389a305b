#pragma once

#include <array>
#include <optional>

#include "hw/card/apdu.h"
#include "kiosk/card/card.h"

namespace hw {

// "sx1.sh.社会保障" in GBK (LD/T 32-2015).
constexpr std::array<std::uint8_t, 15> social_card_name{0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9,
                                                        0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};

// Makers differ in how a record may be addressed: READ RECORD with P1 and P2, and with which Le.
struct SocialAddressing {
    enum class By : std::uint8_t { identifier, selected_identifier, number, selected_number, selected_all };
    By by = By::identifier;
    bool any_length = false;  // Le 00, instead of the record's own length
};

struct SocialApplication {
    kiosk::SocialCard card;  // `holder` and `transit` stay empty
    SocialAddressing addressing;
};
// Reads EF05 of the selected application, which every generation gives freely. `fci` shows the generation of a card without
// a version. nullopt: neither version nor number can be read, or the version is none of the three, so it is none.
std::optional<SocialApplication> read_social_card(Dialogue& card, ByteView fci);
// Reads EF06 of it, while it is selected. The third generation protects it by a key; asking costs nothing, as a refused
// READ RECORD counts no tries. nullopt: protected.
std::optional<kiosk::Holder> read_holder(Dialogue& card, const SocialApplication& application);

}  // namespace hw
