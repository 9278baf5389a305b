#pragma once

#include <string>
#include <string_view>

#include "hw/decode/pixels.h"
#include "kiosk/base/descriptor.h"
#include "kiosk/base/result.h"

namespace hw {

// What a file begins with, in the words of an administrator, and whether it is a picture that can be read here.
struct PictureKind {
    std::string_view name;  // "PNG", "a PDF"; empty: unknown
    bool readable = false;
};
PictureKind picture_kind(std::string_view first_bytes);

// The file as a grey picture, upright as its camera was held, on a ground of its own where it is transparent. Decoded by a
// process of its own, for a moment: with bounded memory and time, and whatever a file does to its decoder stays there.
// Errors: malformed; the detail is a sentence without the file's name. Not for a process that has secrets to lose by fork.
kiosk::Result<Grey> decoded_apart(const kiosk::Descriptor& file);

}  // namespace hw
