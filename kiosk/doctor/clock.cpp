#include "kiosk/doctor/clock.h"

#include <filesystem>

#include <fmt/format.h>

#include "kiosk/base/built.h"
#include "kiosk/base/clock.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/seen_time.h"
#include "kiosk/site/site.h"

namespace kiosk {
namespace {

std::string remedy_of(ClockTrouble trouble) {
    switch (trouble) {
        case ClockTrouble::before_program:
            return fmt::format("{}. If it is wrong whenever the power was off, the mainboard's battery is empty", set_clock);
        case ClockTrouble::before_ledger:
            return fmt::format("{}. If it is right now, and was ahead before: kioskctl clock --is-right", set_clock);
        case ClockTrouble::far_ahead:
            break;
    }
    return fmt::format("{}. If it is right, because the machine was not used for so long: kioskctl clock --is-right",
                       set_clock);
}

// A ledger that is not there is not made.
Result<KnownTime> known_time(const SqliteOptions& options) {
    KnownTime known{built_at(), {}};
    std::error_code code;
    if (!std::filesystem::exists(options.path, code)) return known;
    const auto local = open_local_ledger(options);
    if (!local) return local.error();
    Sql sql(local->db());
    known.seen = latest_seen(sql);
    return sql.result(known);
}

}  // namespace

ClockState look_at_clock(const Config& config, const Policy& policy, Wall now) {
    const auto known = known_time(ledger_options(config, policy));
    if (!known) return {false, {}, known.error().detail, {}};
    const auto trouble = judge_clock(now, *known, policy);
    if (trouble) return {false, *known, words_of(*trouble, now, *known, policy), remedy_of(*trouble)};
    const auto* server = kept_by_time_server() ? "kept by a time server" : "not kept by a time server";
    return {true, *known, fmt::format("{} in the hall, {}", time_text(now, policy), server), {}};
}

}  // namespace kiosk
