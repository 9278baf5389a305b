#pragma once

#include <string>
#include <string_view>

namespace kiosk {

// Where the program's data lies: the source tree of a developer, /usr/share/kiosk once installed.
std::string asset_path(std::string_view name);
std::string words_path();
std::string readings_path();           // of Chinese characters, made by assets/locale/readings.awk
std::string common_characters_path();  // made by assets/locale/common.awk
std::string fonts_folder();            // of the fonts that assets/font/common.sh makes

}  // namespace kiosk
