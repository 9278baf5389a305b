#pragma once

#include <string>

#include "hw/scanner/decoder.h"
#include "kiosk/base/result.h"

namespace hw {

// A PNG or JPEG file as a grey picture, up to 8192 by 8192 pixels. Errors: not_found, malformed; the detail is a sentence
// that names the file.
kiosk::Result<Grey> read_picture(const std::string& path);

// What a still picture shows, however small the code in it is. Takes a second at most.
Sight study(Decoder& decoder, const Grey& picture);

}  // namespace hw
