#pragma once

#include <string>

#include "tests/support/png.h"

namespace support {

struct GoldenOutcome {
    bool matches = false;
    std::string why;  // with the paths of what was seen and where it differs
};

// Compares with tests/golden/NAME.png. Pixels may differ a little (font packages change), and few may differ a lot. A
// mismatch leaves NAME.actual.png and NAME.diff.png in <build>/golden. With KIOSK_RENEW_GOLDEN=1 in the environment the
// picture becomes the golden one.
GoldenOutcome compare_golden(const Image& seen, const std::string& name);

}  // namespace support
