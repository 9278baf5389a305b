#pragma once

#include <string>

#include "hw/card/bytes.h"

namespace hw {

// Text of a card, padded with 00, FF or spaces to the length of its field: what comes before the padding.
std::string ascii_field(ByteView bytes);  // "" if a byte is not printable ASCII
// A person's name in GBK (GB18030), or, as a few makers write it, in UTF-8. "" if the bytes are neither. Spaces of both
// widths are trimmed.
std::string name_field(ByteView bytes);

}  // namespace hw
