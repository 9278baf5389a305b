#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk {

enum class PartOfDay : std::uint8_t { night, morning, noon, afternoon, evening };

// A written time with its words replaced: only digits, separators and one letter for each thing that a number can be are
// left.
struct WrittenWords {
    // Years Y, months M, days D, hours h, minutes m, seconds s, halves b and quarters q of an hour, a full hour e; T and Z
    // as in ISO 8601, U for UTC; months by name are 0x01 to 0x0C. Dashes are '-', any blank or bracket ' ', '?' is what
    // has no meaning here.
    std::string text;
    std::optional<std::chrono::weekday> weekday;
    std::optional<PartOfDay> part;
    bool twice = false;  // more than one weekday, or more than one part of the day
    bool lunar = false;  // a day of the lunar calendar
};
WrittenWords read_words(std::string_view utf8);

}  // namespace kiosk
