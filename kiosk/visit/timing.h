#pragma once

#include <chrono>

// How long the visit waits for whom. What the city may change (asking, leaving) is in the policy.
namespace kiosk::timing {

using namespace std::chrono_literals;

inline constexpr auto reading = 10s;        // the reader's own watchdog is faster; this is for a reader that forgot us
inline constexpr auto ledger = 8s;          // then "out of order": a senior does not wait longer for a blank page
inline constexpr auto printing = 60s;       // then the outcome is unknown; the printer's driver gives up earlier
inline constexpr auto staff = 300s;         // a call for staff keeps the page that long
inline constexpr auto countdown_step = 1s;  // the "are you still there?" page counts in these

}  // namespace kiosk::timing
