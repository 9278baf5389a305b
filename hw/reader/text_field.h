#pragma once

#include <string>

#include "hw/reader/bytes.h"

namespace hw {

// Text of a card, padded with 00, FF or spaces to the length of its field: what comes before the padding.
std::string ascii_field(ByteView bytes);  // "" if a byte is not printable ASCII
std::string gbk_field(ByteView bytes);    // as UTF-8; "" if the bytes are no GB18030. Spaces of both widths are trimmed.

}  // namespace hw
