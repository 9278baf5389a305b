#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

namespace kiosk {

struct WrittenTime {
    Date date{};
    std::optional<std::chrono::minutes> of_day;  // nullopt: it says the day alone, or only "in the morning"
    bool operator==(const WrittenTime&) const = default;
};

struct WrittenTimeRules {
    std::chrono::minutes utc_offset{480};  // of the wanted day; times with another offset are converted
    int serial_shift = 0;                  // days to add to a spreadsheet's count of days; 1462 where it counts from 1904
};

// A day of 2000 to 2099, with or without a time, as people and spreadsheets write it, wherever the day is certain: the year
// first and of four digits (2026-11-01, 2026/11/1, 2026.11.1. and with other dashes and points, 2026年11月1日,
// 二〇二六年十一月一日, 20261101), or the month by its English name (1 Nov 2026), or 46327, a spreadsheet's count of days
// since 1899-12-30. A time may follow: 9:30, 09:30:05, 上午9:30, 9时30分, 9点半, 9:30 PM (after 20261101: 0930; after 46327:
// .395833), also with Z or +08:00. A day of the week and a part of the day may stand anywhere (星期一, Mon, 上午). Blanks,
// brackets and full-width characters are allowed. Errors: malformed; the detail says what to write instead. A day of the
// week that does not fit the date is such an error.
Result<WrittenTime> parse_written_time(std::string_view text, const WrittenTimeRules& rules = {});

}  // namespace kiosk
