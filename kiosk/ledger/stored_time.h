#pragma once

#include <cstdint>

#include "kiosk/base/moment.h"

// Days and moments as both kinds of ledger store them: days since 1970-01-01, milliseconds since then, UTC.
namespace kiosk {

inline std::int64_t to_number(Date day) { return std::chrono::sys_days{day}.time_since_epoch().count(); }
inline std::int64_t to_number(Wall when) { return when.time_since_epoch().count(); }
// A number that is no day of the calendar's makes a date that is not ok().
inline Date to_date(std::int64_t number) {
    constexpr std::int64_t most = 10'000'000;  // a year has 16 bits
    if (number < -most || number > most) return Date{};
    return Date{std::chrono::sys_days{std::chrono::days{number}}};
}
inline Wall to_wall(std::int64_t number) { return Wall{std::chrono::milliseconds{number}}; }

}  // namespace kiosk
