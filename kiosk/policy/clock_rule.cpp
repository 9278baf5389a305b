#include "kiosk/policy/clock_rule.h"

#include <algorithm>

#include <fmt/format.h>

namespace kiosk {
namespace {

// A new terminal may get an old program.
constexpr std::chrono::years longest_use_of_a_program{5};

std::string text(Wall when, const Policy& policy) {
    const auto local = local_time(when, policy.utc_offset);
    return iso(local.date) + ' ' + clock_text(local.of_day);
}

}  // namespace

Wall latest(const KnownTime& known) { return std::max(known.built, known.seen.value_or(known.built)); }

std::optional<ClockTrouble> judge_clock(Wall now, const KnownTime& known, const Policy& policy) {
    if (now < known.built - policy.clock_back) return ClockTrouble::before_program;
    if (known.seen && now < *known.seen - policy.clock_back) return ClockTrouble::before_ledger;
    const auto by_program = known.built + longest_use_of_a_program;
    const auto last = known.seen ? std::max(*known.seen, known.built) + policy.clock_ahead : Wall{by_program};
    return now > last ? std::optional{ClockTrouble::far_ahead} : std::nullopt;
}

std::string words_of(ClockTrouble trouble, Wall now, const KnownTime& known, const Policy& policy) {
    const auto shown = text(now, policy);
    switch (trouble) {
        case ClockTrouble::before_program:
            return fmt::format("the machine's clock says {}, before this program was built ({})", shown,
                               text(known.built, policy));
        case ClockTrouble::before_ledger:
            return fmt::format("the machine's clock says {}, but the ledger was in use at {}", shown,
                               text(latest(known), policy));
        case ClockTrouble::far_ahead:
            break;
    }
    const auto after = std::chrono::duration_cast<std::chrono::days>(now - latest(known));
    return fmt::format("the machine's clock says {}, {} days after the latest time that is known ({})", shown, after.count(),
                       text(latest(known), policy));
}

}  // namespace kiosk
