#pragma once

#include <string>
#include <vector>

#include "kiosk/voice/lines.h"
#include "kiosk/voice/numerals.h"
#include "kiosk/voice/readings.h"

// Whether a line can be the reading of its words.
namespace kiosk::voice {

// What is wrong with it, for a translator; empty: nothing. Each character has one syllable, which a dictionary permits; an
// unusual one only within a word of zh_CN.readings, and a word of that list is read as it says; 一 and 不 fit what follows;
// the holes are those of the words.
std::vector<std::string> mistakes_of(const Line& line, const Readings& readings);

}  // namespace kiosk::voice
