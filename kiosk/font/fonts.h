#pragma once

#include <string>
#include <string_view>

#include <pango/pango.h>

#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"

// What glass and paper set their texts in.
namespace kiosk {

inline constexpr const char* main_font = "Noto Sans CJK SC";

// Where a character is looked for, in this order; then in whatever else fontconfig knows. Noto Sans Common is the usual part
// of the main font, a tenth of it (assets/font/common.sh): it costs so much less memory, and a PDF with it so much less
// time; without it all is as it should be, but heavier. Noto has the 8,105 of 通用规范汉字表, Hanazono the rest of the
// 87,887 of GB 18030-2022, BabelStone Han half of the 9,793 of its amendment. Pango draws what no font has as a box with its
// code in it.
inline constexpr const char* font_families = "Noto Sans Common, Noto Sans CJK SC, HanaMinA, HanaMinB, BabelStone Han";

// The fonts of this machine and the kiosk's own, opened for one thread.
using FontMap = Owned<PangoFontMap, g_object_unref>;
FontMap open_fonts();

// Bytes that are not UTF-8, and characters that were lost before (U+FFFD), become □, as in Chinese print.
std::string showable(std::string_view text);

// A character of private use is a box with its code as well: each font that has it shows something else. Words that
// everybody reads as one (unbroken_words.h) are not broken at the end of a line.
using TextAttributes = Owned<PangoAttrList, pango_attr_list_unref>;
TextAttributes attributes_of(std::string_view showable_text);

// Whether the main font is installed. The error says which package to install.
Status check_main_font();

}  // namespace kiosk
