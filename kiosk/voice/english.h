#pragma once

#include <string>
#include <string_view>

#include "kiosk/voice/aloud.h"
#include "kiosk/voice/lines.h"

// What an English voice is given.
namespace kiosk::voice {

// Tickets and telephone numbers digit by digit, times as people say them, a masked name as its surname, hanzi by their
// pinyin without tones (an English voice knows no others). A number that names a person is "ending in" and its last four
// digits.
std::string in_english(std::string_view text, const Aloud& aloud);
std::string in_english(std::string_view value, Hole::Kind kind, const Aloud& aloud);

}  // namespace kiosk::voice
