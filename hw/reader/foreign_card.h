#pragma once

#include "hw/reader/apdu.h"

namespace hw {

// Cards that are recognised to be sent back to their owner's pocket. Nothing of them is read.
bool is_bank_card(Dialogue& card);  // answers for contactless payment (PPSE), with at least one scheme's application
bool is_resident_id_atr(ByteView atr);
bool has_resident_id_file(Dialogue& card);  // only of use where the card knows no SELECT by name

}  // namespace hw
