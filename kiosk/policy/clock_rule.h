#pragma once

#include <optional>
#include <string>

#include "kiosk/base/moment.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// What is known of the time without looking at the clock.
struct KnownTime {
    Wall built{};              // it is later than the program
    std::optional<Wall> seen;  // and than the latest moment that the ledger has seen; nullopt: it has seen none
    bool operator==(const KnownTime&) const = default;
};
Wall latest(const KnownTime& known);

// Why a clock cannot be right. A ticket with a wrong day is called on no day, and its number is given out again.
enum class ClockTrouble : std::uint8_t {
    before_program,  // an empty battery: 1970, 2000
    before_ledger,   // it was set back; or it was ahead, and is right now
    far_ahead,       // or the machine was off for months
};
std::optional<ClockTrouble> judge_clock(Wall now, const KnownTime& known, const Policy& policy);
std::string words_of(ClockTrouble trouble, Wall now, const KnownTime& known, const Policy& policy);  // for the log

}  // namespace kiosk
