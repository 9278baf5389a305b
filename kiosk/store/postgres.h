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
// their own copy (sync.h). What others were quicker with, or a line that was lost, is tried again within line_patience; each
// call and each issue then counts once, for it is known by its idempotency (a call without one gets one of its own).
// count_use is the exception: of a line that is lost in the middle of it nobody knows, and it is not tried again.
// Errors of opening: as check_store.
Result<std::unique_ptr<Ledger>> open_shared_ledger(const SharedOptions& options, const HashKey& key);

// The halls that have any of these on those days, by name. Errors: those of a line.
enum class HallTable : std::uint8_t { tickets, uses };
Result<std::vector<std::string>> halls_of_store(const PostgresOptions& where, HallTable table, Date from, Date to);

}  // namespace kiosk
