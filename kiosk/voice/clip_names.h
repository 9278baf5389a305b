#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/voice/lines.h"

// How recordings are called.
namespace kiosk::voice {

// A sentence's: the beginning of what is said, and eight digits that are of the exact words, as in
// "qing-na-hao-nin-de-ka-1f2e3d4c". Changed words have no recording until a new one is made; the old one is never heard with
// them. Of a sentence with holes each part before, between or behind them is a recording: "ka-wei-hao-89abcdef-1".
std::string clip_name(std::string_view said, std::string_view words);
std::string clip_of(const Line& line);
std::string clip_part(const std::string& clip, std::size_t part);

// Units, of which numbers, dates and times are joined: "unit-er4", "unit-A".
struct Unit {
    std::string_view piece, words;
};
const std::vector<Unit>& units();
std::vector<std::string> unit_clips(const Syllables& pieces);  // empty: there is something that is no unit

}  // namespace kiosk::voice
