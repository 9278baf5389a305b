#pragma once

#include <string>

#include "hw/decode/decoder.h"
#include "kiosk/base/result.h"

namespace hw {

// A PNG, JPEG, GIF, WebP, HEIC, BMP or TIFF file as a grey picture, of up to 67 million pixels; a JPEG of up to 201 million,
// made smaller. Of an animation the first picture. Errors: as of open_regular_file, and malformed; the detail is a sentence
// that names the file.
kiosk::Result<Grey> read_picture(const std::string& path);

// What a still picture shows, however small the code in it is. Takes a second at most.
Sight study(Decoder& decoder, const Grey& picture);

}  // namespace hw
