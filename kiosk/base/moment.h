#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk {

using Wall = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC; may jump when the clock is set
using Steady = std::chrono::steady_clock::time_point;           // never jumps; for timeouts only
using Date = std::chrono::year_month_day;                       // a day of the hall's calendar

// Now, as the loop hands it to whoever needs it: days and hours come from `wall`, waiting from `steady`.
struct Moment {
    Wall wall{};
    Steady steady{};
    bool operator==(const Moment&) const = default;
};

// The hall's wall clock. China has one offset and no daylight saving; the policy gives it.
struct LocalTime {
    Date date{};
    std::chrono::minutes of_day{0};  // since midnight, 0 to 1439
    bool operator==(const LocalTime&) const = default;
};
LocalTime local_time(Wall when, std::chrono::minutes utc_offset);

std::string iso(Date day);                                  // "2026-11-22"
std::string clock_text(std::chrono::minutes of_day);        // "09:40"
std::optional<Date> parse_iso_date(std::string_view text);  // exactly YYYY-MM-DD, a day that exists
Date plus_days(Date day, int days);

}  // namespace kiosk
