#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/ledger.h"
#include "kiosk/store/postgres_connection.h"

namespace kiosk {

struct SharedOptions {
    PostgresOptions line;
    std::chrono::minutes utc_offset{480};            // the hall's: of the days of counts
    std::chrono::milliseconds line_patience{5'000};  // with a line that is down, before store_unreachable is answered
};

// The shared store of several kiosks, asked directly: by counters that call and by offices. Kiosks themselves answer from
// their own copy (sync.h). When another session was quicker, or the line was lost, the same request is sent again within
// line_patience. Each request has a number of its own (one is made for a call without), so it counts once. count_use has no
// such number: after a line that was lost in the middle nobody knows whether it counted, and it is not sent again.
// Errors of opening: as check_store.
Result<std::unique_ptr<Ledger>> open_shared_ledger(const SharedOptions& options, const HashKey& key);

// The names of the halls that have tickets or counts of card use on those days, in order. Errors: those of a line.
enum class HallTable : std::uint8_t { tickets, uses };
Result<std::vector<std::string>> halls_of_store(const PostgresOptions& where, HallTable table, Date from, Date to);

}  // namespace kiosk
