#pragma once

#include <optional>

#include "hw/card/bytes.h"

namespace hw {

// The value of the first data object with `tag` (BER-TLV, ISO 7816-4 5.2: tags of up to three bytes, definite lengths),
// searched through every constructed object. Tolerant, as cards are not exact: 00 and FF between objects are skipped, a
// length that runs over its parent ends there. The view lies within `bytes`. nullopt: there is none.
std::optional<ByteView> find_tlv(ByteView bytes, std::uint32_t tag);

}  // namespace hw
