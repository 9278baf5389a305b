#pragma once

#include <string_view>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

namespace kiosk {

// A day of 2000 to 2099, with or without a time, as people and spreadsheets write it: 2026-11-01, 2026/11/1, 2026.11.1,
// 2026年11月1日, 20261101, and 46327, a spreadsheet's count of days since 1899-12-30; behind it 9:30, 09:30:05, 上午9:30,
// 9时30分, 9:30 PM (of 20261101: 0930; of 46327: .395833). Digits may be full-width. Without a time it is midnight.
// Errors: malformed; the detail says what to write instead.
Result<LocalTime> parse_written_time(std::string_view text);

}  // namespace kiosk
