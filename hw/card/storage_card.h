#pragma once

#include <optional>
#include <string>

#include "hw/card/bytes.h"

namespace hw {

// What a reader's made-up ATR says of a card without a processor (PC/SC part 3, 3.1.3.2.3.2):
// 3B 8F 80 01 80 4F 0C A0 00 00 03 06 SS NN NN 00 00 00 00 TCK.
struct StorageAtr {
    std::uint8_t standard = 0;  // SS
    std::uint16_t name = 0;     // NN NN

    // FF 20, 28, 38: the card has a processor, but the reader has not spoken to it (no RATS). It is worth asking.
    bool may_have_processor() const;
    // SS 07 with FF B0: how a reader without a name for it shows a resident ID card.
    bool is_resident_id() const;
    // FF 40: speaks NFC-DEP only, as phones do that show no card.
    bool is_phone() const;
    std::string chip() const;  // "Mifare Classic 1K"; what it is for an administrator, not for a senior
};
std::optional<StorageAtr> parse_storage_atr(ByteView atr);

}  // namespace hw
