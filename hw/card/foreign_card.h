#pragma once

#include <optional>
#include <span>

#include "hw/card/apdu.h"
#include "kiosk/card/card.h"
#include "kiosk/card/directory.h"

namespace hw {

// Cards that are recognised to be sent back to their owner's pocket. Of most of them nothing is read.
// Lists a scheme's application for contactless (2PAY) or contact payment (1PAY), or has UnionPay's.
bool is_bank_card(Dialogue& card);
bool is_resident_id_atr(ByteView atr);
bool has_resident_id_file(Dialogue& card);  // only of use where the card knows no SELECT by name

// A card of a city with a scheme of its own. Only for a card that says of other names that it has none such.
std::optional<kiosk::ElsewhereCard> find_city_application(Dialogue& card, std::span<const kiosk::CityApplication> known);
// Beijing's cards from before T-Union: number and dates lie in the master file, which must still be selected.
std::optional<kiosk::TransitCard> read_beijing(Dialogue& card);

}  // namespace hw
