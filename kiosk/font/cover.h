#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// How many of the characters that a name may have are in some font of this machine.
struct FontCover {
    struct Share {
        std::size_t shown = 0, of = 0;
        bool operator==(const Share&) const = default;
    };
    Share common;                               // 通用规范汉字表
    Share standard;                             // GB 18030-2022
    Share amendment;                            // its first amendment
    std::vector<std::string> missing_packages;  // of Debian, with the fonts that we look into
    bool has_main_font = false;
    bool operator==(const FontCover&) const = default;
};
// Error: the table of common characters is not there.
Result<FontCover> look_at_fonts();

}  // namespace kiosk
