#pragma once

#include <string>

#include "kiosk/config/config.h"
#include "kiosk/policy/clock_rule.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// Whether the machine's clock can be right.
struct ClockState {
    bool ok = false;
    KnownTime known;
    std::string state, remedy;  // in words; no remedy is needed if it can
};
ClockState look_at_clock(const Config& config, const Policy& policy, Wall now);

inline constexpr const char* set_clock =
    "set the clock: `timedatectl set-ntp true` where there is a network, else `timedatectl set-time 'YEAR-MONTH-DAY "
    "HOUR:MINUTE'`; the kiosk goes on by itself";

}  // namespace kiosk
