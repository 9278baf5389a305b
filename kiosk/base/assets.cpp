#include "kiosk/base/assets.h"

namespace kiosk {

std::string asset_path(std::string_view name) { return std::string(KIOSK_ASSET_DIR) + '/' + std::string(name); }
std::string words_path() { return KIOSK_LOCALE_DIR "/zh_CN.mo"; }
std::string readings_path() { return KIOSK_LOCALE_DIR "/readings.txt"; }
std::string common_characters_path() { return KIOSK_LOCALE_DIR "/common.txt"; }
std::string fonts_folder() { return KIOSK_FONT_DIR; }

}  // namespace kiosk
