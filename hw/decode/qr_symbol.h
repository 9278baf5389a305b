#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hw/decode/qr_layout.h"

namespace hw {

// How light each module of a code is, row by row: dark is below 0, and the nearer to 0 the less sure; 0 is not seen.
struct Light {
    int size = 0;  // a QR code's
    std::vector<float> at;
};

// What a QR code says, mirrored or not. Bytes that are not seen or not sure are worked out from the others, but only so many
// that chance passes a block that is none once in 2^30 times: ZXing and others go to the last check byte, where in a small
// code one of 6,000 does. nullopt: nothing that is as sure as that, or nothing at all.
std::optional<std::string> read_symbol(const QrLayout& layout, const Light& light);

}  // namespace hw
