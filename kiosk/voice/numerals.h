#pragma once

#include <cstdint>
#include <string_view>

#include "kiosk/voice/syllable.h"

// Numbers as a person says them in Mandarin.
namespace kiosk::voice {

// What the city decides on how it is spoken.
struct Manner {
    bool yao = true;  // 1 among digits that are said singly: yao1, as people do on the telephone; false: yi1
    bool operator==(const Manner&) const = default;
};

Syllables number(std::uint64_t value);                  // 105: yi4 bai3 ling2 wu3
Syllables count(std::uint64_t value);                   // before what is counted: 2 is liang3
Syllables clock_time(int hour, int minute);             // 13:30: xia4 wu3 yi1 dian3 ban4
Syllables amount(std::uint64_t fen);                    // of money, in hundredths of a yuan
Syllables decimal(std::string_view digits_with_point);  // "3.05": san1 dian3 ling2 wu3

// Digits and letters one by one, as of a ticket; what is neither is a pause. Eleven digits and fewer are parted as a
// telephone number is. A number that names a person is never said whole, see discretion.h.
Syllables singly(std::string_view label, const Manner& manner);

}  // namespace kiosk::voice
