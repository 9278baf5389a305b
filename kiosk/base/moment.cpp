#include "kiosk/base/moment.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace kiosk {

using namespace std::chrono;

LocalTime local_time(Wall when, minutes utc_offset) {
    const auto shifted = when + utc_offset;
    const auto midnight = floor<days>(shifted);
    return {Date{midnight}, duration_cast<minutes>(shifted - midnight)};
}

std::string iso(Date day) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()) % 10000,
                  static_cast<unsigned>(day.month()) % 100, static_cast<unsigned>(day.day()) % 100);
    return text;
}

std::string clock_text(minutes of_day) {
    char text[48];
    const auto total = std::clamp<long>(of_day.count(), 0, 1440);
    std::snprintf(text, sizeof text, "%02ld:%02ld", total / 60, total % 60);
    return text;
}

std::optional<Date> parse_iso_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) -> int {
        int value = -1;
        const auto* end = text.data() + at + length;
        const auto [stop, fault] = std::from_chars(text.data() + at, end, value);
        return fault == std::errc{} && stop == end ? value : -1;
    };
    const int y = number(0, 4), m = number(5, 2), d = number(8, 2);
    if (y < 0 || m < 0 || d < 0) return std::nullopt;
    const Date date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

Date plus_days(Date day, int count) { return Date{sys_days{day} + days{count}}; }

}  // namespace kiosk
